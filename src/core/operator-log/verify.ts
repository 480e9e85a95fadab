/** Checks the whole log and names what is not as it was written. */

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LogCheck, LogFault, OperatorEntry } from '../../shared/operator-log.ts';
import { whileLocked } from '../util/file-lock.ts';
import { bytesHash, NOTHING_BEFORE, parseLine } from './entry.ts';
import { HEAD, type Head, type Line, LOCK, linesOf, logFiles, readHead, sizeOf } from './files.ts';

const MOST_FAULTS = 100;

/** Where the check is: a line of a file. */
interface At {
  file: string;
  line: number | null;
}

/**
 * Reads every entry. Entries that are added meanwhile are not checked.
 * @param expected a hash that was written down earlier: the log must have an entry with it
 */
export async function verifyLog(folder: string, expected?: string): Promise<LogCheck> {
  const { head, files } = await snapshot(folder);
  const walk = new Walk();
  for (const { name, size } of files) {
    await walkFile(walk, join(folder, name), name, size, head);
  }
  walk.end();
  for (const one of walk.certificates) await checkCertificate(walk, folder, one);
  checkHead(walk, head, files.at(-1));
  if (expected !== undefined && !walk.hashes(expected))
    walk.note('removed', null, { file: HEAD, line: null }, `No entry of the log has the hash ${expected}.`);
  return walk.result(files.length);
}

/** A file beside the log whose hash an entry has. */
interface Certificate {
  seq: number;
  name: string;
  hash: string;
}

/** Compares the certificate of a deletion with the hash that its entry has. */
async function checkCertificate(walk: Walk, folder: string, { seq, name, hash }: Certificate): Promise<void> {
  const at = { file: name, line: null };
  let bytes: Buffer;
  try {
    bytes = await readFile(join(folder, name));
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const what = isMissing ? 'is missing' : `could not be read: ${(error as Error).message}`;
    walk.note(
      isMissing ? 'removed' : 'unreadable',
      seq,
      at,
      `The certificate ${name} of entry ${seq} ${what}.`,
    );
    return;
  }
  if (bytesHash(bytes) !== hash)
    walk.note('altered', seq, at, `The certificate ${name} is not the one that entry ${seq} names.`);
}

interface Snapshot {
  head: Head | null | 'unreadable';
  files: { name: string; size: number }[];
}

/** Takes sizes and head together, so that an entry that is being added does not look like damage. */
async function snapshot(folder: string): Promise<Snapshot> {
  const take = async (): Promise<Snapshot> => {
    const head = await readHead(folder);
    const files = [];
    for (const name of await logFiles(folder)) files.push({ name, size: await sizeOf(join(folder, name)) });
    return { head, files };
  };
  const lock = join(folder, LOCK);
  return existsSync(lock) ? whileLocked(lock, take) : take();
}

async function walkFile(
  walk: Walk,
  path: string,
  file: string,
  size: number,
  head: Snapshot['head'],
): Promise<void> {
  let number = 0;
  let held: { line: Line; at: At } | null = null;
  for await (const line of linesOf(path, size)) {
    number += 1;
    const at = { file, line: number };
    const read = parseLine(line.bytes.toString('utf8'));
    const isTornMark = read?.entry.what === 'log.torn';
    if (held !== null) {
      if (isTornMark && isAbout(read.entry, held.line)) walk.torn += 1;
      else walk.unreadable(held.at);
    } else if (isTornMark)
      walk.note('removed', null, at, `The unfinished entry that entry ${read.entry.seq} names is gone.`);
    held = null;
    if (read === null) held = { line, at };
    else walk.entry(read.entry, read.isTrue, at);
  }
  if (held === null) return;
  // The rest of an entry at the very end: its process was killed, and nobody has written since.
  const whole = size - held.line.bytes.length;
  const known = head === 'unreadable' ? null : head;
  const isAfterEnd = known === null ? walk.count === 0 : known.file !== file || known.bytes <= whole;
  if (held.line.ended || !isAfterEnd) return walk.unreadable(held.at);
  walk.torn += 1;
  walk.rest = held.line.bytes.length;
}

const isAbout = ({ details }: OperatorEntry, { bytes }: Line): boolean =>
  details.bytes === bytes.length && details.sha256 === bytesHash(bytes);

/** Compares the end of the log with the record of its newest entry. */
function checkHead(
  walk: Walk,
  head: Snapshot['head'],
  newest: { name: string; size: number } | undefined,
): void {
  const fault = headFault(walk, head, newest);
  if (fault === null) return;
  const seq = head === null || head === 'unreadable' ? null : head.seq;
  walk.note(fault[0], seq, { file: HEAD, line: null }, fault[1]);
}

