/** Assembles the Health page's data, whether or not Redis answers. */
import { tmpdir } from 'node:os';
import { toWireError } from '../../shared/errors.ts';
import type { Health, HealthWarning } from '../../shared/health.ts';
import type { RedisCondition } from '../../shared/redis-condition.ts';
import { type Place, readRooms } from '../disk/room.ts';
import type { History } from '../history/types.ts';
import type { FolderSize } from '../live/folder-size.ts';
import { readCache, readQueues, readWorkers, redisAway, redisHealth } from '../live/health.ts';
import { summaryOf, warningsOf } from '../live/health-words.ts';
import { conditionOf, replyCondition } from '../redis/condition.ts';
import { dataPlaces } from './data-dir.ts';
import type { DataFolder } from './data-folder.ts';
import { overwrittenWarnings } from './overwritten.ts';
import type { RedisHolder } from './redis-holder.ts';
import type { SettingsStore } from './settings.ts';
import { submissionOf } from './submission-settings.ts';
import type { Supervisor } from './supervisor.ts';

export interface HealthDeps {
  dataDir: string;
  folder: Pick<DataFolder, 'warnings'>;
  redis: RedisHolder;
  history: History;
  settings: Pick<SettingsStore, 'trouble' | 'get'>;
  supervisor: Supervisor;
  vaultSize: FolderSize;
  /** Returns the walls around the parsers, null until they have been tried. */
  walls(): Health['walls'];
}

type LiveHealth = Pick<Health, 'redis' | 'workers' | 'queues' | 'cache' | 'cacheSize' | 'work'>;

/** Never throws because of Redis: what cannot be read is shown as away, with the reason. */
export async function readHealth(deps: HealthDeps): Promise<Health> {
  const now = Date.now();
  const connected = deps.redis.link().current();
  const live = await readLiveHealth(deps.redis, now);
  const health: Omit<Health, 'warnings' | 'summary'> = {
    at: now,
    ...live,
    redis: { ...live.redis, condition: isAboutOneBatch(live) ? null : live.redis.condition },
    history: historyHealth(deps.history),
    supervisor: deps.supervisor.state(),
    disk: await readDisk(deps),
    submission: connected === null ? null : submissionOf(connected.broker),
    walls: deps.walls(),
    ownCost: connected?.redis.meter.cost(now) ?? null,
  };
  const overwritten =
    connected === null || live.redis.state !== 'ready'
      ? []
      : await overwrittenWarnings(connected, deps.history, isAboutOneBatch(live)).catch(noneIfRefused);
  const warnings = [
    ...deps.folder.warnings,
    ...deps.settings.trouble(),
    ...leftovers(deps.redis),
    ...warningsOf(health),
    ...overwritten,
  ];
  return { ...health, warnings, summary: summaryOf({ ...health, warnings }) };
}

/** Tells that an earlier Redwell did not end in order. */
const leftovers = (holder: RedisHolder): Health['warnings'] =>
  holder.link().endedLeftover()
    ? [
        {
          code: 'left_running',
          message:
            'Redwell did not close properly last time and left its built-in Redis server running. The server was restarted, and its data is kept.',
          action: 'You need not do anything.',
        },
      ]
    : [];

async function readDisk({ dataDir, settings, vaultSize }: HealthDeps): Promise<Health['disk']> {
  const places: Place[] = [...dataPlaces(dataDir), { path: tmpdir(), holds: 'temporary files' }];
  const disks = await readRooms(places, settings.get().reserveBytes);
  return { path: dataDir, freeBytes: disks[0]?.freeBytes ?? 0, vaultBytes: vaultSize.read(), disks };
}

/** Never throws: a history that turns out to be damaged is what Health must show. */
function historyHealth(history: History): Health['history'] {
  const always = { path: history.path, lagEvents: 0, lagMs: 0, recovery: history.repair.report() };
  try {
    return { ...always, state: 'ok', error: null, ...history.stats() };
  } catch (error) {
    const { message } = toWireError(error);
    return { ...always, state: 'failed', error: message, bytes: 0, batches: 0, documents: 0, gaps: 0 };
  }
}

/** A key of the wrong type does not keep the server from working. */
const isAboutOneBatch = ({ redis }: LiveHealth): boolean => redis.condition === 'wrong_type';

/** Redis went away or refuses to answer since the report was read; the next report says so. */
function noneIfRefused(error: unknown): HealthWarning[] {
  if (conditionOf(error) === null) throw error;
  return [];
}

async function readLiveHealth(holder: RedisHolder, now: number): Promise<LiveHealth> {
  const link = holder.link();
  const connected = link.current();
  const away = (error: string | null, condition: RedisCondition | null): LiveHealth => ({
    redis: redisAway(link.mode, link.address(), connected === null ? 'connecting' : 'away', error, condition),
    workers: [],
    queues: [],
    cache: [],
    cacheSize: null,
    work: null,
  });
  if (connected === null || !holder.isReady()) return away(link.lastError(), link.condition());
  let refused: RedisCondition | null = null;
  /** One part that the server refuses to read leaves the others as they are. */
  const unlessRefused = <T>(part: Promise<T>, without: T): Promise<T> =>
    part.catch((error: unknown) => {
      const condition = replyCondition(error);
      if (condition === null) throw error;
      refused ??= condition;
      return without;
    });
  try {
    const [redis, workers, queues, cache, work] = await Promise.all([
      redisHealth(connected.redis, link.mode),
      unlessRefused<Health['workers']>(readWorkers(connected.redis, now), []),
      unlessRefused<Health['queues']>(readQueues(connected.broker), []),
      unlessRefused<Health['cache']>(readCache(connected.redis), []),
      unlessRefused<Health['work']>(holder.session()?.work.read(now) ?? Promise.resolve(null), null),
    ]);
    return {
      redis: { ...redis, condition: redis.condition ?? refused },
      ...{ workers, queues, cache, cacheSize: holder.cacheSize(), work },
    };
  } catch (error) {
    return away(error instanceof Error ? error.message : String(error), conditionOf(error));
  }
}
