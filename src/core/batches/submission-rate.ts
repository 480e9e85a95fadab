/**
 * Limits how fast batches are submitted to a Redis that others use too. All consoles on a server share one token
 * bucket, so two consoles that submit at once load the server no more than one.
 */
import { setTimeout } from 'node:timers/promises';
import type { RedisRoles } from '../redis/connect.ts';
import { takeTokens } from '../redis/token-bucket.ts';

/**
 * Default limit for a shared server, in documents per second. It is half of what a server can take and far more than
 * workers process, so it never delays a batch.
 */
export const SHARED_DOCUMENTS_PER_SECOND = 1000;
const BUCKET = 'submission';

export interface SubmissionRate {
  /** @param perSecond documents per second; null removes the limit, as for the built-in server */
  limit(perSecond: number | null): void;
  /** Resolves when this many documents may be submitted. @throws any ioredis error while Redis is unreachable */
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
        // The bucket holds at most one second's worth, and a slice may be larger.
        const part = Math.min(missing, perSecond);
        const taken = await takeTokens(redis, BUCKET, { capacity: perSecond, perSecond }, part);
        if (taken.granted) missing -= part;
        else {
          waitedMs += taken.waitMs;
          await setTimeout(taken.waitMs);
        }
      }
    },
    state: () => ({ perSecond, waitedMs }),
  };
}
