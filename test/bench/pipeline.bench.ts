/**
 * Compares our pipeline (gate, records, counters, events) with plain BullMQ: six stages that do nothing, one worker.
 */
import { setTimeout } from 'node:timers/promises';
import { FlowProducer, type Job, Worker } from 'bullmq';
import pino from 'pino';
import { it } from 'vitest';
import type { StageJobData } from '../../src/core/batches/jobs.ts';
import { submitBatch } from '../../src/core/batches/submit.ts';
import { startWorker } from '../../src/core/pipeline/worker/worker.ts';
import { connectRoles } from '../../src/core/redis/connect.ts';
import { QUEUES, type QueueName } from '../../src/shared/stages.ts';
import { manifestOf } from '../support/manifest.ts';
import { plainSandbox } from '../support/sandbox.ts';
import { sharedBroker } from '../support/shared-redis.ts';
import { stageChain } from '../support/stage-chain.ts';
import { until } from '../support/until.ts';
import { leastPipeline } from './least.ts';
import { printTable, round, seconds } from './table.ts';

const DOCUMENTS = Number(process.env.BENCH_DOCUMENTS ?? 10_000);
const SLOTS: Record<QueueName, number> = { ocr: 32, text: 32, entity: 32, graph: 64, finalize: 32, batch: 1 };
const STAGE_QUEUES = QUEUES.filter((queue) => queue !== 'batch');
const ROUNDS = 3;
const stand = sharedBroker();
const path = (): string => stand().server.url.slice('unix://'.length);

/** Runs the same chains through BullMQ alone, with `work` in each job. */
async function through(name: string, work: (job: Job<StageJobData>) => Promise<void>): Promise<number> {
  const connection = { path: path(), db: 9 };
  const flows = new FlowProducer({ connection });
  const ids = Array.from({ length: DOCUMENTS }, (_v, i) => `${name}-d${i}`);
  await flows.add({
    name: 'parent',
    queueName: 'batch',
    opts: { jobId: `${name}-p` },
    children: [{ name: 'barrier', queueName: 'batch', opts: { jobId: `${name}-s`, delay: 1e9 } }],
  });
  for (let i = 0; i < ids.length; i += 100)
    await flows.addBulk(
      ids.slice(i, i + 100).map((documentId) =>
        stageChain({ batchId: name, documentId, run: 1, stage: 'ocr' }, 'normal', {
          id: `${name}-p`,
          queue: 'bull:batch',
        }),
      ),
    );
  let done = 0;
  const workers: Worker[] = [];
  const took = await seconds(async () => {
    for (const queue of STAGE_QUEUES)
      workers.push(
        new Worker<StageJobData>(
          queue,
          async (job) => {
            await work(job);
            if (queue === 'finalize') done += 1;
          },
          { connection, concurrency: SLOTS[queue] },
        ),
      );
    await until(() => done === DOCUMENTS);
  });
  await Promise.all(workers.map((w) => w.close()));
  await flows.close();
  return took;
}

const bare = (run: number): Promise<number> => through(`bare${run}`, async () => undefined);

async function least(run: number, cached: boolean): Promise<number> {
  const pipeline = await leastPipeline(path(), cached);
  const took = await through(`least${cached ? 'c' : ''}${run}`, pipeline.process);
  pipeline.dispose();
  return took;
}

async function ours(run: number): Promise<number> {
  const { server, redis, broker } = stand();
  await submitBatch(redis, broker, manifestOf(`b-${run}`, DOCUMENTS));
  const own = await connectRoles({ url: server.url }, 'worker', { failFast: false });
  let worker: Awaited<ReturnType<typeof startWorker>> | undefined;
  const took = await seconds(async () => {
    worker = await startWorker({
      redis: own,
      sandbox: plainSandbox(),
      concurrency: SLOTS,
      limits: { timeoutMs: 1000, maxPages: 10, maxCharacters: 1000, maxBytes: 1000 },
      workerId: 'bench',
      local: true,
      passwordsOf: () => [],
      log: pino({ level: 'silent' }),
    });
    const key = redis.keys.batch(`b-${run}`);
    // Polls rarely and reads one field, so that polling does not affect the measurement.
    while ((await redis.roles.batch.hexists(key, 'endedAt')) === 0) await setTimeout(20);
  });
  if (process.env.BENCH_STATS) console.log(await redis.roles.batch.info('commandstats'));
  await worker?.dispose();
  await own.dispose();
  return took;
}

it('measures a pipeline of empty stages', async () => {
  const ways: [string, (run: number) => Promise<number>][] = [
    ['plain BullMQ', bare],
    ['minimal pipeline with the same records', (run) => least(run, true)],
    ['minimal pipeline without a cache', (run) => least(run, false)],
    ['Redwell', ours],
  ];
  const rounds: number[][] = [];
  for (let run = 1; run <= ROUNDS; run += 1) {
    const times: number[] = [];
    for (const [, way] of ways) {
      // Empties the server, so that the previous run has no effect.
      await stand().redis.roles.batch.flushall();
      times.push(await way(run));
    }
    rounds.push(times);
  }
  const median = (values: number[]): number => values.sort((x, y) => x - y)[values.length >> 1] ?? 0;
  printTable(
    `Six stages that do nothing, ${DOCUMENTS} documents, one process (goal: 0.8)`,
    ways.map(([what], i) => ({
      what,
      'documents/s': round(DOCUMENTS / median(rounds.map((took) => took[i] ?? 0)), 0),
      ratio: round(median(rounds.map((took) => (took[0] ?? 0) / (took[i] ?? 1)))),
    })),
  );
});
