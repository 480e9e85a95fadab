/** Keeps each run of a document and of a batch, where the rows of both only have the last one. */
export const RUNS = `
-- How and when each run of a document ended. A later run never changes an earlier row, so work stays where it happened.
CREATE TABLE document_ends (
  document INTEGER NOT NULL REFERENCES documents (n),
  run INTEGER NOT NULL,
  ended_at INTEGER NOT NULL,
  status TEXT NOT NULL,
  pages INTEGER,
  bytes INTEGER NOT NULL,
  PRIMARY KEY (document, run)
) STRICT, WITHOUT ROWID;
INSERT INTO document_ends
  SELECT n, run, ended_at, status, pages, bytes FROM documents WHERE ended_at IS NOT NULL;
CREATE INDEX document_ends_at ON document_ends (ended_at, status, pages, bytes);
DROP INDEX documents_ended;

-- Runs of batches that ended since this version, see BatchRun in shared/batches.ts.
CREATE TABLE batch_runs (
  batch INTEGER NOT NULL REFERENCES batches (n),
  run INTEGER NOT NULL,
  kind TEXT NOT NULL,
  started_at INTEGER,
  ended_at INTEGER NOT NULL,
  active_ms INTEGER NOT NULL,
  status TEXT NOT NULL,
  PRIMARY KEY (batch, run)
) STRICT, WITHOUT ROWID;

-- Forecasts that were shown, and the truth once it is known: actual_ms is the time that was really left.
CREATE TABLE forecasts (
  n INTEGER PRIMARY KEY,
  batch INTEGER NOT NULL REFERENCES batches (n),
  run INTEGER NOT NULL,
  at INTEGER NOT NULL,
  -- 'past' or 'pace', see Eta in shared/batches.ts.
  basis TEXT NOT NULL,
  -- How far the run was, 0-100.
  percent REAL NOT NULL,
  -- Active time of the batch until then.
  active_ms INTEGER NOT NULL,
  left_ms INTEGER NOT NULL,
  low_ms INTEGER NOT NULL,
  high_ms INTEGER NOT NULL,
  actual_ms INTEGER
) STRICT;
CREATE UNIQUE INDEX forecasts_batch ON forecasts (batch, run, at);
CREATE INDEX forecasts_known ON forecasts (basis, n) WHERE actual_ms IS NOT NULL;
`;
