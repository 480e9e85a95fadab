/** Combines the script calls that all jobs of a worker make in one turn of the event loop. */
import DataLoader from 'dataloader';
import { advanceDocuments, type GateQuestion, type GateVerdict, gateStages } from '../../batches/scripts.ts';
import type { StageUpdate } from '../../batches/updates.ts';
import { type CachedResult, type CacheRequest, getCached, putCached } from '../../cache/store.ts';
import type { RedisRoles } from '../../redis/connect.ts';
import { type AttemptOutcome, storeResults } from '../../results/store.ts';

/** Most jobs per call. 500 jobs keep Redis busy for less than 1 ms. */
const MAX_BATCH = 500;

/** What a successful stage stores. */
export interface Finished {
  outcome: AttemptOutcome;
  /** null if the result came from the cache or must not be cached. */
  entry: (CacheRequest & { value: CachedResult }) | null;
  update: StageUpdate;
}

export interface Loaders {
  gate(question: GateQuestion): Promise<GateVerdict>;
  cached(request: CacheRequest): Promise<CachedResult | null>;
  /** Stores the result, its record and its cache entry, then advances the document. */
  finish(finished: Finished): Promise<unknown>;
  /** Stores the record of an attempt that did not succeed. */
  record(outcome: AttemptOutcome): Promise<unknown>;
  advance(update: StageUpdate): Promise<unknown>;
}

const options = { cache: false, maxBatchSize: MAX_BATCH } as const;
/** Creates a loader for calls that return nothing. */
const batched = <T>(all: (items: readonly T[]) => Promise<unknown>) =>
  new DataLoader<T, null>(async (items) => {
    await all(items);
    return new Array<null>(items.length).fill(null);
  }, options);

/** Calls to the same role reach Redis in the order in which they were made, because a role has one connection. */
export function createLoaders(redis: RedisRoles): Loaders {
  const gate = new DataLoader<GateQuestion, GateVerdict>((asked) => gateStages(redis, asked), options);
  const cached = new DataLoader<CacheRequest, CachedResult | null>(
    (requests) => getCached(redis, requests),
    options,
  );
  const record = batched<AttemptOutcome>((outcomes) => storeResults(redis, outcomes));
  const advance = batched<StageUpdate>((updates) => advanceDocuments(redis, updates));
  const finish = batched<Finished>(async (all) => {
    const entries = all.flatMap(({ entry }) => entry ?? []);
    await Promise.all([
      storeResults(
        redis,
        all.map(({ outcome }) => outcome),
      ),
      entries.length === 0 ? null : putCached(redis, entries),
    ]);
    // A stage must not be reported as completed before its result is stored.
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
