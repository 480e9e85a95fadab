/** History: the local record in SQLite, which can be read while everything else is off. */
import { statSync } from 'node:fs';
import { join, parse } from 'node:path';
import type { Logger } from 'pino';
import { batchCounters } from './batch-counters.ts';
import { type BatchQueries, batchQueries } from './batches.ts';
import { NO_MIRROR, openCacheMirror } from './cache-mirror.ts';
import type { Database } from './connection.ts';
import { closeDatabase, inTransaction, openDatabase } from './database.ts';
import { documentQueries } from './documents.ts';
import { entityQueries } from './entities.ts';
import { eventWriter, minuteOf, type Touched } from './event-writer.ts';
import { forecastOf } from './forecast.ts';
import { manifestWriter } from './manifest-writer.ts';
import { fold } from './paths.ts';
import { resolutionWriter } from './resolution-writer.ts';
import { resultWriter } from './result-writer.ts';
import { textSearch } from './search.ts';
import { totalsBook } from './totals.ts';
import type { History } from './types.ts';

export interface HistoryOptions {
  /** The database file. Its folder is created. */
  path: string;
  log?: Logger;
  /** Opens history for reading, also while an app writes it. Writing then throws. */
  readOnly?: boolean;
}

/**
 * Opens history. A damaged file is moved aside and replaced by an empty one, which records the loss as a gap.
 * @throws RedwellError history_unavailable
 */
export function openHistory({ path, log, readOnly = false }: HistoryOptions): History {
  const { db, movedTo } = openDatabase(path, readOnly);
  db.define('fold', fold);
  const cacheMirror = readOnly ? NO_MIRROR : openCacheMirror(cacheMirrorPath(path), log);
  const counters = batchCounters(db);
  const totals = totalsBook(db);
  const batches = batchQueries(db, counters);
  const forgetIfChanged = changeDetector(db, () => {
    counters.forgetAll();
    totals.forgetAll();
  });
  const state = stateQueries(db, path);

  const recordManifest = manifestWriter(db);
  const writeEvents = eventWriter(db);
  const writeResults = resultWriter(db);
  const history: History = {
    path,
    recordManifest(manifest) {
      if (recordManifest(manifest)) totals.touch([minuteOf(manifest.createdAt)]);
    },
    apply({ cursor, events, results }) {
      const touched: Touched = { batches: new Set(), minutes: new Set() };
      let skipped = 0;
      try {
        inTransaction(db, () => {
          skipped = writeEvents(events, touched);
          writeResults(results, touched);
          state.setCursor(cursor);
        });
      } finally {
        counters.forget(touched.batches);
        totals.touch(touched.minutes);
      }
      if (skipped > 0) log?.debug({ skipped }, 'skipped events of documents that another app submitted');
    },
    ...state.history,
    ...batchWrites(batches),
    ...documentReads(db),
    cacheMirror,
    resolutions: resolutionWriter(db),
    listBatches(query) {
      forgetIfChanged();
      return batches.list(query);
    },
    batch(batchId) {
      forgetIfChanged();
      return batches.one(batchId);
    },
    totals(hours, now) {
      forgetIfChanged();
      return totals.read(hours, now);
    },
    dispose() {
      cacheMirror.dispose();
      closeDatabase(db, readOnly);
    },
  };
  if (movedTo !== null) {
    log?.error({ movedTo }, 'history file was damaged; moved it aside and started a new one');
    history.recordGap({
      from: '',
      to: '',
      at: Date.now(),
      reason: `The history file was damaged. Redwell moved it to ${movedTo} and started a new one.`,
    });
  }
  return history;
}

/** Returns a function that calls `onChange` when another process has written to the file since the last call. */
function changeDetector(db: Database, onChange: () => void): () => void {
  const dataVersion = db.prepare('PRAGMA data_version');
  const version = (): number => (dataVersion.get() as { data_version: number }).data_version;
  let seen = version();
  return () => {
    const now = version();
    if (now === seen) return;
    seen = now;
    onChange();
  };
}

/** The cursor, gaps, notifications and statistics. */
function stateQueries(db: Database, path: string) {
  const readCursor = db.prepare('SELECT cursor FROM state');
  const setCursor = db.prepare('UPDATE state SET cursor = ?');
  const addGap = db.prepare('INSERT INTO gaps (at, "from", "to", reason) VALUES (?, ?, ?, ?)');
  const claim = db.prepare('INSERT INTO notifications VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING');
  const stats = db.prepare(
    `SELECT (SELECT count(*) FROM batches) AS batches, (SELECT count(*) FROM documents) AS documents,
       (SELECT count(*) FROM gaps) AS gaps`,
  );
  const lastRun = db.prepare(
    `SELECT max(
       (SELECT ifnull(max(run), 0) FROM notifications WHERE batch_id = ?1),
       (SELECT ifnull(max(d.run), 0) FROM documents d JOIN batches b ON b.n = d.batch WHERE b.id = ?1)
     ) AS run`,
  );
  const history: Pick<History, 'cursor' | 'recordGap' | 'claimNotification' | 'lastRun' | 'stats'> = {
    cursor: () => (readCursor.get() as { cursor: string | null }).cursor,
    recordGap({ from, to, at, reason }) {
      addGap.run(at, from, to, reason);
    },
    claimNotification: (batchId, run, notification) =>
      claim.run(batchId, run, notification.at, JSON.stringify(notification)).changes > 0,
    lastRun: (batchId) => (lastRun.get(batchId) as { run: number }).run,
    stats: () => ({ ...(stats.get() as Omit<ReturnType<History['stats']>, 'bytes'>), bytes: sizeOf(path) }),
  };
  return { history, setCursor: (cursor: string) => setCursor.run(cursor) };
}

type BatchWrites = 'saveBatch' | 'placeBatch' | 'unsettledBatches' | 'unsettledAt' | 'unresolvedBatches';

const batchWrites = (batches: BatchQueries): Pick<History, BatchWrites> => ({
  saveBatch: (batch) => batches.save(batch),
  placeBatch: (batchId, place) => batches.place(batchId, place),
  unsettledBatches: () => batches.unsettled(),
  unsettledAt: (place) => batches.unsettledAt(place),
  unresolvedBatches: () => batches.unresolved(),
});

type DocumentReads =
  | 'openDocuments'
  | 'listDocuments'
  | 'allDocuments'
  | 'document'
  | 'listEntities'
  | 'listRelationships'
  | 'search'
  | 'expectedMs';

function documentReads(db: Database): Pick<History, DocumentReads> {
  const entities = entityQueries(db);
  const documents = documentQueries(db, entities.find);
  return {
    openDocuments: (batchId) => documents.open(batchId),
    listDocuments: (query) => documents.list(query),
    allDocuments: (batchId) => documents.all(batchId),
    document: (documentId) => documents.detail(documentId),
    listEntities: (query) => entities.list(query),
    listRelationships: (query) => entities.relationships(query),
    search: textSearch(db).find,
    expectedMs: forecastOf(db).expectedMs,
  };
}

/** Returns the path of the cache mirror, beside history and named after it. */
function cacheMirrorPath(path: string): string {
  const { dir, name, ext } = parse(path);
  return join(dir, `${name}-kept${ext}`);
}

/** Returns the size of the file and its log, in bytes. */
function sizeOf(path: string): number {
  const size = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  return size(path) + size(`${path}-wal`);
}
