/** How long Redis is busy with the two scripts that process a whole batch in one step: re-run and recount. */
import { it } from 'vitest';
import { rerunDocuments } from '../../src/core/batches/reopen-scripts.ts';
import { advanceDocuments, createBatch, recountBatch } from '../../src/core/batches/scripts.ts';
import { NO_METRICS } from '../../src/core/batches/updates.ts';
import { startTestRedis } from '../support/redis.ts';
import { printTable, type Row, round } from './table.ts';

it('measures scripts over a whole batch', async () => {
  const server = await startTestRedis();
  const redis = await server.roles();
  const client = redis.roles.batch;
  /** Returns the microseconds that Redis spends in the scripts that `work` calls. */
  const busy = async (work: () => Promise<unknown>): Promise<number> => {
    await client.config('RESETSTAT');
    await work();
    const stats = await client.info('commandstats');
    return ['evalsha', 'eval'].reduce(
      (sum, name) => sum + Number(new RegExp(`cmdstat_${name}:.*?usec=(\\d+)`).exec(stats)?.[1] ?? 0),
      0,
    );
  };
  const rows: Row[] = [];
  for (const documents of [1000, 10_000, 100_000]) {
    const id = `b${documents}`;
    const ids = Array.from({ length: documents }, (_v, i) => `${id}-d${i}`);
    for (let i = 0; i < documents; i += 500) {
      const part = ids.slice(i, i + 500);
      const seeds = part.map((one) => ({
        id: one,
        status: 'pending' as const,
        code: null,
        bytes: 1,
        warning: false,
      }));
      const seed = { name: id, matter: '', custodian: '', priority: 'normal' as const };
      await createBatch(redis, id, seed, seeds, i + 500 >= documents);
      await advanceDocuments(
        redis,
        part.map((documentId) => ({
          kind: 'stage',
          batchId: id,
          documentId,
          run: 1,
          stage: 'ocr',
          status: 'failed',
          attempt: 1,
          metrics: { ...NO_METRICS, code: 'infrastructure' },
        })),
      );
    }
    const recount = await busy(() => recountBatch(redis, id));
    const rerun = await busy(() => rerunDocuments(redis, id, 1, []));
    rows.push({
      what: `${documents} documents`,
      'recount ms': round(recount / 1000, 1),
      'rerun ms': round(rerun / 1000, 1),
      'rerun µs per document': round(rerun / documents, 1),
    });
  }
  await server.stop();
  printTable('Redis busy with a whole batch in one step', rows);
});
