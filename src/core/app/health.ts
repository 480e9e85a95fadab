/** Puts Health together from its deps, whether or not Redis answers. */
import type { Health } from '../../shared/health.ts';
import type { History } from '../history/types.ts';
import {
  readCache,
  readDisk,
  readQueues,
  readWorkers,
  redisAway,
  redisHealth,
  warningsOf,
} from '../live/health.ts';
import type { WorkStatistics } from '../live/work-statistics.ts';
import type { RedisLink } from './redis-link.ts';
import type { SettingsStore } from './settings.ts';
import { submissionOf } from './submission-settings.ts';
import type { Supervisor } from './supervisor.ts';

export interface HealthDeps {
  dataDir: string;
  link(): RedisLink;
  history: History;
  settings: Pick<SettingsStore, 'trouble'>;
  supervisor(): Supervisor | null;
  /** null before the first contact with Redis. */
  work(): WorkStatistics | null;
  vaultBytes(): number | null;
}

/** Never throws for Redis: what cannot be asked is shown as away, with the reason. */
export async function readHealth(deps: HealthDeps): Promise<Health> {
  const link = deps.link();
  const connected = link.current();
  const now = Date.now();
  const away = (error: string | null): Pick<Health, 'redis' | 'workers' | 'queues' | 'cache' | 'work'> => ({
    redis: redisAway(link.mode, link.address(), connected === null ? 'connecting' : 'away', error),
    workers: [],
    queues: [],
    cache: [],
    work: null,
  });
  let live = away(link.lastError());
  if (connected !== null && connected.redis.state() === 'ready') {
    try {
      const [redis, workers, queues, cache, work] = await Promise.all([
        redisHealth(connected.redis, link.mode),
        readWorkers(connected.redis, now),
        readQueues(connected.broker),
        readCache(connected.redis),
        deps.work()?.read(now) ?? null,
      ]);
      live = { redis, workers, queues, cache, work };
    } catch (error) {
      live = away(error instanceof Error ? error.message : String(error));
    }
  }
  const stats = deps.history.stats();
  const health: Omit<Health, 'warnings'> = {
    at: now,
    ...live,
    history: { state: 'ok', path: deps.history.path, lagEvents: 0, lagMs: 0, error: null, ...stats },
    supervisor: deps.supervisor()?.state() ?? { state: 'off', restarts: 0, lastExit: null },
    disk: await readDisk(deps.dataDir, deps.vaultBytes()),
    submission: connected === null ? null : submissionOf(connected.broker),
    ownCost: connected?.redis.meter.cost(now) ?? null,
  };
  return { ...health, warnings: [...deps.settings.trouble(), ...warningsOf(health)] };
}
