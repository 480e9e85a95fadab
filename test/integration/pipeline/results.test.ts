/** Attempts and results in a real Redis server, in every layout. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { encode } from '../../../src/core/redis/codec.ts';
import type { RedisRoles } from '../../../src/core/redis/connect.ts';
import {
  type AttemptOutcome,
  readInput,
  readResults,
  storeResults,
} from '../../../src/core/results/store.ts';
import type { Attempt } from '../../../src/shared/documents.ts';
import { PLACES, startTestRedis, type TestRedis } from '../../support/redis.ts';

const attempt = (over: Partial<Attempt> = {}): Attempt => ({
  stage: 'ocr',
  attempt: 1,
  startedAt: 10,
  endedAt: 20,
  waitedMs: 3,
  worker: 'w',
  outcome: 'completed',
  cached: false,
  engine: 'e',
  error: null,
  ...over,
});
const text = (characters: number) => ({
  text: 'x'.repeat(characters),
  pages: [],
  metadata: {},
  warnings: [],
});

describe.each(PLACES)('results, $name', ({ layout, cluster }) => {
  let server: TestRedis;
  let redis: RedisRoles;
  beforeAll(async () => {
    server = await startTestRedis({ cluster });
    redis = await server.roles({ layout });
  });
  beforeEach(() => redis.roles.results.flushall());
  afterAll(() => server.stop());

  it('stores an attempt with its result and digest, and a repeated attempt only once', async () => {
    const outcome: AttemptOutcome = {
      documentId: 'd1',
      attempt: attempt(),
      result: encode(text(5)),
      digest: 'abc',
    };
    await storeResults(redis, [outcome, outcome]);
    await storeResults(redis, [outcome]);
    expect(await readResults(redis, ['d1'])).toMatchObject([
      { documentId: 'd1', attempts: [attempt()], results: { ocr: text(5) } },
    ]);
    expect(await readInput(redis, 'd1', 'chunking')).toMatchObject({
      digest: 'abc',
      readyAt: 20,
      results: { ocr: text(5) },
    });
  });

  it('adds a failed attempt without a result and keeps the earlier ones', async () => {
    await storeResults(redis, [
      { documentId: 'd1', attempt: attempt(), result: encode(text(5)), digest: 'abc' },
    ]);
    const failed = attempt({
      stage: 'chunking',
      outcome: 'failed',
      endedAt: 99,
      error: { code: 'corrupt', detail: 'x' },
    });
    await storeResults(redis, [{ documentId: 'd1', attempt: failed }]);
    const [stored] = await readResults(redis, ['d1']);
    expect(stored?.attempts).toEqual([attempt(), failed]);
    expect(stored?.results).toEqual({ ocr: text(5) });
    expect(await readInput(redis, 'd1', 'chunking')).toMatchObject({ digest: 'abc', readyAt: 20 });
  });

  it('stores many results at once, long and short, without cutting any', async () => {
    const sizes = [5, 3_000_000, 7, 900, 2_000_000, 1];
    await storeResults(
      redis,
      sizes.map((size, i) => ({ documentId: `d${i}`, attempt: attempt(), result: encode(text(size)) })),
    );
    const stored = await readResults(
      redis,
      sizes.map((_s, i) => `d${i}`),
    );
    expect(stored.map((s) => s.results.ocr?.text.length)).toEqual(sizes);
  });
});
