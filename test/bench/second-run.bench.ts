/**
 * Runs a matter of scans, text PDFs and emails three times through a complete console: with an empty cache, with the
 * cache in Redis, and with that cache emptied and warmed from this computer.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Redis } from 'ioredis';
import pino from 'pino';
import { afterAll, beforeAll, it } from 'vitest';
import { ensureBuilt } from '../../scripts/lib-build.mjs';
import type { Redwell } from '../../src/core/app/types.ts';
import { openBroker } from '../../src/core/batches/broker.ts';
import { batchJobId } from '../../src/core/batches/jobs.ts';
import { submitBatch } from '../../src/core/batches/submit.ts';
import { submitFolder } from '../../src/core/host/submit-folder.ts';
import { completeCached } from '../../src/core/pipeline/worker/complete-cached.ts';
import { startWorker } from '../../src/core/pipeline/worker/worker.ts';
import { connectRoles } from '../../src/core/redis/connect.ts';
import { DATABASE_OF_ROLE } from '../../src/core/redis/keys.ts';
import type { Batch } from '../../src/shared/batches.ts';
import { QUEUES } from '../../src/shared/stages.ts';
import { scannedPdf, scanPng, textPdf } from '../integration/pipeline/fixtures.ts';
import { readBatch } from '../support/batch.ts';
import { manifestOf } from '../support/manifest.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { batchEnd, makeDataDir, openTestRedwell, removeDataDir } from '../support/redwell.ts';
import { plainSandbox } from '../support/sandbox.ts';
import { until } from '../support/until.ts';
import { printTable, type Row, round, seconds } from './table.ts';

/** Number of scanned documents, two pages each. A third of the documents are scans. */
const SCANS = Number(process.env.BENCH_SCANS ?? 30);
const PEOPLE = [
  'Karen L. Whitfield',
  'Thomas J. Halvorsen',
  'Maria Gonzalez',
  'Peter Okafor',
  'Ruth Lindqvist',
];
const FIRMS = ['Acme Holdings, Inc.', 'Dunmore Properties, LLC', 'Halvorsen & Pike LLP'];

let folder: string;
let dataDir: string;
let server: TestRedis;
let redwell: Redwell;

const CACHED = Number(process.env.BENCH_DOCUMENTS ?? 3000);

/** Returns the lines of a page that differs from every other page. */
function lines(n: number): string[] {
  const [a, b] = [PEOPLE[n % PEOPLE.length], PEOPLE[(n + 1 + (n % 3)) % PEOPLE.length]];
  return [
    `Matter ${1000 + n}, page ${n}`,
    `March ${1 + (n % 28)}, ${2000 + (n % 25)}`,
    ...Array.from(
      { length: 16 },
      (_v, i) =>
        `${a} wrote to ${b} of ${FIRMS[(n + i) % 3]} about item ${n * 16 + i} for $${n * 100 + i}.50.`,
    ),
  ];
}

beforeAll(async () => {
  ensureBuilt();
  folder = await mkdtemp(join(tmpdir(), 'redwell-second-'));
  for (const name of ['scans', 'contracts', 'mail'])
    await mkdir(join(folder, 'matter', name), { recursive: true });
  const put = (name: string, bytes: Buffer | string) => writeFile(join(folder, 'matter', name), bytes);
  for (let n = 0; n < SCANS; n += 1) {
    const pages = [await scanPng(lines(2 * n), 200), await scanPng(lines(2 * n + 1), 200)];
    await put(`scans/box ${n}.pdf`, await scannedPdf(pages));
    const text = [4 * n, 4 * n + 1, 4 * n + 2, 4 * n + 3].map((page) => lines(10_000 + page).join('\n'));
    await put(`contracts/agreement ${n}.pdf`, await textPdf(text));
    const body = lines(20_000 + n).join('\r\n');
    const head = `From: "${PEOPLE[n % 5]}" <p${n % 5}@example.com>\r\nTo: m@example.com\r\nSubject: Item ${n}`;
    await put(`mail/${n}.eml`, `${head}\r\nDate: Mon, 3 Mar 2025 14:05:00 -0500\r\n\r\n${body}\r\n`);
  }
  dataDir = await makeDataDir();
  server = await startTestRedis();
  redwell = await openTestRedwell(dataDir, { redisUrl: server.url });
});
afterAll(async () => {
  await redwell.dispose();
  await server.stop();
  await removeDataDir(dataDir);
  await rm(folder, { recursive: true, force: true });
});