function headFault(
  { last, count, rest, hashes, seqOf }: Walk,
  head: Snapshot['head'],
  newest: { name: string; size: number } | undefined,
): [LogFault['kind'], string] | null {
  if (head === 'unreadable') return ['mark', 'The record of the newest entry was altered.'];
  if (head === null)
    // A process that was killed after the very first entries has not written it yet.
    return last !== null && count > 3 ? ['mark', 'The record of the newest entry is missing.'] : null;
  const { seq, hash, bytes, file } = head;
  if (last === null || seq > last.seq)
    return ['removed', `The end of the log is missing: entry ${seq} was written and is not there.`];
  if (!hashes(hash) || (seq === last.seq && hash !== last.hash))
    return ['altered', `Entry ${seq} is not the one that was written.`];
  if (seqOf(hash) !== seq) return ['mark', 'The record of the newest entry was altered.'];
  if (seq !== last.seq || newest === undefined) return null;
  return file === newest.name && bytes === newest.size - rest
    ? null
    : ['altered', `The file ${newest.name} has another size than after entry ${seq}.`];
}

/** Certificates are beside the log, wherever the data folder was when they were written. */
const nameOf = (path: string): string =>
  path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);

/** Follows the chain from entry to entry. */
class Walk {
  readonly #faults: LogFault[] = [];
  readonly #numberOf = new Map<string, number>();
  /** Numbers that were passed over so far. */
  readonly #missing = new Map<number, At>();
  #expected = 1;
  #previous: string | null = NOTHING_BEFORE;
  #first: OperatorEntry | null = null;
  #marked = 0;
  /** What the entries of deletions name. */
  readonly certificates: Certificate[] = [];
  last: OperatorEntry | null = null;
  count = 0;
  torn = 0;
  /** Bytes of an unfinished entry at the very end. */
  rest = 0;

  hashes = (hash: string): boolean => this.#numberOf.has(hash);
  seqOf = (hash: string): number | undefined => this.#numberOf.get(hash);

  note(kind: LogFault['kind'], seq: number | null, at: At, message: string): void {
    if (this.#faults.length < MOST_FAULTS) this.#faults.push({ kind, seq, ...at, message });
  }

  unreadable(at: At): void {
    this.note('unreadable', null, at, `Line ${at.line} of ${at.file} is no entry.`);
    this.#previous = null;
  }

  entry(entry: OperatorEntry, isTrue: boolean, at: At): void {
    const { seq } = entry;
    this.count += 1;
    const { certificate, certificateHash } = entry.details;
    if (isTrue && typeof certificate === 'string' && typeof certificateHash === 'string')
      this.certificates.push({ seq, name: nameOf(certificate), hash: certificateHash });
    if (entry.marks.length > 0) this.#marked += 1;
    if (!isTrue) {
      this.note('altered', seq, at, `Entry ${seq} was altered.`);
      this.#expected = Math.max(this.#expected, seq + 1);
      this.#missing.delete(seq);
      this.#previous = null;
      this.#numberOf.set(entry.hash, seq);
      this.last = entry;
      return;
    }
    if (seq < this.#expected) this.#outOfOrder(seq, at);
    else {
      for (let one = this.#expected; one < Math.min(seq, this.#expected + MOST_FAULTS); one += 1)
        this.#missing.set(one, at);
      if (seq > this.#expected) this.#previous = null;
      if (this.#previous !== null && entry.previous !== this.#previous)
        this.note(
          'altered',
          seq,
          at,
          `Entry ${seq} does not follow the one before it: one of both was replaced.`,
        );
      this.#expected = seq + 1;
      this.#previous = entry.hash;
      this.last = entry;
    }
    this.#numberOf.set(entry.hash, seq);
    this.#first ??= entry;
  }

  #outOfOrder(seq: number, at: At): void {
    if (this.#missing.delete(seq)) this.note('reordered', seq, at, `Entry ${seq} is not in its place.`);
    else this.note('repeated', seq, at, `Entry ${seq} is there twice, or replaces another one.`);
  }

  /** Names what was passed over and never came. */
  end(): void {
    for (const [seq, at] of this.#missing) this.note('removed', seq, at, `Entry ${seq} was removed.`);
  }

  result(files: number): LogCheck {
    return {
      whole: this.#faults.length === 0,
      entries: this.count,
      files,
      first: this.#first?.at ?? null,
      last: this.last?.at ?? null,
      head: this.last?.hash ?? '',
      torn: this.torn,
      marked: this.#marked,
      faults: this.#faults,
    };
  }
}
