/**
 * The cost of one refresh of the overview: with 100 and 100,000 documents, with 1 and 50 active batches, with no
 * batch and with every batch changed. Compares it with a refresh of bull-board over as many queues.
 */
import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { it } from 'vitest';
import { advanceDocuments, createBatch } from '../../src/core/batches/scripts.ts';
import { NO_METRICS, type StageUpdate } from '../../src/core/batches/updates.ts';
import { createDashboard } from '../../src/core/live/dashboard.ts';
import type { RedisRoles } from '../../src/core/redis/connect.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { median, printTable, type Row, round } from './table.ts';

const LOOKS = 200;
const SLICE = 500;

const idsOf = (batchId: string, documents: number): string[] =>
  Array.from({ length: documents }, (_v, i) => `${batchId}-d${i}`);

async function advance(
  redis: RedisRoles,
  batchId: string,
  ids: readonly string[],
  attempt = 1,
): Promise<void> {
  await advanceDocuments(
    redis,
    ids.map(
      (documentId): StageUpdate => ({
        kind: 'stage',
        batchId,
        documentId,
        run: 1,
        stage: attempt === 1 ? 'ocr' : 'chunking',
        status: attempt === 1 ? 'completed' : 'running',
        attempt,
        metrics: attempt === 1 ? { ...NO_METRICS, ms: 12, pages: 3, characters: 4000 } : null,
      }),
    ),
  );
}

/** Registers batches and advances half of their documents, so that the hashes contain all counters. */
async function fill(redis: RedisRoles, batches: number, documents: number): Promise<string[]> {
  const names = Array.from({ length: batches }, (_v, i) => `b${i}`);
  for (const batchId of names) {
    const ids = idsOf(batchId, documents / batches);
    for (let i = 0; i < ids.length; i += SLICE) {
      const part = ids.slice(i, i + SLICE);
      await createBatch(
        redis,
        batchId,
        { name: batchId, matter: 'm', custodian: 'c', priority: 'normal' },
        part.map((id) => ({ id, status: 'pending', code: null, bytes: 1000, warning: false })),
        i + SLICE >= ids.length,
      );
      await advance(redis, batchId, part.slice(0, Math.ceil(part.length / 2)));
    }
  }
  return names;
}

interface Cost {
  ms: number;
  trips: number;
  inside: number;
  bytes: number;
}

interface Looker {
  server: TestRedis;
  /** The connections that `look` uses. */
  clients: readonly Redis[];
  prepare(): Promise<unknown>;
  look(): Promise<unknown>;
}

/** Counts the commands of one refresh. MONITOR marks the commands that scripts send. */
async function commandsOf({
  server,
  clients,
  prepare,
  look,
}: Looker): Promise<Pick<Cost, 'trips' | 'inside'>> {
  const opened = new Redis({ path: server.url.slice('unix://'.length) });
  const monitor = await opened.monitor();
  opened.disconnect();
  const [first] = clients;
  if (first === undefined) throw new Error('There is no client to measure');
  let count = { trips: 0, inside: 0 };
  const marks = new Map<string, () => void>();
  monitor.on('monitor', (_time: string, [command, text]: string[], source: string) => {
    if (command === 'echo') marks.get(text ?? '')?.();
    else if (source === 'lua') count.inside += 1;
    else count.trips += 1;
  });
  const mark = async (text: string): Promise<void> => {
    const seen = new Promise<void>((resolve) => marks.set(text, resolve));
    await first.echo(text);
    await seen;
  };
  await prepare();
  await mark('from');
  count = { trips: 0, inside: 0 };
  await look();
  await mark('to');
  const commands = { ...count };
  monitor.disconnect();
  return commands;
}

/** Measures in turns, so that changes in the machine's load affect all of them alike. */
async function costsOf(lookers: readonly Looker[]): Promise<Cost[]> {
  const measured = [];
  for (const looker of lookers)
    measured.push({
      looker,
      commands: await commandsOf(looker),
      times: [] as number[],
      bytes: [] as number[],
    });
  for (let turn = 1; turn <= LOOKS; turn += 1) {
    for (const { looker, times, bytes } of measured) {
      const received = (): number => looker.clients.reduce((sum, { stream }) => sum + stream.bytesRead, 0);
      await looker.prepare();
      const before = received();
      const from = performance.now();
      await looker.look();
      times.push(performance.now() - from);
      bytes.push(received() - before);
    }
  }
  return measured.map(({ commands, times, bytes }) => ({
    ms: median(times),
    ...commands,
    bytes: median(bytes),
  }));
}

