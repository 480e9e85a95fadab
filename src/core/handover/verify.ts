/** Proves that a bag or an evidence pack is what was handed over, with nothing but the pack. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readFile, realpath } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { PackCheck, PackDifference } from '../../shared/handover.ts';
import { type ProofCheck, verifyLogProof } from '../operator-log/proof.ts';
import {
  BAGIT,
  BAGIT_TEXT,
  byPath,
  decodePath,
  PAYLOAD,
  PAYLOAD_MANIFEST,
  TAG_MANIFEST,
} from './bag-files.ts';
import { isGone } from './errors.ts';
import { filesBelow } from './seal.ts';

/** Stops at the first difference. */
class Differs extends Error {
  readonly difference: PackDifference;
  constructor(kind: PackDifference['kind'], path: string, message: string) {
    super(message);
    this.difference = { kind, path, message };
  }
}

interface Listed {
  path: string;
  sha256: string;
}

interface Tally {
  files: number;
  bytes: number;
}

/** The operator log of an evidence pack, in its folder `operator-log`. */
export const LOG_FILE = 'operator-log.jsonl';
const LOG_PATH = `${PAYLOAD}/operator-log/${LOG_FILE}`;

export interface VerifyOptions {
  /** The root hash that was written down when the pack was handed over; null: unknown. */
  root: string | null;
  signal: AbortSignal;
}

/**
 * Reads every file of a pack again. The checks follow each other from the root hash down, so the first difference is the
 * one that matters most: the tag manifest, the tag files, the payload in the order of its manifest, then files that no
 * manifest lists. The operator log is proven entry by entry as well, so that a pack whose hashes were made again does not
 * hide an edit of the log.
 * @throws the signal's reason; the system's error if the folder itself cannot be read
 */
export async function verifyPack(pack: string, { root, signal }: VerifyOptions): Promise<PackCheck> {
  const folder = await realpath(pack);
  const tally: Tally = { files: 0, bytes: 0 };
  let rootHash: string | null = null;
  try {
    const tags = await textOf(folder, TAG_MANIFEST);
    rootHash = createHash('sha256').update(tags).digest('hex');
    if (root !== null && root.trim().toLowerCase() !== rootHash)
      throw new Differs(
        'root',
        TAG_MANIFEST,
        `The root hash is ${rootHash}, and not the one that was written down.`,
      );
    const tagFiles = listed(tags, TAG_MANIFEST);
    expectTagFiles(tagFiles);
    for (const file of tagFiles) await compare(folder, file, tally, signal);
    if ((await textOf(folder, BAGIT)) !== BAGIT_TEXT)
      throw new Differs('not_a_pack', BAGIT, 'The folder is not a bag of version 1.0 in UTF-8.');
    const payload = listed(await textOf(folder, PAYLOAD_MANIFEST), PAYLOAD_MANIFEST);
    for (const file of payload) {
      if (!file.path.startsWith(`${PAYLOAD}/`))
        throw new Differs(
          'unsafe_path',
          file.path,
          `${PAYLOAD_MANIFEST} lists ${file.path}, which is no payload.`,
        );
      await compare(folder, file, tally, signal);
    }
    const known = new Set([...tagFiles, ...payload].map(({ path }) => path)).add(TAG_MANIFEST);
    await refuseOthers(folder, known);
    const log = known.has(LOG_PATH) ? await provenLog(folder) : null;
    return { whole: true, rootHash, ...tally, log, difference: null };
  } catch (error) {
    if (!(error instanceof Differs)) throw error;
    return {
      whole: false,
      rootHash,
      ...tally,
      log: null,
      difference: await withEntry(folder, error.difference),
    };
  }
}

const proofOf = (folder: string): Promise<ProofCheck> => verifyLogProof(join(folder, LOG_PATH), LOG_PATH);

/** @throws Differs for an entry of the operator log that was altered, removed or moved, although the hashes agree */
async function provenLog(folder: string): Promise<PackCheck['log']> {
  const { entries, head, fault } = await proofOf(folder);
  if (fault === null) return { entries, head };
  throw new Differs('log', LOG_PATH, `The operator log is not as it was written. ${fault.message}`);
}

