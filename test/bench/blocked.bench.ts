/**
 * Blocks the event loop of a console for 5 s while another process advances 5,000 document stages per second. Measures
 * how soon afterward the board is correct and history has caught up, and how many events BullMQ's QueueEvents loses for
 * the same number of jobs.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { QueueEvents } from 'bullmq';
import pino from 'pino';
import { expect, it } from 'vitest';
import { startSession } from '../../src/core/app/session.ts';
import { openBroker } from '../../src/core/batches/broker.ts';
import { advanceDocuments } from '../../src/core/batches/scripts.ts';
import { submitBatch } from '../../src/core/batches/submit.ts';
import { NO_METRICS, type StageUpdate } from '../../src/core/batches/updates.ts';
import { openHistory } from '../../src/core/history/index.ts';
import { isBefore } from '../../src/core/live/feed.ts';
import { encode } from '../../src/core/redis/codec.ts';
import type { RedisRoles } from '../../src/core/redis/connect.ts';
import { storeResults } from '../../src/core/results/store.ts';
import { Lifetime } from '../../src/core/util/lifecycle.ts';
import type { Batch } from '../../src/shared/batches.ts';
import { STAGES } from '../../src/shared/stages.ts';
import { expectInvariants } from '../support/batch.ts';
import { manifestOf } from '../support/manifest.ts';
import { startTestRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';
import { printTable, round } from './table.ts';

const PER_SECOND = 5000;
const BEFORE_S = 1;
const BLOCKED_S = 5;
const AFTER_S = 2;
const SLICE = 100;
const TEXT = 'The parties agree that the lease ends on 14 January 2027, and that notice was given. '.repeat(
  24,
);

const stageRuns = (batch: Batch): number =>
  STAGES.reduce((sum, stage) => sum + batch.stages[stage].completed, 0);

/** Returns the arguments of the call that advanceDocuments would send, without sending it. */
async function record(redis: RedisRoles, updates: readonly StageUpdate[]): Promise<string[]> {
  let sent: unknown[] = [];
  const batch = Object.create(redis.roles.batch, {
    call: {
      value: async (_command: string, args: unknown[]) => {
        sent = args;
        return [0, 0];
      },
    },
  }) as RedisRoles['roles']['batch'];
  await advanceDocuments({ ...redis, roles: { ...redis.roles, batch } }, updates);
  return sent.map((arg) => (Buffer.isBuffer(arg) ? arg : Buffer.from(String(arg))).toString('base64'));
}

