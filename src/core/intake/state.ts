/** What is known of a drop while it is taken in. */
import { join, sep } from 'node:path';
import type { Drop } from '../../shared/intake.ts';
import type { Journal } from './journal.ts';
import type { Contents, Entry, FileRecord } from './records.ts';
import type { Root } from './walk.ts';

export interface DropState {
  drop: Drop;
  /** The drop's own directory. */
  directory: string;
  roots: Root[];
  records: FileRecord[];
  contents: Contents;
  /** In path order; null until the inventory stands, and again when the drop is done. */
  entries: Entry[] | null;
  journal: Journal;
  abort: AbortController;
  /** The work under way. */
  working: Promise<void>;
  /** Files of an upload that are arriving. */
  arriving: Set<Promise<unknown>>;
  /** A dropped folder is away; the work goes on when it is back. */
  waiting: boolean;
}

/** Where a file's bytes are. */
export function sourceOf(state: Pick<DropState, 'roots' | 'directory'>, record: FileRecord): string | Buffer {
  if (record.file !== null) return join(state.directory, record.file);
  if (record.raw !== null) return record.raw;
  const root = state.roots[record.root];
  if (root === undefined) throw new RangeError(`No root ${record.root} for ${record.path}`);
  if (!root.directory) return root.location;
  const inside = root.prefix === '' ? record.path : record.path.slice(root.prefix.length + 1);
  return root.location.endsWith(sep) ? root.location + inside : root.location + sep + inside;
}