/** Adds which entry differs to a difference that is in the operator log. */
async function withEntry(folder: string, difference: PackDifference): Promise<PackDifference> {
  const { kind, path, message } = difference;
  if (kind !== 'altered' || path !== LOG_PATH) return difference;
  const proof = await proofOf(folder).catch(() => null);
  const fault = proof?.fault ?? null;
  return fault === null ? difference : { kind, path, message: `${message} ${fault.message}` };
}

/** Reads a tag file. They are small beside what they list. */
async function textOf(folder: string, name: string): Promise<string> {
  try {
    if (!(await lstat(join(folder, name))).isFile()) throw notAFile(name);
    return await readFile(join(folder, name), 'utf8');
  } catch (error) {
    if (!isGone(error)) throw error;
    const kind = name === TAG_MANIFEST ? 'not_a_pack' : 'missing';
    throw new Differs(kind, name, `The file ${name} is missing.`);
  }
}

const notAFile = (path: string): Differs =>
  new Differs('altered', path, `In place of the file ${path} there is something else.`);

/** Each line is a hash, two spaces and a path. */
const LINE = /^([0-9a-f]{64}) {1,2}\*?(.+)$/i;

function listed(text: string, name: string): Listed[] {
  const files: Listed[] = [];
  const seen = new Set<string>();
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const [, sha256, written] = LINE.exec(line) ?? [];
    if (sha256 === undefined || written === undefined)
      throw new Differs('altered', name, `${name} has a line that lists no file: ${line.slice(0, 200)}`);
    const path = decodePath(written);
    if (!isInside(path))
      throw new Differs('unsafe_path', path, `${name} lists ${path}, which is outside the pack.`);
    if (seen.has(path)) throw new Differs('listed_twice', path, `${name} lists ${path} twice.`);
    seen.add(path);
    files.push({ path, sha256: sha256.toLowerCase() });
  }
  return files;
}

const isInside = (path: string): boolean =>
  !path.includes('\\') &&
  !path.includes('\0') &&
  path.split('/').every((part) => !['', '.', '..'].includes(part));

/** The tag manifest lists its files by name. The payload manifest must be one of them, or nothing proves the payload. */
function expectTagFiles(files: readonly Listed[]): void {
  const paths = files.map(({ path }) => path);
  const sorted = [...paths].sort(byPath);
  const moved = paths.find((path, i) => path !== sorted[i]);
  if (moved !== undefined)
    throw new Differs('order', moved, `${TAG_MANIFEST} lists ${moved} in another place than Redwell did.`);
  for (const name of [BAGIT, PAYLOAD_MANIFEST])
    if (!paths.includes(name)) throw new Differs('missing', name, `${TAG_MANIFEST} does not list ${name}.`);
}

async function compare(
  folder: string,
  { path, sha256 }: Listed,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    // A link would let the file be somewhere else.
    if (!(await lstat(join(folder, path))).isFile()) throw notAFile(path);
    for await (const piece of createReadStream(join(folder, path), { signal })) {
      hash.update(piece as Buffer);
      bytes += (piece as Buffer).length;
    }
  } catch (error) {
    if (error instanceof Differs) throw error;
    signal.throwIfAborted();
    if (isGone(error)) throw new Differs('missing', path, `The file ${path} is missing.`);
    throw new Differs('unreadable', path, `The file ${path} could not be read: ${(error as Error).message}`);
  }
  if (hash.digest('hex') !== sha256)
    throw new Differs('altered', path, `The file ${path} is not the one that was handed over.`);
  tally.files += 1;
  tally.bytes += bytes;
}

/** @throws Differs for the first file, by path, that no manifest lists */
async function refuseOthers(folder: string, known: ReadonlySet<string>): Promise<void> {
  let first: string | null = null;
  for await (const { path: found } of filesBelow(folder)) {
    const path = relative(folder, found).split(sep).join('/');
    if (!known.has(path) && (first === null || byPath(path, first) < 0)) first = path;
  }
  if (first !== null) throw new Differs('added', first, `The file ${first} was added.`);
}
