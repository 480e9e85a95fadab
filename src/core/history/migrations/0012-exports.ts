/** Adds the record of what left Redwell: every export, also one that failed or was canceled. */
export const EXPORTS = `
CREATE TABLE exports (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  -- The id of the batch, as text: the record outlives a batch whose row is lost.
  batch_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  -- The folder that was handed over, or would have been. The parts are written in \`partial\` until all are there.
  target TEXT NOT NULL,
  partial TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  -- Null while it runs, and after a crash until the next export looks.
  ended_at INTEGER,
  -- 'completed', 'canceled', 'failed' or 'interrupted'; null like \`ended_at\`.
  outcome TEXT,
  documents INTEGER NOT NULL,
  originals INTEGER NOT NULL,
  left_out INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  -- SHA-256 of the tag manifest, for bags and evidence packs.
  root_hash TEXT,
  -- Why it failed.
  error TEXT
) STRICT;
CREATE INDEX exports_batch ON exports (batch_id, started_at);
`;
