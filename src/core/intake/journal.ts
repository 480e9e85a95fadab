/** Writes the journal of one drop, from which a restarted Redwell continues (decision 8). */
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Drop } from '../../shared/intake.ts';
import { replaceFile } from './durable.ts';
import { writeFailure } from './fs-errors.ts';
import { type JournalMeta, LINES, type Line, META } from './journal-format.ts';
import type { Root } from './walk.ts';

const FLUSH_LINES = 500;
const FLUSH_MS = 250;
const NEWLINE = 0x0a;

export class Journal {
  readonly #directory: string;
  #pending: string[] = [];
  #handle: FileHandle | null = null;
  #writing: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | null = null;
  #failure: unknown = null;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Replaces `drop.json` atomically. */
  async writeMeta(
    drop: Drop,
    roots: readonly Root[],
    freezing: string | null,
    joins: string[] = [],
  ): Promise<void> {
    await mkdir(this.#directory, { recursive: true });
    const meta: JournalMeta = { drop, roots: [...roots], freezing, joins };
    await replaceFile(join(this.#directory, META), `${JSON.stringify(meta)}\n`);
  }

  /** Adds a line, which is written soon together with others. @throws the error of an earlier write */
  append(entry: Line): void {
    if (this.#failure !== null) throw this.#failure;
    this.#pending.push(JSON.stringify(entry));
    if (this.#pending.length >= FLUSH_LINES) this.#flush();
    else this.#timer ??= setTimeout(() => this.#flush(), FLUSH_MS);
  }

  /** Resolves when everything appended so far is durable, also what was refused before. @throws RedwellError disk_full, or the system's error */
  async sync(): Promise<void> {
    this.#flush();
    await this.#writing;
    if (this.#failure !== null) throw this.#failure;
    await this.#handle?.sync();
  }

  async close(): Promise<void> {
    this.#flush();
    await this.#writing;
    const handle = this.#handle;
    this.#handle = null;
    await handle?.close();
  }

  #flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#pending.length === 0) return;
    const lines = `${this.#pending.join('\n')}\n`;
    this.#pending = [];
    this.#writing = this.#writing.then(() => this.#write(lines));
  }

  /** Writes lines. What the disk refuses is kept, and written again with the next lines or by `sync`. */
  async #write(lines: string): Promise<void> {
    try {
      this.#handle ??= await this.#openLines();
      await this.#handle.appendFile(lines);
      this.#failure = null;
    } catch (error) {
      this.#failure = writeFailure(error, 'writing the list of files');
      // Part of a line may have been written. Opening the file again ends that line.
      const handle = this.#handle;
      this.#handle = null;
      await handle?.close().catch(() => undefined);
      this.#pending.unshift(lines.slice(0, -1));
    }
  }

  /** Opens the file for appending. If a crash cut off the last line, a line end separates it from the next one. */
  async #openLines(): Promise<FileHandle> {
    await mkdir(this.#directory, { recursive: true });
    const handle = await open(join(this.#directory, LINES), 'a+');
    const { size } = await handle.stat();
    const last = Buffer.alloc(1);
    if (size > 0 && (await handle.read(last, 0, 1, size - 1)).bytesRead === 1 && last[0] !== NEWLINE)
      await handle.appendFile('\n');
    return handle;
  }
}
