/** Combines the script calls that all jobs of a worker make in one turn of the event loop. */
import DataLoader from 'dataloader';
import { advanceDocuments, type GateAnswer, type GateQuestion, gateStages } from '../../batches/scripts.ts';
import type { StageUpdate } from '../../batches/updates.ts';
import { type CachedResult, type CacheRequest, getCached, putCached } from '../../cache/store.ts';
import { replyCondition } from '../../redis/condition.ts';
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
  gate(question: GateQuestion): Promise<GateAnswer>;
  cached(request: CacheRequest): Promise<CachedResult | null>;
  /** Stores the result, its record and its cache entry, then advances the document. */
  finish(finished: Finished): Promise<unknown>;
  /** Stores the record of an attempt that did not succeed. */
  record(outcome: AttemptOutcome): Promise<unknown>;
  advance(update: StageUpdate): Promise<unknown>;
}

/**
 * Calls `all`, and again for each item alone if a key of one of them has a wrong type: it must not fail the others,
 * which may be of other batches. Repeating a call changes nothing.
 */
const isolated =
  <T, R>(all: (items: readonly T[]) => Promise<readonly R[]>) =>
  async (items: readonly T[]): Promise<readonly (R | Error)[]> => {
    try {
      return await all(items);
    } catch (error) {
      if (items.length === 1 || replyCondition(error) !== 'wrong_type') throw error;
      const alone = async (item: T): Promise<R | Error> => {
        try {
          return (await all([item]))[0] as R;
        } catch (failure) {
          return failure instanceof Error ? failure : new Error(String(failure));
        }
      };
      return await Promise.all(items.map(alone));
    }
  };

const options = { cache: false, maxBatchSize: MAX_BATCH } as const;
/** Creates a loader for calls that return nothing. */
const batched = <T>(all: (items: readonly T[]) => Promise<unknown>) =>
  new DataLoader<T, null>(
    isolated(async (items) => {
      await all(items);
      return new Array<null>(items.length).fill(null);
    }),
    options,
  );

/** Calls to the same role reach Redis in the order in which they were made, because a role has one connection. */
export function createLoaders(redis: RedisRoles): Loaders {
  const gate = new DataLoader<GateQuestion, GateAnswer>(
    isolated((asked) => gateStages(redis, asked)),
    options,
  );
  const cached = new DataLoader<CacheRequest, CachedResult | null>(
    isolated((requests) => getCached(redis, requests)),
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
