/** A log file of bounded size. When it is full it becomes `name.1.log`, the one before `name.2.log`, and so on. */
import { writeSync } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, format, parse } from 'node:path';
import type { Sink } from './bounded-writer.ts';

export interface RotationLimits {
  /** Size at which a new file is begun. */
  maxBytes: number;
  /** Files that are kept, with the one that is written. */
  files: number;
}

export const LOG_LIMITS: RotationLimits = { maxBytes: 4 * 1024 * 1024, files: 5 };

const numbered = (path: string, n: number): string => {
  const { dir, name, ext } = parse(path);
  return format({ dir, name: `${name}.${n}`, ext });
};

const sizeOf = async (path: string): Promise<{ size: number; ino: number } | null> => {
  try {
    return await stat(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
};

/** Moves every file one number up, and removes the oldest. @throws the system's error */
async function rotate(path: string, files: number): Promise<void> {
  await rm(numbered(path, files - 1), { force: true });
  for (let n = files - 1; n > 0; n -= 1) {
    const from = n === 1 ? path : numbered(path, n - 1);
    await rename(from, numbered(path, n)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
  }
}

/** Rotates a file that another program appends to and opens again for each line. @throws the system's error */
export async function rotateIfLarge(
  path: string,
  { maxBytes, files }: RotationLimits = LOG_LIMITS,
): Promise<void> {
  const there = await sizeOf(path);
  if (there !== null && there.size > maxBytes) await rotate(path, files);
}

/** Appends to a file that other processes may append to and rotate too. Only its owner can read it. */
export class RotatingFile implements Sink {
  readonly #path: string;
  readonly #limits: RotationLimits;
  #handle: FileHandle | null = null;

  constructor(path: string, limits: RotationLimits = LOG_LIMITS) {
    this.#path = path;
    this.#limits = limits;
  }

  async append(chunk: Buffer): Promise<number> {
    let taken = 0;
    try {
      const handle = await this.#open(chunk.length);
      while (taken < chunk.length)
        taken += (await handle.write(chunk, taken, chunk.length - taken)).bytesWritten;
    } catch {
      // Whatever the reason, the writer counts what was refused and tries again with a newly opened file.
      await this.close();
    }
    return taken;
  }

  appendNow(chunk: Buffer): void {
    if (this.#handle === null || chunk.length === 0) return;
    try {
      writeSync(this.#handle.fd, chunk);
    } catch {
      // The process is exiting and the disk refuses: there is nobody left to tell.
    }
  }

  async close(): Promise<void> {
    const handle = this.#handle;
    this.#handle = null;
    // A full disk may report itself again here. The writer knows already.
    await handle?.close().catch(() => undefined);
  }

  /** Returns the open file, after a rotation if the chunk does not fit. */
  async #open(length: number): Promise<FileHandle> {
    const { maxBytes, files } = this.#limits;
    const there = await sizeOf(this.#path);
    const isFull = there !== null && there.size > 0 && there.size + length > maxBytes;
    if (this.#handle !== null) {
      const { ino } = await this.#handle.stat();
      // Another process rotated the file, or somebody removed it.
      if (!isFull && there?.ino === ino) return this.#handle;
      await this.close();
    }
    if (isFull) await rotate(this.#path, files);
    // Not recursive: a data folder that was removed must not come back with nothing but a log in it.
    await mkdir(dirname(this.#path), { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
    this.#handle = await open(this.#path, 'a', 0o600);
    return this.#handle;
  }
}
