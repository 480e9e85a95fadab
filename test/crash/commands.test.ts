/** Runs ten batches of mixed priority under random, repeatable commands, and checks every invariant at the end. */
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
import { submitBatch } from '../../src/core/batches/submit.ts';
import { DocumentError } from '../../src/core/documents/errors.ts';
import type { RedisRoles } from '../../src/core/redis/connect.ts';
import { readResults } from '../../src/core/results/store.ts';
import { Lifetime } from '../../src/core/util/lifecycle.ts';
import { isTerminal, PRIORITIES } from '../../src/shared/batches.ts';
import { RedwellError } from '../../src/shared/errors.ts';
import { STAGES } from '../../src/shared/stages.ts';
import { expectInvariants, readBatch, readStates } from '../support/batch.ts';
import { manifestOf } from '../support/manifest.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { plainSandbox } from '../support/sandbox.ts';
import { FULL } from '../support/scale.ts';
import { until } from '../support/until.ts';
import { seeded, twoWorkers } from './support.ts';

const BATCHES = FULL ? 10 : 5;
const DOCUMENTS = FULL ? 300 : 24;
const COMMANDS = FULL ? 400 : 40;

let server: TestRedis;
let redis: RedisRoles;
let broker: Broker;
let scope: Lifetime;
beforeEach(async () => {
  scope = new Lifetime();
  server = await startTestRedis();
  redis = await server.roles();
  broker = scope.own(openBroker(redis));
});
afterEach(async () => {
  await scope.dispose();
  await server.stop();
});

it(`keeps every invariant of ${BATCHES} batches under ${COMMANDS} random commands`, async () => {
  const random = seeded(424242);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const runningOf = new Map<string, number>();
  const failures = seeded(99);
  const sandbox = plainSandbox({
    async before(stage, { document }, signal) {
      runningOf.set(document.batchId, (runningOf.get(document.batchId) ?? 0) + 1);
      try {
        await new Promise((resolve) => setTimeout(resolve, 1 + failures() * 8));
        if (signal?.aborted) throw signal.reason;
        const luck = failures();
        if (luck < 0.01) throw new DocumentError('corrupt', 'poison');
        if (luck < 0.02) throw new DocumentError('infrastructure', `busy in ${stage}`, { transient: true });
      } finally {
        runningOf.set(document.batchId, (runningOf.get(document.batchId) ?? 0) - 1);
      }
    },
  });
  await twoWorkers(scope, server.url, sandbox, 4000);
  const ids = Array.from({ length: BATCHES }, (_v, i) => `b-${i}`);
  const manifests = new Map(ids.map((id) => [id, manifestOf(id, DOCUMENTS, { priority: pick(PRIORITIES) })]));
  const submitting = ids.map((id) => submitBatch(redis, broker, manifests.get(id)!));
  await Promise.all(submitting);

  const canceled = new Set<string>();
  /** Sends a random command. One that comes too late must be refused with a code. */
  const command = async (id: string): Promise<void> => {
    const roll = random();
    try {
      if (roll < 0.3) await pauseBatch(redis, id);
      else if (roll < 0.6) await resumeBatch(redis, broker, id);
      else if (roll < 0.8) await prioritizeBatch(redis, broker, id, pick(PRIORITIES));
      else if (roll < 0.97)
        await retryBatch(
          redis,
          broker,
          id,
          manifests.get(id)!.documents.map((d) => d.id),
          {},
        );
      else if (canceled.size < 3) {
        await cancelBatch(redis, broker, id);
        canceled.add(id);
        const from = Date.now();
        await until(() => (runningOf.get(id) ?? 0) === 0);
        expect(Date.now() - from, `${id} stopped using workers`).toBeLessThan(5000);
      }
    } catch (error) {
      expect(error).toBeInstanceOf(RedwellError);
      expect((error as RedwellError).code).toBe('batch_terminal');
    }
  };
  for (let i = 0; i < COMMANDS; i += 1) {
    await command(pick(ids));
    await new Promise((resolve) => setTimeout(resolve, random() * 25));
  }
  // Without the commands nothing would resume the batches that are still paused.
  for (const id of ids) {
    await resumeBatch(redis, broker, id).catch((error: unknown) =>
      expect((error as RedwellError).code).toBe('batch_terminal'),
    );
  }
  await until(async () => {
    for (const id of ids) await promoteParked(redis, broker, id);
    return (await Promise.all(ids.map((id) => readBatch(redis, id)))).every((batch) =>
      isTerminal(batch.status),
    );
  });

  for (const id of ids) {
    const batch = await expectInvariants(redis, id);
    expect(batch.equation.pending).toBe(0);
    if (canceled.has(id)) expect(batch.status).toBe('canceled');
    const states = await readStates(redis, id);
    const done = [...states]
      .filter(([, state]) => state.status === 'completed')
      .map(([document]) => document);
    // Every stage has one result, even if it ran more than once.
    for (const { results } of await readResults(redis, done))
      expect(Object.keys(results).sort()).toEqual([...STAGES].sort());
  }
});
