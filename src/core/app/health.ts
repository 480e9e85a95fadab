/** Assembles the Health page's data, whether or not Redis answers. */
import type { Health } from '../../shared/health.ts';
import type { History } from '../history/types.ts';
import type { FolderSize } from '../live/folder-size.ts';
import {
  readCache,
  readDisk,
  readQueues,
  readWorkers,
  redisAway,
  redisHealth,
  warningsOf,
} from '../live/health.ts';
import type { RedisHolder } from './redis-holder.ts';
import type { SettingsStore } from './settings.ts';
import { submissionOf } from './submission-settings.ts';
import type { Supervisor } from './supervisor.ts';

export interface HealthDeps {
  dataDir: string;
  redis: RedisHolder;
  history: History;
  settings: Pick<SettingsStore, 'trouble'>;
  supervisor: Supervisor;
  vaultSize: FolderSize;
}

type LiveHealth = Pick<Health, 'redis' | 'workers' | 'queues' | 'cache' | 'work'>;

/** Never throws because of Redis: what cannot be read is shown as away, with the reason. */
export async function readHealth(deps: HealthDeps): Promise<Health> {
  const now = Date.now();
  const connected = deps.redis.link().current();
  const health: Omit<Health, 'warnings'> = {
    at: now,
    ...(await readLiveHealth(deps.redis, now)),
    history: {
      state: 'ok',
      path: deps.history.path,
      lagEvents: 0,
      lagMs: 0,
      error: null,
      ...deps.history.stats(),
    },
    supervisor: deps.supervisor.state(),
    disk: await readDisk(deps.dataDir, deps.vaultSize.read()),
    submission: connected === null ? null : submissionOf(connected.broker),
    ownCost: connected?.redis.meter.cost(now) ?? null,
  };
  return { ...health, warnings: [...deps.settings.trouble(), ...warningsOf(health)] };
}

async function readLiveHealth(holder: RedisHolder, now: number): Promise<LiveHealth> {
  const link = holder.link();
  const connected = link.current();
  const away = (error: string | null): LiveHealth => ({
    redis: redisAway(link.mode, link.address(), connected === null ? 'connecting' : 'away', error),
    workers: [],
    queues: [],
    cache: [],
    work: null,
  });
  if (connected === null || !holder.isReady()) return away(link.lastError());
  try {
    const [redis, workers, queues, cache, work] = await Promise.all([
      redisHealth(connected.redis, link.mode),
      readWorkers(connected.redis, now),
      readQueues(connected.broker),
      readCache(connected.redis),
      holder.session()?.work.read(now) ?? null,
    ]);
    return { redis, workers, queues, cache, work };
  } catch (error) {
    return away(error instanceof Error ? error.message : String(error));
  }
}
