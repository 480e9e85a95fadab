/** Reports that a worker is alive and what it is doing. */
import { hostname } from 'node:os';
import type { Logger } from 'pino';
import type { WorkerInfo } from '../../../shared/health.ts';
import type { QueueName } from '../../../shared/stages.ts';
import { clockAheadMs } from '../../redis/clock.ts';
import { lastWord } from '../../redis/close.ts';
import type { RedisRoles } from '../../redis/connect.ts';
import type { Lifetime } from '../../util/lifecycle.ts';
import type { Pause } from './pause.ts';
import type { RoomWatch } from './room-watch.ts';
import type { StageRunner } from './runner.ts';
import type { Tuner } from './tuner.ts';

const HEARTBEAT_MS = 1000;

interface HeartbeatDeps {
  redis: RedisRoles;
  log: Logger;
  runner: StageRunner;
  tuner: Tuner;
  pause: Pause;
  room: Pick<RoomWatch, 'reason'>;
  /** The parts of the report that never change. */
  identity: Pick<WorkerInfo, 'id' | 'local' | 'startedAt' | 'engines'>;
  /** The concurrency with which the worker started. */
  concurrency: Partial<Record<QueueName, number>>;
}

/** Writes the worker's report once a second until `lifetime` ends. Resolves after the first report. */
export async function startHeartbeat(lifetime: Lifetime, deps: HeartbeatDeps): Promise<void> {
  const { redis, log, identity, pause } = deps;
  const beat = async (): Promise<void> => {
    const ahead = await clockAheadMs(redis);
    const report = reportOf(deps, ahead);
    await redis.roles.batch.hset(redis.keys.workers(), identity.id, JSON.stringify(report));
  };
  await beat();
  const timer = setInterval(() => {
    beat().catch((error: unknown) => {
      if (!pause.isCause(error)) log.warn({ error }, 'heartbeat failed');
    });
  }, HEARTBEAT_MS);
  lifetime.defer(async () => {
    clearInterval(timer);
    // If this fails, readers forget the worker anyway once its heartbeat is too old.
    await lastWord(redis.roles.batch.hdel(redis.keys.workers(), identity.id));
  });
}

/** @param ahead how far this computer's clock is ahead of the server's, ms; readers then need not know our clock */
function reportOf(
  { identity, concurrency, runner, tuner, pause, room }: HeartbeatDeps,
  ahead: number | null,
): WorkerInfo {
  const tuning = tuner.report();
  return {
    ...identity,
    host: hostname(),
    pid: process.pid,
    startedAt: identity.startedAt - (ahead ?? 0),
    heartbeatAt: Date.now() - (ahead ?? 0),
    ...(ahead === null ? {} : { clockAheadMs: ahead }),
    queues: Object.keys(concurrency) as QueueName[],
    concurrency: { ...concurrency, ...Object.fromEntries(tuning.map((q) => [q.queue, q.value])) },
    paused: room.reason(),
    tuning,
    trouble: pause.condition(),
    running: runner.running(),
    rssBytes: process.memoryUsage.rss(),
    ...runner.counts(),
  };
}
