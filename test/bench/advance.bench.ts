/** Compares advance_documents with an HSET and two HINCRBYs awaited per document, as the old system did it. */
import { it } from 'vitest';
import { advanceDocuments, createBatch } from '../../src/core/batches/scripts.ts';
import { NO_METRICS, type StageUpdate } from '../../src/core/batches/updates.ts';
import { sharedRedis } from '../support/shared-redis.ts';
import { median, printTable, round, seconds } from './table.ts';

const DOCUMENTS = 10_000;
const SLICE = 500;
const stand = sharedRedis();

const commands = async (): Promise<number> =>
  Number(/total_commands_processed:(\d+)/.exec(await stand().redis.roles.batch.info('stats'))?.[1]);

it('measures status updates', async () => {
  const { redis } = stand();
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
  /** @param concurrent calls in progress at once; a worker does not wait for one before it sends the next */
  const ours = async (batchId: string, concurrent: number): Promise<void> => {
    const pending: Promise<unknown>[] = [];
    for (let i = 0; i < ids.length; i += SLICE) {
      if (pending.length >= concurrent) await pending.shift();
      const call = advanceDocuments(
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
            metrics: { ...NO_METRICS, ms: 12, pages: 3, characters: 4000 },
          }),
        ),
      );
      pending.push(call);
    }
    await Promise.all(pending);
  };
  await baseline();
  await ours(await prepare(), 1);
  const rounds: [number, number, number][] = [];
  for (let i = 0; i < 5; i += 1) {
    const old = await seconds(baseline);
    const [one, two] = [await prepare(), await prepare()];
    rounds.push([old, await seconds(() => ours(one, 1)), await seconds(() => ours(two, 2))]);
  }
  const batchId = await prepare();
  await redis.roles.batch.config('RESETSTAT');
  const before = await commands();
  await ours(batchId, 2);
  const trips = (await commands()) - before - 1;
  const row = (what: string, column: 0 | 1 | 2, trips: number) => ({
    what,
    'documents/s': round(median(rounds.map((r) => DOCUMENTS / r[column])), 0),
    'round trips': trips,
    ratio: round(median(rounds.map((r) => r[0] / r[column])), 1),
  });
  printTable(`advance_documents, ${DOCUMENTS} documents in slices of ${SLICE} (medians of 5)`, [
    row('HSET + 2 HINCRBY awaited', 0, DOCUMENTS * 3),
    row('advance_documents, each call awaited', 1, DOCUMENTS / SLICE),
    row('advance_documents, two calls at once', 2, DOCUMENTS / SLICE),
  ]);
  console.log(/cmdstat_evalsha:(.*)/.exec(await redis.roles.batch.info('commandstats'))?.[1]);
  console.log(`commands inside the scripts: ${trips}`);
});
