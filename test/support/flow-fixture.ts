/** Runs batches with a real worker. */
import pino from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { type Broker, openBroker } from '../../src/core/batches/broker.ts';
import { batchJobId } from '../../src/core/batches/jobs.ts';
import { startWorker } from '../../src/core/pipeline/worker/worker.ts';
import { connectRoles, type RedisRoles } from '../../src/core/redis/connect.ts';
import type { Sandbox } from '../../src/core/sandbox/types.ts';
import { Lifetime } from '../../src/core/util/lifecycle.ts';
import type { QueueName } from '../../src/shared/stages.ts';
import { readBatch } from './batch.ts';
import { type PLACES, startTestRedis, type TestRedis } from './redis.ts';
import { until } from './until.ts';

export const SLOTS: Record<QueueName, number> = {
  ocr: 4,
  text: 4,
  entity: 4,
  graph: 4,
  finalize: 4,
  batch: 1,
};

/** Limits of a stage, for every worker in the tests. */
export const LIMITS = { timeoutMs: 10_000, maxPages: 10, maxCharacters: 100_000, maxBytes: 100_000 };

export interface Flow {
  server: TestRedis;
  redis: RedisRoles;
  broker: Broker;
  /** Closed after the test. */
  scope: Lifetime;
  namespace: string;
}

/**
 * Starts one server per suite and uses one namespace per test. Call it inside a `describe`.
 * @returns the flow of the current test, and functions to run and await its batches
 */
export function useFlowFixture({ layout, cluster }: (typeof PLACES)[number]) {
  let server: TestRedis | undefined;
  let flow: Flow | undefined;
  let next = 0;
  beforeAll(async () => {
    server = await startTestRedis({ cluster });
  });
  afterAll(() => server?.stop());
  beforeEach(async () => {
    if (server === undefined) throw new Error('The server did not start');
    next += 1;
    const namespace = `flow${next}`;
    const scope = new Lifetime();
    const redis = await server.roles({ namespace, layout });
    flow = { server, redis, broker: scope.own(openBroker(redis)), scope, namespace };
  });
  afterEach(() => flow?.scope.dispose());

  const now = (): Flow => {
    if (flow === undefined) throw new Error('Only during a test');
    return flow;
  };
  return {
    now,
    /** Starts a worker, which closes after the test. @returns closes it earlier */
    async work(
      sandbox: Sandbox,
      concurrency: Partial<Record<QueueName, number>> = SLOTS,
      lockMs?: number,
    ): Promise<() => Promise<void>> {
      const { server: running, scope, namespace } = now();
      const redis = scope.own(
        await connectRoles({ url: running.url, namespace, layout }, 'worker', { failFast: false }),
      );
      const worker = await startWorker({
        redis,
        sandbox,
        concurrency,
        limits: LIMITS,
        workerId: `worker-${namespace}`,
        local: true,
        passwordsOf: () => [],
        log: pino({ level: 'silent' }),
        ...(lockMs === undefined ? {} : { lockMs }),
      });
      let closed: Promise<void> | null = null;
      const close = (): Promise<void> => {
        closed ??= worker.dispose();
        return closed;
      };
      scope.defer(close);
      return close;
    },
    ended: (batchId: string): Promise<void> =>
      until(async () => (await readBatch(now().redis, batchId)).endedAt !== null),
    /** Waits until the job at the end of a batch has completed for a run. */
    parentRan: (batchId: string, run = 1): Promise<void> =>
      until(
        async () => (await now().broker.queues.batch.getJobState(batchJobId(batchId, run))) === 'completed',
      ),
  };
}