/** A console that has refreshed before, with batches that do not change and with batches that all change. */
async function ours(batches: number, documents: number): Promise<{ idle: Looker; busy: Looker }> {
  const server = await startTestRedis();
  const redis = await server.roles();
  const names = await fill(redis, batches, documents);
  const dashboard = createDashboard(redis, () => undefined);
  await dashboard.look();
  await dashboard.look();
  const idle: Looker = {
    server,
    clients: [redis.roles.batch],
    prepare: async () => undefined,
    look: () => dashboard.look(),
  };
  let attempt = 1;
  const touch = (): Promise<unknown> => {
    attempt += 1;
    return Promise.all(names.map((name) => advance(redis, name, [`${name}-d0`], attempt)));
  };
  return { idle, busy: { ...idle, prepare: touch } };
}

/** Measures the request that bull-board's page sends every few seconds, through its own API and handler. */
async function bullBoard(queues: number, jobs: number): Promise<Cost> {
  const server = await startTestRedis();
  const connection = { path: server.url.slice('unix://'.length) };
  const all = Array.from({ length: queues }, (_v, i) => new Queue(`queue-${i}`, { connection }));
  for (const queue of all)
    await queue.addBulk(Array.from({ length: jobs / queues }, () => ({ name: 'stage', data: {} })));
  type Handler = (request: unknown) => Promise<unknown>;
  let refresh: Handler = async () => undefined;
  let shown: unknown;
  createBullBoard({
    queues: all.map((queue) => new BullMQAdapter(queue)),
    serverAdapter: {
      setQueues(value: unknown) {
        shown = value;
        return this;
      },
      setApiRoutes(routes: { route: string | string[]; handler: unknown }[]) {
        refresh = routes.find((one) => one.route === '/api/queues')?.handler as Handler;
        return this;
      },
      setViewsPath() {
        return this;
      },
      setStaticPath() {
        return this;
      },
      setEntryRoute() {
        return this;
      },
      setErrorHandler() {
        return this;
      },
      setUIConfig() {
        return this;
      },
    },
  });
  const clients = (await Promise.all(all.map((queue) => queue.getBackend().client))) as unknown as Redis[];
  const request = async (): Promise<void> => {
    const query = { page: '1', jobsPerPage: '10', activeQueue: '' };
    const { body } = (await refresh({ queues: shown, query, params: {}, body: {}, headers: {} })) as {
      body: { queues?: unknown[] };
    };
    if (body.queues?.length !== queues) throw new Error(`bull-board returned ${JSON.stringify(body)}`);
  };
  const [cost] = await costsOf([{ server, clients, prepare: async () => undefined, look: request }]);
  await Promise.all(all.map((queue) => queue.close()));
  await server.stop();
  if (cost === undefined) throw new Error('Nothing was measured');
  return cost;
}

it('measures a refresh of the overview', async () => {
  const rows: Row[] = [];
  const show = (what: string, cost: Cost, ratio: number): void => {
    rows.push({
      what,
      ms: round(cost.ms, 3),
      'round trips': cost.trips,
      'in scripts': cost.inside,
      'bytes from Redis': cost.bytes,
      ratio: round(ratio),
    });
  };
  for (const batches of [1, 50]) {
    const [small, large] = [await ours(batches, 100), await ours(batches, 100_000)];
    await costsOf([small.idle, small.busy]); // Warms up.
    const name = batches === 1 ? '1 batch' : `${batches} batches`;
    let slowest = 0;
    for (const [what, pair] of [
      ['nothing changed', [small.idle, large.idle]],
      ['all changed', [small.busy, large.busy]],
    ] as const) {
      const [few, many] = await costsOf(pair);
      if (few === undefined || many === undefined) throw new Error('Nothing was measured');
      show(`${name}, 100 documents, ${what}`, few, 1);
      show(`${name}, 100,000 documents, ${what}`, many, many.ms / few.ms);
      slowest = many.ms;
    }
    await small.idle.server.stop();
    await large.idle.server.stop();
    const board = await bullBoard(batches === 1 ? 5 : 50, 10_000);
    show(`bull-board, ${batches === 1 ? 5 : 50} queues`, board, board.ms / slowest);
  }
  printTable(
    `One refresh of the overview, median of ${LOOKS} (goal: 3 round trips or fewer, 100,000 documents under 1.2 of 100; bull-board's ratio is to ours at 100,000, all changed)`,
    rows,
  );
});
