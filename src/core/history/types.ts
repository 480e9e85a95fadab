/** Types of history, the local record that works offline. It is written from events; the pipeline never reads it. */
import type { Batch, StageComparison, WarningCount } from '../../shared/batches.ts';
import type { BatchNotification, RequestOutput, RequestParsed } from '../../shared/bridge.ts';
import type {
  Attempt,
  DocumentContent,
  DocumentDetail,
  DocumentRow,
  DocumentStatus,
} from '../../shared/documents.ts';
import type { ExceptionCode } from '../../shared/exceptions.ts';
import type { Manifest } from '../../shared/manifest.ts';
import type { Stage, StageStatus } from '../../shared/stages.ts';
import type { StageResults } from '../documents/types.ts';
import type { Steps } from '../util/event-loop.ts';
import type { AttentionQueries, Decisions } from './attention/types.ts';
import type { BatchRuns } from './batch-runs.ts';
import type { CacheMirror } from './cache-mirror.ts';
import type { CompareEngine } from './compare/engine.ts';
import type { ExportLog } from './export-log.ts';
import type { Forecast } from './forecast.ts';
import type { Forecasts } from './forecast-log.ts';
import type { OutlineRow, PathRow } from './outline.ts';
import type { HistoryRepair } from './recovery/types.ts';
import type { Removal } from './removal.ts';
import type { Replacements } from './replacements.ts';
import type { ReportFacts } from './report-facts.ts';
import type { ResolutionWriter } from './resolution-writer.ts';
import type { SearchEngine } from './search/engine.ts';
import type { SearchIndexer } from './search/indexer.ts';
import type { SimilarQueries } from './similar/queries.ts';
import type { SimilarStore } from './similar/store.ts';
import type { Stated } from './stated.ts';
import type { Tags } from './tags.ts';
import type { Views } from './views.ts';

/** One change of one stage of one document, as the event stream reports it. */
export interface StageEvent {
  batchId: string;
  documentId: string;
  /** 1 for the first run, +1 for each retry or rerun of the document. A higher run resets the stages it repeats. */
  run: number;
  stage: Stage;
  status: StageStatus;
  /** Orders the attempts at one stage within a run. It is not a count. */
  attempt: number;
  /** Unix ms. */
  at: number;
  /** Status of the document after this change. */
  documentStatus: DocumentStatus;
  exception: ExceptionCode | null;
  detail: string;
}

/** Results and attempt records of one document, read from Redis when its stages end. */
export interface DocumentResults {
  documentId: string;
  attempts: Attempt[];
  results: Partial<StageResults>;
}

export interface History {
  readonly path: string;
  /** Whether nothing is left to check: false for a while after a crash, if the file is large. */
  isChecked(): boolean;
  /** Records a batch and all its documents. Call it before any event can arrive; a repeated call changes nothing. */
  recordManifest(manifest: Manifest): void;
  /**
   * Applies events and results and moves the durable cursor, in one transaction. Events are delivered at least once:
   * applying one twice changes nothing, and an older run or attempt never overwrites a newer one.
   */
  apply(input: { cursor: string; events: readonly StageEvent[]; results: readonly DocumentResults[] }): void;
  /** Removes a batch for good. */
  readonly removal: Removal;
  /** Resolves when everything written so far would survive a power failure. @throws Error when the disk refuses */
  confirm(): Promise<void>;
  /** Returns the cursor of the last `apply`; null in a new database. */
  cursor(): string | null;
  /** Saves a batch's current counters. History keeps showing the last save. */
  saveBatch(batch: Batch): void;
  /** Records that events were lost: the stream was trimmed past the cursor, or Redis lost its newest entries. */
  recordGap(gap: { from: string; to: string; at: number; reason: string }): void;
  /** Returns the ids of a batch's documents that have not ended as far as history knows. */
  openDocuments(batchId: string): string[];
  /** Returns the highest run of a batch or any of its documents; 0 for an unknown batch. */
  lastRun(batchId: string): number;
  /** Returns the ids of batches whose final counters were never saved. After a crash their end may be unreported. */
  unsettledBatches(): string[];
  /** Returns those of them that were submitted to the Redis with this address, which must still have them. */
  unsettledAt(place: string): string[];
  /** Records which Redis a batch was submitted to. @param place its address without secrets */
  placeBatch(batchId: string, place: string): void;
  /** Claims the notification for a batch's run. Returns true once per batch and run, also across restarts. */
  claimNotification(batchId: string, run: number, notification: BatchNotification): boolean;
  /** Copies of cache entries, in a file of their own. */
  readonly cacheMirror: CacheMirror;
  /** The runs of batches that have ended. */
  readonly runs: BatchRuns;
  /** What was forecast for batches, and how long they took. */
  readonly forecasts: Forecasts;
  /** What left Redwell. */
  readonly exports: ExportLog;
  readonly replacements: Replacements;
  /** What load files from others state about documents. */
  readonly stated: Stated;
  /** What waits for a person, and what people decided about it. */
  readonly attention: AttentionQueries & Decisions;
  /** Writes the canonical entities of whole batches. */
  readonly resolutions: ResolutionWriter;
  /** Recovers a damaged history and says what became of it. */
  readonly repair: HistoryRepair;
  /** Returns the ids of ended batches without canonical entities, newest first; 500 at most. */
  unresolvedBatches(): string[];

