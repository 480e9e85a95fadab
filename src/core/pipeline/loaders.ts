/** Script calls shared by all jobs of a worker: what comes in one turn of the loop goes in one call. */
import DataLoader from 'dataloader';
import { advanceDocuments, type GateQuestion, type GateVerdict, gateStages } from '../batches/scripts.ts';
import type { StageUpdate } from '../batches/updates.ts';
import { type CachedResult, type CacheRequest, getCached, putCached } from '../cache/store.ts';
import type { RedisRoles } from '../redis/connect.ts';
import { type AttemptOutcome, keepResults } from '../results/store.ts';

/** Jobs per call at most; 500 keep one call under a millisecond of Redis. */
const MAX_BATCH = 500;

export interface Loaders {
  gate(question: GateQuestion): Promise<GateVerdict>;
  /** Resolves when the attempt's record, and its result if it has one, are kept. */
  record(outcome: AttemptOutcome): Promise<unknown>;
  advance(update: StageUpdate): Promise<unknown>;
  cached(request: CacheRequest): Promise<CachedResult | null>;
  keep(entry: CacheRequest & { value: CachedResult }): Promise<unknown>;
}

/** Calls go out in the order in which they were asked for: one connection per role keeps it. */
export function createLoaders(redis: RedisRoles): Loaders {
  const options = { cache: false, maxBatchSize: MAX_BATCH } as const;
  const gate = new DataLoader<GateQuestion, GateVerdict>(
    (questions) => gateStages(redis, questions),
    options,
  );
  const record = new DataLoader<AttemptOutcome, null>(async (outcomes) => {
    await keepResults(redis, outcomes);
    return outcomes.map(() => null);
  }, options);
  const advance = new DataLoader<StageUpdate, null>(async (updates) => {
    await advanceDocuments(redis, updates);
    return updates.map(() => null);
  }, options);
  const cached = new DataLoader<CacheRequest, CachedResult | null>(
    (requests) => getCached(redis, requests),
    options,
  );
  const keep = new DataLoader<CacheRequest & { value: CachedResult }, null>(async (entries) => {
    await putCached(redis, entries);
    return entries.map(() => null);
  }, options);
  return {
    gate: (question) => gate.load(question),
    record: (outcome) => record.load(outcome),
    advance: (update) => advance.load(update),
    cached: (request) => cached.load(request),
    keep: (entry) => keep.load(entry),
  };
}
