/** Reads the health of everything that a batch depends on. */
import { statfs } from 'node:fs/promises';
import { z } from 'zod';
import { type Health, REDIS_ROLES, type WorkerInfo, workerInfoSchema } from '../../shared/health.ts';
import { QUEUES } from '../../shared/stages.ts';
import type { Broker } from '../batches/broker.ts';
import { cacheStatistics } from '../cache/store.ts';
import { type RedisRoles, safeAddress } from '../redis/connect.ts';

/** A worker without a heartbeat for this long is shown as lost; after ten times as long it is forgotten. */
export const WORKER_SILENT_MS = 5000;

type RedisHealth = Health['redis'];

const infoField = (info: string, name: string): string | null =>
  new RegExp(`^${name}:(.*)$`, 'm').exec(info)?.[1]?.trim() ?? null;
const infoNumber = (info: string, name: string): number | null => {
  const value = infoField(info, name);
  return value === null ? null : Number(value);
};

/** Returns what Health shows while there is no connection. */
export const redisAway = (
  mode: RedisHealth['mode'],
  address: string,
  state: 'connecting' | 'away',
  error: string | null,
): RedisHealth => ({
  state,
  mode,
  layout: 'databases',
  address,
  version: null,
  memoryBytes: null,
  memoryLimitBytes: null,
  evictionPolicy: null,
  persistence: null,
  clients: null,
  opsPerSecond: null,
  error,
  roles: REDIS_ROLES.map((role) => ({ role, state: 'away', pingMs: null, keys: null })),
});

/** Reads one INFO, and a PING and a DBSIZE per role. @throws whatever ioredis throws while Redis is away */
export async function redisHealth(redis: RedisRoles, mode: RedisHealth['mode']): Promise<RedisHealth> {
  const info = await redis.roles.batch.info();
  const roles = await Promise.all(
    REDIS_ROLES.map(async (role) => {
      const client = redis.roles[role];
      const from = performance.now();
      await client.ping();
      const pingMs = performance.now() - from;
      return {
        role,
        state: client.status,
        pingMs,
        keys: redis.keys.layout === 'databases' ? await client.dbsize() : null,
      };
    }),
  );
  const limit = infoNumber(info, 'maxmemory');
  return {
    state: redis.state(),
    mode,
    layout: redis.keys.layout,
    address: safeAddress(redis.target.url),
    version: infoField(info, 'redis_version'),
    memoryBytes: infoNumber(info, 'used_memory'),
    memoryLimitBytes: limit === 0 ? null : limit,
    evictionPolicy: infoField(info, 'maxmemory_policy'),
    persistence:
      infoField(info, 'aof_enabled') === '1'
        ? 'append-only file'
        : (infoNumber(info, 'rdb_last_save_time') ?? 0) > 0
          ? 'snapshots'
          : 'none',
    clients: infoNumber(info, 'connected_clients'),
    opsPerSecond: infoNumber(info, 'instantaneous_ops_per_sec'),
    error: redis.lastError(),
    roles,
  };
}

/** Returns the workers with a recent heartbeat, and removes those that are long silent. */
export async function readWorkers(redis: RedisRoles, now: number): Promise<WorkerInfo[]> {
  const hash = await redis.roles.batch.hgetall(redis.keys.workers());
  const workers: WorkerInfo[] = [];
  const gone: string[] = [];
  for (const [id, text] of Object.entries(hash)) {
    const parsed = z
      .string()
      .transform((s) => JSON.parse(s) as unknown)
      .pipe(workerInfoSchema)
      .safeParse(text);
    if (!parsed.success || now - parsed.data.heartbeatAt > 10 * WORKER_SILENT_MS) gone.push(id);
    else workers.push(parsed.data);
  }
  if (gone.length > 0) await redis.roles.batch.hdel(redis.keys.workers(), ...gone);
  return workers.sort((a, b) => a.id.localeCompare(b.id));
}

/** Returns how many jobs each queue holds, by state. */
export async function readQueues(broker: Broker): Promise<Health['queues']> {
  return Promise.all(
    QUEUES.map(async (queue) => {
      const counts = await broker.queues[queue].getJobCounts(
        'waiting',
        'prioritized',
        'active',
        'delayed',
        'waiting-children',
        'failed',
      );
      return {
        queue,
        waiting: (counts.waiting ?? 0) + (counts.prioritized ?? 0),
        active: counts.active ?? 0,
        delayed: counts.delayed ?? 0,
        waitingChildren: counts['waiting-children'] ?? 0,
        failed: counts.failed ?? 0,
      };
    }),
  );
}

export const readCache = (redis: RedisRoles): Promise<Health['cache']> => cacheStatistics(redis);

/** Reads the free space of a disk. @param path any folder on it */
export async function readDisk(path: string, vaultBytes: number | null): Promise<Health['disk']> {
  const { bavail, bsize } = await statfs(path);
  return { path, freeBytes: bavail * bsize, vaultBytes };
}

/** Returns a warning, with what to do, for everything that somebody should act on. */
export function warningsOf(health: Omit<Health, 'warnings'>): Health['warnings'] {
  const warnings: Health['warnings'] = [];
  const { redis } = health;
  const warn = (code: string, message: string, action: string): void => {
    warnings.push({ code, message, action });
  };
  // A server that was never reached counts as away once there is an error to show.
  if (redis.state === 'away' || (redis.state === 'connecting' && redis.error !== null))
    warn(
      'redis_away',
      'Redis cannot be reached. You can still add documents and read History; batches wait.',
      redis.mode === 'embedded'
        ? 'Redwell restarts it automatically. If this message stays, restart Redwell.'
        : 'Check the network and the address in Settings.',
    );
  if (redis.evictionPolicy !== null && redis.evictionPolicy !== 'noeviction')
    warn(
      'eviction',
      `Redis may throw away jobs when memory runs out (policy ${redis.evictionPolicy}).`,
      'Set maxmemory-policy to noeviction on the server.',
    );
  if (redis.persistence === 'none')
    warn(
      'persistence',
      'Redis does not save to disk. If the server restarts, running batches are lost.',
      'Turn on the append-only file on the server.',
    );
  if (
    redis.memoryLimitBytes !== null &&
    redis.memoryBytes !== null &&
    redis.memoryBytes > 0.85 * redis.memoryLimitBytes
  )
    warn(
      'memory',
      'Redis is almost out of memory.',
      'Raise maxmemory on the server, or wait for batches to end before you submit more.',
    );
  if (redis.state === 'ready' && health.workers.every((w) => health.at - w.heartbeatAt > WORKER_SILENT_MS))
    warn(
      'no_workers',
      'No workers are connected, so nothing is being processed.',
      'Redwell restarts its own workers. If this message stays, check the log.',
    );
  if (health.history.state === 'failed')
    warn(
      'history',
      'Redwell cannot write to the history database.',
      'Check the free space and the permissions of the data folder.',
    );
  if (health.disk.freeBytes < 2 * 1024 ** 3)
    warn(
      'disk',
      'Less than 2 GB is free on the disk with the data folder.',
      'Free up space before you submit more.',
    );
  return warnings;
}
