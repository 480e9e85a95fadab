/** Checks the figures of batches, when an operator asks and when one stands still, and keeps the last report. */
import type { Logger } from 'pino';
import type { Batch } from '../../shared/batches.ts';
import { isExact, type ReconcileReport } from '../../shared/reconcile.ts';
import { reconcileBatch } from '../batches/reconcile.ts';
import type { Connected } from './redis-link.ts';

type Named = Pick<Batch, 'id' | 'name'>;

export interface Reconciler {
  /** null until the first check since this console met Redis. */
  last(): ReconcileReport | null;
  /** One batch after the other. @throws whatever ioredis throws while Redis is away; the last report stays then */
  check(by: ReconcileReport['by'], batches: readonly Named[], repair: boolean): Promise<ReconcileReport>;
}

export function createReconciler({ redis, broker }: Connected, log: Logger): Reconciler {
  let last: ReconcileReport | null = null;
  return {
    last: () => last,
    async check(by, batches, repair) {
      const results: ReconcileReport['batches'] = [];
      for (const { id, name } of batches) {
        const result = await reconcileBatch(redis, broker, id, repair);
        results.push({ ...result, name });
        if (!isExact(result)) log.warn({ ...result, by, repair }, 'figures');
      }
      last = { at: Date.now(), by, repair, batches: results };
      return last;
    },
  };
}
