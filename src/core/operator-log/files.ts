/** The files of the log: numbered, only ever appended to, with a record of the newest entry beside them. */
import { createReadStream } from 'node:fs';
import { open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { renamePatiently } from '../util/rename.ts';
import { canonical } from './entry.ts';

/** Returns the folder of the log in a data folder. It is created with the first entry. */
export const logFolder = (dataDir: string): string => join(dataDir, 'operator-log');

const NAME = /^operator-log-\d{6}\.jsonl$/;
export const LOCK = 'operator-log.lock';
export const HEAD = 'operator-log-head.json';
const PRIVATE = 0o600;

export const fileName = (number: number): string => `operator-log-${String(number).padStart(6, '0')}.jsonl`;
export const numberOf = (name: string): number => Number(/\d{6}/.exec(name)?.[0] ?? 0);

/** Returns the names of the files, oldest first; none if there is no folder. */
export async function logFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names.filter((name) => NAME.test(name)).sort();
}

const headSchema = z
  .object({ bytes: z.number().int(), file: z.string(), hash: z.string(), seq: z.number().int() })
  .strict();
/** The newest entry, and the size of its file after it. It shows when the end of the log was cut off. */
export type Head = z.infer<typeof headSchema>;

/** Returns null if there is none, and `unreadable` if it is not as Redwell writes it. */
export async function readHead(folder: string): Promise<Head | null | 'unreadable'> {
  const text = await readFile(join(folder, HEAD), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  try {
    const head = headSchema.parse(JSON.parse(text));
    return canonical(head) === text ? head : 'unreadable';
  } catch {
    // Cut off by a power failure, or altered: the check says so, and the next entry writes it again.
    return 'unreadable';
  }
}

/** Replaces the record of the newest entry. Call it while the log is locked. */
export async function writeHead(folder: string, head: Head): Promise<void> {
  const temporary = join(folder, `${HEAD}.new`);
  await rm(temporary, { force: true });
  const handle = await open(temporary, 'wx', PRIVATE);
  try {
    await handle.writeFile(canonical(head));
    await handle.datasync();
  } finally {
    await handle.close();
  }
  await renamePatiently(temporary, join(folder, HEAD));
}

/** Appends bytes and puts them on disk. @returns the size of the file after that */
export async function appendDurably(path: string, bytes: Buffer): Promise<number> {
  const handle = await open(path, 'a', PRIVATE);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
    return (await handle.stat()).size;
  } finally {
    await handle.close();
  }
}

/** Returns the last bytes of a file, at most `most`, and whether these are all. */
export async function readTail(path: string, most: number): Promise<{ bytes: Buffer; isAll: boolean }> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    const length = Math.min(size, most);
    const bytes = Buffer.alloc(length);
    await handle.read(bytes, 0, length, size - length);
    return { bytes, isAll: length === size };
  } finally {
    await handle.close();
  }
}

export const sizeOf = async (path: string): Promise<number> => (await stat(path)).size;

const NEWLINE = 10;
/** A line as bytes, because a damaged one may be no text. `ended`: whether a line break follows. */
export interface Line {
  bytes: Buffer;
  ended: boolean;
}

/** Reads the lines of a file up to `until` bytes, in order. */
export async function* linesOf(path: string, until: number): AsyncGenerator<Line> {
  if (until === 0) return;
  let rest: Buffer[] = [];
  for await (const chunk of createReadStream(path, { end: until - 1 }) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, from)) {
      yield { bytes: Buffer.concat([...rest, chunk.subarray(from, at)]), ended: true };
      rest = [];
      from = at + 1;
    }
    if (from < chunk.length) rest.push(chunk.subarray(from));
  }
  if (rest.length > 0) yield { bytes: Buffer.concat(rest), ended: false };
}
