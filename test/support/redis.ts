/** A real redis-server of the test's own, on a unix socket in a folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
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

/** @param databases 1 makes a server that can hold the prefix layout only */
export async function startTestRedis({ databases = 16, appendOnly = false } = {}): Promise<TestRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'redwell-redis-'));
  const socket = join(folder, 'redis.sock');
  const open: RedisRoles[] = [];
  let child: ChildProcess | null = null;

  const start = async (): Promise<void> => {
    child = spawn(
      'redis-server',
      [
        '--port',
        '0',
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
