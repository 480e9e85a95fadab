/** Compares batches' counters with their documents, on request and when a batch stalls, and keeps the last report. */
import type { Logger } from 'pino';
import type { Batch } from '../../shared/batches.ts';
import { isExact, type ReconcileReport } from '../../shared/reconcile.ts';
import { CONFIRM_MS } from '../batches/orphans.ts';
import { reconcileBatch } from '../batches/reconcile.ts';
import type { Connected } from './redis-link.ts';

export interface Reconciler {
  /** null until the first check since Redis was connected. */
  last(): ReconcileReport | null;
  /**
   * Checks one batch after the other.
   * @throws whatever ioredis throws while Redis is away; the last report is kept then
   */
  check(
    by: ReconcileReport['by'],
    batches: readonly Pick<Batch, 'id' | 'name'>[],
    repair: boolean,
  ): Promise<ReconcileReport>;
}

export function createReconciler({ redis, broker }: Connected, log: Logger): Reconciler {
  let last: ReconcileReport | null = null;
  return {
    last: () => last,
    async check(by, batches, repair) {
      const results: ReconcileReport['batches'] = [];
      for (const { id, name } of batches) {
        const result = await reconcileBatch(
          redis,
          broker,
          id,
          repair,
          CONFIRM_MS,
          repair && by === 'operator',
        );
        results.push({ ...result, name });
        if (!isExact(result)) log.warn({ ...result, by, repair }, 'a batch differs from its documents');
      }
      last = { at: Date.now(), by, repair, batches: results };
      return last;
    },
  };
}
