/** Batches that have ended and whose work at the end is still to come; one that would never come is brought about. */
import type { Logger } from 'pino';
import { dueRun, reconcileEnding } from '../batches/ending.ts';
import type { Connected } from './redis-link.ts';
import { STALLED_AFTER_MS } from './stalled-batches.ts';

export interface BatchEndings {
  /** The batch has ended: its parent's work is due now. */
  ended(batchId: string, now: number): void;
  /** Looks at those that have been due for a while, and as long again between two looks. @param now Unix ms */
  upkeep(now: number): Promise<void>;
}

export function createBatchEndings({ redis, broker }: Connected, log: Logger): BatchEndings {
  const due = new Map<string, number>();
  return {
    ended: (batchId, now) => void due.set(batchId, now),
    async upkeep(now) {
      for (const [batchId, since] of due) {
        if (now - since < STALLED_AFTER_MS) continue;
        // It has come, Redis has forgotten the batch, or it runs again and will end again.
        if ((await dueRun(redis, batchId)) === null) {
          due.delete(batchId);
          continue;
        }
        due.set(batchId, now);
        const found = await reconcileEnding(redis, broker, batchId, true);
        if (found !== null) log.warn({ batchId, ...found }, 'the work at the end of a batch was lost');
      }
    },
  };
}
