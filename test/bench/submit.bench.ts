/** Submission of a large batch: jobs a second, and what others notice of it. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Worker as Thread } from 'node:worker_threads';
import { it } from 'vitest';
import { stageChain } from '../../src/core/batches/jobs.ts';
import { submitBatch } from '../../src/core/batches/submit.ts';
import { manifestOf } from '../support/manifest.ts';
import { standingBroker } from '../support/stand.ts';
import { printTable, round, seconds } from './table.ts';

const DOCUMENTS = 10_000;
const stand = standingBroker();

/** Another client, in a thread of its own so that this loop's pauses are not its: worst PING in ms. */
function pinger(socket: string): { worst(): Promise<number> } {
  const thread = new Thread(
    `const { parentPort } = require('node:worker_threads'); const { Redis } = require('ioredis');
     const redis = new Redis({ path: ${JSON.stringify(socket)} }); let worst = 0, on = true;
     parentPort.once('message', () => { on = false; });
     (async () => { while (on) { const t = performance.now(); await redis.ping(); worst = Math.max(worst, performance.now() - t); await new Promise((r) => setTimeout(r, 1)); }
       redis.disconnect(); parentPort.postMessage(worst); })();`,
    { eval: true },
  );
  return {
    worst: () =>
      new Promise((resolve) => {
        thread.once('message', resolve);
        thread.postMessage('stop');
      }),
  };
}

interface Measured {
  seconds: number;
  worstPing: number;
  blocked: number;
}

async function measured(work: () => Promise<unknown>): Promise<Measured> {
  const other = pinger(stand().server.url.slice('unix://'.length));
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const took = await seconds(work);
  delay.disable();
  return { seconds: took, worstPing: await other.worst(), blocked: delay.max / 1e6 };
}

/** The chains alone, as a producer without records, counters or resumption adds them. */
async function bare(run: number): Promise<void> {
  const { broker } = stand();
  const parent = { id: `bare-${run}-finalize`, queue: broker.qualified('batch') };
  await broker.flows.add({
    name: 'parent',
    queueName: 'batch',
    opts: { jobId: parent.id },
    children: [{ name: 'seal', queueName: 'batch', opts: { jobId: `bare-${run}-seal`, delay: 1e9 } }],
  });
  const ids = Array.from({ length: DOCUMENTS }, (_v, i) => `bare-${run}-d${i}`);
  for (let i = 0; i < ids.length; i += 100)
    await broker.flows.addBulk(
      ids
        .slice(i, i + 100)
        .map((documentId) => stageChain('bare', { documentId, run: 1, from: 'ocr' }, 'normal', parent)),
    );
}

it('submission', async () => {
  const { redis, broker } = stand();
  const pairs: [Measured, Measured][] = [];
  for (let run = 1; run <= 3; run += 1) {
    const manifest = manifestOf(`b-${run}`, DOCUMENTS);
    pairs.push([await measured(() => bare(run)), await measured(() => submitBatch(redis, broker, manifest))]);
  }
  printTable(
    `Submission of ${DOCUMENTS} documents x 6 stages (goal: 13,000 jobs/s, PING < 30 ms, loop < 50 ms)`,
    pairs.flatMap(([baseline, own], i) =>
      [['flows of 100 chains, bare', baseline] as const, ['Redwell', own] as const].map(([what, m]) => ({
        what: `run ${i + 1}: ${what}`,
        'jobs/s': round((DOCUMENTS * 6) / m.seconds, 0),
        ratio: round(baseline.seconds / m.seconds),
        'worst PING ms': round(m.worstPing, 1),
        'loop blocked ms': round(m.blocked, 1),
      })),
    ),
  );
});
