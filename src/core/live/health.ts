/** Reads the health of everything that a batch depends on. */
import { z } from 'zod';
import {
  type Health,
  REDIS_ROLES,
  WORKER_SILENT_MS,
  type WorkerInfo,
  workerInfoSchema,
} from '../../shared/health.ts';
import type { RedisCondition } from '../../shared/redis-condition.ts';
import { QUEUES } from '../../shared/stages.ts';
import type { Broker } from '../batches/broker.ts';
import { cacheStatistics } from '../cache/store.ts';
import { safeAddress } from '../redis/address.ts';
import { clockAheadMs } from '../redis/clock.ts';
import { conditionOf } from '../redis/condition.ts';
import type { RedisRoles } from '../redis/connect.ts';
import { exposureOf } from '../redis/exposure.ts';
import { refusesData } from '../redis/inspect.ts';
import { isMisconf, ping } from '../redis/misconf.ts';

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
  condition: RedisCondition | null,
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
  savingFails: false,
  clients: null,
  opsPerSecond: null,
  error,
  condition,
  roles: REDIS_ROLES.map((role) => ({ role, state: 'away', pingMs: null, keys: null })),
});

/** A user of an ACL may not be allowed to read this. */
function unlessDenied<T>(answer: Promise<T>, without: T): Promise<T> {
  return answer.catch((error: unknown) => {
    if (conditionOf(error) === 'no_permission') return without;
    throw error;
  });
}

/**
 * Returns how the server saves to its disk; null if it does not say. Its "last save" is the time of its start where nothing
 * was ever saved, so only its configuration tells whether it takes snapshots.
 */
async function persistenceOf(redis: RedisRoles, info: string): Promise<string | null> {
  if (info === '') return null;
  if (infoField(info, 'aof_enabled') === '1') return 'append-only file';
  const schedule = await saveSchedule(redis);
  if (schedule === null) return (infoNumber(info, 'rdb_saves') ?? 0) > 0 ? 'snapshots' : null;
  return schedule === '' ? 'none' : 'snapshots';
}

/** Returns when the server takes snapshots; empty: never, null: it does not say. */
async function saveSchedule(redis: RedisRoles): Promise<string | null> {
  try {
    const reply = (await redis.roles.batch.config('GET', 'save')) as unknown;
    return Array.isArray(reply) ? (reply[1] ?? null) : null;
  } catch (error) {
    const condition = conditionOf(error);
    // Managed servers have no such command.
    if (condition === 'no_permission' || condition === 'old_version') return null;
    throw error;
  }
}

/** Writes one value and reads one INFO, and a PING and a DBSIZE per role. @throws whatever ioredis throws while Redis is away */
export async function redisHealth(redis: RedisRoles, mode: RedisHealth['mode']): Promise<RedisHealth> {
  const condition = await refusesData(redis);
  const info = await unlessDenied(redis.roles.batch.info(), '');
  const roles = await Promise.all(
    REDIS_ROLES.map(async (role) => {
      const client = redis.roles[role];
      const from = performance.now();
      await unlessDenied(ping(client), undefined);
      const pingMs = performance.now() - from;
      return {
        role,
        state: client.status,
        pingMs,
        keys:
          redis.keys.layout === 'databases' ? await unlessDenied<number | null>(client.dbsize(), null) : null,
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
    persistence: await persistenceOf(redis, info),
    savingFails:
      infoField(info, 'aof_last_write_status') === 'err' ||
      infoField(info, 'rdb_last_bgsave_status') === 'err',
    clients: infoNumber(info, 'connected_clients'),
    opsPerSecond: infoNumber(info, 'instantaneous_ops_per_sec'),
    error: redis.lastError(),
    condition: redis.condition() ?? condition,
    exposure: mode === 'embedded' ? [] : await exposureOf(redis),
    roles,
  };
}

/**
 * Returns the workers with a recent heartbeat, and removes those that are long silent. Their times are in this
 * computer's clock, whatever the workers' clocks say.
 */
export async function readWorkers(redis: RedisRoles, now: number): Promise<WorkerInfo[]> {
  const [hash, ahead] = await Promise.all([
    redis.roles.batch.hgetall(redis.keys.workers()),
    clockAheadMs(redis),
  ]);
  const workers: WorkerInfo[] = [];
  const gone: string[] = [];
  for (const [id, text] of Object.entries(hash)) {
    const parsed = z
      .string()
      .transform((s) => JSON.parse(s) as unknown)
      .pipe(workerInfoSchema)
      .safeParse(text);
    const worker = parsed.success ? inOurTime(parsed.data, ahead) : null;
    if (worker === null || now - worker.heartbeatAt > 10 * WORKER_SILENT_MS) gone.push(id);
    else workers.push(worker);
  }
  if (gone.length > 0)
    await redis.roles.batch.hdel(redis.keys.workers(), ...gone).catch((error: unknown) => {
      // They are left out here, and removed once Redis can write again.
      if (!isMisconf(error)) throw error;
    });
  return workers.sort((a, b) => a.id.localeCompare(b.id));
}

/** Converts a worker's times from the server's clock to ours. Older workers report their own clock's. */
function inOurTime(worker: WorkerInfo, ahead: number | null): WorkerInfo {
  if (worker.clockAheadMs === undefined || ahead === null) return worker;
  return { ...worker, startedAt: worker.startedAt + ahead, heartbeatAt: worker.heartbeatAt + ahead };
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
