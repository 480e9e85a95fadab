/** The worker's process entry: the same file beside a console and on other machines. */
import { availableParallelism, hostname } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { z } from 'zod';
import { workerMessageSchema } from '../core/app/worker-message.ts';
import { MAX_CHARACTERS } from '../core/documents/limits.ts';
import { startWorker } from '../core/pipeline/worker/worker.ts';
import { connectWhenThere } from '../core/redis/connect.ts';
import { createSandbox } from '../core/sandbox/pool.ts';
import { QUEUES, type QueueName } from '../shared/stages.ts';

/** However many cores there are: every slot holds a document's text in memory. */
const MOST_SLOTS = 64;
/** Above the cores, more slots only hide the way to Redis, which cached documents need and others do not. */
const SLOTS_PER_CORE = 8;

/** Less than a console waits before it kills its worker. */
const STOP_MS = 8000;

const environment = z
  .object({
    REDWELL_REDIS_URL: z.string().min(1),
    REDWELL_NAMESPACE: z.string().min(1).optional(),
    REDWELL_LAYOUT: z.enum(['databases', 'prefixes']).optional(),
    REDWELL_REDIS_CA: z.string().optional(),
    REDWELL_QUEUES: z.string().optional(),
    REDWELL_WORKER_LOCAL: z.string().optional(),
    REDWELL_SANDBOX: z.enum(['process', 'thread']).default('process'),
    REDWELL_STAGE_TIMEOUT_SECONDS: z.coerce.number().positive().default(300),
    REDWELL_MAX_PAGES: z.coerce.number().int().positive().default(10_000),
    REDWELL_MAX_CHARACTERS: z.coerce.number().int().positive().default(MAX_CHARACTERS),
    REDWELL_MAX_BYTES: z.coerce
      .number()
      .int()
      .positive()
      .default(2 * 1024 ** 3),
    /** Jobs at a time per queue, fixed; absent: they follow what is measured. */
    REDWELL_CONCURRENCY: z.coerce.number().int().min(1).max(MOST_SLOTS).optional(),
    REDWELL_LOCK_SECONDS: z.coerce.number().positive().optional(),
    REDWELL_LOG_LEVEL: z.string().default('info'),
  })
  .safeParse(process.env);

/** What Electron's utility process has in place of the channel of a child process. */
interface ParentPort {
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
}

function onConsole(listener: (message: unknown) => void): void {
  const { parentPort } = process as { parentPort?: ParentPort };
  if (parentPort === undefined) process.on('message', listener);
  else parentPort.on('message', ({ data }) => listener(data));
}

async function main(): Promise<void> {
  if (!environment.success) {
    console.error(`The worker was not told what it needs:\n${z.prettifyError(environment.error)}`);
    process.exitCode = 1;
    return;
  }
  const env = environment.data;
  const log = pino(
    { level: env.REDWELL_LOG_LEVEL, base: { part: 'worker', pid: process.pid }, errorKey: 'error' },
    pino.destination({ dest: 2, sync: false }),
  );
  // Heard from the first moment: what a console says at the start is there before the first job.
  const passwords = new Map<string, string[]>();
  onConsole((message) => {
    const parsed = workerMessageSchema.safeParse(message);
    if (parsed.success) passwords.set(parsed.data.batchId, parsed.data.passwords);
    else log.warn('the console said something that this worker does not understand');
  });
  const cores = availableParallelism();
  const served =
    env.REDWELL_QUEUES === undefined
      ? QUEUES
      : QUEUES.filter((q) => env.REDWELL_QUEUES?.split(',').includes(q));
  // To begin with, CPU-bound stages get one slot per core and one more, so that a core never waits for Redis.
  const slots: Record<QueueName, number> = {
    ocr: cores + 1,
    text: cores + 2,
    entity: cores + 1,
    graph: cores + 2,
    finalize: cores + 2,
    batch: 1,
  };
  const fixed = env.REDWELL_CONCURRENCY;
  const slotsOf = (queue: QueueName): number => (queue === 'batch' ? 1 : (fixed ?? slots[queue]));

  const gone = new AbortController();
  process.once('disconnect', () => gone.abort());
  const redis = await connectWhenThere(
    {
      url: env.REDWELL_REDIS_URL,
      ...(env.REDWELL_REDIS_CA === undefined ? {} : { ca: env.REDWELL_REDIS_CA }),
      ...(env.REDWELL_NAMESPACE === undefined ? {} : { namespace: env.REDWELL_NAMESPACE }),
      ...(env.REDWELL_LAYOUT === undefined ? {} : { layout: env.REDWELL_LAYOUT }),
    },
    `worker:${process.pid}`,
    { failFast: false },
    gone.signal,
    (error) => log.warn(error.message),
  );
  const sandbox = createSandbox({
    entry: join(import.meta.dirname, 'sandbox.js'),
    kind: env.REDWELL_SANDBOX,
    maxWorkers: cores,
    log,
  });
  const worker = await startWorker({
    redis,
    sandbox,
    concurrency: Object.fromEntries(served.map((queue) => [queue, slotsOf(queue)])),
    ...(fixed === undefined ? { tuning: { min: 1, max: Math.min(MOST_SLOTS, SLOTS_PER_CORE * cores) } } : {}),
    limits: {
      timeoutMs: env.REDWELL_STAGE_TIMEOUT_SECONDS * 1000,
      maxPages: env.REDWELL_MAX_PAGES,
      maxCharacters: env.REDWELL_MAX_CHARACTERS,
      maxBytes: env.REDWELL_MAX_BYTES,
    },
    workerId: `${hostname()}-${process.pid}`,
    local: env.REDWELL_WORKER_LOCAL === '1',
    ...(env.REDWELL_LOCK_SECONDS === undefined ? {} : { lockMs: env.REDWELL_LOCK_SECONDS * 1000 }),
    passwordsOf: (batchId) => passwords.get(batchId) ?? [],
    log,
  });
  log.info('worker ready');

  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    // With Redis gone nothing that runs can be handed back; what was not is done again by whoever comes next.
    setTimeout(() => {
      log.error('worker did not stop in time');
      process.exit(1);
    }, STOP_MS).unref();
    void (async () => {
      await worker.dispose();
      await sandbox.dispose();
      await redis.dispose();
    })()
      .catch((error: unknown) => log.error({ error }, 'worker did not stop cleanly'))
      .finally(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // The console that started this worker is gone: without it nobody would stop us.
  process.on('disconnect', stop);
  if (gone.signal.aborted) stop();
}

await main();
