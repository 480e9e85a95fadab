/** Reports that a worker is alive and what it is doing. */
import { hostname } from 'node:os';
import type { Logger } from 'pino';
import type { WorkerInfo } from '../../../shared/health.ts';
import type { QueueName } from '../../../shared/stages.ts';
import { lastWord } from '../../redis/close.ts';
import type { RedisRoles } from '../../redis/connect.ts';
import type { Lifetime } from '../../util/lifecycle.ts';
import type { StageRunner } from './runner.ts';
import type { Tuner } from './tuner.ts';

const HEARTBEAT_MS = 1000;

interface HeartbeatDeps {
  redis: RedisRoles;
  log: Logger;
  runner: StageRunner;
  tuner: Tuner;
  /** The parts of the report that never change. */
  identity: Pick<WorkerInfo, 'id' | 'local' | 'startedAt' | 'engines'>;
  /** The concurrency with which the worker started. */
  concurrency: Partial<Record<QueueName, number>>;
}

/** Writes the worker's report once a second until `lifetime` ends. Resolves after the first report. */
export async function startHeartbeat(lifetime: Lifetime, deps: HeartbeatDeps): Promise<void> {
  const { redis, log, identity } = deps;
  const beat = async (): Promise<void> => {
    await redis.roles.batch.hset(redis.keys.workers(), identity.id, JSON.stringify(reportOf(deps)));
  };
  await beat();
  const timer = setInterval(() => {
    beat().catch((error: unknown) => log.warn({ error }, 'heartbeat failed'));
  }, HEARTBEAT_MS);
  lifetime.defer(async () => {
    clearInterval(timer);
    // If this fails, readers forget the worker anyway once its heartbeat is too old.
    await lastWord(redis.roles.batch.hdel(redis.keys.workers(), identity.id));
  });
}

function reportOf({ identity, concurrency, runner, tuner }: HeartbeatDeps): WorkerInfo {
  const tuning = tuner.report();
  return {
    ...identity,
    host: hostname(),
    pid: process.pid,
    heartbeatAt: Date.now(),
    queues: Object.keys(concurrency) as QueueName[],
    concurrency: { ...concurrency, ...Object.fromEntries(tuning.map((q) => [q.queue, q.value])) },
    tuning,
    running: runner.running(),
    rssBytes: process.memoryUsage.rss(),
    ...runner.counts(),
  };
}
