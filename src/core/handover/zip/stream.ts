/**
 * Sends the folder of an export as one ZIP file while it is read: nothing is written to disk, and memory holds one piece and the list
 * at the end, about 200 bytes a file. Files are stored as they are, so the size is known before, and a file that changes or goes away
 * meanwhile ends the stream too soon: what was sent then never looks whole.
 */
import { constants } from 'node:fs';
import { lstat, open, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import { RedwellError } from '../../../shared/errors.ts';
import type { ExportReport } from '../../../shared/handover.ts';
import { BAG_INFO, BAGIT, byPath, PAYLOAD_MANIFEST, TAG_MANIFEST } from '../bag-files.ts';
import { REPORT_FILE } from '../leftovers.ts';
import { PACK_FILE } from '../pack-file.ts';
import { centralRecord, descriptor, endRecords, localRecord, type ZipEntry, zipBytes } from './records.ts';

export interface FolderZip {
  /** The name of the file. */
  name: string;
  bytes: number;
  /** Fails when a file is not what it was when its size was read. */
  content: Readable;
}

const PIECE_BYTES = 256 * 1024;
/** The list at the end is sent in parts of so many files. */
const LISTED_AT_ONCE = 500;
const LONGEST_NAME = 0xffff;
/** Files that an export gets after it has counted the others. */
const NOT_COUNTED: ReadonlySet<string> = new Set([
  ...[REPORT_FILE, PACK_FILE, BAGIT, BAG_INFO, PAYLOAD_MANIFEST, TAG_MANIFEST],
]);

/**
 * @param folder an export; its name becomes the folder in the ZIP file
 * @param said what it says of itself
 * @throws RedwellError conflict when files of it were removed, added or changed; the system's error
 */
export async function zipFolder(
  folder: string,
  said: Pick<ExportReport, 'files' | 'bytes'>,
): Promise<FolderZip> {
  const top = basename(folder);
  const entries = await entriesOf(folder, top);
  const counted = entries.filter(({ name }) => !NOT_COUNTED.has(name.slice(top.length + 1)));
  const size = counted.reduce((sum, { bytes }) => sum + bytes, 0);
  if (counted.length !== said.files || size !== said.bytes)
    throw new RedwellError('conflict', 'Files of this export were removed, added or changed.', {
      action: 'Hand the batch over again.',
    });
  const content = Readable.from(pieces(folder, top, entries), { objectMode: false });
  return { name: `${top}.zip`, bytes: zipBytes(entries), content };
}

/** Returns the files below a folder, by their names in the ZIP file. */
async function entriesOf(folder: string, top: string): Promise<ZipEntry[]> {
  const entries: ZipEntry[] = [];
  const walk = async (inside: string): Promise<void> => {
    for (const found of await readdir(join(folder, inside), { withFileTypes: true })) {
      const path = inside === '' ? found.name : `${inside}/${found.name}`;
      if (found.isDirectory()) {
        await walk(path);
        continue;
      }
      const facts = await lstat(join(folder, path));
      const name = `${top}/${path}`;
      // A link would send a file from somewhere else.
      if (!facts.isFile() || Buffer.byteLength(name) > LONGEST_NAME) throw foreign(path);
      entries.push({ name, bytes: facts.size, modifiedAt: facts.mtimeMs });
    }
  };
  await walk('');
  return entries.sort((a, b) => byPath(a.name, b.name));
}

const foreign = (path: string): RedwellError =>
  new RedwellError('conflict', `The export has something in it that Redwell did not write: ${path}.`, {
    action: 'Hand the batch over again.',
  });

async function* pieces(
  folder: string,
  top: string,
  entries: readonly ZipEntry[],
): AsyncGenerator<Buffer, void, undefined> {
  const sums = new Uint32Array(entries.length);
  let sent = 0;
  for (const [i, entry] of entries.entries()) {
    const before = localRecord(entry);
    sent += before.length + entry.bytes;
    yield before;
    sums[i] = yield* contentOf(join(folder, entry.name.slice(top.length + 1)), entry);
    const after = descriptor(entry, sums[i] ?? 0);
    sent += after.length;
    yield after;
  }
  yield* listOf(entries, sums, sent);
}

async function* listOf(
  entries: readonly ZipEntry[],
  sums: Uint32Array,
  at: number,
): AsyncGenerator<Buffer, void, undefined> {
  let place = 0;
  let bytes = 0;
  let waiting: Buffer[] = [];
  for (const [i, entry] of entries.entries()) {
    const record = centralRecord(entry, sums[i] ?? 0, place);
    place += localRecord(entry).length + entry.bytes + descriptor(entry, 0).length;
    bytes += record.length;
    waiting.push(record);
    if (waiting.length < LISTED_AT_ONCE) continue;
    yield Buffer.concat(waiting);
    waiting = [];
    await setImmediate();
  }
  yield Buffer.concat([...waiting, endRecords(entries.length, at, bytes)]);
}

/** @returns the CRC-32 of the content. @throws Error when the file is not as it was when its size was read */
async function* contentOf(
  path: string,
  { bytes, modifiedAt }: ZipEntry,
): AsyncGenerator<Buffer, number, undefined> {
  const handle = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  try {
    let crc = 0;
    let left = bytes;
    while (left > 0) {
      const piece = Buffer.allocUnsafe(Math.min(left, PIECE_BYTES));
      const { bytesRead } = await handle.read(piece, 0, piece.length);
      if (bytesRead === 0) throw changed(path);
      crc = crc32(piece.subarray(0, bytesRead), crc);
      left -= bytesRead;
      yield piece.subarray(0, bytesRead);
    }
    const facts = await handle.stat();
    if (facts.size !== bytes || facts.mtimeMs !== modifiedAt) throw changed(path);
    return crc;
  } finally {
    await handle.close();
  }
}

const changed = (path: string): Error => new Error(`The file was changed while it was sent: ${path}`);
