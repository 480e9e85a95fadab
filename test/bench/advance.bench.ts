/** Status updates by advance_documents against HSET + 2 HINCRBY awaited per document, as the old system did. */
import { afterAll, beforeAll, it } from 'vitest';
import { advanceDocuments, createBatch } from '../../src/core/batches/scripts.ts';
import { NO_FACTS, type StageUpdate } from '../../src/core/batches/updates.ts';
import type { RedisRoles } from '../../src/core/redis/connect.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { printTable, round, seconds } from './table.ts';

const DOCUMENTS = 10_000;
const SLICE = 500;
let server: TestRedis;
let redis: RedisRoles;
beforeAll(async () => {
  server = await startTestRedis();
  redis = await server.roles();
});
afterAll(() => server.stop());

const commands = async (): Promise<number> =>
  Number(/total_commands_processed:(\d+)/.exec(await redis.roles.batch.info('stats'))?.[1]);

it('status updates', async () => {
  const ids = Array.from({ length: DOCUMENTS }, (_v, i) => `b-d${i}`);
  const client = redis.roles.batch;
  const baseline = async (): Promise<void> => {
    for (const id of ids) {
      await client.hset(
        'old:doc',
        id,
        '{"status":"completed","timestamp":"2026-01-01T00:00:00","metadata":{}}',
      );
      await client.hincrby('old:progress', 'running', -1);
      await client.hincrby('old:progress', 'completed', 1);
    }
  };
  let round_ = 0;
  const prepare = async (): Promise<string> => {
    round_ += 1;
    const batchId = `b${round_}`;
    for (let i = 0; i < ids.length; i += 1000) {
      await createBatch(
        redis,
        batchId,
        { name: 'b', matter: '', custodian: '', priority: 'normal' },
        ids.slice(i, i + 1000).map((id) => ({ id, status: 'pending', code: null, bytes: 1, warning: false })),
        i + 1000 >= ids.length,
      );
    }
    return batchId;
  };
  const ours = async (batchId: string): Promise<void> => {
    for (let i = 0; i < ids.length; i += SLICE) {
      await advanceDocuments(
        redis,
        ids.slice(i, i + SLICE).map(
          (documentId): StageUpdate => ({
            kind: 'stage',
            batchId,
            documentId,
            run: 1,
            stage: 'ocr',
            status: 'completed',
            attempt: 1,
            facts: { ...NO_FACTS, ms: 12, pages: 3, characters: 4000 },
          }),
        ),
      );
    }
  };
  const pairs: number[] = [];
  const rates: [number, number][] = [];
  await baseline();
  await ours(await prepare());
  for (let i = 0; i < 5; i += 1) {
    const a = await seconds(baseline);
    const batchId = await prepare();
    const b = await seconds(() => ours(batchId));
    pairs.push(a / b);
    rates.push([DOCUMENTS / a, DOCUMENTS / b]);
  }
  const batchId = await prepare();
  await redis.roles.batch.config('RESETSTAT');
  const before = await commands();
  await ours(batchId);
  const trips = (await commands()) - before - 1;
  const middle = [...pairs].sort((x, y) => x - y)[2] ?? 0;
  printTable(`advance_documents, ${DOCUMENTS} documents in slices of ${SLICE} (median of 5)`, [
    {
      what: 'HSET + 2 HINCRBY awaited',
      'documents/s': round(rates[2]?.[0] ?? 0, 0),
      'round trips': DOCUMENTS * 3,
      ratio: 1,
    },
    {
      what: 'advance_documents',
      'documents/s': round(rates[2]?.[1] ?? 0, 0),
      'round trips': DOCUMENTS / SLICE,
      ratio: round(middle, 1),
    },
  ]);
  console.log(/cmdstat_evalsha:(.*)/.exec(await redis.roles.batch.info('commandstats'))?.[1]);
  console.log(`commands inside the scripts: ${trips}`);
});
