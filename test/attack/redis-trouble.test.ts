/** Attacks on a batch by its Redis server: refused writes, changed passwords, too few connections, cut connections. */
import type { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Redwell } from '../../src/core/app/types.ts';
import { submitFolder } from '../../src/core/host/submit-folder.ts';
import { redisConditionText } from '../../src/shared/redis-condition.ts';
import { healthOf, letters, underWay } from '../support/busy-batch.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { batchEnd, makeDataDir, openTestRedwell, removeDataDir } from '../support/redwell.ts';
import { held } from './tally.ts';

const DOCUMENTS = 60;
const CUTS = 12;
/** Jobs whose locks ran out come back after another 15 s, and the machine may be slow. */
const LIMIT_MS = 240_000;

let dataDir: string;
let server: TestRedis;
let admin: Redis;
let redwell: Redwell;
beforeEach(async () => {
  dataDir = await makeDataDir();
  server = await startTestRedis();
  admin = (await server.roles()).roles.batch;
  redwell = await openTestRedwell(dataDir, { redisUrl: server.url });
});
afterEach(async () => {
  await redwell.dispose();
  await server.stop();
  await removeDataDir(dataDir);
});

/** Ends every connection but that of the administrator. */
const cutAll = (): Promise<unknown> => admin.call('CLIENT', 'KILL', 'SKIPME', 'YES');

const CASES = [
  {
    condition: 'authentication',
    async breakIt() {
      await admin.config('SET', 'requirepass', 'changed');
      await cutAll();
    },
    mendIt: () => admin.config('SET', 'requirepass', ''),
  },
  {
    condition: 'too_many_clients',
    async breakIt() {
      await admin.config('SET', 'maxclients', '1');
      await cutAll();
    },
    mendIt: () => admin.config('SET', 'maxclients', '10000'),
  },
] as const;

it.each(CASES)(
  'names $condition in the middle of a batch, and completes it afterward',
  async ({ condition, breakIt, mendIt }) => {
    const { id } = await submitFolder(redwell, await letters(dataDir, DOCUMENTS));
    const end = batchEnd(redwell, id);
    await underWay(redwell, id);
    await breakIt();
    const { warnings } = await healthOf(redwell, ({ redis }) => redis.condition === condition);
    expect(warnings.map(({ message }) => message)).toContain(redisConditionText(condition).message);
    await mendIt();
    expect((await end).equation).toMatchObject({ received: DOCUMENTS, completed: DOCUMENTS, exceptions: 0 });
    held({ channel: `redis: ${condition} in a batch`, tried: 1, got: 'named; every document completed' });
  },
  LIMIT_MS,
);

it('completes a batch whose connections are cut again and again', { timeout: LIMIT_MS }, async () => {
  const { id } = await submitFolder(redwell, await letters(dataDir, DOCUMENTS));
  const end = batchEnd(redwell, id);
  await underWay(redwell, id);
  for (let n = 0; n < CUTS; n += 1) {
    await cutAll();
    await healthOf(redwell, ({ redis }) => redis.state === 'ready');
  }
  expect((await end).equation).toMatchObject({ received: DOCUMENTS, completed: DOCUMENTS, exceptions: 0 });
  held({ channel: 'redis: connections cut in a batch', tried: CUTS, got: 'every document completed' });
});
