/** Documents whose whole outcome the cache knows are ended when their batch is submitted, without a job. */
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
import { measure, recordOf } from './attempt.ts';
import { cacheInput, digestOf } from './cache-input.ts';

export interface KnownOptions {
  /** The limits that workers have: they are part of what a first result follows from. */
  limits: Pick<StageLimits, 'maxPages' | 'maxCharacters'>;
  /** Who is named in the records. */
  workerId: string;
}

type Submitted = DocumentFacts & { id: string };

/** A document with the result of every stage, in their order. */
interface Known {
  facts: Submitted;
  requests: CacheRequest[];
  hits: CachedResult[];
}

/** Documents handled between two turns of the loop. */
const SLICE = 25;
/** Of these results the batch's figures are made; the others go on as the bytes they are. */
const MEASURED: ReadonlySet<Stage> = new Set(['ocr', 'entity_resolution', 'finalization']);

/**
 * Each leaves results, records, states and hits as if six jobs had found them in the cache. Only documents that
 * nothing has begun to work on are taken; repeating it changes nothing.
 * @param documents of a batch whose states are in Redis and whose flow is not
 * @returns how many were ended
 * @throws whatever ioredis throws while Redis is away
 */
export async function finishKnown(
  redis: RedisRoles,
  batchId: string,
  documents: readonly Submitted[],
  options: KnownOptions,
): Promise<number> {
  const untouched = new Set(
    (await openChains(redis, batchId))
      .filter(({ run, from }) => run === 1 && from === 'ocr')
      .map(({ documentId }) => documentId),
  );
  const candidates = documents.filter(({ id }) => untouched.has(id));
  let finished = 0;
  for (let i = 0; i < candidates.length; i += SLICE) {
    const known = await lookUp(redis, candidates.slice(i, i + SLICE), options);
    if (known.length > 0) await finish(redis, batchId, known, options);
    finished += known.length;
    await setImmediate();
  }
  return finished;
}

async function lookUp(
  redis: RedisRoles,
  documents: readonly Submitted[],
  { limits }: KnownOptions,
): Promise<Known[]> {
  const first = documents.flatMap((facts) => {
    const input = cacheInput('ocr', facts, null, limits);
    return input === null ? [] : [{ facts, request: { stage: STAGES[0], input } }];
  });
  const texts = await readRaw(
    redis,
    first.map(({ request }) => request),
  );
  const begun = first.flatMap(({ facts, request }, i) => {
    const hit = unpackOrNull(texts[i]);
    if (hit === null) return [];
    const digest = digestOf(decode(hit.bytes) as StageResults['ocr']);
    const rest = STAGES.slice(1).map((stage): CacheRequest => ({ stage, input: digest }));
    return [{ facts, request, hit, rest }];
  });
  const absent = new Set(
    await absentOf(
      redis,
      begun.flatMap(({ rest }) => rest),
    ),
  );
  const complete = begun.filter(({ rest }) => rest.every((request) => !absent.has(request)));
  const others = await readRaw(
    redis,
    complete.flatMap(({ rest }) => rest),
  );
  return complete.flatMap(({ facts, request, hit, rest }, i) => {
    const hits = [hit, ...rest.map((_r, n) => unpackOrNull(others[i * rest.length + n]))];
    const whole = hits.filter((one) => one !== null);
    return whole.length < hits.length ? [] : [{ facts, requests: [request, ...rest], hits: whole }];
  });
}

const unpackOrNull = (bytes: Buffer | null | undefined): CachedResult | null =>
  bytes === null || bytes === undefined ? null : unpack(bytes);

async function finish(
  redis: RedisRoles,
  batchId: string,
  known: readonly Known[],
  { workerId }: KnownOptions,
): Promise<void> {
  const now = Date.now();
  const outcomes: AttemptOutcome[] = [];
  const updates: StageUpdate[] = [];
  for (const [place, stage] of STAGES.entries()) {
    for (const { facts, requests, hits } of known) {
      const hit = hits[place];
      const request = requests[place];
      if (hit === undefined || request === undefined) continue;
      const documentId = facts.id;
      const data = { batchId, documentId, run: 1, stage };
      const how = { outcome: 'completed', cached: true, engine: hit.engine, error: null } as const;
      const times = { startedAt: now, waitedMs: 0 };
      const record = recordOf(workerId, { data, attemptsStarted: 1 }, times, now, how);
      const attempt = { ...record, input: request.input };
      const digest = stage === STAGES[0] ? (requests[1]?.input ?? null) : null;
      outcomes.push({ documentId, attempt, result: hit.bytes, digest });
      const figures = MEASURED.has(stage)
        ? measure(stage, decode(hit.bytes) as StageResults[Stage], facts)
        : NO_METRICS;
      const own = { ...figures, cached: true, savedMs: hit.ms };
      updates.push({ kind: 'stage', ...data, status: 'completed', attempt: 1, facts: own });
    }
  }
  await storeResults(redis, outcomes);
  await countHits(
    redis,
    outcomes.map(({ attempt }) => attempt.stage),
  );
  await advanceDocuments(redis, updates);
}
