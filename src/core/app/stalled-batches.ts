/** Finds running batches that have made no progress for a while. */
import type { Batch } from '../../shared/batches.ts';
import { STAGES } from '../../shared/stages.ts';

/** A batch without progress for this long has stalled; it is checked again after the same time. ms */
export const STALLED_AFTER_MS = 60_000;

export interface StalledBatches {
  /** Returns the batches to check now. A batch that stays stalled is returned once per `STALLED_AFTER_MS`. */
  due(active: readonly Batch[], now: number): Batch[];
}

/** Returns text that changes whenever any document of the batch moves. */
const progressOf = (batch: Batch): string =>
  STAGES.map((stage) => Object.values(batch.stages[stage]).join('.')).join(' ');

export function createStalledBatches(): StalledBatches {
  const seen = new Map<string, { progress: string; since: number }>();
  return {
    due(active, now) {
      const activeIds = new Set(active.map(({ id }) => id));
      for (const id of seen.keys()) if (!activeIds.has(id)) seen.delete(id);
      return active.filter((batch) => {
        const progress = progressOf(batch);
        const before = seen.get(batch.id);
        const isUnchanged =
          before !== undefined && before.progress === progress && batch.status === 'running';
        const isDue = isUnchanged && now - before.since >= STALLED_AFTER_MS;
        if (!isUnchanged || isDue) seen.set(batch.id, { progress, since: now });
        return isDue;
      });
    },
  };
}
