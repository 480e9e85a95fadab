/** Reads which documents are similar, and the threads of mails. */
import type { SimilarDocuments, SimilarPlace, ThreadPlace } from '../../../shared/similar.ts';
import type { Database } from '../connection.ts';

export interface SimilarQueries {
  /** Returns the family and the thread of a document, of a duplicate those of its twin; null for an unknown document. */
  ofDocument(documentId: string): SimilarDocuments | null;
}

/** Members of a family or a thread that are listed. */
const LISTED = 200;

const MEMBER = `d.id, d.path, b.id AS batchId, b.name AS batchName`;
const FROM = 'JOIN documents d ON d.n = x.document JOIN batches b ON b.n = d.batch';

/** The places of a document, as `documents.get` shows them. */
export function placeReader(
  db: Database,
): (n: number) => { similar: SimilarPlace | null; thread: ThreadPlace | null } {
  const family = db.prepare(
    `SELECT p.id AS pivot, f.percent, (SELECT count(*) FROM similar_families WHERE pivot = f.pivot) AS documents
     FROM similar_families f JOIN documents p ON p.n = f.pivot WHERE f.document = ?`,
  );
  const thread = db.prepare(
    `SELECT first.id AS thread, t.place, t.contained_in IS NULL AS inclusive, c.id AS containedIn,
       (SELECT count(*) FROM mail_threads WHERE thread = t.thread) AS documents
     FROM mail_threads t JOIN documents first ON first.n = t.thread
     LEFT JOIN documents c ON c.n = t.contained_in WHERE t.document = ?`,
  );
  return (n) => {
    const one = family.get(n) as SimilarPlace | undefined;
    const other = thread.get(n) as (Omit<ThreadPlace, 'inclusive'> & { inclusive: number }) | undefined;
    return {
      similar: one === undefined ? null : { ...one },
      thread: other === undefined ? null : { ...other, inclusive: other.inclusive === 1 },
    };
  };
}

export function similarQueries(db: Database): SimilarQueries {
  const find = db.prepare(
    `SELECT coalesce(t.n, d.n) AS n FROM documents d
     LEFT JOIN documents t ON d.status = 'duplicate' AND t.id = d.duplicate_of WHERE d.id = ?`,
  );
  const state = db.prepare(
    `SELECT (SELECT signature IS NOT NULL FROM similar_texts WHERE document = ?1) AS signed,
       EXISTS (SELECT 1 FROM texts WHERE document = ?1) AS text,
       EXISTS (SELECT 1 FROM similar_dirty WHERE document = ?1)
         OR EXISTS (SELECT 1 FROM similar_scopes WHERE scope = (
           SELECT scope FROM similar_texts WHERE document = ?1)) AS waiting`,
  );
  const family = db.prepare(
    `SELECT ${MEMBER}, x.percent, x.document = x.pivot AS pivot FROM similar_families x ${FROM}
     WHERE x.pivot = (SELECT pivot FROM similar_families WHERE document = ?)
     ORDER BY x.document <> x.pivot, x.percent DESC, x.document LIMIT ${LISTED}`,
  );
  const thread = db.prepare(
    `SELECT ${MEMBER}, p.id AS parentId, c.id AS containedIn, m.metadata ->> 'subject' AS subject,
       coalesce(nullif(m.metadata ->> '$.from[0].name', ''), m.metadata ->> '$.from[0].address') AS sender,
       m.metadata ->> 'sent' AS sent
     FROM mail_threads x ${FROM} LEFT JOIN documents p ON p.n = x.parent
     LEFT JOIN documents c ON c.n = x.contained_in LEFT JOIN texts m ON m.document = x.document
     WHERE x.thread = (SELECT thread FROM mail_threads WHERE document = ?)
     ORDER BY x.place LIMIT ${LISTED}`,
  );
  const placesOf = placeReader(db);
  return {
    ofDocument(documentId) {
      const found = find.get(documentId) as { n: number } | undefined;
      if (found === undefined) return null;
      const { n } = found;
      const { signed, text, waiting } = state.get(n) as {
        signed: number | null;
        text: number;
        waiting: number;
      };
      const places = placesOf(n);
      const members = family.all(n) as unknown as (Omit<SimilarDocuments['family'][number], 'pivot'> & {
        pivot: number;
      })[];
      return {
        state:
          text === 0
            ? 'no_text'
            : waiting === 1 || signed === null
              ? 'waiting'
              : signed === 0
                ? 'too_short'
                : 'compared',
        place: places.similar,
        family: members.map((one) => ({ ...one, pivot: one.pivot === 1 })),
        threadPlace: places.thread,
        thread: (thread.all(n) as unknown as SimilarDocuments['thread']).map((one) => ({
          ...one,
          inclusive: one.containedIn === null,
        })),
      };
    },
  };
}
