/** Starts a real redis-server for one test, on a unix socket in a temporary folder. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { connectRoles, type RedisRoles } from '../../src/core/redis/connect.ts';
import type { Layout } from '../../src/core/redis/keys.ts';
import { few } from './scale.ts';

export interface TestRedis {
  readonly url: string;
  readonly folder: string;
  /** Opens connections by role, which fail fast like those of the app. `stop` closes them. */
  roles(options?: { layout?: Layout; namespace?: string }): Promise<RedisRoles>;
  /** Kills the server with SIGKILL, like a power cut. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Starts the server without waiting until it answers. */
  launch(): Promise<void>;
  stop(): Promise<void>;
}

async function untilAnswering(path: string): Promise<void> {
  const redis = new Redis({ path, retryStrategy: () => 10, maxRetriesPerRequest: null });
  redis.on('error', () => undefined);
  await redis.ping();
  redis.disconnect();
}

/** Returns a loopback port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Makes a single node a complete cluster, and waits until the node reports it. */
async function claimAllSlots(path: string): Promise<void> {
  const redis = new Redis({ path });
  const owned = String(await redis.call('CLUSTER', 'INFO')).includes('cluster_slots_assigned:16384');
  if (!owned) await redis.call('CLUSTER', 'ADDSLOTSRANGE', 0, 16383);
  while (!String(await redis.call('CLUSTER', 'INFO')).includes('cluster_state:ok')) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  redis.disconnect();
}

/**
 * @param databases 1 leaves only the prefix layout
 * @param args options of redis-server that win over these
 * @param cluster starts a Redis Cluster of one node, on a loopback port that the system chooses
 */
export async function startTestRedis({
  databases = 16,
  appendOnly = false,
  cluster = false,
  args = [] as readonly string[],
} = {}): Promise<TestRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'redwell-redis-'));
  const socket = join(folder, 'redis.sock');
  const port = cluster ? await freePort() : 0;
  const open: RedisRoles[] = [];
  let child: ChildProcess | null = null;

  const launch = async (): Promise<void> => {
    child = spawn(
      'redis-server',
      [
        '--port',
        String(port),
        '--bind',
        '127.0.0.1',
        ...(cluster ? ['--cluster-enabled', 'yes', '--cluster-port', String(await freePort())] : []),
        '--unixsocket',
        socket,
        '--dir',
        folder,
        '--save',
        '',
        '--appendonly',
        appendOnly ? 'yes' : 'no',
        '--appendfsync',
        'everysec',
        '--databases',
        String(databases),
        '--maxmemory-policy',
        'noeviction',
        ...args,
      ],
      { stdio: 'ignore' },
    );
    await once(child, 'spawn');
  };
  const start = async (): Promise<void> => {
    await launch();
    await untilAnswering(socket);
    if (cluster) await claimAllSlots(socket);
  };
  const kill = async (): Promise<void> => {
    const running = child;
    if (running === null || running.exitCode !== null) return;
    const exited = once(running, 'exit');
    running.kill('SIGKILL');
    await exited;
    child = null;
  };
  await start();
  const url = `unix://${socket}`;
  return {
    url,
    folder,
    async roles(options = {}) {
      const roles = await connectRoles({ url, ...options }, 'test', { failFast: true });
      open.push(roles);
      return roles;
    },
    kill,
    start,
    launch,
    async stop() {
      await Promise.all(open.map((roles) => roles.dispose()));
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const ALL_PLACES = [
  { name: 'five databases', layout: 'databases', cluster: false },
  { name: 'a Redis Cluster of one node', layout: 'prefixes', cluster: true },
  { name: 'prefixes in one database', layout: 'prefixes', cluster: false },
] as const;
/**
 * Tests of batches run on each of these: both key layouts, and a real cluster of one node. What works with the prefixes
 * of a cluster seldom fails with those of one server.
 */
export const PLACES = few(ALL_PLACES, 2);
