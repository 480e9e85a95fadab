/**
 * Releases in Redis what history has stored: most results of a document soon after it completed, and the rest, with the
 * jobs, after its batch has ended. Only batches in this history are released, because no other history gets them.
 */
import type { Logger } from 'pino';
import type { Broker } from '../batches/broker.ts';
import { releasableRun, releaseBatch } from '../batches/release.ts';
import type { History } from '../history/types.ts';
import type { RedisRoles } from '../redis/connect.ts';
import { type Readout, releaseResults } from '../results/release.ts';
import { isBefore, lastId } from './feed.ts';

export interface BatchReleases {
  /** Notes completed documents whose results history has. */
  completed(documents: readonly Readout[]): void;
  /**
   * Releases what is due. A call while another is still working does nothing.
   * @param cursor up to which history has the event stream
   * @throws whatever ioredis throws while Redis is away; nothing is lost by calling again
   */
  upkeep(cursor: string): Promise<void>;
}

/** Documents remembered at most. If there are more, their results stay until the end of their batch. */
const MAX_NOTED = 100_000;

export function createBatchReleases(
  { redis, broker }: { redis: RedisRoles; broker: Broker },
  history: History,
  log: Logger,
): BatchReleases {
  let noted: Readout[] = [];
  /** Ended batches: the run, and the end of the stream when it was first seen to have ended. */
  const waiting = new Map<string, { run: number; until: string }>();
  let isWorking = false;

  const releaseNoted = async (): Promise<void> => {
    const documents = noted;
    noted = [];
    if (documents.length === 0) return;
    await history.confirm();
    await releaseResults(redis, documents, 'most');
  };

  const releaseEnded = async (batchId: string, cursor: string): Promise<void> => {
    const run = await releasableRun(redis, batchId);
    if (run === null) {
      waiting.delete(batchId);
      return;
    }
    let due = waiting.get(batchId);
    if (due?.run !== run) {
      due = { run, until: await lastId(redis.roles.batch, redis.keys.events()) };
      waiting.set(batchId, due);
    }
    if (isBefore(cursor, due.until) || history.openDocuments(batchId).length > 0) return;
    await history.confirm();
    waiting.delete(batchId);
    if (await releaseBatch(redis, broker, batchId, run)) log.debug({ batchId, run }, 'a batch was released');
  };

  return {
    completed(documents) {
      if (noted.length + documents.length <= MAX_NOTED) noted.push(...documents);
    },
    async upkeep(cursor) {
      if (isWorking) return;
      isWorking = true;
      try {
        await releaseNoted();
        for (const batchId of await redis.roles.batch.smembers(redis.keys.heldBatches()))
          if (history.batch(batchId) !== null) await releaseEnded(batchId, cursor);
      } finally {
        isWorking = false;
      }
    },
  };
}
