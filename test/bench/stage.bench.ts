/**
 * Measures what proofs and walls cost where documents meet them: in a worker, with its queues, records and cache. The
 * first stage with the proof is compared with the same stage without it, and whole documents behind walls with the same
 * documents without walls.
 */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import pino from 'pino';
import { it } from 'vitest';
import { submitBatch } from '../../src/core/batches/submit.ts';
import { startWorker } from '../../src/core/pipeline/worker/worker.ts';
import { connectRoles } from '../../src/core/redis/connect.ts';
import { createSandbox } from '../../src/core/sandbox/pool.ts';
import type { Sandbox } from '../../src/core/sandbox/types.ts';
import type { FileType } from '../../src/shared/file-types.ts';
import type { Manifest } from '../../src/shared/manifest.ts';
import type { QueueName } from '../../src/shared/stages.ts';
import { sharedSandboxEntry } from '../integration/pipeline/build-sandbox.ts';
import { textPdf } from '../integration/pipeline/fixtures.ts';
import { manifestDocument, manifestOf } from '../support/manifest.ts';
import { sharedBroker } from '../support/shared-redis.ts';
import { median, printTable, type Row, round, seconds } from './table.ts';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
/** Share of the documents to run with, for a quick look. */
const SCALE = Number(process.env.BENCH_SCALE ?? 1);
const PARSERS = 2;
const FIRST_STAGE = { ocr: 4 } as const;
const ALL_STAGES: Record<QueueName, number> = { ocr: 4, text: 8, entity: 4, graph: 8, finalize: 8, batch: 1 };
const LINE = 'The lessee shall pay $4,250.00 on the first of each month, notwithstanding the lease.\n';

const stand = sharedBroker();
const shared = sharedSandboxEntry();

interface Kind {
  what: string;
  type: FileType;
  documents: number;
  /** Each document has another content, so that none comes from the cache. */
  content(n: number): Buffer | Promise<Buffer>;
}

const text = (n: number, bytes: number): Buffer =>
  Buffer.from(`Item ${n} of the list.\n${LINE.repeat(Math.ceil(bytes / LINE.length))}`);
const KINDS: readonly Kind[] = [
  { what: 'text, 2 kB', type: 'txt', documents: 600, content: (n) => text(n, 2e3) },
  { what: 'text, 100 kB', type: 'txt', documents: 80, content: (n) => text(n, 1e5) },
  { what: 'text, 1 MB', type: 'txt', documents: 12, content: (n) => text(n, 1e6) },
  {
    what: 'PDF, 20 pages',
    type: 'pdf',
    documents: 30,
    content: (n) =>
      textPdf(Array.from({ length: 20 }, (_v, page) => `Item ${n}.${page}\n${LINE.repeat(30)}`)),
  },
];

async function manifestFor({ what, type, documents, content }: Kind): Promise<Manifest> {
  const folder = join(shared().folder, what.replaceAll(/\W+/g, '-'));
  await mkdir(folder, { recursive: true });
  const list = [];
  for (let n = 1; n <= Math.ceil(SCALE * documents); n += 1) {
    const bytes = await content(n);
    const location = join(folder, `${n}.${type}`);
    await writeFile(location, bytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    list.push(manifestDocument('b-1', n, { type, location, sha256, bytes: bytes.length }));
  }
  return manifestOf('b-1', 0, { documents: list });
}

/** The same sandbox for readers that ask for no proof. */
const withoutProof = (sandbox: Sandbox): Sandbox => ({
  ...sandbox,
  runStage(stage, { document: { sha256: _none, ...document }, ...input }, ...rest) {
    return sandbox.runStage(stage, { ...input, document }, ...rest);
  },
});

/** Runs a batch of its own on an empty server. @returns seconds */
async function run(
  manifest: Manifest,
  sandbox: Sandbox,
  concurrency: Partial<Record<QueueName, number>>,
): Promise<number> {
  const { server, redis, broker } = stand();
  await redis.roles.batch.flushall();
  await submitBatch(redis, broker, manifest);
  const own = await connectRoles({ url: server.url }, 'worker', { failFast: false });
  const isDone = async (): Promise<boolean> => {
    if ('batch' in concurrency)
      return (await redis.roles.batch.hexists(redis.keys.batch('b-1'), 'endedAt')) === 1;
    const counts = await broker.queues.ocr.getJobCounts('prioritized', 'waiting', 'active', 'delayed');
    return Object.values(counts).every((count) => count === 0);
  };
  let worker: Awaited<ReturnType<typeof startWorker>> | undefined;
  const took = await seconds(async () => {
    worker = await startWorker({
      ...{ redis: own, sandbox, concurrency, workerId: 'bench', local: true },
      limits: { timeoutMs: 120_000, maxPages: 1000, maxCharacters: 2e7, maxBytes: 1e9 },
      passwordsOf: () => [],
      log: pino({ level: 'silent' }),
    });
    while (!(await isDone())) await setTimeout(5);
  });
  await worker?.dispose();
  await own.dispose();
  return took;
}

/** Runs both in turns, because the machine is shared. */
async function compare(
  manifest: Manifest,
  [without, with_]: readonly [Sandbox, Sandbox],
  concurrency: Partial<Record<QueueName, number>>,
): Promise<Omit<Row, 'what'>> {
  const took = { without: [] as number[], with: [] as number[] };
  for (let turn = 0; turn < ROUNDS; turn += 1) {
    took.without.push(await run(manifest, without, concurrency));
    took.with.push(await run(manifest, with_, concurrency));
  }
  const added = (of: (times: number[]) => number): number =>
    round(100 * (of(took.with) / of(took.without) - 1), 1);
  const perDocument = (times: number[]): number =>
    round((1000 * Math.min(...times)) / manifest.documents.length, 3);
  return {
    'without, ms a document': perDocument(took.without),
    'with, ms a document': perDocument(took.with),
    'added to the best, %': added((times) => Math.min(...times)),
    'added to the median, %': added(median),
  };
}

it('measures proofs and walls in a worker', { timeout: 1_800_000 }, async () => {
  const options = { entry: shared().entry, maxWorkers: PARSERS };
  const walled = createSandbox(options);
  const open = createSandbox({ ...options, walls: 'off' });
  try {
    const proofs: Row[] = [];
    const walls: Row[] = [];
    for (const kind of KINDS) {
      const manifest = await manifestFor(kind);
      // Starts the parsers, and lets them compile what they need.
      for (const sandbox of [walled, open]) await run(manifest, sandbox, FIRST_STAGE);
      const { what } = kind;
      proofs.push({ what, ...(await compare(manifest, [withoutProof(walled), walled], FIRST_STAGE)) });
      walls.push({ what, ...(await compare(manifest, [open, walled], ALL_STAGES)) });
    }
    printTable('Proof of originals, of the whole first stage (goal: under 3 %)', proofs);
    printTable('Walls around parsers, of a whole document (goal: under 5 %)', walls);
  } finally {
    await walled.dispose();
    await open.dispose();
  }
});
