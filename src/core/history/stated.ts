/** Keeps what load files from others state about documents, and how their texts compare with Redwell's. */
import type { DocumentException } from '../../shared/documents.ts';
import type { StatedDetail, StatedRecord, TextComparison } from '../../shared/load-file-record.ts';
import type { Database } from './connection.ts';
import { inTransaction } from './database.ts';

/** A document whose text came with a load file, and whose texts have not been compared yet. */
export interface TextToCompare {
  id: string;
  batchId: string;
  control: string;
  text: StatedText;
}

/** The document that is the text as it came, or the text itself. */
export type StatedText = { id: string; sha256: string | null } | { itself: string };

export interface Stated {
  /** Returns some documents one of whose texts is new. */
  toCompare(limit: number): TextToCompare[];
  /**
   * Records a comparison; null: one of the texts could not be read. A text that differs much becomes a warning.
   * @param warning what to say of a text that differs; null: nothing
   */
  compared(documentId: string, comparison: TextComparison | null, warning: string | null): void;
}

interface StatedRow {
  file: string;
  sha256: string;
  row: number;
  control: string;
  custodian: string;
  original: StatedRecord['original'];
  text_id: string | null;
  text_column: string | null;
  fields: string;
  percent: number | null;
  only_theirs: number | null;
  only_ours: number | null;
}

/** Returns a function that adds the record of a document; it may be there. */
export function statedWriter(db: Database): (document: number, stated: StatedRecord) => void {
  const add = db.prepare(
    `INSERT INTO stated (document, file, sha256, row, control, custodian, original, text_id, text_column, fields)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  );
  return (document, { file, sha256, row, control, custodian, original, textId, textColumn, fields }) => {
    add.run(
      ...[document, file, sha256, row, control, custodian, original, textId, textColumn ?? null],
      JSON.stringify(fields),
    );
  };
}

/** Returns a function that reads the record of a document; null if no load file lists it. */
export function statedReader(db: Database): (document: number) => StatedDetail | null {
  const read = db.prepare(
    `SELECT s.*, c.percent, c.only_theirs, c.only_ours FROM stated s
     LEFT JOIN stated_texts c ON c.document = s.document WHERE s.document = ?`,
  );
  return (document) => {
    const found = read.get(document) as StatedRow | undefined;
    if (found === undefined) return null;
    const { file, sha256, row, control, custodian, original, text_id: textId, fields } = found;
    const { text_column: textColumn, percent, only_theirs: onlyTheirs, only_ours: onlyOurs } = found;
    return {
      ...{ file, sha256, row, control, custodian, original, textId, textColumn },
      fields: JSON.parse(fields) as Record<string, string>,
      comparison:
        percent === null || onlyTheirs === null || onlyOurs === null
          ? null
          : { percent, onlyTheirs, onlyOurs },
    };
  };
}

const CODE: DocumentException['code'] = 'stated_text_differs';

export function statedTexts(db: Database): Stated {
  const next = db.prepare(
    `SELECT d.id, b.id AS batchId, s.control, s.text_id AS textId, x.sha256,
       CASE WHEN s.text_id IS NULL THEN s.text_column END AS column, s.fields
     FROM stated_due due JOIN stated s ON s.document = due.document JOIN documents d ON d.n = s.document
       JOIN batches b ON b.n = d.batch LEFT JOIN documents x ON x.id = s.text_id
     ORDER BY due.document LIMIT ?`,
  );
  const find = db.prepare(
    `SELECT n, intake_warnings AS warnings, warnings <> '[]' AS isWarned FROM documents WHERE id = ?`,
  );
  const done = db.prepare('DELETE FROM stated_due WHERE document = ?');
  const write = db.prepare('INSERT OR REPLACE INTO stated_texts VALUES (?, ?, ?, ?)');
  const warn = db.prepare('UPDATE documents SET intake_warnings = ?, warned = ? WHERE n = ?');
  return {
    toCompare: (limit) =>
      (
        next.all(limit) as {
          id: string;
          batchId: string;
          control: string;
          textId: string | null;
          sha256: string | null;
          column: string | null;
          fields: string;
        }[]
      ).map(({ textId, sha256, column, fields, ...one }) => ({
        ...one,
        text:
          column === null
            ? { id: textId ?? '', sha256 }
            : { itself: (JSON.parse(fields) as Record<string, string>)[column] ?? '' },
      })),
    compared: (documentId, comparison, warning) =>
      inTransaction(db, () => {
        const found = find.get(documentId) as { n: number; warnings: string; isWarned: number } | undefined;
        if (found === undefined) return;
        const { percent = null, onlyTheirs = null, onlyOurs = null } = comparison ?? {};
        write.run(found.n, percent, onlyTheirs, onlyOurs);
        done.run(found.n);
        const before = JSON.parse(found.warnings) as DocumentException[];
        const others = before.filter(({ code }) => code !== CODE);
        if (warning === null && others.length === before.length) return;
        const after: DocumentException[] =
          warning === null ? others : [...others, { code: CODE, stage: null, detail: warning, attempt: 0 }];
        warn.run(JSON.stringify(after), after.length > 0 || found.isWarned === 1 ? 1 : 0, found.n);
      }),
  };
}
