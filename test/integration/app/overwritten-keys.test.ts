/** Keys of Redwell that another program overwrites: the batch says so, and a repair continues it. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Redwell } from '../../../src/core/app/types.ts';
import type { RedisRoles } from '../../../src/core/redis/connect.ts';
import type { Keys } from '../../../src/core/redis/keys.ts';
import { pausedBatch } from '../../support/busy-batch.ts';
import { startTestRedis, type TestRedis } from '../../support/redis.ts';
import { batchEnd, makeDataDir, openTestRedwell, removeDataDir } from '../../support/redwell.ts';
import { few } from '../../support/scale.ts';
import { until } from '../../support/until.ts';

const DOCUMENTS = 12;
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

const OWN: Record<string, (keys: Keys, id: string) => string> = {
  parked: (keys, id) => keys.parked(id),
  repairs: (keys, id) => keys.repairs(id),
};
const SHARED: Record<string, (keys: Keys) => string> = {
  workers: (keys) => keys.workers(),
};

const warnings = async (): Promise<string[]> =>
  (await redwell.handlers['health.get']({})).warnings.map(({ code }) => code);

it.each(few(Object.keys({ ...OWN, ...SHARED }), 2))(
  'names and repairs the overwritten key %s',
  { timeout: 180_000 },
  async (name) => {
    const id = await pausedBatch(redwell, dataDir, DOCUMENTS);
    const key = OWN[name]?.(redis.keys, id) ?? SHARED[name]?.(redis.keys) ?? '';
    await redis.roles.batch.del(key);
    await redis.roles.batch.set(key, 'of another program');
    const code = name in OWN ? `redis_wrong_type_${id}` : 'redis_wrong_type';
    await until(async () => (await warnings()).includes(code));
    const found = await redwell.handlers['batches.reconcile']({ batchId: id, repair: false });
    expect(found.overwritten).toEqual([key]);
    const end = batchEnd(redwell, id);
    await redwell.handlers['batches.reconcile']({ batchId: id, repair: true });
    await until(async () => {
      const batch = await redwell.handlers['batches.control']({ batchId: id, action: 'resume' }).catch(
        () => null,
      );
      return batch !== null && batch.status !== 'paused';
    }).catch(() => undefined);
    const { equation } = await end;
    expect(equation).toMatchObject({ received: DOCUMENTS, completed: DOCUMENTS, exceptions: 0, pending: 0 });
    const aside = (await redis.roles.batch.keys(`${key}:foreign:*`)).filter((one) =>
      one.startsWith(`${key}:foreign:`),
    );
    expect(await Promise.all(aside.map((one) => redis.roles.batch.get(one)))).toEqual(['of another program']);
  },
);

it('refuses to check a batch that does not exist', async () => {
  await until(async () => (await redwell.handlers['health.get']({})).redis.state === 'ready');
  await expect(
    redwell.handlers['batches.reconcile']({ batchId: 'none', repair: false }),
  ).rejects.toMatchObject({
    code: 'not_found',
  });
});
