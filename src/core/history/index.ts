/** History: the local record in SQLite, which can be read while everything else is off. */
import { statSync } from 'node:fs';
import { join, parse } from 'node:path';
import type { Logger } from 'pino';
import { decisions } from './attention/decisions.ts';
import { attentionQueries } from './attention/items.ts';
import { startBackgroundCheck } from './background-check.ts';
import { batchCounters } from './batch-counters.ts';
import { batchLabels } from './batch-labels.ts';
import { batchRuns } from './batch-runs.ts';
import { type BatchQueries, batchQueries } from './batches.ts';
import { NO_MIRROR, openCacheMirror } from './cache-mirror.ts';
import { compareEngine } from './compare/engine.ts';
import type { Database } from './connection.ts';
import { damageGuard } from './damage-guard.ts';
import { closeDatabase, inTransaction, markDamaged, type Opened, openDatabase } from './database.ts';
import { documentQueries } from './documents.ts';
import { entityQueries } from './entities.ts';
import { heldFiles } from './erase/held-files.ts';
import { eventWriter } from './event-writer.ts';
import { exportLog } from './export-log.ts';
import { forecastOf } from './forecast.ts';
import { forecastLog } from './forecast-log.ts';
import { ALWAYS_CHECK_BYTES } from './inspect.ts';
import { type ManifestWriter, manifestWriter } from './manifest-writer.ts';
import { outlineReader, pathReader } from './outline.ts';
import { fold } from './paths.ts';
import { historyRepair, newReport } from './recovery/repair.ts';
import { writeReport } from './recovery/report.ts';
import type { HistoryRepair } from './recovery/types.ts';
import { batchRemoval } from './removal.ts';
import { replacementQueries } from './replacements.ts';
import { reportFacts } from './report-facts.ts';
import { resolutionWriter } from './resolution-writer.ts';
import { resultWriter } from './result-writer.ts';
import { searchEngine } from './search/engine.ts';
import { searchIndexer } from './search/indexer.ts';
import { similarQueries } from './similar/queries.ts';
import { similarStore } from './similar/store.ts';
import { stageComparison } from './stage-comparison.ts';
import { stateQueries, syncLog } from './state.ts';
import { statedTexts } from './stated.ts';
import { tagStore } from './tags.ts';
import { totalsBook } from './totals.ts';
import { minuteOf, type Touched } from './touched.ts';
import type { History } from './types.ts';
import { viewStore } from './views.ts';
import { warningCounter } from './warnings.ts';

export interface HistoryOptions {
  /** The database file. Its folder is created. */
  path: string;
  log?: Logger;
  /** Opens history for reading, also while an app writes it. Writing then throws. */
  readOnly?: boolean;
  /** Whether this process owns the data folder, which is the default. Only the owner sets a damaged file aside. */
  isOwner?: boolean;
  /** When to check a large file that was not closed in order, ms after it was opened. */
  checkAfterMs?: number;
}

/** The start has the disk for itself so long. */
const CHECK_AFTER_MS = 5000;

/**
 * Opens history. A damaged file is kept under another name, and what can be read is recovered from it: at once from a
 * small one, later by `repair.recover` from a large one.
 * @throws RedwellError history_unavailable
 */
