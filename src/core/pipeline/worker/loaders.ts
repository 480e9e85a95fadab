/** Script calls shared by all jobs of a worker: what comes in one turn of the loop goes in one call. */
import DataLoader from 'dataloader';
import { advanceDocuments, type GateQuestion, type GateVerdict, gateStages } from '../../batches/scripts.ts';
import type { StageUpdate } from '../../batches/updates.ts';
import { type CachedResult, type CacheRequest, getCached, putCached } from '../../cache/store.ts';
import type { RedisRoles } from '../../redis/connect.ts';
import { type AttemptOutcome, storeResults } from '../../results/store.ts';

/** Jobs per call at most; 500 keep one call under a millisecond of Redis. */
const MAX_BATCH = 500;

/** A stage that has succeeded: what it leaves behind. */
export interface Finished {
  outcome: AttemptOutcome;
  /** null: it came from the cache, or may not be used again. */
  entry: (CacheRequest & { value: CachedResult }) | null;
  update: StageUpdate;
}

export interface Loaders {
  gate(question: GateQuestion): Promise<GateVerdict>;
  cached(request: CacheRequest): Promise<CachedResult | null>;
  /** Resolves when the result, its record and its cache entry are kept and, after them, the document was moved on. */
  finish(finished: Finished): Promise<unknown>;
  /** Resolves when the record of an attempt that did not succeed is kept. */
  record(outcome: AttemptOutcome): Promise<unknown>;
  advance(update: StageUpdate): Promise<unknown>;
}

const options = { cache: false, maxBatchSize: MAX_BATCH } as const;
/** A loader for what gives no answer but that it is done. */
const doing = <T>(all: (items: readonly T[]) => Promise<unknown>) =>
  new DataLoader<T, null>(async (items) => {
    await all(items);
    return new Array<null>(items.length).fill(null);
  }, options);

/** Calls go out in the order in which they were asked for: one connection per role keeps it. */
export function createLoaders(redis: RedisRoles): Loaders {
  const gate = new DataLoader<GateQuestion, GateVerdict>((asked) => gateStages(redis, asked), options);
  const cached = new DataLoader<CacheRequest, CachedResult | null>(
    (requests) => getCached(redis, requests),
    options,
  );
  const record = doing<AttemptOutcome>((outcomes) => storeResults(redis, outcomes));
  const advance = doing<StageUpdate>((updates) => advanceDocuments(redis, updates));
  const finish = doing<Finished>(async (all) => {
    const entries = all.flatMap(({ entry }) => entry ?? []);
    await Promise.all([
      storeResults(
        redis,
        all.map(({ outcome }) => outcome),
      ),
      entries.length === 0 ? null : putCached(redis, entries),
    ]);
    // What is not kept must not be told as done.
    await advanceDocuments(
      redis,
      all.map(({ update }) => update),
    );
  });
  return {
    gate: (question) => gate.load(question),
    cached: (request) => cached.load(request),
    finish: (finished) => finish.load(finished),
    record: (outcome) => record.load(outcome),
    advance: (update) => advance.load(update),
  };
}
