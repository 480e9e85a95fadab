/** Adds the copies that were handed in for documents, and why a document was left out at intake. */
export const REPLACEMENTS = `
-- One row per batch that is another copy of a document; its manifest says the same. Ids are text, so that the record
-- outlives the rows of either batch. The item of the replaced document is dismissed by the decision of the same name in
-- \`attention\`; when that is undone, the copy replaces nothing any more.
CREATE TABLE replacements (
  n INTEGER PRIMARY KEY,
  decision TEXT NOT NULL UNIQUE,
  copy_batch_id TEXT NOT NULL,
  copy_id TEXT NOT NULL,
  copy_path TEXT NOT NULL,
  copy_sha256 TEXT,
  batch_id TEXT NOT NULL,
  document_id TEXT NOT NULL,
  path TEXT NOT NULL,
  sha256 TEXT,
  code TEXT NOT NULL,
  reason TEXT NOT NULL,
  decided_by TEXT NOT NULL,
  decided_at INTEGER NOT NULL
) STRICT;
CREATE INDEX replacements_document ON replacements (document_id);
CREATE INDEX replacements_copy ON replacements (copy_id);

-- Null for a document that was not left out, and where an earlier version left it out without saying why.
ALTER TABLE documents ADD COLUMN excluded TEXT;
`;
