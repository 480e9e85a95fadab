/** Six stages that do nothing, one worker process: ours with gate, records, counters and events, beside bare BullMQ. */
import { setTimeout } from 'node:timers/promises';
import { FlowProducer, Worker } from 'bullmq';
import pino from 'pino';
import { it } from 'vitest';
import { submitBatch } from '../../src/core/batches/submit.ts';
import { startWorker } from '../../src/core/pipeline/worker.ts';
import { connectRoles } from '../../src/core/redis/connect.ts';
import { QUEUES, type QueueName } from '../../src/shared/stages.ts';
import { stageChain } from '../support/flows.ts';
import { manifestOf } from '../support/manifest.ts';
import { plainSandbox } from '../support/sandbox.ts';
import { standingBroker } from '../support/stand.ts';
import { until } from '../support/until.ts';
import { printTable, round, seconds } from './table.ts';

const DOCUMENTS = Number(process.env.BENCH_DOCUMENTS ?? 10_000);
const SLOTS: Record<QueueName, number> = { ocr: 32, text: 32, entity: 32, graph: 64, finalize: 32, batch: 1 };
const stand = standingBroker();

async function bare(run: number): Promise<number> {
  const connection = { path: stand().server.url.slice('unix://'.length), db: 9 };
  const flows = new FlowProducer({ connection });
  const ids = Array.from({ length: DOCUMENTS }, (_v, i) => `bare${run}-d${i}`);
  await flows.add({
    name: 'parent',
    queueName: 'batch',
    opts: { jobId: `bare${run}-p` },
    children: [{ name: 'seal', queueName: 'batch', opts: { jobId: `bare${run}-s`, delay: 1e9 } }],
  });
  for (let i = 0; i < ids.length; i += 100)
    await flows.addBulk(
      ids.slice(i, i + 100).map((documentId) =>
        stageChain({ batchId: `bare${run}`, documentId, run: 1, stage: 'ocr' }, 'normal', {
          id: `bare${run}-p`,
          queue: 'bull:batch',
        }),
      ),
    );
  let done = 0;
  const workers: Worker[] = [];
  const took = await seconds(async () => {
    for (const queue of QUEUES)
      workers.push(
        new Worker(
          queue,
          async () => {
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
    // Asked seldom and for one field: the question must not cost what is measured.
    while ((await redis.roles.batch.hexists(key, 'endedAt')) === 0) await setTimeout(20);
  });
  if (process.env.BENCH_STATS) console.log(await redis.roles.batch.info('commandstats'));
  await worker?.dispose();
  await own.dispose();
  return took;
}

it('no-op pipeline', async () => {
  const pairs: [number, number][] = [];
  for (let run = 1; run <= 3; run += 1) pairs.push([await bare(run), await ours(run)]);
  const [a, b] = pairs.sort(([x1, y1], [x2, y2]) => x1 / y1 - x2 / y2)[1] ?? [1, 1];
  printTable(`Six stages that do nothing, ${DOCUMENTS} documents, one process (goal: 0.8)`, [
    { what: 'bare BullMQ', 'documents/s': round(DOCUMENTS / a, 0), ratio: 1 },
    { what: 'Redwell', 'documents/s': round(DOCUMENTS / b, 0), ratio: round(a / b) },
  ]);
});
