/** Mixes commands, lost workers and cut connections in a repeatable random order, and checks every invariant. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Broker, openBroker } from '../../src/core/batches/broker.ts';
import {
  cancelBatch,
  pauseBatch,
  prioritizeBatch,
  promoteParked,
  resumeBatch,
  retryBatch,
} from '../../src/core/batches/control.ts';
import { stageJobId } from '../../src/core/batches/jobs.ts';
import { reconcileBatch } from '../../src/core/batches/reconcile.ts';
import { rerunBatch } from '../../src/core/batches/rerun.ts';
import { submitBatch } from '../../src/core/batches/submit.ts';
import { DocumentError } from '../../src/core/documents/errors.ts';
import type { RedisRoles } from '../../src/core/redis/connect.ts';
import { readResults } from '../../src/core/results/store.ts';
import { Lifetime } from '../../src/core/util/lifecycle.ts';
import { PRIORITIES } from '../../src/shared/batches.ts';
import { RedwellError } from '../../src/shared/errors.ts';
import type { Manifest } from '../../src/shared/manifest.ts';
import { QUEUE_OF_STAGE, STAGES } from '../../src/shared/stages.ts';
import { expectInvariants, readBatch, readStates } from '../support/batch.ts';
import { manifestOf } from '../support/manifest.ts';
import { type CuttingProxy, startProxy } from '../support/proxy.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { plainSandbox } from '../support/sandbox.ts';
import { FULL } from '../support/scale.ts';
import { until } from '../support/until.ts';
import { seeded, twoWorkers } from './support.ts';

const BATCHES = FULL ? 8 : 3;
const DOCUMENTS = FULL ? 200 : 24;
const COMMANDS = FULL ? 400 : 50;
const LOCK_MS = 600;
/** More runs than any document gets in this test. */
const RUNS = Array.from({ length: 99 }, (_v, i) => i + 1);

let server: TestRedis;
let proxy: CuttingProxy;
let redis: RedisRoles;
let broker: Broker;
let scope: Lifetime;
beforeEach(async () => {
  scope = new Lifetime();
  server = await startTestRedis();
  proxy = await startProxy(server.url.slice('unix://'.length));
  redis = await server.roles();
  broker = scope.own(openBroker(redis));
});
afterEach(async () => {
  await scope.dispose();
  await proxy.close();
  await server.stop();
});

it(`keeps every invariant of ${BATCHES} batches under ${COMMANDS} commands, losses and cuts`, {
  timeout: FULL ? 600_000 : 40_000,
}, async () => {
  const random = seeded(5150);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const luck = seeded(77);
  const sandbox = plainSandbox({
    async before(stage, { document }, signal) {
      await new Promise((resolve) => setTimeout(resolve, 5 + luck() * 60));
      if (signal?.aborted) throw signal.reason;
      const roll = luck();
      // Looks like a lost worker: nothing locks the job, and another worker takes it while this one is still busy.
      if (roll < 0.015) {
        const queue = broker.queues[QUEUE_OF_STAGE[stage]];
        await redis.roles.broker.del(
          ...RUNS.map((run) => queue.toKey(`${stageJobId(document.id, run, stage)}:lock`)),
        );
        await new Promise((resolve) => setTimeout(resolve, LOCK_MS * luck()));
      } else if (roll < 0.045) throw new DocumentError('corrupt', 'poison');
      else if (roll < 0.065) throw new DocumentError('infrastructure', 'busy', { transient: true });
    },
  });
  await twoWorkers(scope, proxy.url, sandbox, LOCK_MS);

  const manifests = new Map<string, Manifest>();
  for (let i = 0; i < BATCHES; i += 1)
    manifests.set(`b-${i}`, manifestOf(`b-${i}`, DOCUMENTS, { priority: pick(PRIORITIES) }));
  const ids = [...manifests.keys()];
  await Promise.all([...manifests.values()].map((manifest) => submitBatch(redis, broker, manifest)));

  const commands: [share: number, run: (id: string, manifest: Manifest) => Promise<unknown>][] = [
    [0.2, (id) => pauseBatch(redis, id)],
    [0.25, (id) => resumeBatch(redis, broker, id)],
    [0.1, (id) => prioritizeBatch(redis, broker, id, pick(PRIORITIES))],
    [
      0.2,
      (id, { documents }) =>
        retryBatch(
          redis,
          broker,
          id,
          documents.map((d) => d.id),
          {},
        ),
    ],
    [0.02, (id) => cancelBatch(redis, broker, id)],
    [0.08, (_id, manifest) => rerunBatch(redis, broker, { manifest, missing: new Map(), leastRun: 1 })],
    [0.05, (id) => reconcileBatch(redis, broker, id, true)],
  ];
  const cut = async (): Promise<void> => {
    proxy.cut();
    await new Promise((resolve) => setTimeout(resolve, random() * 200));
    proxy.restore();
  };
  for (let i = 0; i < COMMANDS; i += 1) {
    const id = pick(ids);
    let roll = random();
    const chosen = commands.find(([share]) => {
      roll -= share;
      return roll < 0;
    });
    try {
      await (chosen === undefined ? cut() : chosen[1](id, manifests.get(id)!));
    } catch (error) {
      // A command that comes too late or too early must be refused with a code.
      if (!(error instanceof RedwellError)) throw error;
      expect(error.code).toMatch(/^(batch_terminal|conflict)$/);
    }
    await new Promise((resolve) => setTimeout(resolve, random() * 50));
  }

  for (const id of ids)
    await resumeBatch(redis, broker, id).catch((error: unknown) =>
      expect((error as RedwellError).code).toBe('batch_terminal'),
    );
  await until(async () => {
    for (const id of ids) await promoteParked(redis, broker, id);
    return (await Promise.all(ids.map((id) => readBatch(redis, id)))).every((b) => b.endedAt !== null);
  });
  for (const id of ids) {
    const batch = await expectInvariants(redis, id);
    expect(batch.equation.pending).toBe(0);
    expect(batch.causes.filter(({ code }) => code === 'worker_lost')).toEqual([]);
    const done = [...(await readStates(redis, id))]
      .filter(([, state]) => state.status === 'completed')
      .map(([document]) => document);
    for (const { results } of await readResults(redis, done))
      expect(Object.keys(results).sort()).toEqual([...STAGES].sort());
    // The work at the end of the batch needs no command.
    await until(async () => (await reconcileBatch(redis, broker, id)).ending === null);
  }
});
