/** Writes log lines in the background. It never blocks and never throws: what a disk refuses is kept, then counted. */

import { atExit } from './at-exit.ts';

/** Where the lines go. */
export interface Sink {
  /** Writes a chunk. @returns the bytes that were taken; fewer than all of them when the sink refuses the rest */
  append(chunk: Buffer): Promise<number>;
  /** Tries once to write a chunk before the process exits. */
  appendNow(chunk: Buffer): void;
  close(): Promise<void>;
}

export interface LineWriter {
  /** @param line ends with a line feed */
  write(line: string): void;
  /** Writes what is left, but does not wait for a sink that refuses it. */
  close(): Promise<void>;
}

/** Most characters that wait for a sink. Lines beyond that are counted and dropped. */
const MAX_WAITING = 1024 * 1024;
const CHUNK_CHARACTERS = 64 * 1024;
/** A sink that refused a chunk gets it again after this time, ms. */
const RETRY_MS = 500;
/** Longest wait for a sink while closing, ms. */
const CLOSE_MS = 1000;

export class BoundedWriter implements LineWriter {
  readonly #sink: Sink;
  readonly #lostLine: (count: number) => string;
  #lines: string[] = [];
  #characters = 0;
  #lost = 0;
  /** What is being written, or was refused. */
  #chunk: Buffer | null = null;
  #working: Promise<void> | null = null;
  #retry: NodeJS.Timeout | null = null;
  #closed = false;
  readonly #forgetExit: () => void;

  /** @param lostLine returns the line that says how many lines were lost */
  constructor(sink: Sink, lostLine: (count: number) => string) {
    this.#sink = sink;
    this.#lostLine = lostLine;
    this.#forgetExit = atExit(() => this.#writeAtExit());
  }

  write(line: string): void {
    if (this.#closed) return;
    if (this.#characters + line.length > MAX_WAITING) {
      this.#lost += 1;
      return;
    }
    this.#sayWhatWasLost();
    this.#add(line);
    this.#start();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    let timer: NodeJS.Timeout | undefined;
    const bound = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, CLOSE_MS);
    });
    await Promise.race([this.#finish(), bound]);
    clearTimeout(timer);
    this.#forgetExit();
  }

  async #finish(): Promise<void> {
    await this.#working;
    this.#sayWhatWasLost();
    this.#start();
    await this.#working;
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#retry = null;
    await this.#sink.close();
  }

  #add(line: string): void {
    this.#lines.push(line);
    this.#characters += line.length;
  }

  #sayWhatWasLost(): void {
    if (this.#lost === 0) return;
    this.#add(this.#lostLine(this.#lost));
    this.#lost = 0;
  }

  #start(): void {
    if (this.#working !== null) return;
    if (this.#retry !== null) {
      // Only closing does not wait for the next try.
      if (!this.#closed) return;
      clearTimeout(this.#retry);
      this.#retry = null;
    }
    this.#working = this.#drain().finally(() => {
      this.#working = null;
    });
  }

  async #drain(): Promise<void> {
    // One turn later, so that lines written together become one chunk.
    await Promise.resolve();
    for (this.#chunk ??= this.#take(); this.#chunk !== null; this.#chunk = this.#take()) {
      const { length } = this.#chunk;
      const taken = await this.#sink.append(this.#chunk);
      if (taken < length) {
        this.#chunk = this.#chunk.subarray(taken);
        this.#retryLater();
        return;
      }
      if (this.#lines.length === 0) this.#sayWhatWasLost();
    }
  }

  #retryLater(): void {
    if (this.#closed) return;
    this.#retry = setTimeout(() => {
      this.#retry = null;
      this.#start();
    }, RETRY_MS);
    this.#retry.unref();
  }

  #take(): Buffer | null {
    if (this.#lines.length === 0) return null;
    let end = 0;
    let size = 0;
    while (end < this.#lines.length && size < CHUNK_CHARACTERS) {
      size += this.#lines[end]?.length ?? 0;
      end += 1;
    }
    this.#characters -= size;
    return Buffer.from(this.#lines.splice(0, end).join(''));
  }

  /** The process ends without closing its log, as after a defect. What is being written now is not written again. */
  #writeAtExit(): void {
    this.#sayWhatWasLost();
    const rest = this.#lines.join('');
    const refused = this.#working === null ? this.#chunk : null;
    this.#sink.appendNow(Buffer.concat([refused ?? Buffer.alloc(0), Buffer.from(rest)]));
  }
}
