/** A drop that a browser sends file by file. Names from outside are shown, never used: files are numbered. */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { RedwellError } from '../../shared/errors.ts';
import { yieldEvery } from '../util/event-loop.ts';
import { type Buffers, fingerprint } from './fingerprint.ts';
import { writeFailure } from './fs-errors.ts';
import { fileToLine } from './journal.ts';
import { safePath } from './names.ts';
import { type FileRecord, UPLOADS } from './records.ts';
import { emptyRecord, fail } from './scan.ts';
import type { DropState } from './state.ts';
import { systemPath } from './system-files.ts';

/** Files per directory: some file systems grow slow beyond. */
const PER_DIRECTORY = 1000;

export class Upload {
  readonly #state: DropState;
  readonly #buffers: Buffers;
  readonly #onProgress: () => void;
  readonly #places = new Map<string, number>();
  #numbered = 0;

  constructor(state: DropState, buffers: Buffers, onProgress: () => void) {
    this.#state = state;
    this.#buffers = buffers;
    this.#onProgress = onProgress;
  }

  /**
   * Takes one file. A path that came before is replaced: the browser is trying again.
   * @throws RedwellError disk_full, canceled; what the stream says when it breaks, and then nothing stays of it
   */
  async accept(written: string, modifiedAt: number | null, content: Readable): Promise<{ bytes: number }> {
    // A connection may break before anybody reads from it; the pipeline below meets the same error.
    content.on('error', () => undefined);
    const { arriving } = this.#state;
    const arrival = this.#take(
      { ...emptyRecord(safePath(written, 'unnamed')), root: -1, modifiedAt },
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
   * Closes the list; the drop is then ready to be concluded.
   * @param files how many the browser sent; @param skipped what it could not read, with its reason
   * @throws RedwellError conflict when files are missing: the browser may send them and ask again
   */
  finish(files: number, skipped: readonly { path: string; reason: string }[]): void {
    const { drop, records } = this.#state;
    const missing = Math.max(files - records.length, this.#state.arriving.size);
    if (missing > 0)
      throw new RedwellError('conflict', `${missing} of ${files} files of “${drop.name}” have not arrived.`, {
        action: 'Wait until the upload is complete, or drop the folder again.',
      });
    for (const { path, reason } of skipped) {
      const record: FileRecord = { ...emptyRecord(safePath(path, 'unnamed')), root: -1 };
      fail(record, this.#state, { code: codeOf(reason), detail: `The browser could not read it: ${reason}` });
      this.#place(record);
    }
    this.#withoutTop();
    Object.assign(drop, {
      status: 'reading',
      found: records.length,
      read: records.length,
      total: records.length,
    });
  }

  /** The list as it was closed is on the disk. */
  async keep(): Promise<void> {
    const { journal, records } = this.#state;
    const yieldIfDue = yieldEvery();
    journal.append({ k: 'walk' });
    for (const record of records) {
      journal.append(fileToLine(record));
      await yieldIfDue();
    }
    await journal.sync();
  }

  /** @returns bytes */
  async #take(record: FileRecord, content: Readable): Promise<number> {
    try {
      record.excluded = systemPath(record.path);
      if (record.excluded !== null) record.bytes = await drain(content);
      else await this.#store(record, content);
    } catch (error) {
      throw writeFailure(error, `the upload of “${record.path}”`);
    }
    this.#place(record);
    return record.bytes;
  }

  /** A browser puts the folder's own name before each path; a folder dropped locally does not have it. */
  #withoutTop(): void {
    const { records, drop } = this.#state;
    const top = `${drop.name}/`;
    const inside = records.filter(({ path }) => path.startsWith(top)).length;
    if (inside === 0 || !records.every(({ path }) => path === drop.name || path.startsWith(top))) return;
    for (const record of records) record.path = record.path.slice(top.length) || '.';
  }

  async #store(record: FileRecord, content: Readable): Promise<void> {
    const number = this.#numbered;
    this.#numbered += 1;
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
    await mkdir(dirname(path), { recursive: true });
    const signal = this.#state.abort.signal;
    try {
      await pipeline(content, hashing, createWriteStream(`${path}.part`, { flags: 'wx' }), { signal });
      await rename(`${path}.part`, path);
      const sha256 = hash.digest('hex');
      const print = await fingerprint(path, record.path, this.#buffers, signal);
      if (print.sha256 !== sha256)
        throw new RedwellError(
          'internal',
          `The disk gave “${record.path}” back otherwise than it was written.`,
          {
            action: 'Check the disk that holds the data folder, then drop the folder again.',
          },
        );
      Object.assign(record, { file, bytes: print.bytes, sha256, type: print.type, what: print.what });
    } catch (error) {
      await rm(`${path}.part`, { force: true });
      await rm(path, { force: true });
      throw error;
    }
  }

  #place(record: FileRecord): void {
    const { records, drop, journal } = this.#state;
    const at = this.#places.get(record.path) ?? records.length;
    this.#places.set(record.path, at);
    records[at] = record;
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

/** What pages and browsers (DOMException) say of a file they could not read. */
function codeOf(reason: string): 'access_restricted' | 'source_missing' | 'infrastructure' {
  if (/may not read|NotReadable|NotAllowed|Security|permission/i.test(reason)) return 'access_restricted';
  return /NotFound|not be found|gone/i.test(reason) ? 'source_missing' : 'infrastructure';
}
