/**
 * Reads every active batch in one round trip. Redis sends only the batches that changed since the last read, so a read
 * costs as much as what changed.
 */

import { isDeepStrictEqual } from 'node:util';
import { type Batch, isTerminal } from '../../shared/batches.ts';
import { replyCondition } from '../redis/condition.ts';
import type { RedisRoles } from '../redis/connect.ts';
import { runScript } from '../redis/scripts.ts';
import { type BatchHash, toBatch } from './batch-view.ts';
import { Pace } from './pace.ts';
import { NO_FORECASTS, type PastForecasts } from './past-forecasts.ts';
import { waitingOf } from './waiting.ts';

interface KnownBatch {
  /** Sequence number of the batch at the last read. */
  seq: string;
  pace: Pace;
  batch: Batch;
}

export interface Dashboard {
  /** Reads what changed; takes a second round trip when there are new batches. @throws whatever ioredis throws while Redis is away */
  look(): Promise<void>;
  /** Returns every batch that was read and not forgotten, including ended ones. */
  batches(): Batch[];
  one(batchId: string): Batch | undefined;
  forget(batchId: string): void;
}

const toHash = (flat: readonly string[]): BatchHash => {
  const hash: Record<string, string> = {};
  for (let i = 0; i + 1 < flat.length; i += 2) hash[flat[i] ?? ''] = flat[i + 1] ?? '';
  return hash;
};

/**
 * @param onChanged called with every active batch whose counters changed
 * @param past what earlier batches let expect
 */
export function createDashboard(
  redis: RedisRoles,
  onChanged: (batch: Batch) => void,
  past: PastForecasts = NO_FORECASTS,
): Dashboard {
  const batches = new Map<string, KnownBatch>();
  /** Batches that were read in this look, with their runs. */
  const taken = new Map<string, number>();

  const take = (id: string, hash: BatchHash): void => {
    const now = Date.now();
    const plain = toBatch(id, hash, now);
    const entry = batches.get(id) ?? { seq: '', pace: new Pace(), batch: plain };
    entry.batch = { ...plain, waiting: entry.batch.waiting ?? null };
    entry.seq = hash.seq ?? '';
    batches.set(id, entry);
    taken.set(id, Number(hash.run ?? 0));
  };

  /** Adds what needs all batches or earlier readings, and reports what changed. */
  const complete = (): void => {
    const now = Date.now();
    const waiting = waitingOf([...batches.values()].map(({ batch }) => batch));
    for (const [id, entry] of batches) {
      const { batch } = entry;
      const place = waiting.get(id) ?? null;
      const run = taken.get(id);
      if (run === undefined && isDeepStrictEqual(place, batch.waiting ?? null)) continue;
      entry.batch = { ...batch, waiting: place };
      if (run !== undefined)
        Object.assign(entry.batch, entry.pace.observe(entry.batch, now, past.of(id, run)));
      if (run !== undefined) past.note(entry.batch, run, now);
      if (place !== null) Object.assign(entry.batch, { eta: null, throughput: null });
      if (!isTerminal(entry.batch.status)) onChanged(entry.batch);
    }
    taken.clear();
  };

  const snapshot = async (ids: readonly string[]): Promise<string[]> => {
    const reply = (await runScript(
      redis.roles.batch,
      'dashboard_snapshot',
      {
        active: redis.keys.activeBatches(),
        events: redis.keys.events(),
        each: ids.map((id) => ({ batch: redis.keys.batch(id) })),
      },
      ids.map((id) => batches.get(id)?.seq ?? ''),
    )) as [string, string[], (number | string[])[]];
    const [, active, changed] = reply;
    for (let i = 0; i + 1 < changed.length; i += 2) {
      const id = ids[Number(changed[i]) - 1];
      if (id !== undefined) take(id, toHash(changed[i + 1] as string[]));
    }
    return active;
  };

  /** Reads each batch alone when one of them has a key of a wrong type, which must not hide the others. */
  const snapshotAll = async (ids: readonly string[]): Promise<string[]> => {
    try {
      return await snapshot(ids);
    } catch (error) {
      if (ids.length === 0 || replyCondition(error) !== 'wrong_type') throw error;
      const active = await snapshot([]);
      for (const id of ids)
        await snapshot([id]).catch((failure: unknown) => {
          // Health names this batch.
          if (replyCondition(failure) !== 'wrong_type') throw failure;
        });
      return active;
    }
  };

  return {
    async look() {
      const active = await snapshotAll([...batches.keys()]);
      const fresh = active.filter((id) => !batches.has(id));
      if (fresh.length > 0) await snapshotAll(fresh);
      complete();
    },
    batches: () => [...batches.values()].map((entry) => entry.batch),
    one: (batchId) => batches.get(batchId)?.batch,
    forget(batchId) {
      batches.delete(batchId);
    },
  };
}
