/** Adds what load files from others state about documents, and how their texts compare with Redwell's. */
export const STATED = `
-- Null for a document that no load file lists. A custodian of its own; null: that of the batch.
ALTER TABLE documents ADD COLUMN control TEXT;
ALTER TABLE documents ADD COLUMN custodian TEXT;
CREATE INDEX documents_by_control ON documents (batch, control, n);
CREATE INDEX documents_control ON documents (control COLLATE NOCASE) WHERE control IS NOT NULL;
CREATE INDEX documents_custodian ON documents (custodian) WHERE custodian IS NOT NULL;

-- The record of a document in a load file; its manifest says the same.
CREATE TABLE stated (
  document INTEGER PRIMARY KEY REFERENCES documents (n),
  -- Path of the load file in the drop, its SHA-256, and the row of the record.
  file TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  row INTEGER NOT NULL,
  control TEXT NOT NULL,
  custodian TEXT NOT NULL,
  -- See StatedRecord in shared/load-file-record.ts.
  original TEXT NOT NULL,
  -- The document that is its text as it came.
  text_id TEXT,
  -- JSON.
  fields TEXT NOT NULL
) STRICT;

-- The comparison of the text that came with the one that Redwell read. It can be computed again, so it is not STRICT: see
-- 0009. percent is null where the text that came could not be read.
CREATE TABLE stated_texts (
  document INTEGER PRIMARY KEY,
  percent INTEGER,
  only_theirs INTEGER,
  only_ours INTEGER
);

-- Documents whose texts must be compared, because one of them is new. Triggers fill it, whoever writes.
CREATE TABLE stated_due (document INTEGER PRIMARY KEY);
${[
  ['text_added', 'INSERT ON texts'],
  ['text_changed', 'UPDATE OF body ON texts'],
]
  .map(
    ([name, event]) => `CREATE TRIGGER stated_${name} AFTER ${event} BEGIN
  INSERT INTO stated_due SELECT document FROM stated WHERE document = NEW.document AND text_id IS NOT NULL
    ON CONFLICT DO NOTHING;
  -- A duplicate shows the text of its twin.
  INSERT INTO stated_due SELECT s.document FROM documents d JOIN stated s ON s.document = d.n
    WHERE d.duplicate_of = (SELECT id FROM documents WHERE n = NEW.document) AND s.text_id IS NOT NULL
    ON CONFLICT DO NOTHING;
END;`,
  )
  .join('\n')}
CREATE TRIGGER stated_added AFTER INSERT ON stated WHEN NEW.text_id IS NOT NULL BEGIN
  INSERT INTO stated_due SELECT NEW.document FROM documents d
    WHERE d.n = NEW.document AND (d.text_at >= 0 OR d.duplicate_of IS NOT NULL) ON CONFLICT DO NOTHING;
END;
`;