async function run(name: string, perDocument: number): Promise<Record<string, number | string>> {
  const scope = new Lifetime();
  const server = await startTestRedis();
  const redis = await server.roles();
  const folder = await mkdtemp(join(tmpdir(), 'redwell-blocked-'));
  const log = pino({ level: 'silent' });
  const history = openHistory({ path: join(folder, 'history.sqlite'), log });
  const broker = scope.own(openBroker(redis));
  const changes = PER_SECOND * (BEFORE_S + BLOCKED_S + AFTER_S);
  const documents = Math.ceil(changes / perDocument / SLICE) * SLICE;
  const manifest = manifestOf('b-1', documents);
  history.recordManifest(manifest);
  // Marks the flow as complete, so that no jobs are added.
  await redis.roles.batch.hset(redis.keys.batch('b-1'), 'flow', 1);
  await submitBatch(redis, broker, manifest);
  const ids = manifest.documents.map((d) => d.id);
  const calls: { changes: number; args: string[] }[] = [];
  for (let i = 0; i < ids.length; i += SLICE) {
    const part = ids.slice(i, i + SLICE);
    for (const stage of STAGES.slice(0, perDocument)) {
      await storeResults(
        redis,
        part.map((documentId) => ({
          documentId,
          attempt: {
            stage,
            attempt: 1,
            startedAt: Date.now(),
            endedAt: Date.now(),
            waitedMs: 1,
            worker: 'w',
            outcome: 'completed',
            cached: false,
            engine: 'e',
            error: null,
          },
          ...(stage === 'ocr'
            ? { result: encode({ text: TEXT, pages: [], metadata: {}, warnings: [] }) }
            : {}),
        })),
      );
      const args = await record(
        redis,
        part.map((documentId) => ({
          kind: 'stage',
          batchId: 'b-1',
          documentId,
          run: 1,
          stage,
          status: 'completed',
          attempt: 1,
          metrics: { ...NO_METRICS, ms: 5, characters: 2000 },
        })),
      );
      calls.push({ changes: part.length, args });
    }
  }
  // Loads the script, so that the other process can call it with EVALSHA.
  await advanceDocuments(redis, []);
  const path = server.url.slice('unix://'.length);
  const file = join(folder, 'calls.json');
  const db = redis.optionsFor('batch', 'x').db;
  await writeFile(file, JSON.stringify({ path, db, changesPerSecond: PER_SECOND, queue: 'plain', calls }));

  const session = await startSession(
    { redis, broker },
    history,
    false,
    { onBatch: () => undefined, onDocuments: () => undefined, onEnded: () => undefined },
    scope,
    log,
  );
  let received = 0;
  const listener = new QueueEvents('plain', { connection: { path, db: 9 } });
  listener.on('waiting', () => {
    received += 1;
  });
  await listener.waitUntilReady();
  const child = spawn(process.execPath, [join(import.meta.dirname, 'advancer.mjs'), file], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  const finished = once(child.stdout, 'data');
  child.stdin.write('go\n');
  await new Promise((resolve) => setTimeout(resolve, BEFORE_S * 1000));

  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BLOCKED_S * 1000);

  const from = performance.now();
  const since = (): number => performance.now() - from;
  // Reads the current truth. This takes a moment, because all missed events arrive too.
  const [hash, [last]] = await Promise.all([
    redis.roles.batch.hmget(redis.keys.batch('b-1'), ...STAGES.map((_stage, i) => `s${i + 1}:c`)),
    redis.roles.batch.xrevrange(redis.keys.events(), '+', '-', 'COUNT', 1),
  ]);
  const answered = since();
  const truth = hash.reduce((sum, value) => sum + Number(value ?? 0), 0);
  const reached = async (condition: () => boolean): Promise<number> => {
    await until(condition);
    return since();
  };
  const [board, caughtUp] = await Promise.all([
    reached(() => session.board.active().some((batch) => stageRuns(batch) >= truth)),
    reached(() => !isBefore(history.cursor() ?? '0-0', last?.[0] ?? '0-0')),
  ]);
  const took = Number(String((await finished)[0]).split(' ')[1]);
  const end = performance.now();
  const newest = (await redis.roles.batch.xrevrange(redis.keys.events(), '+', '-', 'COUNT', 1))[0];
  await until(() => !isBefore(history.cursor() ?? '0-0', newest?.[0] ?? '0-0'));
  const complete = performance.now() - end;
  // History must have everything that Redis has, without gaps.
  const batch = await expectInvariants(redis, 'b-1');
  expect(stageRuns(batch)).toBe(calls.reduce((sum, call) => sum + call.changes, 0));
  expect(history.batch('b-1')?.equation).toEqual(batch.equation);
  expect(history.stats().gaps).toBe(0);
  // Waits for late events until none has arrived for a second.
  for (let before = -1; before !== received; await new Promise((resolve) => setTimeout(resolve, 1000)))
    before = received;
  const lost = calls.reduce((sum, call) => sum + call.changes, 0) - received;
  await listener.close();
  await scope.dispose();
  history.dispose();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
  return {
    what: name,
    'changes/s': round(calls.length * SLICE * (1000 / took), 0),
    'answered after ms': round(answered, 0),
    'board correct after ms': round(board, 0),
    'history current after ms': round(caughtUp, 0),
    'complete ms after the last': round(complete, 0),
    'lost by QueueEvents': lost,
  };
}

it('measures a console that was blocked', async () => {
  const rows = [
    await run('documents advance (1 of 6 stages each)', 1),
    await run('documents complete (6 of 6 stages, with 2 kB of text)', 6),
  ];
  printTable(
    `Blocked for ${BLOCKED_S} s under ${PER_SECOND} changes per second, which continue for ${AFTER_S} s (goal: 1,000 ms)`,
    rows as { what: string; [figure: string]: string | number }[],
  );
});
