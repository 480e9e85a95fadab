/** A worker: BullMQ workers for the queues this machine serves, over one stage runner. */
import { hostname } from 'node:os';
import { type Job, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { WorkerInfo } from '../../../shared/health.ts';
import type { QueueName } from '../../../shared/stages.ts';
import type { BatchJobData, StageJobData } from '../../batches/jobs.ts';
import type { StageLimits } from '../../documents/types.ts';
import { closeBull, lastWord } from '../../redis/close.ts';
import type { RedisRoles } from '../../redis/connect.ts';
import type { Sandbox } from '../../sandbox/types.ts';
import { Lifetime } from '../../util/lifecycle.ts';
import { finalizeBatch } from './finalize-batch.ts';
import { withLockedNote } from './locked-note.ts';
import { createNextStages } from './next-stages.ts';
import { createStageRunner } from './runner.ts';
import { createTuner, isMemoryShort } from './tuner.ts';
import type { TuningBounds } from './tuning.ts';

export interface WorkerOptions {
  redis: RedisRoles;
  sandbox: Sandbox;
  /** Jobs at a time per queue; a queue that is not named is not served here. */
  concurrency: Partial<Record<QueueName, number>>;
  /** How far measurements may move it; absent: it stays as it is. */
  tuning?: TuningBounds;
  limits: StageLimits;
  workerId: string;
  local: boolean;
  passwordsOf(batchId: string): readonly string[];
  log: Logger;
  /** How long a job belongs to a worker that does not renew it, ms. */
  lockMs?: number;
}

export interface RunningWorker {
  /** Lets what runs finish, then closes. */
  dispose(): Promise<void>;
}

const HEARTBEAT_MS = 1000;
/** A worker that stops renewing loses its jobs after this; long stages run outside the loop that renews. */
const LOCK_MS = 10_000;
/**
 * Whatever a job dies of before its work begins, it is not given out for ever. Far more than the interruptions that a
 * document is set aside for: what only waits for a parser stalls with every worker that goes.
 */
const MAX_STALLED = 50;

export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const { redis, log } = options;
  const lifetime = new Lifetime();
  const nextStages = createNextStages(redis);
  lifetime.defer(() => nextStages.dispose());
  const runner = createStageRunner({
    ...options,
    nextStages,
    sandbox: withLockedNote(options.sandbox, options.local),
  });
  const startedAt = Date.now();
  const engines = await options.sandbox.engines();
  const queues = Object.keys(options.concurrency) as QueueName[];
  const tuner = createTuner({
    bounds: options.tuning ?? { min: 1, max: Math.max(1, ...Object.values(options.concurrency)) },
    fixed: options.tuning === undefined,
    memoryShort: isMemoryShort,
  });
  lifetime.defer(() => tuner.dispose());

  const closings: (() => Promise<void>)[] = [];
  // All at once: one that lets a long job end must not leave the others taking new ones meanwhile.
  lifetime.defer(async () => {
    await Promise.all(closings.map((close) => close()));
  });
  for (const queue of queues) {
    let running = 0;
    const work = async (job: Job<StageJobData | BatchJobData>, token: string | undefined): Promise<void> => {
      running += 1;
      try {
        if (queue === 'batch') await finalizeBatch(redis, job as Job<BatchJobData>, token, log);
        else await tuner.during(queue, () => runner.process(job as Job<StageJobData>, token));
      } finally {
        running -= 1;
      }
    };
    const worker = new Worker<StageJobData | BatchJobData>(queue, work, {
      connection: redis.optionsFor('broker', `worker:${queue}`),
      prefix: redis.keys.queuePrefix,
      concurrency: options.concurrency[queue] ?? 1,
      lockDuration: options.lockMs ?? LOCK_MS,
      stalledInterval: (options.lockMs ?? LOCK_MS) / 2,
      maxStalledCount: MAX_STALLED,
      name: options.workerId,
    });
    if (queue !== 'batch')
      tuner.add(queue, worker.concurrency, (value) => {
        worker.concurrency = value;
      });
    worker.on('error', (error) => log.warn({ queue, error: error.message }, 'worker connection'));
    worker.on('lockRenewalFailed', (jobIds) => runner.stopJobs(jobIds));
    worker.on('failed', (job, error) => {
      if (queue === 'batch') {
        log.error({ error: error.message, job: job?.id }, 'the work at the end of a batch failed');
        return;
      }
      if (job === undefined || !/stalled/i.test(error.message)) return;
      runner
        .lost(job as Job<StageJobData>, error.message)
        .catch((failure: unknown) => log.error({ failure, job: job.id }, 'a lost job could not be recorded'));
    });
    // While Redis is away nothing that runs can be handed back; whoever comes next does it again.
    closings.push(() => closeBull(worker, () => running === 0 || redis.state() !== 'ready'));
  }

  const subscriber = new Redis({ ...redis.optionsFor('batch', 'control') });
  subscriber.on('error', (error) => log.warn({ error: error.message }, 'control connection'));
  lifetime.defer(() => subscriber.disconnect());
  subscriber.on('message', (_channel, message) => {
    const { batchId, action } = JSON.parse(message) as { batchId: string; action: string };
    if (action === 'cancel') runner.stopBatch(batchId);
  });
  await subscriber.subscribe(redis.keys.controlChannel());

  const beat = async (): Promise<void> => {
    const tuning = tuner.report();
    const info: WorkerInfo = {
      id: options.workerId,
      host: hostname(),
      pid: process.pid,
      local: options.local,
      startedAt,
      heartbeatAt: Date.now(),
      queues,
      concurrency: { ...options.concurrency, ...Object.fromEntries(tuning.map((q) => [q.queue, q.value])) },
      tuning,
      running: runner.running(),
      rssBytes: process.memoryUsage.rss(),
      engines,
      ...runner.counts(),
    };
    await redis.roles.batch.hset(redis.keys.workers(), options.workerId, JSON.stringify(info));
  };
  await beat();
  const timer = setInterval(() => {
    beat().catch((error: unknown) => log.warn({ error }, 'heartbeat'));
  }, HEARTBEAT_MS);
  lifetime.defer(async () => {
    clearInterval(timer);
    // A name without a heartbeat is forgotten anyway.
    await lastWord(redis.roles.batch.hdel(redis.keys.workers(), options.workerId));
  });

  return { dispose: () => lifetime.dispose() };
}
