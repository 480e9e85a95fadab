/** Completes documents whose results are all cached, without jobs, while their batch is submitted. */
import { setImmediate } from 'node:timers/promises';
import { STAGES, type Stage } from '../../../shared/stages.ts';
import { advanceDocuments } from '../../batches/scripts.ts';
import { openChains } from '../../batches/submit.ts';
import { NO_METRICS, type StageUpdate } from '../../batches/updates.ts';
import { absentOf, countHits, readRaw } from '../../cache/raw.ts';
import { type CachedResult, type CacheRequest, unpack } from '../../cache/store.ts';
import type { StageLimits, StageResults } from '../../documents/types.ts';
import { decode } from '../../redis/codec.ts';
import type { RedisRoles } from '../../redis/connect.ts';
import type { DocumentFacts } from '../../results/facts.ts';
import { type AttemptOutcome, storeResults } from '../../results/store.ts';
import { attemptRecord, metricsOf } from './attempt.ts';
import { cacheInput, digestOf } from './cache-input.ts';

export interface CompleteCachedOptions {
  /** The limits of the workers. They are part of the first stage's cache input. */
  limits: Pick<StageLimits, 'maxPages' | 'maxCharacters'>;
  /** The worker named in the attempt records. */
  workerId: string;
}

type Submitted = DocumentFacts & { id: string };

/** A document with a cached result for every stage, in stage order. */
interface FullyCached {
  facts: Submitted;
  requests: CacheRequest[];
  hits: CachedResult[];
}

/** Documents processed before the event loop gets a turn. */
const SLICE = 25;
/** Stages whose results are decoded for metrics. Other results are copied as bytes. */
const MEASURED: ReadonlySet<Stage> = new Set(['ocr', 'entity_resolution', 'finalization']);

/**
 * Completes documents from the cache. Results, records, states and hits are the same as if six jobs had found them in
 * the cache. Skips documents that have started. Repeating a call changes nothing.
 * @param documents of a batch that is registered and whose flow has not been added
 * @returns how many documents were completed
 * @throws any ioredis error while Redis is unreachable
 */
export async function completeCached(
  redis: RedisRoles,
  batchId: string,
  documents: readonly Submitted[],
  options: CompleteCachedOptions,
): Promise<number> {
  const untouched = new Set(
    (await openChains(redis, batchId))
      .filter(({ run, from }) => run === 1 && from === 'ocr')
      .map(({ documentId }) => documentId),
  );
  const candidates = documents.filter(({ id }) => untouched.has(id));
  let completed = 0;
  for (let i = 0; i < candidates.length; i += SLICE) {
    const cached = await findCached(redis, candidates.slice(i, i + SLICE), options);
    if (cached.length > 0) await complete(redis, batchId, cached, options);
    completed += cached.length;
    await setImmediate();
  }
  return completed;
}

/** Returns the documents for which the cache has the result of every stage. */
async function findCached(
  redis: RedisRoles,
  documents: readonly Submitted[],
  { limits }: CompleteCachedOptions,
): Promise<FullyCached[]> {
  const first = documents.flatMap((facts) => {
    const input = cacheInput('ocr', facts, null, limits);
    return input === null ? [] : [{ facts, request: { stage: STAGES[0], input } }];
  });
  const texts = await readRaw(
    redis,
    first.map(({ request }) => request),
  );
  const withText = first.flatMap(({ facts, request }, i) => {
    const hit = unpackOrNull(texts[i]);
    if (hit === null) return [];
    const digest = digestOf(decode(hit.bytes) as StageResults['ocr']);
    const rest = STAGES.slice(1).map((stage): CacheRequest => ({ stage, input: digest }));
    return [{ facts, request, hit, rest }];
  });
  const absent = new Set(
    await absentOf(
      redis,
      withText.flatMap(({ rest }) => rest),
    ),
  );
  const candidates = withText.filter(({ rest }) => rest.every((request) => !absent.has(request)));
  const others = await readRaw(
    redis,
    candidates.flatMap(({ rest }) => rest),
  );
  return candidates.flatMap(({ facts, request, hit, rest }, i) => {
    const hits = [hit, ...rest.map((_r, n) => unpackOrNull(others[i * rest.length + n]))];
    const found = hits.filter((one) => one !== null);
    return found.length < hits.length ? [] : [{ facts, requests: [request, ...rest], hits: found }];
  });
}

const unpackOrNull = (bytes: Buffer | null | undefined): CachedResult | null =>
  bytes === null || bytes === undefined ? null : unpack(bytes);

async function complete(
  redis: RedisRoles,
  batchId: string,
  cached: readonly FullyCached[],
  { workerId }: CompleteCachedOptions,
): Promise<void> {
  const now = Date.now();
  const outcomes: AttemptOutcome[] = [];
  const updates: StageUpdate[] = [];
  for (const [place, stage] of STAGES.entries()) {
    for (const { facts, requests, hits } of cached) {
      const hit = hits[place];
      const request = requests[place];
      if (hit === undefined || request === undefined) continue;
      const documentId = facts.id;
      const data = { batchId, documentId, run: 1, stage };
      const outcome = { outcome: 'completed', cached: true, engine: hit.engine, error: null } as const;
      const times = { startedAt: now, waitedMs: 0 };
      const record = attemptRecord(workerId, { data, attemptsStarted: 1 }, times, now, outcome);
      const attempt = { ...record, input: request.input };
      const digest = stage === STAGES[0] ? (requests[1]?.input ?? null) : null;
      outcomes.push({ documentId, attempt, result: hit.bytes, digest });
      const metrics = MEASURED.has(stage)
        ? metricsOf(stage, decode(hit.bytes) as StageResults[Stage], facts)
        : NO_METRICS;
      const withHit = { ...metrics, cached: true, savedMs: hit.ms };
      updates.push({ kind: 'stage', ...data, status: 'completed', attempt: 1, metrics: withHit });
    }
  }
  await storeResults(redis, outcomes);
  await countHits(
    redis,
    outcomes.map(({ attempt }) => attempt.stage),
  );
  await advanceDocuments(redis, updates);
}
