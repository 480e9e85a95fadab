/**
 * The entries about one batch, with proof that they are in the log and that none was left out. Of the other entries a
 * proof has only the hash of their content, so it discloses nothing about other batches.
 */
import { join } from 'node:path';
import { z } from 'zod';
import type { LogFault, OperatorEntry } from '../../shared/operator-log.ts';
import { canonical, chainHash, contentHash, NOTHING_BEFORE, parseLine } from './entry.ts';
import { linesOf, logFiles, sizeOf } from './files.ts';
import { entriesOf } from './read.ts';

const headerSchema = z
  .object({
    batchId: z.string(),
    entries: z.number().int(),
    format: z.literal('redwell-operator-log-1'),
    head: z.string(),
  })
  .strict();
const otherSchema = z.object({ content: z.string(), seq: z.number().int() }).strict();

export interface LogProof {
  /** How many entries are about the batch. */
  entries: number;
  /** The hash of the newest entry, which the proof ends with. */
  head: string;
}

/**
 * Writes the proof as JSON Lines: a header, then each entry of the log in order, whole if it is about the batch.
 * Verify the log first: a proof of a damaged log proves nothing.
 * @param write gets the text line by line, each with its line break
 */
export async function writeLogProof(
  folder: string,
  batchId: string,
  write: (line: string) => Promise<void>,
): Promise<LogProof> {
  const lines: string[] = [];
  let entries = 0;
  let head = NOTHING_BEFORE;
  for (const file of await logFiles(folder))
    for (const entry of await entriesOf(join(folder, file))) {
      head = entry.hash;
      const isOurs = entry.batch?.id === batchId;
      if (isOurs) entries += 1;
      lines.push(isOurs ? canonical(entry) : canonical({ seq: entry.seq, content: contentOf(entry) }));
    }
  await write(`${canonical({ batchId, entries, format: 'redwell-operator-log-1', head })}\n`);
  for (const line of lines) await write(`${line}\n`);
  return { entries, head };
}

function contentOf({ previous: _previous, hash: _hash, ...content }: OperatorEntry): string {
  return contentHash(content);
}

export interface ProofCheck {
  whole: boolean;
  entries: number;
  head: string;
  /** The first thing that is wrong; null if nothing is. */
  fault: LogFault | null;
}

/** Checks a proof from its file alone, and names the entry that is not as it was written. */
export async function verifyLogProof(path: string, name: string): Promise<ProofCheck> {
  let line = 0;
  let header: z.infer<typeof headerSchema> | null = null;
  let previous = NOTHING_BEFORE;
  let entries = 0;
  /** The last entry that was whole and true: up to it, the chain is proven. */
  let proven = 0;
  const fail = (kind: LogFault['kind'], seq: number | null, message: string): ProofCheck => ({
    ...{ whole: false, entries, head: header?.head ?? '' },
    fault: { kind, seq, file: name, line, message },
  });
  for await (const { bytes, ended } of linesOf(path, await sizeOf(path))) {
    line += 1;
    const text = bytes.toString('utf8');
    if (header === null) {
      header = read(headerSchema, text);
      if (header === null) return fail('unreadable', null, 'The first line is no header of a proof.');
      continue;
    }
    const seq = line - 1;
    const other = read(otherSchema, text);
    const entry = other === null ? parseLine(text) : null;
    const found = other?.seq ?? entry?.entry.seq;
    if (!ended || found === undefined)
      return fail('unreadable', seq, `Entry ${seq} (line ${line}) cannot be read.`);
    if (found !== seq)
      return fail('removed', seq, `Entry ${seq} is missing or in another place: entry ${found} is there.`);
    if (entry === null) {
      previous = chainHash(previous, other?.content ?? '');
      continue;
    }
    if (!entry.isTrue) return fail('altered', seq, `Entry ${seq} was altered.`);
    if (entry.entry.previous !== previous)
      return fail('altered', proven + 1, alteredAmong(proven + 1, seq - 1, seq));
    if (entry.entry.batch?.id !== header.batchId)
      return fail('altered', seq, `Entry ${seq} is about another batch than the header names.`);
    entries += 1;
    previous = entry.entry.hash;
    proven = seq;
  }
  if (header === null) return fail('unreadable', null, 'The proof is empty.');
  if (previous !== header.head)
    return fail(
      'removed',
      proven + 1,
      `What follows entry ${proven} was altered, or the end is missing: the last entry is not the one that the header names.`,
    );
  if (entries !== header.entries)
    return fail(
      'altered',
      null,
      `The header names ${header.entries} entries about the batch, and ${entries} are there.`,
    );
  return { whole: true, entries, head: header.head, fault: null };
}

/** Entries of other batches are there as hashes alone, so only the next entry of the batch shows that one was altered. */
function alteredAmong(first: number, last: number, next: number): string {
  if (first > last) return `Entry ${next} does not follow the entry before it.`;
  if (first === last) return `Entry ${first} was altered: entry ${next} follows another one.`;
  return `One of the entries ${first} to ${last} was altered: entry ${next} follows another one.`;
}

/** Returns null for text that is not exactly what Redwell writes. */
function read<T>(schema: z.ZodType<T>, text: string): T | null {
  try {
    const value = schema.safeParse(JSON.parse(text));
    return value.success && canonical(value.data) === text ? value.data : null;
  } catch {
    return null;
  }
}
