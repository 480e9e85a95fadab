/** History: the local record in SQLite, readable with everything else gone. */
import { statSync } from 'node:fs';
import { join, parse } from 'node:path';
import type { Logger } from 'pino';
import { figureReader } from './batch-figures.ts';
import { batchQueries } from './batches.ts';
import { NO_MIRROR, openCacheMirror } from './cache-mirror.ts';
import { closeDatabase, inTransaction, openDatabase } from './database.ts';
import { documentQueries } from './documents.ts';
import { entityQueries } from './entities.ts';
import { eventWriter, type Touched } from './event-writer.ts';
import { forecastOf } from './forecast.ts';
import { manifestWriter } from './manifest-writer.ts';
import { fold } from './paths.ts';
import { resolutionWriter } from './resolution-writer.ts';
import { resultWriter } from './result-writer.ts';
import { textSearch } from './search.ts';
import { totalsBook } from './totals.ts';
import type { History } from './types.ts';

export interface HistoryOptions {
  /** The database file; its folder is made. */
  path: string;
  log?: Logger;
  /** Only looks: several may do so while a console writes. Writing then throws. */
  readOnly?: boolean;
}

/**
 * Opens history. A damaged file is put aside under a name that says so, a new one is begun, and the loss stands
 * in the new one as a gap.
 * @throws RedwellError history_unavailable
 */
export function openHistory({ path, log, readOnly = false }: HistoryOptions): History {
  const { db, movedTo } = openDatabase(path, readOnly);
  db.define('fold', fold);
  const figures = figureReader(db);
  const totals = totalsBook(db);
  const batches = batchQueries(db, figures);
  const entities = entityQueries(db);
  const documents = documentQueries(db, entities.find);
  const search = textSearch(db);
  const kept = readOnly ? NO_MIRROR : openCacheMirror(keptPath(path), log);
  const recordManifest = manifestWriter(db);
  const writeEvents = eventWriter(db);
  const writeResults = resultWriter(db);
  const readCursor = db.prepare('SELECT cursor FROM state');
  const setCursor = db.prepare('UPDATE state SET cursor = ?');
  const addGap = db.prepare('INSERT INTO gaps (at, "from", "to", reason) VALUES (?, ?, ?, ?)');
  const claim = db.prepare('INSERT INTO notifications VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING');
  const dataVersion = db.prepare('PRAGMA data_version');
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

  const version = (): number => (dataVersion.get() as { data_version: number }).data_version;
  let seen = version();
  /** What is kept in memory is of no use once another process has written. */
  const notice = (): void => {
    const now = version();
    if (now === seen) return;
    seen = now;
    figures.forgetAll();
    totals.forgetAll();
  };

  const history: History = {
    path,
    recordManifest(manifest) {
      if (recordManifest(manifest)) totals.touch([Math.floor(manifest.createdAt / 60_000)]);
    },
    apply({ cursor, events, results }) {
      const touched: Touched = { batches: new Set(), minutes: new Set() };
      let unknown = 0;
      try {
        inTransaction(db, () => {
          unknown = writeEvents(events, touched);
          writeResults(results, touched);
          setCursor.run(cursor);
        });
      } finally {
        figures.forget(touched.batches);
        totals.touch(touched.minutes);
      }
      if (unknown > 0) log?.debug({ unknown }, 'events of documents that another console submitted');
    },
    cursor: () => (readCursor.get() as { cursor: string | null }).cursor,
    saveBatch: (batch) => batches.save(batch),
    recordGap({ from, to, at, reason }) {
      addGap.run(at, from, to, reason);
    },
    openDocuments: (batchId) => documents.open(batchId),
    kept,
    resolutions: resolutionWriter(db),
    unresolvedBatches: () => batches.unresolved(),
    lastRun: (batchId) => (lastRun.get(batchId) as { run: number }).run,
    unsettledBatches: () => batches.unsettled(),
    unsettledAt: (place) => batches.unsettledAt(place),
    placeBatch: (batchId, place) => batches.place(batchId, place),
    claimNotification: (batchId, run, notification) =>
      claim.run(batchId, run, notification.at, JSON.stringify(notification)).changes > 0,
    listBatches(query) {
      notice();
      return batches.list(query);
    },
    batch(batchId) {
      notice();
      return batches.one(batchId);
    },
    listDocuments: (query) => documents.list(query),
    listEntities: (query) => entities.list(query),
    listRelationships: (query) => entities.relationships(query),
    allDocuments: (batchId) => documents.all(batchId),
    document: (documentId) => documents.detail(documentId),
    totals(hours, now) {
      notice();
      return totals.read(hours, now);
    },
    expectedMs: forecastOf(db).expectedMs,
    search: (query, limit) => search.find(query, limit),
    stats: () => ({ ...(stats.get() as Omit<ReturnType<History['stats']>, 'bytes'>), bytes: sizeOf(path) }),
    dispose() {
      kept.dispose();
      closeDatabase(db, readOnly);
    },
  };
  if (movedTo !== null) {
    log?.error({ movedTo }, 'the history file was damaged; it was moved aside and a new one begun');
    history.recordGap({
      from: '',
      to: '',
      at: Date.now(),
      reason: `The history file was damaged. It was moved to ${movedTo} and a new one was begun.`,
    });
  }
  return history;
}

/** Beside history and named after it. */
function keptPath(path: string): string {
  const { dir, name, ext } = parse(path);
  return join(dir, `${name}-kept${ext}`);
}

/** The file and its log, bytes. */
function sizeOf(path: string): number {
  const size = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  return size(path) + size(`${path}-wal`);
}