export function openHistory(options: HistoryOptions): History {
  const { path, log, readOnly = false, isOwner = true, checkAfterMs = CHECK_AFTER_MS } = options;
  const { db, aside, mustCheck } = openDatabase(path, readOnly ? 'read' : isOwner ? 'own' : 'share');
  if (aside !== null) {
    const cause = aside.trouble === 'damaged' ? 'damaged' : 'replaced';
    log?.error({ ...aside }, 'history was damaged; it is kept under another name and recovered from there');
    writeReport(path, newReport({ cause, keptAs: aside.path }));
  }
  db.define('fold', fold);
  const cacheMirror = readOnly ? NO_MIRROR : openCacheMirror(cacheMirrorPath(path), log);
  const counters = batchCounters(db);
  const totals = totalsBook(db);
  const batches = batchQueries(db, counters);
  const forgetAll = (): void => {
    counters.forgetAll();
    totals.forgetAll();
  };
  const forgetIfChanged = changeDetector(db, forgetAll);
  const state = stateQueries(db, path);

  const manifests = manifestWriter(db);
  const writeEvents = eventWriter(db);
  const writeResults = resultWriter(db);
  const repair = repairOf(db, path, manifests, forgetAll);
  const damage = damageGuard(path, log);
  const check = mustCheck
    ? startBackgroundCheck(path, checkAfterMs, (error) => {
        damage.note(error);
        markDamaged(db);
      })
    : null;
  const isChecked = (): boolean => check === null || check.isDone();
  const history: History = {
    path,
    isChecked,
    recordManifest(manifest) {
      if (manifests.record(manifest)) totals.touch([minuteOf(manifest.createdAt)]);
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
    confirm: () => (readOnly ? Promise.resolve() : syncLog(path)),
    ...state.history,
    ...batchWrites(batches),
    ...documentReads(db),
    labels: batchLabels(db),
    cacheMirror,
    ...recordsOf(db),
    repair,
    removal: batchRemoval(db, heldFiles(path, cacheMirrorPath(path))),
    listBatches(query) {
      forgetIfChanged();
      return batches.list(query);
    },
    listBatchesInSteps(query) {
      forgetIfChanged();
      return batches.listSteps(query);
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
      // The mark is the owner's: beside an open app, closing says nothing about how the app will end.
      const keepMark = readOnly || !isOwner || damage.found() || !isChecked();
      check?.dispose();
      closeDatabase(db, keepMark);
      history.removal.files.close();
    },
  };
  if (aside !== null) {
    history.recordGap({
      from: '',
      to: '',
      at: Date.now(),
      reason: `The history file was damaged. Redwell keeps it as ${aside.path} and recovered what it could read.`,
    });
    if (isSmall(aside)) recoverNow(repair, log);
  }
  return damage.guard(history);
}

/** The parts of history that know nothing of each other. */
const recordsOf = (db: Database) => ({
  runs: batchRuns(db),
  forecasts: forecastLog(db),
  attention: { ...attentionQueries(db), ...decisions(db) },
  exports: exportLog(db),
  outline: outlineReader(db),
  paths: pathReader(db),
  reportFacts: reportFacts(db),
  replacements: replacementQueries(db),
  stated: statedTexts(db),
  resolutions: resolutionWriter(db),
  tags: tagStore(db),
  views: viewStore(db),
  searchIndex: searchIndexer(db),
  similar: { ...similarStore(db), ...similarQueries(db) },
  search: () => searchEngine(db),
  compare: () => compareEngine(db),
});

/** Whether a damaged file is read so quickly that nobody waits for it. */
const isSmall = ({ trouble, path }: NonNullable<Opened['aside']>): boolean =>
  trouble === 'damaged' && statSync(path).size <= ALWAYS_CHECK_BYTES;

function recoverNow(repair: HistoryRepair, log: Logger | undefined): void {
  try {
    for (const _step of repair.recover());
  } catch (error) {
    // The report says so, and the damaged file is still there: the app opens with what it has.
    log?.error({ error }, 'the damaged history could not be read');
  }
}

/** Repairs change rows behind the back of the counters. */
function repairOf(
  db: Database,
  path: string,
  manifests: ManifestWriter,
  forgetAll: () => void,
): HistoryRepair {
  const repair = historyRepair(db, path, manifests);
  return {
    ...repair,
    *recover() {
      try {
        yield* repair.recover();
      } finally {
        forgetAll();
      }
    },
    complete(manifest) {
      repair.complete(manifest);
      forgetAll();
    },
    reopen(documentIds) {
      repair.reopen(documentIds);
      forgetAll();
    },
  };
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
  | 'documentIds'
  | 'allDocuments'
  | 'document'
  | 'documentContent'
  | 'listEntities'
  | 'listRelationships'
  | 'warningsOf'
  | 'stageTimes'
  | 'expectedMs';

function documentReads(db: Database): Pick<History, DocumentReads> {
  const entities = entityQueries(db);
  const documents = documentQueries(db, entities.find);
  return {
    openDocuments: (batchId) => documents.open(batchId),
    listDocuments: (query) => documents.list(query),
    documentIds: (filter) => documents.ids(filter),
    allDocuments: (batchId) => documents.all(batchId),
    document: (documentId) => documents.detail(documentId),
    documentContent: (documentId) => documents.content(documentId),
    listEntities: (query) => entities.list(query),
    listRelationships: (query) => entities.relationships(query),
    warningsOf: warningCounter(db),
    stageTimes: stageComparison(db),
    expectedMs: forecastOf(db).expectedMs,
  };
}

/** Returns the path of the cache mirror, beside history and named after it. */
function cacheMirrorPath(path: string): string {
  const { dir, name, ext } = parse(path);
  return join(dir, `${name}-kept${ext}`);
}
