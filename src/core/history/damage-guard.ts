/** Notices damage that shows only while history is in use. */
import type { Logger } from 'pino';
import type { Steps } from '../util/event-loop.ts';
import { damagedNow, isDamage } from './inspect.ts';
import type { History } from './types.ts';

export interface DamageGuard {
  /** Returns history with calls that throw `history_unavailable` when the file turns out to be damaged. */
  guard(history: History): History;
  /** Notes damage that a check found. */
  note(error?: unknown): void;
  /** Whether damage was found. The file then keeps its mark that a writer has it open, and is checked at the next start. */
  found(): boolean;
}

export function damageGuard(path: string, log: Logger | undefined): DamageGuard {
  let isFound = false;
  const note = (error?: unknown): void => {
    if (!isFound) log?.error({ error, path }, 'the history file is damaged');
    isFound = true;
  };
  const checked = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      if (!isDamage(error)) throw error;
      note(error);
      throw damagedNow(path, error);
    }
  };
  /** Wraps every function of an object. */
  const guarded = <T extends object>(part: T): T =>
    Object.fromEntries(
      Object.entries(part).map(([name, value]: [string, unknown]) => [
        name,
        typeof value === 'function'
          ? (...args: unknown[]) => checked(() => Reflect.apply(value, part, args) as unknown)
          : value,
      ]),
    ) as T;
  /** Wraps a function that works in steps. */
  const guardedSteps = <A, T>(work: (of: A) => Steps<T>) =>
    function* (of: A): Steps<T> {
      const steps = checked(() => work(of));
      for (;;) {
        const next = checked(() => steps.next());
        if (next.done === true) return next.value;
        yield;
      }
    };
  /** Wraps a function that streams rows of a batch. */
  const guardedRows = <T>(read: (batchId: string) => IterableIterator<T>) =>
    function* (batchId: string): IterableIterator<T> {
      const rows = checked(() => read(batchId));
      for (;;) {
        const next = checked(() => rows.next());
        if (next.done === true) return;
        yield next.value;
      }
    };
  return {
    guard(history) {
      return {
        ...guarded(history),
        resolutions: guarded(history.resolutions),
        runs: guarded(history.runs),
        attention: guarded(history.attention),
        forecasts: guarded(history.forecasts),
        exports: guarded(history.exports),
        tags: guarded(history.tags),
        views: guarded(history.views),
        searchIndex: guarded(history.searchIndex),
        similar: guarded(history.similar),
        stats() {
          if (isFound) throw damagedNow(path);
          return checked(() => history.stats());
        },
        listBatchesInSteps: guardedSteps(history.listBatchesInSteps),
        allDocuments: guardedRows(history.allDocuments),
        outline: guardedRows(history.outline),
        paths: guardedRows(history.paths),
      };
    },
    note,
    found: () => isFound,
  };
}
