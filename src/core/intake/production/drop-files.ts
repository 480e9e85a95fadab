/** Finds the files that a load file names among those of its drop. A file that is not in the drop is never opened. */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHashes, FoundPath, HashName, LoadFileFiles } from '../../load-file-import/types.ts';
import { isGone, isNotAFile, isRefused } from '../fs-errors.ts';
import type { FileRecord } from '../records.ts';
import { type DropState, sourceOf } from '../state.ts';

/** A path that is found by its end only must still have a folder and a name. */
const SHORTEST_END = 2;

/** A link that took the place of the file is not followed. Windows has neither flag. */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

const folded = (path: string): string => path.normalize('NFC').toLowerCase();

/** The files of a drop by their paths: exactly, or as Windows compares them. */
export class FileIndex {
  readonly byPath = new Map<string, FileRecord>();
  /** Null where several paths differ in case only. */
  readonly #folded = new Map<string, FileRecord | null>();

  constructor(records: readonly FileRecord[]) {
    for (const record of records) {
      this.byPath.set(record.path, record);
      const key = folded(record.path);
      this.#folded.set(key, this.#folded.has(key) ? null : record);
    }
  }

  get(path: string): FileRecord | null {
    return this.byPath.get(path) ?? this.#folded.get(folded(path)) ?? null;
  }
}

/** The files of a drop as the load file in one of its folders names them. */
export class DropFiles implements LoadFileFiles {
  readonly #index: FileIndex;
  readonly #bases: readonly string[];
  readonly #state: DropState;

  /** @param loadFile path of the load file in the drop */
  constructor(state: DropState, index: FileIndex, loadFile: string) {
    this.#state = state;
    this.#index = index;
    const folders = loadFile.split('/').slice(0, -1);
    this.#bases = [...folders, ''].map((_one, i) =>
      folders
        .slice(0, folders.length - i)
        .map((folder) => `${folder}/`)
        .join(''),
    );
  }

  /**
   * Looks from the folder of the load file up to the drop. What is above the drop's folder on the sender's computer, such
   * as a drive, is cut off a path; at least a folder and a name must be left.
   */
  find(written: string): FoundPath {
    const parts = written.split(/[\\/]/).filter((part) => part !== '' && part !== '.');
    if (parts.includes('..')) return { fault: 'outside' };
    const isAbsolute = /^[a-z]:/i.test(written) || /^[\\/]/.test(written);
    if (/^[a-z]:/i.test(parts[0] ?? '')) parts[0] = parts[0]?.slice(2) ?? '';
    const named = parts.filter((part) => part !== '');
    for (let cut = 0; cut < named.length && (cut === 0 || named.length - cut >= SHORTEST_END); cut += 1) {
      if (cut === 0 && isAbsolute && named.length < SHORTEST_END) break;
      const end = named.slice(cut).join('/');
      for (const base of this.#bases) {
        const record = this.#index.get(base + end);
        if (record === null) continue;
        return record.excluded === null ? { path: record.path } : { fault: 'left_out' };
      }
    }
    return { fault: isAbsolute ? 'outside' : 'missing' };
  }

  /** The SHA-256 is known since the file was fingerprinted; the others are read once for each content. */
  async hashes(path: string, needed: ReadonlySet<HashName>): Promise<FileHashes | null> {
    const record = this.#index.byPath.get(path);
    const sha256 = record?.sha256 ?? null;
    if (record === undefined || sha256 === null) return null;
    if (!needed.has('md5') && !needed.has('sha1')) return { md5: null, sha1: null, sha256 };
    const known = this.#state.contents.hashes.get(sha256);
    if (known !== undefined) return { ...known, sha256 };
    const read = await readHashes(this.#state, record);
    // What changed since it was fingerprinted is named when it is copied.
    if (read?.sha256 !== sha256) return null;
    const { md5, sha1 } = read;
    this.#state.contents.hashes.set(sha256, { md5, sha1 });
    this.#state.journal.append({ k: 'hashed', sha256, md5, sha1 });
    return { md5, sha1, sha256 };
  }
}

async function readHashes(
  state: DropState,
  record: FileRecord,
): Promise<{ md5: string; sha1: string; sha256: string } | null> {
  const [md5, sha1, sha256] = [createHash('md5'), createHash('sha1'), createHash('sha256')];
  try {
    const handle = await open(sourceOf(state, record), OPEN_FLAGS);
    // The stream closes the file, also when it is ended early.
    for await (const piece of handle.createReadStream({ signal: state.abort.signal }))
      for (const hash of [md5, sha1, sha256]) hash.update(piece as Buffer);
  } catch (error) {
    if (isGone(error) || isRefused(error) || isNotAFile(error)) return null;
    throw error;
  }
  return { md5: md5.digest('hex'), sha1: sha1.digest('hex'), sha256: sha256.digest('hex') };
}
