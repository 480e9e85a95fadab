/** Finds one batch, live in Redis or offline in history, and announces that it has changed. */
import type { Logger } from 'pino';
import { type Batch, isTerminal } from '../../shared/batches.ts';
import { RedwellError } from '../../shared/errors.ts';
import type { History } from '../history/types.ts';
import type { Intake } from '../intake/types.ts';
import { waitingOf } from '../live/waiting.ts';
import type { RedisHolder } from './redis-holder.ts';

export interface BatchLookupDeps {
  redis: RedisHolder;
  history: History;
  intake: Pick<Intake, 'unsubmitted'>;
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
  /** Marks those of these recorded batches that are on their way to Redis, and says which live batches they wait for. */
  onTheirWay(recorded: readonly Batch[]): Batch[];
  /** Reads a batch after a command changed it, announces it, and keeps it in history. @throws RedwellError not_found */
  changed(batchId: string): Promise<Batch>;
}

export function createBatchLookup({ redis, history, intake, onBatch, log }: BatchLookupDeps): BatchLookup {
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
    if (live !== null) return { ...recorded, source: 'live' };
    return onTheirWay([recorded])[0] ?? recorded;
  };

  const onTheirWay: BatchLookup['onTheirWay'] = (recorded) => {
    const outbox = new Set(intake.unsubmitted().map(({ batchId }) => batchId));
    const marked = recorded.map(
      (batch): Batch =>
        outbox.has(batch.id) && !isTerminal(batch.status) ? { ...batch, source: 'outbox' } : batch,
    );
    if (!marked.some(({ source }) => source === 'outbox')) return marked;
    const known = new Map(marked.map((batch) => [batch.id, batch]));
    const sent = [...outbox].flatMap((id) => known.get(id) ?? history.batch(id) ?? []);
    const live = redis.session()?.board.active() ?? [];
    const waiting = waitingOf([...live, ...sent.filter(({ id }) => live.every((one) => one.id !== id))]);
    return marked.map((batch) =>
      batch.source === 'outbox' ? { ...batch, waiting: waiting.get(batch.id) ?? null } : batch,
    );
  };

  return {
    find,
    onTheirWay,
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
