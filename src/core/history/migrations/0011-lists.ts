/** Adds what lists are sorted by, the tags of documents, and saved views. */

/** The number of warnings of a `documents` row; null for none, so that documents without one come last. */
const warnings = (row: string): string => {
  const length = (column: string): string =>
    `CASE WHEN json_valid(${row}.${column}) THEN json_array_length(${row}.${column}) ELSE 0 END`;
  return `nullif(${length('intake_warnings')} + ${length('warnings')}, 0)`;
};

/** Recounts the attempts of one document. */
const recount = (document: string): string => `
  UPDATE list_values SET (attempts, started_at, running_ms) = (
    SELECT max(tries), min(started_at), sum(running_ms) FROM (
      SELECT count(*) AS tries, min(started_at) AS started_at,
        sum(CASE cached WHEN 0 THEN ended_at - started_at END) AS running_ms
      FROM attempts WHERE document = ${document} GROUP BY stage
    )
  ) WHERE document = ${document};`;

const setDay = (document: string, day: string): string =>
  `UPDATE list_values SET day = ${day} WHERE document = ${document};`;

const COLUMNS = ['day', 'warnings', 'attempts', 'started_at', 'running_ms'];
const DOCUMENT_COLUMNS = [
  'status',
  'stage',
  'type',
  'bytes',
  'pages',
  'entities',
  'code',
  'sha256',
  'ended_at',
];

export const LISTS = `
-- Values of documents that lists are sorted by and that no column has. Triggers fill it, whoever writes, so it can be
-- computed again and is not STRICT: see 0009.
CREATE TABLE list_values (
  document INTEGER PRIMARY KEY,
  batch INTEGER NOT NULL,
  -- Such as 20231231; null if unknown.
  day INTEGER,
  -- See ListedDocument in shared/document-list.ts.
  warnings INTEGER,
  attempts INTEGER,
  started_at INTEGER,
  running_ms INTEGER
);
INSERT INTO list_values
  SELECT d.n, d.batch, (SELECT day FROM search_documents s WHERE s.document = d.n), ${warnings('d')},
    a.attempts, a.started_at, a.running_ms
  FROM documents d LEFT JOIN (
    SELECT document, max(tries) AS attempts, min(started_at) AS started_at, sum(running_ms) AS running_ms FROM (
      SELECT document, count(*) AS tries, min(started_at) AS started_at,
        sum(CASE cached WHEN 0 THEN ended_at - started_at END) AS running_ms
      FROM attempts GROUP BY document, stage
    ) GROUP BY document
  ) a ON a.document = d.n;
${COLUMNS.map((c) => `CREATE INDEX list_values_${c} ON list_values (batch, ${c}, document);`).join('\n')}
${DOCUMENT_COLUMNS.map((c) => `CREATE INDEX documents_by_${c} ON documents (batch, ${c}, n);`).join('\n')}
${[
  [
    'document_added',
    'INSERT ON documents',
    `INSERT INTO list_values (document, batch, warnings) VALUES (NEW.n, NEW.batch, ${warnings('NEW')})
       ON CONFLICT DO NOTHING;`,
  ],
  ['document_removed', 'DELETE ON documents', 'DELETE FROM list_values WHERE document = OLD.n;'],
  [
    'document_warned',
    'UPDATE OF warnings, intake_warnings ON documents',
    `UPDATE list_values SET warnings = ${warnings('NEW')} WHERE document = NEW.n;`,
  ],
  ['attempt_added', 'INSERT ON attempts', recount('NEW.document')],
  ['attempt_removed', 'DELETE ON attempts', recount('OLD.document')],
  ['day_added', 'INSERT ON search_documents', setDay('NEW.document', 'NEW.day')],
  ['day_changed', 'UPDATE OF day ON search_documents', setDay('NEW.document', 'NEW.day')],
  ['day_removed', 'DELETE ON search_documents', setDay('OLD.document', 'NULL')],
]
  .map(([name, event, sql]) => `CREATE TRIGGER list_${name} AFTER ${event} BEGIN ${sql} END;`)
  .join('\n')}

-- A tag exists as long as a document has it. Its name is in each row, so that a damaged page loses no other page's names.
CREATE TABLE document_tags (
  document INTEGER NOT NULL REFERENCES documents (n),
  tag TEXT NOT NULL,
  -- The document's batch.
  batch INTEGER NOT NULL REFERENCES batches (n),
  -- When it was tagged, Unix ms.
  at INTEGER NOT NULL,
  PRIMARY KEY (document, tag)
) STRICT, WITHOUT ROWID;
CREATE INDEX document_tags_batch ON document_tags (batch, tag, document);

-- Saved views, see ListView in shared/document-list.ts.
CREATE TABLE views (
  n INTEGER PRIMARY KEY,
  list TEXT NOT NULL,
  name TEXT NOT NULL,
  query TEXT NOT NULL,
  -- JSON.
  columns TEXT NOT NULL,
  is_default INTEGER NOT NULL,
  UNIQUE (list, name)
) STRICT;
CREATE UNIQUE INDEX views_default ON views (list) WHERE is_default = 1;
`;