  listBatches(query: RequestParsed<'batches.list'>): RequestOutput<'batches.list'>;
  /** Lists batches with pauses, for a process that must not stop. */
  listBatchesInSteps(query: RequestParsed<'batches.list'>): Steps<RequestOutput<'batches.list'>>;
  /** Returns a batch with `source: 'history'`; null when unknown. */
  batch(batchId: string): Batch | null;
  /** Returns the matters and custodians of batches, the last used first. */
  labels(): RequestOutput<'intake.labels'>;
  /** Counts the documents of a batch that have each warning, the most frequent first. */
  warningsOf(batchId: string): WarningCount[];
  /** Returns how long stages of a batch ran and waited, beside other batches. */
  stageTimes(batchId: string): StageComparison[];
  listDocuments(query: RequestParsed<'documents.list'>): RequestOutput<'documents.list'>;
  /** Ids of all documents that pass a filter, in no particular order. */
  documentIds(filter: RequestParsed<'documents.ids'>): string[];
  /** The tags that people put on documents. */
  readonly tags: Tags;
  /** Saved views of lists. */
  readonly views: Views;
  listEntities(query: RequestParsed<'batches.entities'>): RequestOutput<'batches.entities'>;
  listRelationships(query: RequestParsed<'batches.relationships'>): RequestOutput<'batches.relationships'>;
  /** Streams every row of a batch in path order; for `batch-status --json` and exports. */
  allDocuments(batchId: string): IterableIterator<DocumentRow>;
  /** Streams how the documents of a batch belong together, in no particular order. */
  outline(batchId: string): IterableIterator<OutlineRow>;
  /** Streams the paths of the documents of a batch, in no particular order. */
  paths(batchId: string): IterableIterator<PathRow>;
  /** Returns what the report of a batch says beyond its counters. */
  reportFacts(batchId: string): ReportFacts;
  /** Returns everything about a document; null when unknown. */
  document(documentId: string): DocumentDetail | null;
  /** Returns what `document` does without attempts and stages, which are much to read; null when unknown. */
  documentContent(documentId: string): DocumentContent | null;
  totals(hours: number, now: number): RequestOutput<'totals.get'>;
  /** Estimates how long documents would take here, ms; null when too few were processed to tell. */
  expectedMs: Forecast['expectedMs'];
  /** Opens an engine that answers searches from this connection; its caller disposes of it. */
  search(): SearchEngine;
  /** Opens an engine that compares batches from this connection; open another one after a change. */
  compare(): CompareEngine;
  /** Keeps names, headers, dates and entities searchable. */
  readonly searchIndex: SearchIndexer;
  /** Similar texts and threads of mails. */
  readonly similar: SimilarStore & SimilarQueries;
  stats(): { bytes: number; batches: number; documents: number; gaps: number };
  dispose(): void;
}
