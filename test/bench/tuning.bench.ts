/** The effect of tuning: throughput with the initial value and with the tuned one. */
import { Queue, Worker } from 'bullmq';
import pLimit from 'p-limit';
import { it } from 'vitest';
import { createTuner } from '../../src/core/pipeline/worker/tuner.ts';
import { sharedRedis } from '../support/shared-redis.ts';
import { printTable, round } from './table.ts';

const START = 3;
const CORES = 2;
const TUNE_MS = 40_000;
const MEASURE_MS = 8000;
const stand = sharedRedis();

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Measures the throughput before and after tuning. @param job the work of one job */
async function measure(name: string, job: () => Promise<void>) {
  const { redis } = stand();
  const connection = redis.optionsFor('broker', 'bench');
  const prefix = redis.keys.queuePrefix;
  const queue = new Queue(name, { connection, prefix });
  const tuner = createTuner({ bounds: { min: 1, max: 16 }, fixed: false, memoryShort: () => false });
  let ended = 0;
  const worker = new Worker(
    name,
    () =>
      tuner.during('ocr', async () => {
        await job();
        ended += 1;
      }),
    { connection, prefix, concurrency: START, removeOnComplete: { count: 0 } },
  );
  let feeding = true;
  const feed = (async () => {
    while (feeding) {
      if ((await queue.getWaitingCount()) < 2000)
        await queue.addBulk(Array.from({ length: 2000 }, () => ({ name: 'x', data: {} })));
      else await sleep(20);
    }
  })();
  const rate = async (): Promise<number> => {
    const from = ended;
    await sleep(MEASURE_MS);
    return (1000 * (ended - from)) / MEASURE_MS;
  };
  const before = await rate();
  tuner.add('ocr', START, (value) => {
    worker.concurrency = value;
  });
  await sleep(TUNE_MS);
  tuner.dispose();
  const after = await rate();
  const [shown] = tuner.report();
  feeding = false;
  await feed;
  await worker.close();
  await queue.close();
  return {
    what: name,
    [`jobs/s with ${START}`]: round(before, 0),
    'tuned to': shown?.value ?? 0,
    'jobs/s then': round(after, 0),
    ratio: round(after / before),
    why: shown?.why ?? '',
  };
}

it('measures tuning', async () => {
  const cores = pLimit(CORES);
  printTable('Jobs at a time, tuned', [
    await measure('waits 5 ms for another machine', () => sleep(5)),
    await measure('needs one of two parsers for 5 ms', () => cores(() => sleep(5))),
  ]);
});
