/** History: the local, offline record. It is written from events and never asked by the pipeline. */
import type { Batch } from '../../shared/batches.ts';
import type { BatchNotification, RequestOutput, RequestParsed } from '../../shared/bridge.ts';
import type { Attempt, DocumentDetail, DocumentRow, DocumentStatus } from '../../shared/documents.ts';
import type { ExceptionCode } from '../../shared/exceptions.ts';
import type { Manifest } from '../../shared/manifest.ts';
import type { Stage, StageStatus } from '../../shared/stages.ts';
import type { StageResults } from '../documents/types.ts';
import type { CacheMirror } from './cache-mirror.ts';
import type { Forecast } from './forecast.ts';
import type { ResolutionWriter } from './resolution-writer.ts';
import type { Hit } from './search.ts';

/** One real change of one stage of one document, as the event stream tells it. */
export interface StageEvent {
  batchId: string;
  documentId: string;
  /** 1 for the first submission, +1 for each retry of the document. A higher run resets its stages. */
  run: number;
  stage: Stage;
  status: StageStatus;
  /** Orders the attempts of one stage within a run; not a count. */
  attempt: number;
  /** Unix ms. */
  at: number;
  /** What the document became by this change. */
  documentStatus: DocumentStatus;
  exception: ExceptionCode | null;
  detail: string;
}

/** What the results role holds of one document, fetched when its stages end. */
export interface DocumentResults {
  documentId: string;
  attempts: Attempt[];
  results: Partial<StageResults>;
}

export interface History {
  readonly path: string;
  /** Registers a batch and all its documents before any event can arrive. Repeating it changes nothing. */
  recordManifest(manifest: Manifest): void;
  /**
   * Applies events and results and moves the durable cursor, in one transaction. Events may repeat (the
   * cursor is at-least-once): applying one twice changes nothing; an older run or attempt never overwrites a newer.
   */
  apply(input: { cursor: string; events: readonly StageEvent[]; results: readonly DocumentResults[] }): void;
  /** The cursor of the last `apply`; null on a new database. */
  cursor(): string | null;
  /** Keeps a batch's current figures; the last one before the end is what History shows for ever. */
  saveBatch(batch: Batch): void;
  /** The stream was trimmed past the cursor, or the server lost its last second. Shown in Health. */
  recordGap(gap: { from: string; to: string; at: number; reason: string }): void;
  /** Documents of a batch that history does not know to be terminal; for filling a gap. */
  openDocuments(batchId: string): string[];
  /** The highest run that was seen of a batch or of a document of it; 0 before the first. */
  lastRun(batchId: string): number;
  /** Batches whose saved figures are not those of their end: after a crash, their end may be untold. */
  unsettledBatches(): string[];
  /** Those of them that were submitted to the Redis with this address: it must have them. */
  unsettledAt(place: string): string[];
  /** Keeps to which Redis a batch was submitted. @param place its address without secrets */
  placeBatch(batchId: string, place: string): void;
  /** The notification once per batch and run: false when it was claimed before (also across restarts). */
  claimNotification(batchId: string, run: number, notification: BatchNotification): boolean;
  /** Copies of what the cache held, in a file of their own. */
  readonly kept: CacheMirror;
  /** Where canonical entities of whole batches are written. */
  readonly resolutions: ResolutionWriter;
  /** Batches that ended and have no canonical entities, newest first, 500 at most; for filling a gap. */
  unresolvedBatches(): string[];

  listBatches(query: RequestParsed<'batches.list'>): RequestOutput<'batches.list'>;
  /** null when unknown. Figures have `source: 'history'`. */
  batch(batchId: string): Batch | null;
  listDocuments(query: RequestParsed<'documents.list'>): RequestOutput<'documents.list'>;
  listEntities(query: RequestParsed<'batches.entities'>): RequestOutput<'batches.entities'>;
  listRelationships(query: RequestParsed<'batches.relationships'>): RequestOutput<'batches.relationships'>;
  /** Every row of a batch in path order, streamed; for `batch-status --json` and exports. */
  allDocuments(batchId: string): IterableIterator<DocumentRow>;
  /** null when unknown. */
  document(documentId: string): DocumentDetail | null;
  totals(hours: number, now: number): RequestOutput<'totals.get'>;
  /** How long these would run here, ms; null while too little was processed to tell. */
  expectedMs: Forecast['expectedMs'];
  /** Documents whose path or whose text has all the words; paths first, then the best. @param limit at most this many */
  search(query: string, limit: number): Hit[];
  stats(): { bytes: number; batches: number; documents: number; gaps: number };
  dispose(): void;
}
