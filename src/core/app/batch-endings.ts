/**
 * Watches over the work at the end of a batch (merging entities across documents). Normally it follows within
 * seconds; when it does not, because its job was lost, it is started again.
 */
import type { Logger } from 'pino';
import { dueRun, reconcileEnding } from '../batches/ending.ts';
import type { Connected } from './redis-link.ts';
import { STALLED_AFTER_MS } from './stalled-batches.ts';

export interface BatchEndings {
  /** Notes that a batch has ended, so its final work is due. @param now Unix ms */
  ended(batchId: string, now: number): void;
  /** Restarts the final work of batches that have waited for it for `STALLED_AFTER_MS`. @param now Unix ms */
  upkeep(now: number): Promise<void>;
}

export function createBatchEndings({ redis, broker }: Connected, log: Logger): BatchEndings {
  const dueSince = new Map<string, number>();
  return {
    ended: (batchId, now) => void dueSince.set(batchId, now),
    async upkeep(now) {
      for (const [batchId, since] of dueSince) {
        if (now - since < STALLED_AFTER_MS) continue;
        // The work is done, Redis has forgotten the batch, or the batch runs again and will end again.
        if ((await dueRun(redis, batchId)) === null) {
          dueSince.delete(batchId);
          continue;
        }
        dueSince.set(batchId, now);
        const lost = await reconcileEnding(redis, broker, batchId, true);
        if (lost !== null) log.warn({ batchId, ...lost }, 'the final work of a batch was lost');
      }
    },
  };
}
