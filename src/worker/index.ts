/** Process entry of the worker, both for the one beside a console and for those on other machines. */
import { availableParallelism, hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { dataPlaces } from '../core/app/data-dir.ts';
import { isStopMessage, workerMessageSchema } from '../core/app/worker-message.ts';
import { createRoomGate } from '../core/disk/gate.ts';
import type { Place } from '../core/disk/room.ts';
import { openLog } from '../core/log/index.ts';
import { crashWithoutSecrets } from '../core/log/safe-log.ts';
import { startWorker } from '../core/pipeline/worker/worker.ts';
import { certificateSources } from '../core/redis/certificates.ts';
import { conditionOf } from '../core/redis/condition.ts';
import { connectWhenThere, type RedisRoles } from '../core/redis/connect.ts';
import { upgradeStoredSpelling } from '../core/redis/upgrade.ts';
import { holdServerAt } from '../core/redis/users.ts';
import { createSandbox } from '../core/sandbox/pool.ts';
import { relayedChildren } from '../core/sandbox/relay.ts';
import type { Sandbox } from '../core/sandbox/types.ts';
import { Lifetime } from '../core/util/lifecycle.ts';
import { keepFilesPrivate } from '../core/util/private-files.ts';
import { findInstalledPrograms } from '../core/util/programs.ts';
import { RedwellError } from '../shared/errors.ts';
import { type RedisCondition, redisConditionText } from '../shared/redis-condition.ts';
import { MOST_SLOTS, QUEUES, type QueueName } from '../shared/stages.ts';
import { visible } from '../shared/visible.ts';
import { readEnvironment, type WorkerEnvironment } from './environment.ts';

/** More slots than this only hide the round trips to Redis, which helps cached documents and no others. */
const SLOTS_PER_CORE = 8;

/** Shorter than the time after which a console kills its worker. */
const STOP_MS = 8000;

/** Time between two attempts to start while the server refuses, ms. */
const REFUSED_MS = 2000;

const CORES = availableParallelism();

/** Electron's utility process has this instead of a child process's channel. */
interface ParentPort {
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
  postMessage(message: unknown): void;
}

const { parentPort } = process as { parentPort?: ParentPort };

/** Under Electron, the console starts the parsers. */
const relayed =
  parentPort === undefined ? null : relayedChildren({ post: (message) => parentPort.postMessage(message) });

function onConsole(listener: (message: unknown) => void): void {
  if (parentPort === undefined) process.on('message', listener);
  else
    parentPort.on('message', ({ data }) => {
      if (!relayed?.take(data)) listener(data);
    });
}

/** Collects the passwords that the console sends. They stay in this process's memory. */
function receivePasswords(log: Logger, stop: () => void): (batchId: string) => readonly string[] {
  const passwords = new Map<string, string[]>();
  onConsole((message) => {
    if (isStopMessage(message)) return stop();
    const parsed = workerMessageSchema.safeParse(message);
    if (parsed.success) passwords.set(parsed.data.batchId, parsed.data.passwords);
    else log.warn('worker ignored a console message it does not understand');
  });
  return (batchId) => passwords.get(batchId) ?? [];
}

/** Jobs at a time for each queue that this worker serves. CPU-bound stages start with one slot more than cores. */
function slotsOf(env: WorkerEnvironment): Partial<Record<QueueName, number>> {
  const initial: Record<QueueName, number> = {
    ocr: CORES + 1,
    text: CORES + 2,
    entity: CORES + 1,
    graph: CORES + 2,
    finalize: CORES + 2,
    batch: 1,
  };
  const names = env.REDWELL_QUEUES?.split(',');
  const served = names === undefined ? QUEUES : QUEUES.filter((queue) => names.includes(queue));
  return Object.fromEntries(
    served.map((queue) => [queue, queue === 'batch' ? 1 : (env.REDWELL_CONCURRENCY ?? initial[queue])]),
  );
}

const connect = (env: WorkerEnvironment, stopped: AbortSignal, log: Logger): Promise<RedisRoles> =>
  connectWhenThere(
    {
      url: env.REDWELL_REDIS_URL,
      certificates: certificateSources(env),
      ...(env.REDWELL_NAMESPACE === undefined ? {} : { namespace: env.REDWELL_NAMESPACE }),
      ...(env.REDWELL_LAYOUT === undefined ? {} : { layout: env.REDWELL_LAYOUT }),
    },
    `worker:${process.pid}`,
    { failFast: false },
    stopped,
    (error) => log.warn(error.message),
  );

/** The folders that jobs write to. Redis and the vault are beside a local worker only. */
const placesOf = ({ REDWELL_DATA_DIR: dataDir }: WorkerEnvironment): Place[] => [
  ...(dataDir === undefined ? [] : dataPlaces(dataDir)),
  { path: tmpdir(), holds: 'temporary files' },
];

const start = (
  env: WorkerEnvironment,
  redis: RedisRoles,
  sandbox: Sandbox,
  passwordsOf: (batchId: string) => readonly string[],
  log: Logger,
) =>
  startWorker({
    redis,
    sandbox,
    concurrency: slotsOf(env),
    ...(env.REDWELL_CONCURRENCY === undefined
      ? { tuning: { min: 1, max: Math.min(MOST_SLOTS, SLOTS_PER_CORE * CORES) } }
      : {}),
    limits: {
      timeoutMs: env.REDWELL_STAGE_TIMEOUT_SECONDS * 1000,
      maxPages: env.REDWELL_MAX_PAGES,
      maxCharacters: env.REDWELL_MAX_CHARACTERS,
      maxBytes: env.REDWELL_MAX_BYTES,
    },
    workerId: `${hostname()}-${process.pid}`,
    local: env.REDWELL_WORKER_LOCAL === '1',
    ...(env.REDWELL_LOCK_SECONDS === undefined ? {} : { lockMs: env.REDWELL_LOCK_SECONDS * 1000 }),
    passwordsOf,
    gate: createRoomGate(placesOf(env), () => env.REDWELL_RESERVE_BYTES ?? null),
    log,
  });

/**
 * Connects and starts the worker, again and again while the server refuses what a worker must do.
 * @throws RedwellError canceled when `stopped` fires; any error that no condition of the server explains
 */
async function startWhenAccepted(
  env: WorkerEnvironment,
  sandbox: Sandbox,
  passwordsOf: (batchId: string) => readonly string[],
  stopped: AbortSignal,
  log: Logger,
): Promise<Lifetime> {
  let told: RedisCondition | null = null;
  for (;;) {
    const attempt = new Lifetime();
    try {
      const redis = attempt.own(await connect(env, stopped, log));
      await upgradeStoredSpelling(redis);
      attempt.own(await start(env, redis, sandbox, passwordsOf, log));
      return attempt;
    } catch (error) {
      await attempt.dispose();
      const condition = error instanceof RedwellError ? null : conditionOf(error);
      if (condition === null) throw error;
      const { message, action } = redisConditionText(condition);
      if (condition !== told) log.warn({ error, condition }, `The worker waits. ${message} ${action}`);
      told = condition;
      await pause(REFUSED_MS, undefined, { signal: stopped }).catch(() => {
        throw new RedwellError('canceled', 'Stopped while waiting for Redis');
      });
    }
  }
}

/**
 * Fires on a signal, and when the process that started this worker is gone: nobody else would stop it. The worker then
 * ends in any case, also in the middle of its start: without Redis, running stages cannot be handed back, and the next
 * worker repeats them.
 */
function stopRequested(log: Logger): { stopped: AbortSignal; stop: () => void } {
  const stop = new AbortController();
  const request = (): void => {
    if (stop.signal.aborted) return;
    stop.abort();
    setTimeout(() => {
      log.error('worker did not stop in time');
      process.exit(1);
    }, STOP_MS).unref();
  };
  for (const event of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.on(event, request);
  // The channel may have closed while this program was loading, before anybody listened.
  if (process.connected === false) request();
  return { stopped: stop.signal, stop: request };
}

function stopInOrder(lifetime: Lifetime, log: Logger): void {
  void lifetime
    .dispose()
    .catch((error: unknown) => log.error({ error }, 'worker did not stop cleanly'))
    .finally(() => process.exit(0));
}

async function main(): Promise<void> {
  keepFilesPrivate();
  findInstalledPrograms();
  crashWithoutSecrets();
  const env = readEnvironment(process.env);
  if (typeof env === 'string') {
    console.error(visible(env));
    process.exitCode = 1;
    return;
  }
  // Not part of the lifetime: what closing has to say is written at exit.
  const { log } = openLog({ descriptor: 2 }, env.REDWELL_LOG_LEVEL, { part: 'worker' });
  // Before the first await: a console sends passwords at once, and they must be here before the first job.
  const { stopped, stop } = stopRequested(log);
  const passwordsOf = receivePasswords(log, stop);
  const lifetime = new Lifetime();
  try {
    lifetime.own(await holdServerAt(env.REDWELL_REDIS_URL));
    const sandbox = lifetime.own(
      createSandbox({
        entry: join(import.meta.dirname, 'sandbox.js'),
        starter: relayed?.starter,
        maxWorkers: CORES,
        log,
      }),
    );
    lifetime.own(await startWhenAccepted(env, sandbox, passwordsOf, stopped, log));
  } catch (error) {
    if (!(error instanceof RedwellError) || error.code !== 'canceled') throw error;
  }
  if (stopped.aborted) return stopInOrder(lifetime, log);
  log.info('worker ready');
  // For `redwell worker`, which tells the person at the terminal. If the channel is closing, the error goes to the
  // callback, and `disconnect` stops us.
  process.send?.({ kind: 'ready' }, undefined, undefined, () => undefined);
  stopped.addEventListener('abort', () => stopInOrder(lifetime, log), { once: true });
}

await main();
