/**
 * What an export has completed, so that another one may go on after it was interrupted. The journal is in the data folder
 * and only says where to look: each file is proven again before it is taken over, so a journal needs no flush.
 */
import { close, createReadStream, openSync, writeSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { z } from 'zod';
import { isGone } from '../errors.ts';
import type { WrittenFile } from '../written-file.ts';

const headSchema = z.object({ format: z.literal(1), fingerprint: z.string() });
const doneSchema = z.object({ documents: z.number().int(), bytes: z.number() });
const filesSchema = z.object({
  id: z.string(),
  files: z.array(z.tuple([z.string(), z.string(), z.number()])),
});

/** Between two writes of the journal, ms. */
const WRITE_MS = 500;
const WRITE_CHARACTERS = 64 * 1024;

export const journalPath = ({ locksDir }: { locksDir: string }, id: string): string =>
  join(locksDir, `${id}.journal`);

export interface Journal {
  /** @param documents that are done so far, from the first one on @param bytes of their originals */
  done(documents: number, bytes: number): void;
  /** Records files of a document that could not be proven otherwise. */
  files(documentId: string, files: readonly WrittenFile[]): void;
  close(): Promise<void>;
}

/** @param fingerprint of the plan */
export function openJournal(path: string, fingerprint: string): Journal {
  const fd = openSync(path, 'wx', 0o600);
  let waiting = '';
  let last = performance.now();
  let done = '';
  const write = (): void => {
    const text = waiting + done;
    if (text !== '') writeSync(fd, text);
    [waiting, done, last] = ['', '', performance.now()];
  };
  const writeIfDue = (): void => {
    if (performance.now() - last >= WRITE_MS || waiting.length >= WRITE_CHARACTERS) write();
  };
  writeSync(fd, `${JSON.stringify({ format: 1, fingerprint })}\n`);
  return {
    done(documents, bytes) {
      done = `${JSON.stringify({ documents, bytes })}\n`;
      writeIfDue();
    },
    files(id, files) {
      waiting += `${JSON.stringify({ id, files: files.map((f) => [f.path, f.sha256, f.bytes]) })}\n`;
      writeIfDue();
    },
    async close() {
      try {
        write();
      } finally {
        await promisify(close)(fd);
      }
    },
  };
}

/** What a journal says. */
export interface JournalRecord {
  fingerprint: string;
  documents: number;
  bytes: number;
  /** When it was written last, Unix ms. */
  at: number;
  /** Returns the recorded files of a document; none if there are none. */
  filesOf(documentId: string): Promise<WrittenFile[]>;
}

/** Reads a journal. A last line that was not completed is passed over. @returns null if there is none that can be read */
export async function readJournal(path: string): Promise<JournalRecord | null> {
  const at = await lastWritten(path);
  if (at === null) return null;
  let fingerprint: string | null = null;
  let done = { documents: 0, bytes: 0 };
  const places = new Map<string, { start: number; length: number }>();
  let start = 0;
  for await (const line of createInterface({
    input: createReadStream(path),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    const length = Buffer.byteLength(line);
    const value = jsonOf(line);
    if (fingerprint === null) {
      fingerprint = headSchema.safeParse(value).data?.fingerprint ?? null;
      if (fingerprint === null) return null;
    }
    const files = filesSchema.safeParse(value).data;
    if (files !== undefined) places.set(files.id, { start, length });
    done = doneSchema.safeParse(value).data ?? done;
    start += length + 1;
  }
  if (fingerprint === null) return null;
  return {
    ...{ fingerprint, ...done, at },
    async filesOf(documentId) {
      const place = places.get(documentId);
      if (place === undefined) return [];
      const line = filesSchema.safeParse(jsonOf(await readPiece(path, place))).data;
      return (line?.files ?? []).map(([file, sha256, bytes]) => ({ path: file, sha256, bytes }));
    },
  };
}

async function lastWritten(path: string): Promise<number | null> {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // The process was killed while it wrote the line.
    return null;
  }
}

async function readPiece(
  path: string,
  { start, length }: { start: number; length: number },
): Promise<string> {
  const handle = await open(path, 'r');
  try {
    const bytes = Buffer.alloc(length);
    await handle.read(bytes, 0, length, start);
    return bytes.toString('utf8');
  } finally {
    await handle.close();
  }
}
