/** The documents of a drop as a tree, while its inventory is built. */
import type { Entry, FileRecord } from './records.ts';
import { LEFT_OUT } from './selection.ts';
import { type DropState, sourceOf } from './state.ts';

/** A document with the documents inside it, in their order. */
export interface Node {
  entry: Entry;
  description: string;
  members: Node[];
  /** Contents that the load file attaches to its family, and how often: they are not listed as members again. */
  listed?: Map<string, number> | undefined;
}

/** The top of the tree. */
export interface Forest {
  /** The documents that are files of the drop, or records of its load file. */
  top: Node[];
  /** Puts those that are attached to others where they belong. @returns the documents that are attached to nothing */
  roots(): Node[];
}

export const blank = (path: string): Entry => ({
  path,
  bytes: 0,
  type: 'unknown',
  sha256: null,
  modifiedAt: null,
  parent: null,
  duplicateOf: null,
  status: 'pending',
  exception: null,
  foreseen: null,
  warnings: [],
  excluded: '',
  leftOut: false,
  attached: false,
  pages: null,
  pagesToOcr: null,
  source: null,
  movable: false,
  stated: null,
  isCompanion: false,
});

/** Returns the entry of a file of the drop. */
export function fileEntry(state: DropState, record: FileRecord): Entry {
  const entry: Entry = {
    ...blank(record.path),
    bytes: record.bytes,
    type: record.type,
    sha256: record.sha256,
    modifiedAt: record.modifiedAt,
    source: record.root < 0 && record.file === null ? null : sourceOf(state, record),
    movable: record.file !== null,
  };
  if (record.excluded !== null) return { ...entry, status: 'excluded', excluded: record.excluded };
  if (state.selection.leavesOut(record.path, record.type)) leaveOut(entry, LEFT_OUT);
  if (entry.leftOut) return entry;
  if (record.failure !== null) return { ...entry, status: 'exception', exception: record.failure };
  return entry;
}

/** Marks a document as left out by the operator, whatever else intake found. */
export function leaveOut(entry: Entry, reason: string): void {
  Object.assign(entry, {
    status: 'excluded',
    excluded: reason,
    leftOut: true,
    exception: null,
    warnings: [],
  });
}
