/** Writes the operator log: each entry is on disk before the caller goes on, and follows the one before it. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { LogCheck, Mark, OperatorEntry, Place } from '../../shared/operator-log.ts';
import { whileLocked } from '../util/file-lock.ts';
import { wellFormed } from '../util/well-formed.ts';
import { type EntryContent, lineOf, sealed } from './entry.ts';
import { appendDurably, fileName, LOCK, numberOf, writeHead } from './files.ts';
import { type Clock, type Operator, operatorNow, SYSTEM_CLOCK } from './operator.ts';
import { type EntryPage, type EntryQuery, readEntries } from './read.ts';
import { findTail, type Tail } from './tail.ts';
import { verifyLog } from './verify.ts';

/** What a caller knows of an entry. The log adds who, where, when and the chain. */
export type NewEntry = Pick<OperatorEntry, 'what' | 'phase'> &
  Partial<
    Pick<OperatorEntry, 'of' | 'batch' | 'documents' | 'before' | 'after' | 'details' | 'error' | 'from'>
  >;

export interface OperatorLog {
  readonly folder: string;
  /**
   * Adds an entry. It is on disk when this resolves.
   * @throws the system's error if it cannot be written; then it is not in the log, or is found as unfinished
   */
  add(entry: NewEntry): Promise<OperatorEntry>;
  list(query: EntryQuery): Promise<EntryPage>;
  /** @param head a hash that was written down earlier, which must be in the log */
  verify(head?: string): Promise<LogCheck>;
}

export interface OperatorLogOptions {
  /** Where commands come from, unless an entry says otherwise. */
  from: Place;
  operator?: Operator;
  clock?: Clock;
  /** The next entry begins a new file beyond this size. */
  maxFileBytes?: number;
}

const MAX_FILE_BYTES = 4_000_000;
/** Longer texts are cut, so that one entry never fills the log. */
const MOST_CHARACTERS = 1000;
const MOST_IDS = 20;
/** A clock that differs less was corrected, not set. */
const CLOCK_MS = 60_000;
const BACK_MS = 2000;
const DIRECTORY_MODE = 0o700;

/** @param folder `operator-log` of the data folder; it is created with the first entry */
export function openOperatorLog(folder: string, options: OperatorLogOptions): OperatorLog {
  const { clock = SYSTEM_CLOCK, maxFileBytes = MAX_FILE_BYTES } = options;
  const operator = options.operator ?? operatorNow();
  let last: Promise<unknown> = Promise.resolve();

  const contentOf = (entry: NewEntry, tail: Pick<Tail, 'seq' | 'last'>, marks: Mark[]): EntryContent => ({
    seq: tail.seq + 1,
    at: clock.now(),
    up: clock.up(),
    ...operator,
    from: entry.from ?? options.from,
    what: entry.what,
    phase: entry.phase,
    of: entry.of ?? null,
    batch: entry.batch ?? null,
    documents:
      entry.documents == null
        ? null
        : { count: entry.documents.count, ids: entry.documents.ids.slice(0, MOST_IDS) },
    before: entry.before ?? null,
    after: entry.after ?? null,
    details: shortened(entry.details ?? {}),
    error: entry.error == null ? null : cut(entry.error),
    marks,
  });

  const write = async (entry: NewEntry): Promise<OperatorEntry> => {
    await mkdir(folder, { recursive: true, mode: DIRECTORY_MODE });
    return whileLocked(join(folder, LOCK), async () => {
      const tail = await findTail(folder);
      const entries: OperatorEntry[] = [];
      let at: Pick<Tail, 'seq' | 'hash' | 'last'> = tail;
      const push = (one: NewEntry, marks: Mark[]): OperatorEntry => {
        const added = sealed(contentOf(one, at, marks), at.hash);
        entries.push(added);
        at = { seq: added.seq, hash: added.hash, last: added };
        return added;
      };
      if (tail.torn !== null) push({ what: 'log.torn', phase: 'note', details: tail.torn }, []);
      if (tail.seq === 0 && entry.what !== 'log.begin') push({ what: 'log.begin', phase: 'note' }, []);
      const marks: Mark[] = [
        ...clockMarks(tail.last, clock),
        ...(tail.damaged ? (['damaged'] as const) : []),
      ];
      const unclosed = entry.what === 'app.open' && entry.details?.unclosed === true;
      const added = push(entry, unclosed ? [...marks, 'unclosed'] : marks);
      const breaks = tail.torn !== null || tail.lacksBreak ? '\n' : '';
      const isFull = tail.size >= maxFileBytes && breaks === '';
      const file = isFull ? fileName(numberOf(tail.file) + 1) : tail.file;
      const bytes = Buffer.from(`${breaks}${entries.map((one) => `${lineOf(one)}\n`).join('')}`);
      const size = await appendDurably(join(folder, file), bytes);
      await writeHead(folder, { seq: added.seq, hash: added.hash, file, bytes: size });
      return added;
    });
  };

  return {
    folder,
    add(entry) {
      const done = last.then(() => write(entry));
      // The next one waits for this one, whatever became of it; the caller gets the error.
      last = done.catch(() => undefined);
      return done;
    },
    list: (query) => readEntries(folder, query),
    verify: (head) => verifyLog(folder, head),
  };
}

const cut = (text: string): string =>
  wellFormed(text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS)}…`);

const shortened = (details: EntryContent['details']): EntryContent['details'] =>
  Object.fromEntries(
    Object.entries(details).map(([key, value]) => [key, typeof value === 'string' ? cut(value) : value]),
  );

/** Compares the clock with how long the computer has been running since the last entry. */
function clockMarks(last: OperatorEntry | null, clock: Clock): Mark[] {
  if (last === null) return [];
  const now = clock.now();
  const up = clock.up();
  if (now < last.at - BACK_MS) return ['clock_back'];
  // The computer was started again: nobody knows how long it was off.
  if (up < last.up) return [];
  const drift = now - last.at - (up - last.up) * 1000;
  if (drift < -CLOCK_MS) return ['clock_back'];
  return drift > CLOCK_MS ? ['clock_ahead'] : [];
}
