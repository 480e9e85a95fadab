/** A real redis-server of the test's own, on a unix socket in a folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { connectRoles, type RedisRoles } from '../../src/core/redis/connect.ts';
import type { Layout } from '../../src/core/redis/keys.ts';

export interface TestRedis {
  readonly url: string;
  readonly folder: string;
  /** Connections by role, fail-fast like a console's; closed with the server. */
  roles(options?: { layout?: Layout; namespace?: string }): Promise<RedisRoles>;
  /** SIGKILL, as a power cut would. */
  kill(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

async function untilAnswering(path: string): Promise<void> {
  const redis = new Redis({ path, retryStrategy: () => 10, maxRetriesPerRequest: null });
  redis.on('error', () => undefined);
  await redis.ping();
  redis.disconnect();
}

/** A loopback port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Makes a lone node a whole cluster and waits until it says so. */
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
 * @param databases 1 makes a server that can hold the prefix layout only
 * @param cluster a Redis Cluster of this one node, on a loopback port that the system chooses
 */
export async function startTestRedis({
  databases = 16,
  appendOnly = false,
  cluster = false,
} = {}): Promise<TestRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'redwell-redis-'));
  const socket = join(folder, 'redis.sock');
  const port = cluster ? await freePort() : 0;
  const open: RedisRoles[] = [];
  let child: ChildProcess | null = null;

  const start = async (): Promise<void> => {
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
      ],
      { stdio: 'ignore' },
    );
    await untilAnswering(socket);
    if (cluster) await claimAllSlots(socket);
  };
  const kill = async (): Promise<void> => {
    const own = child;
    if (own === null || own.exitCode !== null) return;
    const gone = once(own, 'exit');
    own.kill('SIGKILL');
    await gone;
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
    async stop() {
      await Promise.all(open.map((roles) => roles.dispose()));
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Where every test of batches runs: both key layouts, and a real cluster of one node. */
export const PLACES = [
  { name: 'five databases', layout: 'databases', cluster: false },
  { name: 'prefixes in one database', layout: 'prefixes', cluster: false },
  { name: 'a Redis Cluster of one node', layout: 'prefixes', cluster: true },
] as const;
