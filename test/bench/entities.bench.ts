/** Measures the entities of a large batch: the time of the parent job, and how long it blocks the event loop. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { it } from 'vitest';
import { publishResolution, readHeader } from '../../src/core/batches/resolution.ts';
import { openHistory } from '../../src/core/history/index.ts';
import { recordResolution } from '../../src/core/live/resolution-recorder.ts';
import { resolveBatch } from '../../src/core/pipeline/worker/resolve-batch.ts';
import { encode } from '../../src/core/redis/codec.ts';
import { manifestOf } from '../support/manifest.ts';
import { sharedRedis } from '../support/shared-redis.ts';
import { printTable, type Row, round, seconds } from './table.ts';

const DOCUMENTS = Number(process.env.BENCH_DOCUMENTS ?? 10_000);
/** People, companies and dates per document. Some are shared across the batch, some appear in one document only. */
const PER_DOCUMENT = 30;
/** A completed document in run 1; see lua/include/state.lua. */
const STATE = `c001${'c00001'.repeat(6)}0`;

const shared = sharedRedis();

function contents(n: number): { entities: Buffer; relationships: Buffer } {
  const canonical = Array.from({ length: PER_DOCUMENT }, (_v, i) => {
    const pick = (n * 7919 + i * 104_729) % (i % 3 === 0 ? 500 : DOCUMENTS * 3);
    if (i % 3 === 1) return { kind: 'organization', name: `Holding ${pick} of Ohio, Inc.`, mentions: [i] };
    if (i % 3 === 2)
      return { kind: 'date', name: new Date(pick * 864e5).toISOString().slice(0, 10), mentions: [i] };
    return { kind: 'person', name: `Anna${pick % 7} M. Family${pick}`, mentions: [i, i + 1] };
  });
  const entities = canonical.flatMap(({ kind, name, mentions }) =>
    mentions.map((at) => ({ kind, text: name, canonical: name, start: at * 50, end: at * 50 + 9, page: 1 })),
  );
  const relationships = canonical.slice(1).map((to, i) => ({
    kind: 'appears_with',
    from: canonical[0]?.name,
    fromKind: canonical[0]?.kind,
    to: to.name,
    toKind: to.kind,
    weight: 1,
    evidence: [{ start: i, end: i + 40, page: 1 }],
  }));
  return { entities: encode({ entities, canonical }), relationships: encode({ relationships }) };
}

it('measures the entities of a large batch', async () => {
  const { redis } = shared();
  const manifest = manifestOf('b-1', DOCUMENTS);
  for (let from = 0; from < DOCUMENTS; from += 500) {
    const results = redis.roles.results.pipeline();
    const states = redis.roles.batch.pipeline();
    for (const { id } of manifest.documents.slice(from, from + 500)) {
      const { entities, relationships } = contents(Number(id.slice(-5)));
      results.hset(redis.keys.documentResults(id), {
        'result:entity_resolution': entities,
        'result:relationship_building': relationships,
      });
      states.hset(redis.keys.documents('b-1'), id, STATE);
    }
    await Promise.all([results.exec(), states.exec()]);
  }
  const folder = await mkdtemp(join(tmpdir(), 'redwell-bench-'));
  const history = openHistory({ path: join(folder, 'history.sqlite') });
  history.recordManifest(manifest);
  const rows: Row[] = [];
  const measured = async (what: string, work: () => Promise<unknown>): Promise<void> => {
    const delay = monitorEventLoopDelay({ resolution: 1 });
    const before = process.memoryUsage().rss;
    delay.enable();
    const cpu = process.cpuUsage();
    const took = await seconds(work);
    const { user, system } = process.cpuUsage(cpu);
    delay.disable();
    rows.push({
      what,
      seconds: round(took),
      'processor s': round((user + system) / 1e6),
      'documents/s': round(DOCUMENTS / took, 0),
      'longest pause ms': round(delay.max / 1e6, 0),
      'more memory MB': round((process.memoryUsage().rss - before) / 1e6, 0),
    });
  };
  await measured('resolved by the parent job', async () => {
    await publishResolution(redis, 'b-1', (await resolveBatch(redis, 'b-1', 1)).header, 0);
  });
  const header = await readHeader(redis, 'b-1', 1);
  await measured('recorded in history', () => recordResolution(redis, history, 'b-1', 1));
  printTable(
    `Entities of ${DOCUMENTS} documents: ${header?.entities} entities, ${header?.relationships} relationships`,
    rows,
  );
  history.dispose();
  await rm(folder, { recursive: true, force: true });
});
