/** Reads a batch back, and asserts the invariants that hold for every batch. */
import { expect } from 'vitest';
import { recountBatch } from '../../src/core/batches/scripts.ts';
import { type DocumentState, unpackState } from '../../src/core/batches/state.ts';
import { toBatch } from '../../src/core/live/batch-view.ts';
import type { RedisRoles } from '../../src/core/redis/connect.ts';
import type { Batch } from '../../src/shared/batches.ts';
import { STAGES } from '../../src/shared/stages.ts';

export async function readBatch(redis: RedisRoles, batchId: string): Promise<Batch> {
  return toBatch(batchId, await redis.roles.batch.hgetall(redis.keys.batch(batchId)), Date.now());
}

export async function readStates(redis: RedisRoles, batchId: string): Promise<Map<string, DocumentState>> {
  const hash = await redis.roles.batch.hgetall(redis.keys.documents(batchId));
  return new Map(Object.entries(hash).map(([id, packed]) => [id, unpackState(packed)]));
}

/** Expects the reconciliation equation and the sums per stage to hold, and a recount without drift. */
export async function expectInvariants(redis: RedisRoles, batchId: string): Promise<Batch> {
  const batch = await readBatch(redis, batchId);
  const { received, completed, duplicates, excluded, exceptions, pending } = batch.equation;
  expect(completed + duplicates + excluded + exceptions + pending).toBe(received);
  const jobs = Number((await redis.roles.batch.hget(redis.keys.batch(batchId), 'jobs')) ?? 0);
  for (const stage of STAGES) {
    const s = batch.stages[stage];
    expect(s.waiting + s.running + s.retrying + s.completed + s.failed + s.skipped, stage).toBe(jobs);
  }
  expect(await recountBatch(redis, batchId)).toEqual({ checked: received, drift: [] });
  return batch;
}
