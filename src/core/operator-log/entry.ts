/** The form of an entry on disk, and its hash. */
import { createHash } from 'node:crypto';
import { type OperatorEntry, operatorEntrySchema } from '../../shared/operator-log.ts';

/** What the first entry follows. */
export const NOTHING_BEFORE = '0'.repeat(64);

export type EntryContent = Omit<OperatorEntry, 'previous' | 'hash'>;

const sha256 = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');

/** Returns a value as JSON with its keys in order, so that equal values have equal text. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const pairs = Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`);
  return `{${pairs.join(',')}}`;
}

/** Returns the hash of an entry's content. A proof may show it in place of an entry that it must not disclose. */
export const contentHash = (content: EntryContent): string => sha256(canonical(content));

/** Returns the hash of an entry: over the hash of the entry before it and the hash of its own content. */
export const chainHash = (previous: string, content: string): string => sha256(`${previous}\n${content}`);

/** Completes an entry that follows `previous`. */
export function sealed(content: EntryContent, previous: string): OperatorEntry {
  return { ...content, previous, hash: chainHash(previous, contentHash(content)) };
}

/** Returns an entry as a line of the log, without its line break. */
export const lineOf = (entry: OperatorEntry): string => canonical(entry);

/** Returns the hash of the bytes of a line that is no entry. */
export const bytesHash = (bytes: Buffer): string => sha256(bytes);

/**
 * Reads a line. `isTrue` says whether its hash is right and its text is exactly as Redwell writes it.
 * @returns null if it is no entry
 */
export function parseLine(line: string): { entry: OperatorEntry; isTrue: boolean } | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  const parsed = operatorEntrySchema.safeParse(value);
  if (!parsed.success) return null;
  const entry = parsed.data;
  const { previous, hash, ...content } = entry;
  return { entry, isTrue: lineOf(entry) === line && hash === chainHash(previous, contentHash(content)) };
}
