/** Process entry of the worker, both for the one beside a console and for those on other machines. */
import { availableParallelism, hostname } from 'node:os';
import { join } from 'node:path';
import pino, { type Logger } from 'pino';
import { workerMessageSchema } from '../core/app/worker-message.ts';
import { startWorker } from '../core/pipeline/worker/worker.ts';
import { connectWhenThere, type RedisRoles } from '../core/redis/connect.ts';
import { upgradeStoredSpelling } from '../core/redis/upgrade.ts';
import { createSandbox } from '../core/sandbox/pool.ts';
import type { Sandbox } from '../core/sandbox/types.ts';
import { Lifetime } from '../core/util/lifecycle.ts';
import { RedwellError } from '../shared/errors.ts';
import { QUEUES, type QueueName } from '../shared/stages.ts';
import { MOST_SLOTS, readEnvironment, type WorkerEnvironment } from './environment.ts';

/** More slots than this only hide the round trips to Redis, which helps cached documents and no others. */
const SLOTS_PER_CORE = 8;

/** Shorter than the time after which a console kills its worker. */
const STOP_MS = 8000;

const CORES = availableParallelism();

/** Electron's utility process has this instead of a child process's channel. */
interface ParentPort {
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
}

function onConsole(listener: (message: unknown) => void): void {
  const { parentPort } = process as { parentPort?: ParentPort };
  if (parentPort === undefined) process.on('message', listener);
  else parentPort.on('message', ({ data }) => listener(data));
}

/** Collects the passwords that the console sends. They stay in this process's memory. */
function receivePasswords(log: Logger): (batchId: string) => readonly string[] {
  const passwords = new Map<string, string[]>();
  onConsole((message) => {
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
      ...(env.REDWELL_REDIS_CA === undefined ? {} : { ca: env.REDWELL_REDIS_CA }),
      ...(env.REDWELL_NAMESPACE === undefined ? {} : { namespace: env.REDWELL_NAMESPACE }),
      ...(env.REDWELL_LAYOUT === undefined ? {} : { layout: env.REDWELL_LAYOUT }),
    },
    `worker:${process.pid}`,
    { failFast: false },
    stopped,
    (error) => log.warn(error.message),
  );

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
    log,
  });

/** Fires on a signal, and when the process that started this worker is gone: nobody else would stop it. */
function stopRequested(): AbortSignal {
  const stop = new AbortController();
  for (const event of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.on(event, () => stop.abort());
  return stop.signal;
}

function stopInOrder(lifetime: Lifetime, log: Logger): void {
  // Without Redis, running stages cannot be handed back. The next worker repeats them.
  setTimeout(() => {
    log.error('worker did not stop in time');
    process.exit(1);
  }, STOP_MS).unref();
  void lifetime
    .dispose()
    .catch((error: unknown) => log.error({ error }, 'worker did not stop cleanly'))
    .finally(() => process.exit(0));
}

async function main(): Promise<void> {
  const env = readEnvironment(process.env);
  if (typeof env === 'string') {
    console.error(env);
    process.exitCode = 1;
    return;
  }
  const log = pino(
    { level: env.REDWELL_LOG_LEVEL, base: { part: 'worker', pid: process.pid }, errorKey: 'error' },
    pino.destination({ dest: 2, sync: false }),
  );
  // Before the first await: a console sends passwords at once, and they must be here before the first job.
  const passwordsOf = receivePasswords(log);
  const stopped = stopRequested();
  const lifetime = new Lifetime();
  try {
    const redis = lifetime.own(await connect(env, stopped, log));
    await upgradeStoredSpelling(redis);
    const sandbox = lifetime.own(
      createSandbox({
        entry: join(import.meta.dirname, 'sandbox.js'),
        kind: env.REDWELL_SANDBOX,
        maxWorkers: CORES,
        log,
      }),
    );
    lifetime.own(await start(env, redis, sandbox, passwordsOf, log));
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
