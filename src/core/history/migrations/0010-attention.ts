/**
 * Adds what waits for a person, and what people decided about it. `attention_items` follows from the documents, so
 * triggers keep it, whoever writes; it is not STRICT, because only tables that hold what cannot be computed again are
 * recovered from a damaged file.
 */

/** The warnings of the document `d`, one row each. A list that was damaged in the file has none. */
const warningsOf = (d: string): string =>
  `json_each(json_array(${['intake_warnings', 'warnings']
    .map((column) => `json(iif(json_valid(${d}.${column}), ${d}.${column}, '[]'))`)
    .join(', ')})) l, json_each(l.value) w`;

/** The items of the document `d`: its exception, or each kind of warning once it has completed. */
const itemsOf = (d: string): string => `
  INSERT INTO attention_items
    SELECT coalesce(${d}.code, 'infrastructure'), ${d}.stage IS NULL, ${d}.batch, ${d}.n
      WHERE ${d}.status = 'exception'
    UNION SELECT w.value ->> 'code', 0, ${d}.batch, ${d}.n FROM ${warningsOf(d)}
      WHERE ${d}.status = 'completed' AND ${d}.warned = 1;`;

export const ATTENTION = `
CREATE TABLE attention_items (
  code TEXT NOT NULL,
  -- Whether intake refused the document, so that no stage can be retried.
  intake INTEGER NOT NULL,
  batch INTEGER NOT NULL,
  document INTEGER NOT NULL,
  PRIMARY KEY (code, intake, batch, document)
) WITHOUT ROWID;
CREATE INDEX attention_items_document ON attention_items (document);
INSERT INTO attention_items
  SELECT coalesce(code, 'infrastructure'), stage IS NULL, batch, n FROM documents WHERE status = 'exception'
  UNION SELECT w.value ->> 'code', 0, d.batch, d.n FROM documents d, ${warningsOf('d')}
    WHERE d.status = 'completed' AND d.warned = 1;

CREATE TRIGGER attention_document_added AFTER INSERT ON documents
  WHEN NEW.status = 'exception' OR NEW.warned = 1 BEGIN${itemsOf('NEW')}
END;
CREATE TRIGGER attention_document_changed
  AFTER UPDATE OF status, code, stage, batch, warned, warnings, intake_warnings ON documents
  WHEN OLD.status = 'exception' OR OLD.warned = 1 OR NEW.status = 'exception' OR NEW.warned = 1 BEGIN
  DELETE FROM attention_items WHERE document = OLD.n;${itemsOf('NEW')}
END;
CREATE TRIGGER attention_document_removed AFTER DELETE ON documents BEGIN
  DELETE FROM attention_items WHERE document = OLD.n;
END;

-- What people decided about a document's problem of one kind. Rows are only added and undone, so that the record says who
-- decided what and when.
CREATE TABLE attention (
  n INTEGER PRIMARY KEY,
  -- Shared by all rows of one action, which is undone as a whole.
  decision TEXT NOT NULL,
  document INTEGER NOT NULL REFERENCES documents (n),
  code TEXT NOT NULL,
  -- 'dismissed' or 'assigned'.
  kind TEXT NOT NULL,
  -- The reason, or the name; an empty name assigns nobody.
  words TEXT NOT NULL,
  decided_by TEXT NOT NULL,
  decided_at INTEGER NOT NULL,
  undone_by TEXT,
  undone_at INTEGER
) STRICT;
CREATE UNIQUE INDEX attention_decision ON attention (decision, document, code);
CREATE INDEX attention_item ON attention (document, code, kind) WHERE undone_at IS NULL;
`;
