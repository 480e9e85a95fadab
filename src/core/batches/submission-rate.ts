/**
 * How fast batches may go into a Redis that others use too. All consoles on one server take from one bucket, so
 * that two of them submitting at once disturb the others no more than one.
 */
import { setTimeout } from 'node:timers/promises';
import type { RedisRoles } from '../redis/connect.ts';
import { takeTokens } from '../redis/token-bucket.ts';

/**
 * Documents per second on a shared server unless Settings say otherwise: half of what a server takes, and far
 * above what workers do, so that a batch is never late for it.
 */
export const SHARED_DOCUMENTS_PER_SECOND = 1000;
const BUCKET = 'submission';

export interface SubmissionRate {
  /** @param perSecond documents; null: no limit, as with the built-in server, which is ours alone */
  limit(perSecond: number | null): void;
  /** Resolves when so many documents may be submitted. @throws whatever ioredis throws while Redis is away */
  take(documents: number): Promise<void>;
  state(): { perSecond: number | null; waitedMs: number };
}

export function createSubmissionRate(redis: RedisRoles): SubmissionRate {
  let perSecond: number | null = null;
  let waitedMs = 0;
  return {
    limit(next) {
      perSecond = next;
    },
    async take(documents) {
      for (let missing = documents; missing > 0 && perSecond !== null; ) {
        // A second's worth at a time: the bucket holds no more, whatever the size of a slice.
        const some = Math.min(missing, perSecond);
        const taken = await takeTokens(redis, BUCKET, { capacity: perSecond, perSecond }, some);
        if (taken.granted) missing -= some;
        else {
          waitedMs += taken.waitMs;
          await setTimeout(taken.waitMs);
        }
      }
    },
    state: () => ({ perSecond, waitedMs }),
  };
}
