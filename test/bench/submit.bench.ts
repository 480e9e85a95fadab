/** Submission of a large batch: jobs per second, and the waits that it causes for others. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import v8 from 'node:v8';
import vm from 'node:vm';
import { it } from 'vitest';
import { submitBatch } from '../../src/core/batches/submit.ts';
import { manifestOf } from '../support/manifest.ts';
import { sharedBroker } from '../support/shared-redis.ts';
import { stageChain } from '../support/stage-chain.ts';
import { printTable, type Row, round, seconds } from './table.ts';

const DOCUMENTS = 10_000;
v8.setFlagsFromString('--expose-gc');
const collectGarbage = vm.runInNewContext('gc') as () => void;
const stand = sharedBroker();

/**
 * Starts another client in its own process, connected before the measurement. `worst` returns its longest PING in ms.
 */
async function pinger(socket: string): Promise<{ worst(): Promise<number> }> {
  const child = fork(new URL('./pinger.mjs', import.meta.url), [socket]);
  await once(child, 'message');
  return {
    async worst() {
      child.send('stop');
      const [worst] = (await once(child, 'message')) as [number];
      return worst;
    },
  };
}

interface Measured {
  seconds: number;
  worstPing: number;
  blocked: number;
}

async function measured(work: () => Promise<unknown>): Promise<Measured> {
  // Excludes garbage of the manifests and of the previous run from the measurement.
  collectGarbage();
  const other = await pinger(stand().server.url.slice('unix://'.length));
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const took = await seconds(work);
  delay.disable();
  return { seconds: took, worstPing: await other.worst(), blocked: delay.max / 1e6 };
}

/** Adds only the chains, as a producer without records, counters or resumption would. */
async function bare(run: number): Promise<void> {
  const { broker } = stand();
  const parent = { id: `bare-${run}-finalize`, queue: broker.qualified('batch') };
  await broker.flows.add({
    name: 'parent',
    queueName: 'batch',
    opts: { jobId: parent.id },
    children: [{ name: 'barrier', queueName: 'batch', opts: { jobId: `bare-${run}-barrier`, delay: 1e9 } }],
  });
  const ids = Array.from({ length: DOCUMENTS }, (_v, i) => `bare-${run}-d${i}`);
  for (let i = 0; i < ids.length; i += 100)
    await broker.flows.addBulk(
      ids
        .slice(i, i + 100)
        .map((documentId) =>
          stageChain({ batchId: 'bare', documentId, run: 1, stage: 'ocr' }, 'normal', parent),
        ),
    );
}

/** Batches already in Redis when the last one is submitted. */
const BESIDE = 5;

it('measures submission', async () => {
  const { redis, broker } = stand();
  const rows: Row[] = [];
  const note = (what: string, baseline: Measured, m: Measured): void => {
    rows.push({
      what,
      'jobs/s': round((DOCUMENTS * 6) / m.seconds, 0),
      ratio: round(baseline.seconds / m.seconds),
      'worst PING ms': round(m.worstPing, 1),
      'loop blocked ms': round(m.blocked, 1),
    });
  };
  for (let run = 1; run <= 4; run += 1) {
    await redis.roles.broker.flushall();
    const baseline = await measured(() => bare(run));
    await redis.roles.broker.flushall();
    const manifest = manifestOf(`b-${run}`, DOCUMENTS);
    const own = await measured(() => submitBatch(redis, broker, manifest));
    note(`run ${run}: flows of 100 chains, plain`, baseline, baseline);
    note(`run ${run}: Redwell`, baseline, own);
    if (run < 4) continue;
    for (let n = 1; n < BESIDE; n += 1)
      await submitBatch(redis, broker, manifestOf(`beside-${n}`, DOCUMENTS));
    const last = manifestOf('beside-last', DOCUMENTS);
    note(
      `Redwell, beside ${BESIDE} such batches (memory of the server still grows)`,
      baseline,
      await measured(() => submitBatch(redis, broker, last)),
    );
  }
  printTable(
    `Submission of ${DOCUMENTS} documents x 6 stages into an empty Redis (goal: 13,000 jobs/s, PING < 30 ms, loop < 50 ms)`,
    rows,
  );
});
