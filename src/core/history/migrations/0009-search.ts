/**
 * Adds the search index of what documents say about themselves: their names, headers, dates and entities. It is filled in
 * the background from the other tables (see search/indexer.ts), so all of it may be emptied and filled again. Its tables
 * are not STRICT: only tables that hold what cannot be computed again are recovered from a damaged file.
 */
export const SEARCH = `
-- By documents.n. Values of a column are separated by a word of their own, so that no phrase goes from one to the next.
CREATE VIRTUAL TABLE field_words USING fts5 (
  name, sender, recipient, copied, subject, author, entity,
  content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2'
);
CREATE TABLE search_documents (
  document INTEGER PRIMARY KEY,
  -- Such as 20231231; null if unknown.
  day INTEGER,
  language TEXT,
  name TEXT NOT NULL
);
CREATE INDEX search_documents_day ON search_documents (day, document);
CREATE TABLE search_names (n INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, UNIQUE (kind, name));
CREATE TABLE search_document_names (
  document INTEGER NOT NULL,
  name INTEGER NOT NULL,
  PRIMARY KEY (document, name)
) WITHOUT ROWID;
CREATE INDEX documents_type ON documents (type, batch);

-- Documents whose entries are missing or out of date. Triggers fill it, whoever writes.
CREATE TABLE search_dirty (document INTEGER PRIMARY KEY);
INSERT INTO search_dirty SELECT n FROM documents;
${[
  ['document_added', 'INSERT ON documents', 'NEW.n'],
  ['document_removed', 'DELETE ON documents', 'OLD.n'],
  ['document_changed', 'UPDATE OF path, text_at, entities_at, modified_at ON documents', 'NEW.n'],
  ['text_added', 'INSERT ON texts', 'NEW.document'],
  ['text_changed', 'UPDATE ON texts', 'NEW.document'],
  ['text_removed', 'DELETE ON texts', 'OLD.document'],
  ['entity_added', 'INSERT ON entities', 'NEW.document'],
  ['entity_removed', 'DELETE ON entities', 'OLD.document'],
]
  .map(
    ([name, event, document]) => `CREATE TRIGGER search_${name} AFTER ${event} BEGIN
  INSERT INTO search_dirty VALUES (${document}) ON CONFLICT DO NOTHING;
END;`,
  )
  .join('\n')}
`;
