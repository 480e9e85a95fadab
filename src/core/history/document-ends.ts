/** Records how and when each run of a document ended. A later run of the document leaves the earlier ones as they are. */
import type { DocumentStatus } from '../../shared/documents.ts';
import type { Database } from './connection.ts';
import { minuteOf, type Touched } from './touched.ts';

export interface DocumentEnd {
  run: number;
  status: DocumentStatus;
  /** Unix ms. */
  at: number;
}

export interface DocumentEnds {
  /** Records an end. A repeated or late event of the same run only moves the time to the earlier one. */
  record(document: number, end: DocumentEnd, touched: Touched): void;
  /** Records the pages of the document's newest end, which are known later than the end. */
  setPages(document: number, pages: number | null): void;
}

/** Call the functions inside a transaction. @param document `documents.n` */
export function documentEnds(db: Database): DocumentEnds {
  const find = db.prepare('SELECT ended_at FROM document_ends WHERE document = ? AND run = ?');
  const add = db.prepare(
    `INSERT INTO document_ends SELECT n, ?, ?, ?, pages, bytes FROM documents WHERE n = ?
     ON CONFLICT (document, run) DO UPDATE SET ended_at = excluded.ended_at WHERE excluded.ended_at < ended_at`,
  );
  const setPages = db.prepare(
    `UPDATE document_ends SET pages = ?1 WHERE document = ?2 AND pages IS NOT ?1
       AND run = (SELECT max(run) FROM document_ends WHERE document = ?2)`,
  );
  return {
    record(document, { run, status, at }, touched) {
      const found = find.get(document, run) as { ended_at: number } | undefined;
      if (found !== undefined && found.ended_at <= at) return;
      add.run(run, at, status, document);
      touched.minutes.add(minuteOf(at));
      if (found !== undefined) touched.minutes.add(minuteOf(found.ended_at));
    },
    setPages: (document, pages) => void setPages.run(pages, document),
  };
}
