/** Which running batches have made no progress for a while. */
import type { Batch } from '../../shared/batches.ts';
import { STAGES } from '../../shared/stages.ts';

/** Without a change for this long a batch is looked at; and as long again between two looks. ms */
export const STALLED_AFTER_MS = 60_000;

export interface StalledBatches {
  /** @returns those that are due; each is due once per `STALLED_AFTER_MS` while it stands still */
  due(active: readonly Batch[], now: number): Batch[];
}

/** Any document that moves changes this. */
const progressOf = (batch: Batch): string =>
  STAGES.map((stage) => Object.values(batch.stages[stage]).join('.')).join(' ');

export function createStalledBatches(): StalledBatches {
  const seen = new Map<string, { progress: string; since: number }>();
  return {
    due(active, now) {
      const known = new Set(active.map((batch) => batch.id));
      for (const id of seen.keys()) if (!known.has(id)) seen.delete(id);
      return active.filter((batch) => {
        const progress = progressOf(batch);
        const before = seen.get(batch.id);
        const stands = before !== undefined && before.progress === progress && batch.status === 'running';
        const due = stands && now - before.since >= STALLED_AFTER_MS;
        if (!stands || due) seen.set(batch.id, { progress, since: now });
        return due;
      });
    },
  };
}
