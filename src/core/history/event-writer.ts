/** Writes events into document rows. */
import type { DocumentException, DocumentStatus } from '../../shared/documents.ts';
import type { Database } from './connection.ts';
import { currentStage, type FoldedDocument, foldEvent, packStages, unpackStages } from './fold-events.ts';
import type { StageEvent } from './types.ts';

/** What a write changed, so that counters kept in memory can be refreshed. */
export interface Touched {
  /** `batches.n` */
  batches: Set<number>;
  /** Unix minutes in which a document or an attempt ended, or no longer did. */
  minutes: Set<number>;
}

export const minuteOf = (at: number): number => Math.floor(at / 60_000);

interface StoredState {
  n: number;
  batch: number;
  status: DocumentStatus;
  run: number;
  stages: string;
  exception: string | null;
  ended_at: number | null;
}

interface Loaded {
  n: number;
  batch: number;
  state: FoldedDocument;
  endedBefore: number | null;
  changed: boolean;
}

/**
 * Returns a function that folds events into document rows, reading and writing each row once. Call it inside a
 * transaction. It skips events of documents that history doesn't have, because another app
 * submitted them, and returns how many it skipped.
 */
export function eventWriter(db: Database): (events: readonly StageEvent[], touched: Touched) => number {
  const read = db.prepare(
    'SELECT n, batch, status, run, stages, exception, ended_at FROM documents WHERE id = ?',
  );
  const write = db.prepare(
    `UPDATE documents SET status = ?, run = ?, stages = ?, stage = ?, code = ?, exception = ?, ended_at = ?
     WHERE n = ?`,
  );

  const load = (id: string): Loaded | null => {
    const row = read.get(id) as StoredState | undefined;
    if (row === undefined) return null;
    const state: FoldedDocument = {
      status: row.status,
      run: row.run,
      stages: unpackStages(row.stages),
      exception: row.exception === null ? null : (JSON.parse(row.exception) as DocumentException),
      endedAt: row.ended_at,
    };
    return { n: row.n, batch: row.batch, state, endedBefore: row.ended_at, changed: false };
  };

  return (events, touched) => {
    const loaded = new Map<string, Loaded | null>();
    let skipped = 0;
    for (const event of events) {
      let document = loaded.get(event.documentId);
      if (document === undefined) {
        document = load(event.documentId);
        loaded.set(event.documentId, document);
      }
      if (document === null) skipped += 1;
      else if (foldEvent(document.state, event)) document.changed = true;
    }
    for (const document of loaded.values()) {
      if (document === null || !document.changed) continue;
      const { n, batch, state, endedBefore } = document;
      const { exception } = state;
      write.run(
        state.status,
        state.run,
        packStages(state.stages),
        currentStage(state),
        exception?.code ?? null,
        exception === null ? null : JSON.stringify(exception),
        state.endedAt,
        n,
      );
      touched.batches.add(batch);
      if (endedBefore !== null) touched.minutes.add(minuteOf(endedBefore));
      if (state.endedAt !== null) touched.minutes.add(minuteOf(state.endedAt));
    }
    return skipped;
  };
}
