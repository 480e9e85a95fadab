/**
 * One look at every active batch, in one round trip. Figures come from the batches' own hashes and only of
 * those that changed since the look before, so a look costs what changed and not what there is.
 */
import { type Batch, isTerminal } from '../../shared/batches.ts';
import type { RedisRoles } from '../redis/connect.ts';
import { runScript } from '../redis/scripts.ts';
import { type BatchHash, toBatch } from './batch-view.ts';
import { Pace } from './pace.ts';

interface Known {
  seq: string;
  pace: Pace;
  batch: Batch;
}

export interface Dashboard {
  /** Reads what changed; one round trip more when batches appeared. @throws whatever ioredis throws while Redis is away */
  look(): Promise<void>;
  /** Every batch seen so far and not forgotten, ended ones too. */
  batches(): Batch[];
  one(batchId: string): Batch | undefined;
  forget(batchId: string): void;
}

const pairs = (flat: readonly string[]): BatchHash => {
  const hash: Record<string, string> = {};
  for (let i = 0; i + 1 < flat.length; i += 2) hash[flat[i] ?? ''] = flat[i + 1] ?? '';
  return hash;
};

/** @param onChanged a batch that is not terminal has new figures */
export function createDashboard(redis: RedisRoles, onChanged: (batch: Batch) => void): Dashboard {
  const known = new Map<string, Known>();

  const take = (id: string, hash: BatchHash): void => {
    const now = Date.now();
    const plain = toBatch(id, hash, now);
    const entry = known.get(id) ?? { seq: '', pace: new Pace(), batch: plain };
    entry.batch = { ...plain, ...entry.pace.observe(plain, now) };
    entry.seq = hash.seq ?? '';
    known.set(id, entry);
    if (!isTerminal(entry.batch.status)) onChanged(entry.batch);
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
      ids.map((id) => known.get(id)?.seq ?? ''),
    )) as [string, string[], (number | string[])[]];
    const [, active, changed] = reply;
    for (let i = 0; i + 1 < changed.length; i += 2) {
      const id = ids[Number(changed[i]) - 1];
      if (id !== undefined) take(id, pairs(changed[i + 1] as string[]));
    }
    return active;
  };

  return {
    async look() {
      const active = await snapshot([...known.keys()]);
      const fresh = active.filter((id) => !known.has(id));
      if (fresh.length > 0) await snapshot(fresh);
    },
    batches: () => [...known.values()].map((entry) => entry.batch),
    one: (batchId) => known.get(batchId)?.batch,
    forget(batchId) {
      known.delete(batchId);
    },
  };
}
