/** Sends requests to Redwell while its workers, Redis, the connection and Redwell itself are lost, in a repeatable random order. */
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Redwell } from '../../src/core/app/types.ts';
import { submitFolder } from '../../src/core/host/submit-folder.ts';
import { isTerminal, PRIORITIES } from '../../src/shared/batches.ts';
import { RedwellError } from '../../src/shared/errors.ts';
import { makeManyFiles } from '../support/folder.ts';
import { type CuttingProxy, startProxy } from '../support/proxy.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { allDocuments, makeDataDir, openTestRedwell, removeDataDir } from '../support/redwell.ts';
import { FULL } from '../support/scale.ts';
import { until } from '../support/until.ts';
import { seeded, within } from './support.ts';

const BATCHES = FULL ? 4 : 2;
const DOCUMENTS = FULL ? 120 : 20;
const STEPS = FULL ? 120 : 12;

let dataDir: string;
let server: TestRedis;
let proxy: CuttingProxy;
let redwell: Redwell;
const open = (): Promise<Redwell> =>
  openTestRedwell(dataDir, { redisUrl: proxy.url }, { REDWELL_LOCK_SECONDS: '2' });
beforeEach(async () => {
  dataDir = await makeDataDir();
  server = await startTestRedis({ appendOnly: true });
  proxy = await startProxy(server.url.slice('unix://'.length));
  redwell = await open();
});
afterEach(async () => {
  await redwell.dispose();
  await proxy.close();
  await server.stop();
  await removeDataDir(dataDir);
});

it(`finishes ${BATCHES} batches of ${DOCUMENTS} documents despite ${STEPS} commands and losses`, {
  timeout: FULL ? 900_000 : 180_000,
}, async () => {
  const random = seeded(90210);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, random() * ms));
  const ids: string[] = [];
  for (let i = 0; i < BATCHES; i += 1) {
    const folder = join(dataDir, `matter ${i}`);
    await makeManyFiles(folder, DOCUMENTS - i);
    ids.push((await submitFolder(redwell, folder, { priority: pick(PRIORITIES) })).id);
  }
  /** Redwell is opened again on the way, so the handlers are looked up for each request. */
  const ask = () => redwell.handlers;
  const steps: [share: number, name: string, step: () => Promise<unknown>][] = [
    [0.14, 'pause', () => ask()['batches.control']({ batchId: pick(ids), action: 'pause' })],
    [0.2, 'resume', () => ask()['batches.control']({ batchId: pick(ids), action: 'resume' })],
    [0.01, 'cancel', () => ask()['batches.control']({ batchId: pick(ids), action: 'cancel' })],
    [0.1, 'prioritize', () => ask()['batches.priority']({ batchId: pick(ids), priority: pick(PRIORITIES) })],
    [0.15, 'retry', () => ask()['batches.retry']({ batchId: pick(ids) })],
    [0.07, 'rerun', () => ask()['batches.rerun']({ batchId: pick(ids) })],
    [0.08, 'reconcile', () => ask()['batches.reconcile']({ batchId: pick(ids), repair: true })],
    [
      0.1,
      'cut the connection',
      async () => {
        proxy.cut();
        await wait(1500);
        proxy.restore();
      },
    ],
    [
      0.08,
      'kill a worker',
      async () => {
        const { workers } = await ask()['health.get']({});
        for (const { pid } of workers.slice(-1)) process.kill(pid, 'SIGKILL');
      },
    ],
    [
      0.04,
      'kill Redis',
      async () => {
        await server.kill();
        await wait(1000);
        await server.start();
      },
    ],
    [
      0.03,
      'open Redwell again',
      async () => {
        await redwell.dispose();
        redwell = await open();
      },
    ],
  ];
  for (let i = 0; i < STEPS; i += 1) {
    let roll = random();
    const chosen = steps.find(([share]) => {
      roll -= share;
      return roll < 0;
    });
    try {
      if (chosen !== undefined) await within(chosen[1], chosen[2]());
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ESRCH') continue;
      if (!(error instanceof RedwellError)) throw error;
      expect(error.code).toMatch(/^(batch_terminal|conflict|redis_unavailable)$/);
    }
    await wait(600);
  }

  const all = () => Promise.all(ids.map((batchId) => ask()['batches.get']({ batchId })));
  await within(
    'the connection to Redis',
    until(async () => (await ask()['health.get']({})).redis.state === 'ready'),
  );
  await within(
    'the end of the batches',
    until(async () => {
      for (const batch of await all())
        if (batch.status === 'paused')
          await ask()
            ['batches.control']({ batchId: batch.id, action: 'resume' })
            .catch(() => undefined);
      return (await all()).every((batch) => isTerminal(batch.status));
    }),
  );
  const found = await Promise.all(
    ids.map((batchId) => ask()['batches.reconcile']({ batchId, repair: false })),
  );
  expect(found.map(({ drift, orphaned, checked }) => ({ drift, orphaned, checked }))).toEqual(
    ids.map((_id, i) => ({ drift: [], orphaned: 0, checked: DOCUMENTS - i })),
  );
  for (const [i, batch] of (await all()).entries()) {
    expect(batch.causes).toEqual([]);
    expect(batch.status).toMatch(/^(completed|canceled)$/);
    expect(batch.equation.pending).toBe(0);
    // The list comes from history, which must catch up with the counters in Redis.
    await within(
      'history',
      until(async () => {
        const rows = await allDocuments(redwell, batch.id);
        return (
          rows.length === DOCUMENTS - i &&
          rows.filter((row) => row.status === 'completed').length === batch.equation.completed
        );
      }),
    );
  }
});
