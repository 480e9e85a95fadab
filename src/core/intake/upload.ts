/** Receives a drop that a browser sends file by file. Files are stored under numbers, not under the browser's names. */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { RedwellError } from '../../shared/errors.ts';
import type { SkippedFile } from '../../shared/intake.ts';
import type { RoomGate } from '../disk/gate.ts';
import { yieldEvery } from '../util/event-loop.ts';
import { UniqueNames } from '../util/portable-names.ts';
import { renamePatiently } from '../util/rename.ts';
import { type Buffers, fingerprint } from './fingerprint.ts';
import { writeFailure } from './fs-errors.ts';
import { fileToLine } from './journal-format.ts';
import { safePath } from './names.ts';
import { type FileRecord, UPLOADS } from './records.ts';
import { sayWhy } from './room.ts';
import { emptyRecord, fail } from './scan.ts';
import type { DropState } from './state.ts';
import { systemPath } from './system-files.ts';

/** Files per directory. Some file systems become slow beyond this. */
const PER_DIRECTORY = 1000;

export class Upload {
  readonly #state: DropState;
  readonly #buffers: Buffers;
  readonly #onProgress: () => void;
  /** The path and the index of every file that the browser has named, by what the browser calls it. */
  readonly #paths = new Map<string | number, string>();
  readonly #indexes = new Map<string, number>();
  readonly #unique = new UniqueNames();
  readonly #gate: RoomGate;
  #stored = 0;
  /** Folders that exist: asking for each file would take as long as opening it. */
  readonly #folders = new Set<string>();

  constructor(state: DropState, buffers: Buffers, gate: RoomGate, onProgress: () => void) {
    this.#state = state;
    this.#buffers = buffers;
    this.#gate = gate;
    this.#onProgress = onProgress;
  }

  /**
   * Stores one file. If the browser sends a file again, the new one replaces the old one.
   * @param item number of the file in the drop; null: the file is known by its path
   * @throws RedwellError disk_full; AbortError; the stream's error, after removing what was stored
   */
  async accept(
    written: string,
    modifiedAt: number | null,
    content: Readable,
    item: number | null = null,
  ): Promise<{ bytes: number }> {
    // The connection may break before the pipeline reads from it. The pipeline then throws the same error.
    content.on('error', () => undefined);
    const { arriving } = this.#state;
    const arrival = this.#take(
      { ...emptyRecord(this.#pathOf(item ?? written, written)), root: -1, modifiedAt },
      content,
    );
    arriving.add(arrival);
    try {
      return { bytes: await arrival };
    } finally {
      arriving.delete(arrival);
    }
  }

  /**
   * Closes the list of files.
   * @param files number of files that the browser sent
   * @param skipped files that the browser could not read
   * @throws RedwellError conflict when files are missing; the browser may send them and call this again
   */
  finish(files: number, skipped: readonly SkippedFile[]): void {
    const { drop, records } = this.#state;
    const missing = Math.max(files - records.length, this.#state.arriving.size);
    if (missing > 0)
      throw new RedwellError('conflict', `${missing} of ${files} files of “${drop.name}” have not arrived.`, {
        action: 'Wait until the upload is complete, or add the folder again.',
      });
    for (const { path, code, reason } of skipped) {
      // A file that could not be read never takes the place of one that has arrived under the same name.
      const record: FileRecord = { ...emptyRecord(this.#unique.take(safePath(path, 'unnamed'))), root: -1 };
      fail(record, this.#state, {
        code,
        detail: `The browser could not read the file: ${reason}`,
      });
      this.#add(record);
    }
    this.#removeTopFolder();
    Object.assign(drop, {
      status: 'reading',
      found: records.length,
      read: records.length,
      total: records.length,
    });
  }

  /** Writes the closed list to the journal. */
  async save(): Promise<void> {
    const { journal, records } = this.#state;
    const yieldIfDue = yieldEvery();
    journal.append({ k: 'walk' });
    for (const record of records) {
      journal.append(fileToLine(record));
      await yieldIfDue();
    }
    await journal.sync();
  }

  /** Returns the path of a file: made safe, and its own even if several names are the same when they are safe. */
  #pathOf(key: string | number, written: string): string {
    const path = this.#paths.get(key) ?? this.#unique.take(safePath(written, 'unnamed'));
    this.#paths.set(key, path);
    return path;
  }

  /** @returns bytes */
  async #take(record: FileRecord, content: Readable): Promise<number> {
    try {
      record.excluded = systemPath(record.path);
      if (record.excluded !== null) record.bytes = await drain(content);
      else {
        const { signal } = this.#state.abort;
        await this.#gate.enter(signal, (reason) => sayWhy(this.#state, reason, this.#onProgress));
        await this.#store(record, content);
      }
    } catch (error) {
      throw writeFailure(error, `receiving “${record.path}”`);
    }
    this.#add(record);
    return record.bytes;
  }

  /** Removes the folder's own name from the paths. Browsers add it, but paths of a local folder do not have it. */
  #removeTopFolder(): void {
    const { records, drop } = this.#state;
    const name = safePath(drop.name, '');
    const top = `${name}/`;
    const inside = records.filter(({ path }) => path.startsWith(top)).length;
    if (inside === 0 || !records.every(({ path }) => path === name || path.startsWith(top))) return;
    for (const record of records) record.path = record.path.slice(top.length) || '.';
  }

  async #store(record: FileRecord, content: Readable): Promise<void> {
    const number = this.#stored;
    this.#stored += 1;
    const file = `${UPLOADS}/${Math.floor(number / PER_DIRECTORY)}/${String(number).padStart(6, '0')}`;
    const path = join(this.#state.directory, file);
    const hash = createHash('sha256');
    const hashing = new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        hash.update(chunk);
        this.#state.drop.readBytes += chunk.length;
        this.#onProgress();
        done(null, chunk);
      },
    });
    const folder = dirname(path);
    if (!this.#folders.has(folder)) await mkdir(folder, { recursive: true });
    this.#folders.add(folder);
    const signal = this.#state.abort.signal;
    try {
      await pipeline(content, hashing, createWriteStream(`${path}.part`, { flags: 'wx' }), { signal });
      await renamePatiently(`${path}.part`, path);
      const sha256 = hash.digest('hex');
      const print = await fingerprint(path, record.path, this.#buffers, signal);
      if (print.sha256 !== sha256)
        throw new RedwellError('internal', `The disk did not return “${record.path}” as it was written.`, {
          action: 'Check the disk that holds the data folder, then add the folder again.',
        });
      Object.assign(record, {
        file,
        bytes: print.bytes,
        sha256,
        type: print.type,
        description: print.description,
      });
    } catch (error) {
      await rm(`${path}.part`, { force: true });
      await rm(path, { force: true });
      throw error;
    }
  }

  /** Adds a record, or replaces the one with the same path. */
  #add(record: FileRecord): void {
    const { records, drop, journal } = this.#state;
    const index = this.#indexes.get(record.path) ?? records.length;
    this.#indexes.set(record.path, index);
    records[index] = record;
    drop.found = records.length;
    drop.read = records.length;
    journal.append(fileToLine(record));
    this.#onProgress();
  }
}

async function drain(content: Readable): Promise<number> {
  let bytes = 0;
  for await (const chunk of content) bytes += (chunk as Buffer).length;
  return bytes;
}
