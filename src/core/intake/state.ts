/** The state of a drop in memory. */
import { join, sep } from 'node:path';
import type { Drop } from '../../shared/intake.ts';
import type { Journal } from './journal.ts';
import type { Production } from './production/types.ts';
import type { Contents, Entry, FileRecord } from './records.ts';
import type { Selection } from './selection.ts';
import type { Root } from './walk.ts';

export interface DropState {
  drop: Drop;
  /** The drop's own directory. */
  directory: string;
  roots: Root[];
  /** The files that were found; in path order once the inventory is complete, and none after the drop is submitted. */
  records: FileRecord[];
  /** What the operator left out. */
  selection: Selection;
  contents: Contents;
  /** The inventory in path order; null until it is complete, and again after the drop is submitted. */
  entries: Entry[] | null;
  /** What the load file of the drop says; null if it has none, and after the drop is submitted. */
  production: Production | null;
  journal: Journal;
  abort: AbortController;
  /** Resolves when the work on the drop ends. It never rejects. */
  working: Promise<void>;
  /** Files of an upload that are still arriving. */
  arriving: Set<Promise<unknown>>;
  /** A dropped folder is not available, or the disk is full. The work continues when that has changed. */
  waiting: boolean;
}

/** Returns the absolute path of a file; bytes if its name is not UTF-8. */
export function sourceOf(state: Pick<DropState, 'roots' | 'directory'>, record: FileRecord): string | Buffer {
  if (record.file !== null) return join(state.directory, record.file);
  if (record.raw !== null) return record.raw;
  const root = state.roots[record.root];
  if (root === undefined) throw new RangeError(`No root ${record.root} for ${record.path}`);
  if (!root.directory) return root.location;
  const inside = root.prefix === '' ? record.path : record.path.slice(root.prefix.length + 1);
  return root.location.endsWith(sep) ? root.location + inside : root.location + sep + inside;
}

/** Runs work on a drop after the current work has ended, and holds back later work until it ends. */
export function afterCurrentWork<T>(state: DropState, work: () => Promise<T>): Promise<T> {
  const result = state.working.then(work);
  state.working = result.then(
    () => undefined,
    () => undefined, // The caller gets the error.
  );
  return result;
}
