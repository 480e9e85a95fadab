/**
 * An office with several machines, in network namespaces: console, Redis with TLS and ACL and its replica, and two
 * workers over one vault. One worker is cut off, one is killed, and Redis fails over to the replica by Sentinel.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Redwell } from '../../src/core/app/types.ts';
import { submitFolder } from '../../src/core/host/submit-folder.ts';
import type { Batch } from '../../src/shared/batches.ts';
import { WORKER_SILENT_MS } from '../../src/shared/health.ts';
import { redisConditionText } from '../../src/shared/redis-condition.ts';
import { expectWhole } from '../crash/support.ts';
import { makeManyFiles } from '../support/folder.ts';
import { batchEnd, makeDataDir, openTestRedwell, removeDataDir } from '../support/redwell.ts';
import { until } from '../support/until.ts';
import { type Network, openNetwork, whyNoNetwork } from './network.ts';
import { type Servers, startServers } from './servers.ts';

const DOCUMENTS = Number(process.env.REDWELL_HOSTS_DOCUMENTS ?? 1500);
/** Longer than a lock lasts, so that the other worker takes the jobs over. ms */
const CUT_MS = 15_000;
const CLI = join(import.meta.dirname, '..', '..', 'out', 'main', 'cli.js');

const why = whyNoNetwork();
if (why !== null)
  process.stderr.write(`Not run, because network namespaces are not permitted here: ${why}\n`);

const started = Date.now();
const say = (text: string): void =>
  void process.stderr.write(`${((Date.now() - started) / 1000).toFixed(1).padStart(6)} s  ${text}\n`);

let dataDir: string;
let folder: string;
let network: Network;
let servers: Servers;
let redwell: Redwell;
const workers = new Map<string, ChildProcess>();

async function startOn(host: 'workerA' | 'workerB'): Promise<void> {
  const [program = '', ...args] = [
    ...network.on(host),
    process.execPath,
    CLI,
    'worker',
    '--redis',
    servers.url,
  ];
  const child = spawn(program, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, REDWELL_REDIS_CA: servers.ca },
  });
  child.stderr?.pipe(createWriteStream(join(folder, `${host}.log`), { flags: 'a' }));
  await once(child, 'spawn');
  workers.set(host, child);
}

async function killOn(host: 'workerA' | 'workerB'): Promise<void> {
  const child = workers.get(host);
  workers.delete(host);
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

/** Says what the operator reads, whenever it changes. @returns a function that stops it and returns all of it */
function watchScreen(): () => Promise<string[]> {
  const seen: string[] = [];
  let isOver = false;
  const look = async (): Promise<void> => {
    const { redis, workers: all } = await redwell.handlers['health.get']({});
    const working = all.filter(({ heartbeatAt }) => Date.now() - heartbeatAt < WORKER_SILENT_MS).length;
    const told = redis.condition === null ? 'no message' : redisConditionText(redis.condition).message;
    const text = `Redis ${redis.state}; workers ${working} of ${all.length}; ${told}`;
    if (seen.at(-1) === text) return;
    seen.push(text);
    say(`operator: ${text}`);
  };
  const watching = (async () => {
    while (!isOver) {
      await look();
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  })();
  return async () => {
    isOver = true;
    await watching;
    return seen;
  };
}

beforeAll(async () => {
  if (why !== null) return;
  folder = await mkdtemp(join(tmpdir(), 'rw-hosts-'));
  dataDir = await makeDataDir();
  network = await openNetwork();
  servers = await startServers(network, folder);
  process.env.REDWELL_REDIS_CA = servers.ca;
  redwell = await openTestRedwell(dataDir, { redisUrl: servers.url, spawnWorker: null });
  await startOn('workerA');
  await startOn('workerB');
});
afterAll(async () => {
  if (why !== null) return;
  await redwell?.dispose();
  for (const host of ['workerA', 'workerB'] as const) await killOn(host);
  await servers?.dispose();
  await network?.dispose();
  await removeDataDir(dataDir);
});

it.skipIf(why !== null)(
  'loses nothing when a worker is cut off, one is killed, and Redis fails over',
  async () => {
    await until(async () => (await redwell.handlers['health.get']({})).workers.length === 2);
    say('two workers are connected over TLS');
    const stop = watchScreen();
    const matter = join(dataDir, 'matter');
    await makeManyFiles(matter, DOCUMENTS);
    const { id } = await submitFolder(redwell, matter);
    const end = batchEnd(redwell, id);
    const batch = (): Promise<Batch> => redwell.handlers['batches.get']({ batchId: id });
    const done = async (share: number) =>
      until(async () => (await batch()).equation.completed >= share * DOCUMENTS);
    /** Returns the seconds until another document is completed. */
    const nextAfter = async (from: number): Promise<string> => {
      const { completed } = (await batch()).equation;
      await until(async () => (await batch()).equation.completed > completed);
      return ((Date.now() - from) / 1000).toFixed(1);
    };

    await done(0.1);
    say(`batch under way: ${(await batch()).equation.completed} of ${DOCUMENTS} completed`);
    let from = Date.now();
    await network.cut('workerA');
    say('worker A is cut off');
    say(`the next document was completed after ${await nextAfter(from)} s`);
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, CUT_MS - (Date.now() - from))));
    await network.restore('workerA');
    say(`worker A is back after ${CUT_MS / 1000} s`);

    await done(0.4);
    from = Date.now();
    await killOn('workerB');
    say('worker B is killed');
    say(`the next document was completed after ${await nextAfter(from)} s`);
    await startOn('workerB');
    say('worker B is started again, as systemd does');

    await done(0.6);
    from = Date.now();
    await servers.killFirst();
    say(`Redis is killed with ${(await batch()).equation.completed} completed`);
    await until(async () => (await servers.roleOf('redisB')) === 'master');
    say(`the replica has the say after ${((Date.now() - from) / 1000).toFixed(1)} s`);
    say(`the next document was completed after ${await nextAfter(from)} s`);

    const ended = await end;
    say(`batch ${ended.status}: ${ended.equation.completed} of ${DOCUMENTS} completed`);
    expect(ended.causes).toEqual([]);
    expect(ended.status).toBe('completed');
    await expectWhole(redwell, id, DOCUMENTS);
    const seen = await stop();
    expect(seen.some((text) => text.includes('Redis away'))).toBe(true);
    expect(seen.at(-1)).toMatch(/Redis ready; workers 2/);
  },
);
