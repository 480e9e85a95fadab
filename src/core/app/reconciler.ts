/** Checks the figures of batches, when an operator asks and when one stands still, and keeps the last report. */
import type { Logger } from 'pino';
import type { Batch } from '../../shared/batches.ts';
import { type FigureReport, isExact } from '../../shared/reconcile.ts';
import { reconcileBatch } from '../batches/reconcile.ts';
import type { Connected } from './redis-link.ts';

type Named = Pick<Batch, 'id' | 'name'>;

export interface FigureCheck {
  /** null until the first check since this console met Redis. */
  last(): FigureReport | null;
  /** One batch after the other. @throws whatever ioredis throws while Redis is away; the last report stays then */
  check(by: FigureReport['by'], batches: readonly Named[], repair: boolean): Promise<FigureReport>;
}

export function createFigureCheck({ redis, broker }: Connected, log: Logger): FigureCheck {
  let last: FigureReport | null = null;
  return {
    last: () => last,
    async check(by, batches, repair) {
      const results: FigureReport['batches'] = [];
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