/** Runs the matter and measures from submission to the report of its end. */
async function run(what: string): Promise<{ took: number; batch: Batch; row: Row }> {
  let submittedAt = 0;
  const { id } = await submitFolder(redwell, join(folder, 'matter'), {}, async () => {
    submittedAt = performance.now();
  });
  const batch = await batchEnd(redwell, id);
  const took = (performance.now() - submittedAt) / 1000;
  const results = batch.cacheHits + batch.cacheMisses;
  const row = {
    what,
    seconds: round(took),
    'first stage to last s': round((batch.durationMs ?? 0) / 1000),
    'documents/s': round(batch.equation.completed / took, 1),
    'hit rate': round(batch.cacheHits / results),
    warmed: batch.warmed === undefined ? '' : `${batch.warmed.contents} of ${batch.warmed.of}`,
  };
  return { took, batch, row };
}

it('measures the second run of a matter', async () => {
  const first = await run('first');
  const second = await run('second, cache in Redis');
  const cache = new Redis({ path: server.url.slice('unix://'.length), db: DATABASE_OF_ROLE.cache });
  await cache.flushdb();
  cache.disconnect();
  const third = await run('third, cache emptied, warmed from this computer');
  const { pages, pagesOcr, equation } = first.batch;
  printTable(
    `${equation.completed} documents, ${pages} pages, ${pagesOcr} of them scanned (goal: 100)`,
    [first, second, third].map(({ row, took }) => ({ ...row, 'times as fast': round(first.took / took, 1) })),
  );
});

/** Many small cached documents: the cost of completing them by jobs and on submission. */
it('measures fully cached documents', async () => {
  const lone = await startTestRedis();
  const redis = await lone.roles();
  const broker = openBroker(redis);
  const own = await connectRoles({ url: lone.url }, 'worker', { failFast: false });
  const limits = { timeoutMs: 10_000, maxPages: 10, maxCharacters: 1_000_000, maxBytes: 1_000_000 };
  const slots = Object.fromEntries(QUEUES.map((queue) => [queue, queue === 'batch' ? 1 : 16]));
  const worker = await startWorker({
    redis: own,
    sandbox: plainSandbox(),
    concurrency: slots,
    limits,
    workerId: 'bench',
    local: true,
    passwordsOf: () => [],
    log: pino({ level: 'silent' }),
  });
  const ended = (id: string) => until(async () => (await readBatch(redis, id)).endedAt !== null);
  const contents = manifestOf('contents', CACHED).documents;
  const batch = (id: string) => {
    const manifest = manifestOf(id, CACHED);
    const documents = manifest.documents.map((d, i) => ({ ...d, sha256: contents[i]?.sha256 ?? null }));
    return { ...manifest, documents };
  };
  const rows: Row[] = [];
  const measured = async (what: string, onSubmission: boolean): Promise<void> => {
    const manifest = batch(`b-${rows.length}`);
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const took = await seconds(async () => {
      await submitBatch(redis, broker, manifest, {
        beforeFlow: async () => {
          if (onSubmission)
            await completeCached(redis, manifest.batchId, manifest.documents, {
              limits,
              workerId: 'console',
            });
        },
      });
      await ended(manifest.batchId);
    });
    delay.disable();
    const pause = round(delay.max / 1e6, 0);
    rows.push({
      what,
      seconds: round(took),
      'documents/s': round(CACHED / took, 0),
      'longest pause ms': pause,
    });
    await until(
      async () => (await broker.queues.batch.getJobState(batchJobId(manifest.batchId, 1))) === 'completed',
    );
  };
  await measured('not cached (stages that do nothing)', false);
  await measured('cached, by jobs', false);
  await measured('cached, on submission', true);
  printTable(`${CACHED} fully cached documents`, rows);
  await worker.dispose();
  await own.dispose();
  await broker.dispose();
  await lone.stop();
});
