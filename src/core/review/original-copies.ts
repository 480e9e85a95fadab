/**
 * Hands originals to a person: only bytes that were proven to be those that were received, and never the file in the vault
 * itself, which nobody may change.
 */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { chmod, type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { nanoid } from 'nanoid';
import type { DocumentDetail } from '../../shared/documents.ts';
import { RedwellError } from '../../shared/errors.ts';
import type { OriginalCheck } from '../../shared/review.ts';
import { machineFault } from '../documents/errors.ts';
import { canOpen, fileName } from './openable.ts';
import type { Originals } from './originals.ts';

export interface OriginalCopies {
  /**
   * Copies an original under its own name into a private folder.
   * @throws RedwellError not_found when it is gone, conflict when it was altered, not_allowed without a fingerprint
   */
  copy(documentId: string): Promise<{ path: string; canOpen: boolean }>;
  /**
   * Proves an original and then streams it. The stream fails before its end if the file is changed meanwhile.
   * @throws like `copy`
   */
  read(documentId: string): Promise<{ name: string; bytes: number; content: Readable }>;
  /** Reads an original again and compares it with its fingerprint. @throws RedwellError not_found for the document */
  check(documentId: string): Promise<OriginalCheck>;
  /** Removes the copies. */
  dispose(): Promise<void>;
}

const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
const READ_ONLY = 0o400;

/** @param folder for the copies; what an earlier run left in it is removed */
export async function createOriginalCopies(originals: Originals, folder: string): Promise<OriginalCopies> {
  await rm(folder, { recursive: true, force: true });

  return {
    async copy(documentId) {
      const found = originals.find(documentId);
      const { sha256, handle } = await openProven(originals, found);
      const name = fileName(found.path);
      const place = join(folder, nanoid());
      const path = join(place, name);
      try {
        await mkdir(place, { recursive: true, mode: 0o700 });
        const target = await open(path, 'wx', 0o600);
        await pipeline(
          handle.createReadStream({ start: 0, autoClose: false }),
          proving(found, sha256),
          target.createWriteStream(),
        );
        await chmod(path, READ_ONLY);
      } catch (error) {
        await rm(place, { recursive: true, force: true });
        throw error;
      } finally {
        await handle.close();
      }
      return { path, canOpen: canOpen(found.type, name) };
    },
    async read(documentId) {
      const found = originals.find(documentId);
      const { sha256, handle } = await openProven(originals, found);
      try {
        await hashed(handle, found, sha256);
      } catch (error) {
        await handle.close();
        throw error;
      }
      // Hashed once more on the way, in case the file is changed while it is sent.
      const source = handle.createReadStream({ start: 0, autoClose: true });
      const content = proving(found, sha256);
      source.on('error', (error) => content.destroy(error));
      content.on('close', () => source.destroy());
      source.pipe(content);
      return { name: fileName(found.path), bytes: found.bytes, content };
    },
    async check(documentId) {
      const found = originals.find(documentId);
      return { state: await stateOf(originals, found), checkedAt: Date.now() };
    },
    dispose: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Opens an original whose size is right. The caller closes it. */
async function openProven(
  originals: Originals,
  found: DocumentDetail,
): Promise<{ sha256: string; handle: FileHandle }> {
  const { sha256 } = found;
  if (sha256 === null)
    throw new RedwellError(
      'not_allowed',
      `Redwell has no fingerprint of “${found.path}”, so it cannot prove the original.`,
      {
        action: 'Add the folder again.',
      },
    );
  const { location } = await originals.fileOf(found);
  const handle = await open(location, OPEN_FLAGS).catch((error: unknown) => {
    throw openFailure(found, error);
  });
  const facts = await handle.stat();
  if (facts.isFile() && facts.size === found.bytes) return { sha256, handle };
  await handle.close();
  throw altered(found);
}

async function hashed(handle: FileHandle, found: DocumentDetail, sha256: string): Promise<void> {
  const hash = createHash('sha256');
  for await (const chunk of handle.createReadStream({ start: 0, autoClose: false }))
    hash.update(chunk as Buffer);
  if (hash.digest('hex') !== sha256) throw altered(found);
}

/** Passes bytes on and holds the last ones back until the fingerprint is right. */
function proving(found: DocumentDetail, sha256: string): Transform {
  const hash = createHash('sha256');
  let held: Buffer = Buffer.alloc(0);
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      const ready = held;
      held = chunk;
      done(null, ready);
    },
    flush(done) {
      if (hash.digest('hex') === sha256) done(null, held);
      else done(altered(found));
    },
  });
}

async function stateOf(originals: Originals, found: DocumentDetail): Promise<OriginalCheck['state']> {
  const { sha256 } = found;
  if (sha256 === null) return 'unproven';
  try {
    const { handle } = await openProven(originals, found);
    try {
      await hashed(handle, found, sha256);
    } finally {
      await handle.close();
    }
    return 'intact';
  } catch (error) {
    if (!(error instanceof RedwellError)) throw error;
    if (error.code === 'conflict') return 'altered';
    if (error.code === 'not_found') return 'missing';
    if (error.code === 'access_restricted') return 'unreadable';
    throw error;
  }
}

const altered = ({ path }: DocumentDetail): RedwellError =>
  new RedwellError('conflict', `The original of “${path}” is not the file that was received any more.`, {
    action: 'Do not use it. Its text was read from the right file. Ask the custodian for another copy.',
  });

/** A link or a folder has taken the place of the file. */
const NOT_A_FILE = new Set(['ELOOP', 'EMLINK', 'EISDIR', 'ENXIO']);

function openFailure(found: DocumentDetail, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (NOT_A_FILE.has(code)) return altered(found);
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return new RedwellError('not_found', `The original of “${found.path}” is gone.`, {
      action: 'Its text is kept. Ask the custodian for another copy, or restore the vault from a backup.',
      cause: error,
    });
  if (code === 'EACCES' || code === 'EPERM')
    return new RedwellError('access_restricted', `Redwell may not read the original of “${found.path}”.`, {
      action: 'Ask whoever keeps this computer to give your account the right to read it.',
      cause: error,
    });
  return machineFault(error) ?? error;
}
