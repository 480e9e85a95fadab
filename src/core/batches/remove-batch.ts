/** Removes an ended batch from Redis: its state, its results and its jobs. Every step can be repeated. */
import type { RedisRoles } from '../redis/connect.ts';
import type { Broker } from './broker.ts';
import { removeLeftJobs } from './release.ts';

/** Documents per step. */
const SLICE = 250;

/** Returns the digests of the first stage's results that Redis still has, by which the cache has the later ones. */
export async function storedDigests(redis: RedisRoles, documentIds: readonly string[]): Promise<Set<string>> {
  const digests = new Set<string>();
  for (let i = 0; i < documentIds.length; i += SLICE) {
    const found = await Promise.all(
      documentIds
        .slice(i, i + SLICE)
        .map((id) => redis.roles.results.hget(redis.keys.documentResults(id), 'digest')),
    );
    for (const digest of found) if (digest !== null) digests.add(digest);
  }
  return digests;
}

/** @param documentIds all documents of the batch. The batch must have ended. */
export async function removeBatch(
  redis: RedisRoles,
  broker: Broker,
  batchId: string,
  documentIds: readonly string[],
): Promise<void> {
  const { keys, roles } = redis;
  const run = Number((await roles.batch.hget(keys.batch(batchId), 'run')) ?? 0);
  if (run > 0) await removeLeftJobs(redis, broker, batchId, run);
  for (let i = 0; i < documentIds.length; i += SLICE)
    await Promise.all(
      documentIds.slice(i, i + SLICE).map((id) => roles.results.unlink(keys.documentResults(id))),
    );
  for (let one = 1; one <= run; one += 1) await roles.results.unlink(keys.batchResolution(batchId, one));
  await roles.results.unlink(keys.keptNames(batchId));
  await roles.batch.srem(keys.heldBatches(), batchId);
  await roles.batch.zrem(keys.activeBatches(), batchId);
  // The batch itself comes last: its run tells what else there is, should this be called again.
  for (const key of [keys.documents, keys.parked, keys.repairs, keys.reopening, keys.commands, keys.batch])
    await roles.batch.unlink(key(batchId));
}

const LOOK_MS = 50;
const REWRITE_MS = 120_000;

/**
 * Makes the server rewrite its files on disk, which still have what was removed.
 * @returns false if it may not be told to, or does not finish: then its disk has old data until it rewrites by itself
 */
export async function rewriteServerFiles({ roles }: RedisRoles): Promise<boolean> {
  const state = async (): Promise<string> => roles.broker.info('persistence');
  try {
    if (!/aof_enabled:1/.test(await state())) return false;
    await roles.broker.bgrewriteaof();
    const deadline = performance.now() + REWRITE_MS;
    for (;;) {
      const now = await state();
      if (!/aof_rewrite_(?:in_progress|scheduled):1/.test(now))
        return /aof_last_bgrewrite_status:ok/.test(now);
      if (performance.now() > deadline) return false;
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  } catch {
    // The account may not use these commands, as on many shared servers.
    return false;
  }
}
