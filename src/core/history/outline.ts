/** Reads how the documents of a batch belong together, without what they say. */
import type { DocumentStatus } from '../../shared/documents.ts';
import type { FileType } from '../../shared/file-types.ts';
import type { Database } from './connection.ts';

/** A document as its family and its size see it. */
export interface OutlineRow {
  id: string;
  parentId: string | null;
  duplicateOf: string | null;
  status: DocumentStatus;
  type: FileType;
  /** The place of the stage that failed, or of the first that is not completed; null if there is none. */
  stage: number | null;
  /** Null if its bytes were never received. */
  sha256: string | null;
  bytes: number;
  /** UTF-16 code units of its text; of a duplicate, those of its twin. Null if there is no text. */
  characters: number | null;
  /** Pages; of a duplicate, those of its twin. Null if its type has none, or if it was not read. */
  pages: number | null;
}

/** Rows per read. Between reads no transaction is open. */
const SLICE = 2000;

/** Returns a function that streams the documents of a batch in no particular order. */
export function outlineReader(db: Database): (batchId: string) => IterableIterator<OutlineRow> {
  const read = db.prepare(
    `SELECT d.n, d.id, d.parent_id AS parentId, d.duplicate_of AS duplicateOf, d.status, d.type, d.stage, d.sha256, d.bytes,
       coalesce(d.characters, t.characters) AS characters, coalesce(d.pages, t.pages) AS pages
     FROM documents d JOIN batches b ON b.n = d.batch LEFT JOIN documents t ON t.id = d.duplicate_of
     WHERE b.id = ? AND d.n > ? ORDER BY d.n LIMIT ${SLICE}`,
  );
  return function* (batchId) {
    for (let after = -1; ; ) {
      const rows = read.all(batchId, after) as unknown as (OutlineRow & { n: number })[];
      for (const { n: _n, ...row } of rows) yield row;
      const last = rows.at(-1);
      if (last === undefined || rows.length < SLICE) return;
      after = last.n;
    }
  };
}

/** A document of a batch by its path. */
export interface PathRow {
  id: string;
  path: string;
  status: DocumentStatus;
}

/** Returns a function that streams the paths of a batch in no particular order. */
export function pathReader(db: Database): (batchId: string) => IterableIterator<PathRow> {
  const read = db.prepare(
    `SELECT d.n, d.id, d.path, d.status FROM documents d JOIN batches b ON b.n = d.batch
     WHERE b.id = ? AND d.n > ? ORDER BY d.n LIMIT ${SLICE}`,
  );
  return function* (batchId) {
    for (let after = -1; ; ) {
      const rows = read.all(batchId, after) as unknown as (PathRow & { n: number })[];
      for (const { id, path, status } of rows) yield { id, path, status };
      const last = rows.at(-1);
      if (last === undefined || rows.length < SLICE) return;
      after = last.n;
    }
  };
}
