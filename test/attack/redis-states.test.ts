/**
 * Attacks on a batch by the state of its Redis server: a snapshot that cannot be written, a restart that reads for long,
 * a cluster that lost slots, and a main server that became a copy of another one.
 */
import { mkdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Redwell } from '../../src/core/app/types.ts';
import { submitFolder } from '../../src/core/host/submit-folder.ts';
import { type RedisCondition, redisConditionText } from '../../src/shared/redis-condition.ts';
import { healthOf, letters, underWay } from '../support/busy-batch.ts';
import { findings } from '../support/doctor.ts';
import { freePort, startTestRedis, type TestRedis } from '../support/redis.ts';
import { batchEnd, makeDataDir, openTestRedwell, removeDataDir } from '../support/redwell.ts';
import { until } from '../support/until.ts';
import { held } from './tally.ts';

const DOCUMENTS = 60;
/** Jobs whose locks ran out come back after another 15 s, and the machine may be slow. */
const LIMIT_MS = 240_000;
const LAST_SLOT = 16_383;

let dataDir: string;
const servers: TestRedis[] = [];
let redwell: Redwell | null = null;
beforeEach(async () => {
  dataDir = await makeDataDir();
});
afterEach(async () => {
  await redwell?.dispose();
  redwell = null;
  for (const server of servers.splice(0)) await server.stop();
  await removeDataDir(dataDir);
});

type Options = Parameters<typeof startTestRedis>[0];
async function serve(options?: Options): Promise<TestRedis> {
  const server = await startTestRedis(options);
  servers.push(server);
  return server;
}

const pathOf = ({ url }: TestRedis): string => url.slice('unix://'.length);

/** Sends one command to a server, whatever state it is in. */
async function tell(
  server: TestRedis,
  ...[command, ...args]: [string, ...(string | number)[]]
): Promise<unknown> {
  const redis = new Redis({ path: pathOf(server), enableReadyCheck: false, retryStrategy: () => null });
  redis.on('error', () => undefined);
  try {
    return await redis.call(command, args);
  } finally {
    redis.disconnect();
  }
}

interface Trouble {
  condition: RedisCondition;
  server: Options;
  breakIt(server: TestRedis): Promise<unknown>;
  mendIt(server: TestRedis): Promise<unknown>;
}

const TROUBLES: readonly Trouble[] = [
  {
    condition: 'not_saving',
    server: { args: ['--save', '1 1'] },
    async breakIt(server) {
      // A folder in the place of the file: the snapshot is written, and cannot take its name.
      const path = join(server.folder, 'dump.rdb');
      await until(async () => {
        await rm(path, { force: true });
        return mkdir(path).then(
          () => true,
          () => false,
        );
      });
      await until(async () => String(await tell(server, 'INFO')).includes('rdb_last_bgsave_status:err'));
    },
    mendIt: (server) => rmdir(join(server.folder, 'dump.rdb')),
  },
  {
    condition: 'loading',
    server: { args: ['--key-load-delay', '50000', '--loading-process-events-interval-bytes', '1024'] },
    async breakIt(server) {
      // It ends without an answer.
      await tell(server, 'SHUTDOWN', 'SAVE').catch(() => undefined);
      await server.launch();
    },
    mendIt: (server) => tell(server, 'CONFIG', 'SET', 'key-load-delay', 0),
  },
  {
    condition: 'cluster_down',
    server: { cluster: true },
    breakIt: (server) => tell(server, 'CLUSTER', 'DELSLOTSRANGE', 0, LAST_SLOT),
    mendIt: (server) => tell(server, 'CLUSTER', 'ADDSLOTSRANGE', 0, LAST_SLOT),
  },
];

it.each(TROUBLES)(
  'names $condition in the middle of a batch, and completes it afterward',
  async ({ condition, server: options, breakIt, mendIt }) => {
    const server = await serve(options);
    redwell = await openTestRedwell(dataDir, { redisUrl: server.url });
    const { id } = await submitFolder(redwell, await letters(dataDir, DOCUMENTS));
    const end = batchEnd(redwell, id);
    await underWay(redwell, id);
    await breakIt(server);
    const { message, action } = redisConditionText(condition);
    const { warnings } = await healthOf(redwell, ({ redis }) => redis.condition === condition);
    expect(warnings).toContainEqual({ code: `redis_${condition}`, message, action });
    // No warning sends staff elsewhere: the network is fine, and the workers only wait.
    expect(warnings.map(({ code }) => code)).not.toContain('redis_away');
    expect(warnings.map(({ code }) => code)).not.toContain('no_workers');
    expect(await findings(dataDir, server.url)).toContainEqual(
      expect.objectContaining({
        what: 'Redis',
        state: 'bad',
        says: expect.stringContaining(message),
        action: expect.stringContaining(action),
      }),
    );
    await mendIt(server);
    expect((await end).equation).toMatchObject({ received: DOCUMENTS, completed: DOCUMENTS, exceptions: 0 });
    const after = await healthOf(redwell, ({ redis }) => redis.condition === null);
    expect(after.supervisor.restarts).toBe(0);
    held({ channel: `redis: ${condition} in a batch`, tried: 1, got: 'named; every document completed' });
  },
  LIMIT_MS,
);

/** Two servers, the second a copy of the first. */
async function pair(): Promise<{ main: TestRedis; copy: TestRedis; ports: [number, number] }> {
  const ports: [number, number] = [await freePort(), await freePort()];
  const main = await serve({ args: ['--port', String(ports[0])] });
  const copy = await serve({ args: ['--port', String(ports[1]), '--replicaof', `127.0.0.1 ${ports[0]}`] });
  await until(async () => String(await tell(copy, 'INFO', 'replication')).includes('master_link_status:up'));
  return { main, copy, ports };
}

/** Makes `next` the main server, and the one that was it its copy. What the copy had not yet received is lost. */
async function demote(main: TestRedis, next: TestRedis, port: number): Promise<void> {
  await tell(next, 'REPLICAOF', 'NO', 'ONE');
  await tell(main, 'REPLICAOF', '127.0.0.1', port);
  await until(async () => String(await tell(main, 'INFO', 'replication')).includes('master_link_status:up'));
}

it.each([
  ['it is the main server again', false],
  ['the address of the new one is entered', true],
])(
  'names a main server that became a copy in the middle of a batch, and completes it when %s',
  async (_when, isMoved) => {
    const { main, copy, ports } = await pair();
    redwell = await openTestRedwell(dataDir);
    await redwell.handlers['settings.set']({ redisUrl: `redis://127.0.0.1:${ports[0]}` });
    const { id } = await submitFolder(redwell, await letters(dataDir, DOCUMENTS));
    const end = batchEnd(redwell, id);
    await underWay(redwell, id);
    await demote(main, copy, ports[1]);
    const { message, action } = redisConditionText('read_only');
    const { warnings } = await healthOf(redwell, ({ redis }) => redis.condition === 'read_only');
    expect(warnings).toContainEqual({ code: 'redis_read_only', message, action });
    if (isMoved) await redwell.handlers['settings.set']({ redisUrl: `redis://127.0.0.1:${ports[1]}` });
    else await demote(copy, main, ports[0]);
    expect((await end).equation).toMatchObject({ received: DOCUMENTS, completed: DOCUMENTS, exceptions: 0 });
    held({
      channel: 'redis: main server demoted in a batch',
      tried: 1,
      got: 'named; every document completed',
    });
  },
  LIMIT_MS,
);
