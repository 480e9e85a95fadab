/** The first schema. Times are Unix ms, stages are numbered 0-5 in pipeline order, texts are deflated UTF-8. */
export const FIRST = `
CREATE TABLE batches (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  matter TEXT NOT NULL,
  custodian TEXT NOT NULL,
  priority TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  -- The last saved status and counters. Counts of the rows take precedence (see batch-counters.ts).
  status TEXT NOT NULL,
  saved TEXT
) STRICT;
CREATE INDEX batches_created ON batches (created_at, n);

CREATE TABLE documents (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  batch INTEGER NOT NULL REFERENCES batches (n),
  path TEXT NOT NULL,
  -- The path in lower case and NFC, for searching; null for plain ASCII, where LIKE ignores case.
  folded TEXT,
  sha256 TEXT,
  bytes INTEGER NOT NULL,
  type TEXT NOT NULL,
  parent_id TEXT,
  duplicate_of TEXT,
  status TEXT NOT NULL,
  run INTEGER NOT NULL,
  -- The newest event of each stage (see fold-events.ts).
  stages TEXT NOT NULL,
  -- The stage that failed, or the first that is not completed; null when there is none.
  stage INTEGER,
  code TEXT,
  exception TEXT,
  intake_warnings TEXT NOT NULL,
  warnings TEXT NOT NULL,
  warned INTEGER NOT NULL,
  pages INTEGER,
  pages_ocr INTEGER,
  characters INTEGER,
  entities INTEGER,
  ended_at INTEGER,
  -- When the attempts ended whose results are stored. An older result never replaces a newer one.
  text_at INTEGER NOT NULL DEFAULT -1,
  entities_at INTEGER NOT NULL DEFAULT -1,
  relationships_at INTEGER NOT NULL DEFAULT -1,
  final_at INTEGER NOT NULL DEFAULT -1
) STRICT;
CREATE INDEX documents_path ON documents (batch, path, n);
CREATE INDEX documents_status ON documents (batch, status, stage, code);
CREATE INDEX documents_open ON documents (batch) WHERE status IN ('pending', 'running');
CREATE INDEX documents_warned ON documents (batch) WHERE warned = 1;
CREATE INDEX documents_ended ON documents (ended_at, status, pages, bytes) WHERE ended_at IS NOT NULL;
CREATE INDEX documents_parent ON documents (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX documents_duplicate ON documents (duplicate_of) WHERE duplicate_of IS NOT NULL;

CREATE TABLE attempts (
  document INTEGER NOT NULL REFERENCES documents (n),
  stage INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  ended_at INTEGER NOT NULL,
  waited_ms INTEGER NOT NULL,
  worker TEXT NOT NULL,
  outcome TEXT NOT NULL,
  cached INTEGER NOT NULL,
  engine TEXT,
  error_code TEXT,
  error_detail TEXT,
  PRIMARY KEY (document, stage, attempt, started_at)
) STRICT, WITHOUT ROWID;
CREATE INDEX attempts_ended ON attempts (ended_at, outcome, cached, stage, started_at);

CREATE TABLE texts (
  document INTEGER PRIMARY KEY REFERENCES documents (n),
  body BLOB NOT NULL,
  page_map TEXT NOT NULL
) STRICT;

CREATE TABLE entities (
  document INTEGER NOT NULL REFERENCES documents (n),
  place INTEGER NOT NULL,
  kind TEXT NOT NULL,
  text TEXT NOT NULL,
  -- Null when it equals the text.
  canonical TEXT,
  start INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  page INTEGER,
  PRIMARY KEY (document, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE relationships (
  document INTEGER NOT NULL REFERENCES documents (n),
  place INTEGER NOT NULL,
  kind TEXT NOT NULL,
  source TEXT NOT NULL,
  source_kind TEXT NOT NULL,
  target TEXT NOT NULL,
  target_kind TEXT NOT NULL,
  weight REAL NOT NULL,
  evidence TEXT NOT NULL,
  PRIMARY KEY (document, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE notifications (
  batch_id TEXT NOT NULL,
  run INTEGER NOT NULL,
  at INTEGER NOT NULL,
  notification TEXT NOT NULL,
  PRIMARY KEY (batch_id, run)
) STRICT, WITHOUT ROWID;

CREATE TABLE gaps (
  n INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  "from" TEXT NOT NULL,
  "to" TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;

-- One row: the event cursor, and whether a writer has the file open (a crash leaves it set).
CREATE TABLE state (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  cursor TEXT,
  writing INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO state (only) VALUES (1);

-- Full-text indexes of paths and texts, by documents.n. They are contentless because documents and texts hold the words.
-- There are two because a text arrives long after its path, and updating a row of an index costs as much as writing it.
CREATE VIRTUAL TABLE path_words USING fts5 (
  path, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE text_words USING fts5 (
  body, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2'
);
`;
