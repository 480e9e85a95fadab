/** Attacks on a shared Redis server: another program overwrites Redwell's keys, and the server refuses in the middle of a batch. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Redwell } from '../../src/core/app/types.ts';
import type { RedisRoles } from '../../src/core/redis/connect.ts';
import type { Keys } from '../../src/core/redis/keys.ts';
import type { RedisRole } from '../../src/shared/health.ts';
import { pausedBatch } from '../support/busy-batch.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { allDocuments, batchEnd, makeDataDir, openTestRedwell, removeDataDir } from '../support/redwell.ts';
import { until } from '../support/until.ts';
import { held } from './tally.ts';

const DOCUMENTS = 150;
const FOREIGN = 'of another program';
const LIMIT_MS = 90_000;

let dataDir: string;
let server: TestRedis;
let redis: RedisRoles;
let redwell: Redwell;
beforeEach(async () => {
  dataDir = await makeDataDir();
  server = await startTestRedis();
  redis = await server.roles();
  redwell = await openTestRedwell(dataDir, { redisUrl: server.url });
});
afterEach(async () => {
  await redwell.dispose();
  await server.stop();
  await removeDataDir(dataDir);
});

type KeyOf = (keys: Keys, batchId: string) => string;
const minute = (): number => Math.floor(Date.now() / 60_000);
/** Every kind of key that Redwell has, except those of BullMQ and strings that only one command reads. */
const KINDS: readonly (readonly [name: string, role: RedisRole, key: KeyOf])[] = [
  ['batch', 'batch', (keys, id) => keys.batch(id)],
  ['documents', 'batch', (keys, id) => keys.documents(id)],
  ['parked', 'batch', (keys, id) => keys.parked(id)],
  ['repairs', 'batch', (keys, id) => keys.repairs(id)],
  ['activeBatches', 'batch', (keys) => keys.activeBatches()],
  ['events', 'batch', (keys) => keys.events()],
  ['workers', 'batch', (keys) => keys.workers()],
  ['heldBatches', 'batch', (keys) => keys.heldBatches()],
  ['minute', 'batch', (keys) => keys.minute(minute())],
  ['hour', 'batch', (keys) => keys.hour(Math.floor(minute() / 60))],
  ['cacheStats', 'cache', (keys) => keys.cacheStats()],
  ['keptNames', 'results', (keys, id) => keys.keptNames(id)],
];

const overwritten = async (): Promise<boolean> =>
  (await redwell.handlers['health.get']({})).warnings.some(({ code }) => code.startsWith('redis_wrong_type'));

it.each(KINDS)(
  'loses nothing when another program overwrites the key %s',
  async (name, role, keyOf) => {
    const id = await pausedBatch(redwell, dataDir, DOCUMENTS);
    const key = keyOf(redis.keys, id);
    await redis.roles[role].del(key);
    await redis.roles[role].set(key, FOREIGN);
    const end = batchEnd(redwell, id);
    await until(overwritten);
    await redwell.handlers['batches.reconcile']({ batchId: id, repair: true });
    await until(async () => {
      const { status } = await redwell.handlers['batches.get']({ batchId: id });
      if (status !== 'paused') return true;
      await redwell.handlers['batches.control']({ batchId: id, action: 'resume' }).catch(() => undefined);
      return false;
    });
    const { equation } = await end;
    expect(equation).toMatchObject({ received: DOCUMENTS, completed: DOCUMENTS, exceptions: 0, pending: 0 });
    for (const row of await allDocuments(redwell, id)) {
      const { text } = await redwell.handlers['documents.get']({ documentId: row.id });
      expect(text).toContain('Jane Roe');
    }
    const aside = await redis.roles[role].keys(`${key}:foreign:*`);
    const types = await Promise.all(aside.map((one) => redis.roles[role].type(one)));
    const moved = aside.filter((_one, i) => types[i] === 'string');
    expect(await Promise.all(moved.map((one) => redis.roles[role].get(one)))).toContain(FOREIGN);
    expect((await redwell.handlers['health.get']({})).supervisor.restarts).toBe(0);
    held({
      channel: `redis: another program overwrites “${name}”`,
      tried: 1,
      got: 'named, moved aside, every document completed',
    });
  },
  LIMIT_MS,
);

it(
  'names the documents whose results another program overwrites, and reads them when the batch runs again',
  async () => {
    const taken = 5;
    const id = await pausedBatch(redwell, dataDir, DOCUMENTS);
    for (const { id: document } of (await allDocuments(redwell, id)).slice(0, taken)) {
      await redis.roles.results.del(redis.keys.documentResults(document));
      await redis.roles.results.set(redis.keys.documentResults(document), FOREIGN);
    }
    await redwell.handlers['batches.control']({ batchId: id, action: 'resume' });
    const end = batchEnd(redwell, id);
    const found = await redwell.handlers['batches.reconcile']({ batchId: id, repair: true });
    expect(found.overwritten).toHaveLength(taken);
    const { equation } = await end;
    expect(equation).toMatchObject({
      received: DOCUMENTS,
      completed: DOCUMENTS - taken,
      exceptions: taken,
      pending: 0,
    });
    for (const { status, exception } of await allDocuments(redwell, id))
      if (status !== 'completed') expect(exception?.detail).toContain('Run the batch again');
    await redwell.handlers['batches.rerun']({ batchId: id });
    await until(async () => {
      const batch = await redwell.handlers['batches.get']({ batchId: id });
      return batch.status === 'completed' && batch.equation.completed === DOCUMENTS;
    });
    held({
      channel: 'redis: another program overwrites results of documents',
      tried: taken,
      got: 'named as exceptions, completed when run again',
    });
  },
  LIMIT_MS,
);
