/** A worker: one BullMQ worker for each queue that this machine serves, over a shared stage runner. */
import { DelayedError, type Job, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { QueueName } from '../../../shared/stages.ts';
import { type BatchJobData, KEEP, type StageJobData } from '../../batches/jobs.ts';
import { isStalledFailure } from '../../batches/stalled-failure.ts';
import { NO_GATE, type RoomGate } from '../../disk/gate.ts';
import type { StageLimits } from '../../documents/types.ts';
import { closeBull } from '../../redis/close.ts';
import type { RedisRoles } from '../../redis/connect.ts';
import type { Sandbox } from '../../sandbox/types.ts';
import { Lifetime } from '../../util/lifecycle.ts';
import { explainEncrypted } from './explain-encrypted.ts';
import { finalizeBatch } from './finalize-batch.ts';
import { startHeartbeat } from './heartbeat.ts';
import { holdsOf } from './holds.ts';
import { createNextStages } from './next-stages.ts';
import { createPause, type Pause } from './pause.ts';
import { type RoomWatch, watchRoom } from './room-watch.ts';
import { createStageRunner, type StageRunner } from './runner.ts';
import { createTuner, isMemoryShort, type Tuner } from './tuner.ts';
import type { TuningBounds } from './tuning.ts';

export interface WorkerOptions {
  redis: RedisRoles;
  sandbox: Sandbox;
  /** Jobs at a time per queue. The worker does not serve queues that are absent. */
  concurrency: Partial<Record<QueueName, number>>;
  /** Bounds within which measurements change the concurrency; absent keeps it fixed. */
  tuning?: TuningBounds;
  limits: StageLimits;
  workerId: string;
  local: boolean;
  passwordsOf(batchId: string): readonly string[];
  /** Tells whether the disks that this worker writes to have room; absent: they are not watched. */
  gate?: RoomGate;
  log: Logger;
  /** How long a job stays with a worker that does not renew its lock, ms. */
  lockMs?: number;
}

export interface RunningWorker {
  /** Finishes the running jobs, then closes. */
  dispose(): Promise<void>;
}

/**
 * A worker that does not renew a job's lock loses the job after this time, ms. Long stages do not block the renewal.
 */
const LOCK_MS = 10_000;
/**
 * Limits how often a job may stall, in case something other than its document keeps stopping workers. It is far above
 * `MAX_INTERRUPTIONS`, because a job that only waits for a parser also stalls whenever its worker dies.
 */
const MAX_STALLED = 50;

/** Time between two attempts of BullMQ to reach Redis or to record the end of a job, ms. */
const RETRY_MS = 2000;

/**
 * Starts a worker. Resolves when it serves its queues and has written its first heartbeat.
 * @throws whatever Redis refuses, with everything closed again
 */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const lifetime = new Lifetime();
  try {
    await startParts(options, lifetime);
  } catch (error) {
    await lifetime.dispose();
    throw error;
  }
  return { dispose: () => lifetime.dispose() };
}

async function startParts(options: WorkerOptions, lifetime: Lifetime): Promise<void> {
  const { redis, concurrency, workerId, local, log } = options;
  const gate = options.gate ?? NO_GATE;
  const nextStages = createNextStages(redis);
  lifetime.defer(() => nextStages.dispose());
  const runner = createStageRunner({
    ...options,
    gate,
    nextStages,
    sandbox: explainEncrypted(options.sandbox, local),
  });
  const identity = { id: workerId, local, startedAt: Date.now(), engines: await options.sandbox.engines() };
  const tuner = createTuner({
    bounds: options.tuning ?? { min: 1, max: Math.max(1, ...Object.values(concurrency)) },
    fixed: options.tuning === undefined,
    memoryShort: isMemoryShort,
  });
  lifetime.defer(() => tuner.dispose());
  const pause = createPause(redis, log);
  const queues = Object.keys(concurrency) as QueueName[];
  const room = lifetime.own(await watchRoom(gate, log));
  const closings = queues.map((queue) => serveQueue(queue, options, runner, tuner, { pause, room }));
  // Closes all queues at once: a queue with a long job must not leave the others taking new ones.
  lifetime.defer(async () => {
    await Promise.all(closings.map((close) => close()));
  });
  lifetime.defer(() => pause.dispose());
  await obeyCancels(lifetime, options, runner);
  await startHeartbeat(lifetime, { redis, log, runner, tuner, pause, room, identity, concurrency });
}

