/** Writes events into document rows. */
import type { DocumentException, DocumentStatus } from '../../shared/documents.ts';
import type { Database } from './connection.ts';
import { documentEnds } from './document-ends.ts';
import {
  currentStage,
  type FoldedDocument,
  foldEvent,
  isOpen,
  packStages,
  unpackStages,
} from './fold-events.ts';
import type { Touched } from './touched.ts';
import type { StageEvent } from './types.ts';

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
  const ends = documentEnds(db);

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
    return { n: row.n, batch: row.batch, state, changed: false };
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
      if (document === null) {
        skipped += 1;
        continue;
      }
      if (foldEvent(document.state, event)) document.changed = true;
      // Also the end of a run that a later one has replaced: the work was done then.
      if (!isOpen(event.documentStatus))
        ends.record(document.n, { run: event.run, status: event.documentStatus, at: event.at }, touched);
    }
    for (const document of loaded.values()) {
      if (document === null || !document.changed) continue;
      const { n, batch, state } = document;
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
    }
    return skipped;
  };
}
