/** Finds one batch, live in Redis or offline in history, and announces that it has changed. */
import type { Logger } from 'pino';
import { type Batch, isTerminal } from '../../shared/batches.ts';
import { RedwellError } from '../../shared/errors.ts';
import type { History } from '../history/types.ts';
import type { RedisHolder } from './redis-holder.ts';

export interface BatchLookupDeps {
  redis: RedisHolder;
  history: History;
  /** Announces a batch to every listener. */
  onBatch(batch: Batch): void;
  log: Logger;
}

export interface BatchLookup {
  /**
   * Returns a batch: from Redis while it runs, from history once it has ended or while Redis is away.
   * @throws RedwellError not_found
   */
  find(batchId: string): Promise<Batch>;
  /** Reads a batch after a command changed it, announces it, and keeps it in history. @throws RedwellError not_found */
  changed(batchId: string): Promise<Batch>;
}

export function createBatchLookup({ redis, history, onBatch, log }: BatchLookupDeps): BatchLookup {
  /** Returns null when Redis is away or does not have the batch. */
  const findLive = async (batchId: string): Promise<Batch | null> => {
    const board = redis.session()?.board;
    if (board === undefined || !redis.isReady()) return null;
    try {
      return (await board.read(batchId))?.batch ?? null;
    } catch (error) {
      // Redis went away after the check above: history answers, and its answer says that it is not live.
      log.warn({ error, batchId }, 'reading a batch from Redis failed');
      return null;
    }
  };

  const find = async (batchId: string): Promise<Batch> => {
    const live = await findLive(batchId);
    if (live !== null && !isTerminal(live.status)) return live;
    const recorded = history.batch(batchId);
    if (recorded === null)
      throw new RedwellError('not_found', `Batch ${batchId} is not on this computer.`, {
        action: 'Open History to see the batches that are.',
      });
    // History has all of an ended batch; Redis only confirms that it still knows it.
    return live === null ? recorded : { ...recorded, source: 'live' };
  };

  return {
    find,
    async changed(batchId) {
      redis.session()?.board.wake();
      const batch = await find(batchId);
      onBatch(batch);
      // The operator's wish survives even if Redis loses it now. The end of a batch is recorded by the session.
      if (!isTerminal(batch.status)) history.saveBatch(batch);
      return batch;
    },
  };
}