/** Serves one queue. @returns closes it after its running jobs have finished */
function serveQueue(
  queue: QueueName,
  options: WorkerOptions,
  runner: StageRunner,
  tuner: Tuner,
  { pause, room }: { pause: Pause; room: RoomWatch },
): () => Promise<void> {
  const { redis, log } = options;
  let running = 0;
  const work = async (job: Job<StageJobData | BatchJobData>, token: string | undefined): Promise<void> => {
    running += 1;
    try {
      if (queue === 'batch') await finalizeBatch(redis, job as Job<BatchJobData>, token, log);
      else await tuner.during(queue, () => runner.process(job as Job<StageJobData>, token));
    } catch (error) {
      if (!pause.isCause(error)) throw error;
      await pause.over();
      // Hands the job back without counting an attempt: the server was to blame, not the document.
      await job.moveToDelayed(Date.now(), token);
      throw new DelayedError();
    } finally {
      running -= 1;
    }
  };
  const lockDuration = options.lockMs ?? LOCK_MS;
  const worker = new Worker<StageJobData | BatchJobData>(queue, work, {
    connection: redis.optionsFor('broker', `worker:${queue}`),
    prefix: redis.keys.queuePrefix,
    concurrency: options.concurrency[queue] ?? 1,
    lockDuration,
    stalledInterval: lockDuration / 2,
    runRetryDelay: RETRY_MS,
    maxStalledCount: MAX_STALLED,
    removeOnComplete: KEEP,
    removeOnFail: KEEP,
    name: options.workerId,
  });
  if (queue !== 'batch')
    tuner.add(queue, worker.concurrency, (value) => {
      worker.concurrency = value;
    });
  const face = holdsOf(worker);
  pause.add(face());
  room.add(face());
  worker.on('error', (error) => {
    // A paused worker cannot renew its locks either, which BullMQ reports for each job.
    if (!pause.isCause(error) && pause.condition() === null)
      log.warn({ queue, error: error.message }, 'worker connection failed');
  });
  worker.on('lockRenewalFailed', (jobIds) => runner.stopJobs(jobIds));
  worker.on('failed', (job, error) => {
    if (queue === 'batch') {
      log.error({ error: error.message, job: job?.id }, 'finalizing a batch failed');
      return;
    }
    if (job === undefined || !isStalledFailure(error.message)) return;
    runner
      .lost(job as Job<StageJobData>)
      .catch((failure: unknown) => log.error({ failure, job: job.id }, 'recording a lost job failed'));
  });
  // While Redis is unreachable, running jobs cannot be returned. Another worker repeats them later.
  return () => closeBull(worker, () => running === 0 || redis.state() !== 'ready');
}

/** Stops the running jobs of a batch as soon as it is canceled. */
async function obeyCancels(
  lifetime: Lifetime,
  { redis, log }: WorkerOptions,
  runner: StageRunner,
): Promise<void> {
  const subscriber = new Redis({ ...redis.optionsFor('batch', 'control'), autoResubscribe: false });
  const channel = redis.keys.controlChannel();
  subscriber.on('error', (error) => log.warn({ error: error.message }, 'control connection failed'));
  lifetime.defer(() => subscriber.disconnect());
  subscriber.on('message', (_channel, message) => {
    const { batchId, action } = JSON.parse(message) as { batchId: string; action: string };
    if (action === 'cancel') runner.stopBatch(batchId);
  });
  await subscriber.subscribe(channel);
  // ioredis would not handle a refusal when it subscribes again by itself.
  subscriber.on('ready', () => {
    subscriber
      .subscribe(channel)
      .catch((error: unknown) => log.warn({ error }, 'listening for cancels failed'));
  });
}
