/** Does one attempt at a stage: reads its input, reuses a cached result or runs the stage, and stores the outcome. */
import { type Job, UnrecoverableError } from 'bullmq';
import type { Logger } from 'pino';
import type { Stage } from '../../../shared/stages.ts';
import { STAGE_ATTEMPTS, type StageJobData } from '../../batches/jobs.ts';
import { NO_METRICS, type StageMetrics, type StageUpdate } from '../../batches/updates.ts';
import type { CachedResult, CacheRequest } from '../../cache/store.ts';
import type { RoomGate } from '../../disk/gate.ts';
import { DocumentError } from '../../documents/errors.ts';
import type { StageLimits, StageResults } from '../../documents/types.ts';
import { decode, encode } from '../../redis/codec.ts';
import { replyCondition } from '../../redis/condition.ts';
import type { RedisRoles } from '../../redis/connect.ts';
import type { DocumentFacts } from '../../results/facts.ts';
import {
  missingNeeds,
  needed,
  readInput,
  type StoredAttempt,
  type StoredInput,
} from '../../results/store.ts';
import type { Sandbox } from '../../sandbox/types.ts';
import { attemptRecord, metricsOf, type Started } from './attempt.ts';
import { cacheInput, digestOf, isCacheable } from './cache-input.ts';
import { isDiskToBlame, waitsForDisk } from './disk-waits.ts';
import type { Handover } from './handover.ts';
import { countInterruption } from './interruptions.ts';
import type { Loaders } from './loaders.ts';

export interface WorkContext {
  redis: RedisRoles;
  loaders: Loaders;
  handover: Handover;
  sandbox: Sandbox;
  limits: StageLimits;
  workerId: string;
  /** Passwords for a batch's encrypted files, held in memory only. */
  passwordsOf(batchId: string): readonly string[];
  /** Tells whether the disks that the stages write to have room. */
  gate: RoomGate;
  log: Logger;
}

/** Why a running stage was stopped: the batch was canceled, or another worker may have the job. */
export type StopReason = 'canceled' | 'lock lost';

/**
 * Does one attempt. Resolves when the result, its record and the new state are in Redis.
 * @throws WaitsForDisk if a disk is to blame; UnrecoverableError if the document became an exception or the batch was canceled; BullMQ retries after any
 * other error
 */
export async function workOnStage(
  context: WorkContext,
  job: Job<StageJobData>,
  stop: AbortSignal,
): Promise<void> {
  const requestedAt = Date.now();
  const input = await inputOf(context, job.data);
  const readyAt = input.readyAt ?? job.timestamp;
  let started: Started = { startedAt: requestedAt, waitedMs: Math.max(0, requestedAt - readyAt) };
  // A stage may wait for a free parser. Its running time starts when the parser does.
  const onStart = (): void => {
    const startedAt = Date.now();
    started = { startedAt, waitedMs: Math.max(0, startedAt - readyAt) };
    countInterruption(job, context.log);
  };
  try {
    const outcome = await runOrReuse(context, job, input, stop, onStart);
    await refuseHalfRead(context, job.data.stage, outcome);
    await store(context, job, input, outcome, started);
  } catch (error) {
    await recordFailure(context, job, started, error, stop);
  }
}

/** Returns the stage's input from the handover, or from Redis if the handover lacks a result that the stage needs. */
async function inputOf({ redis, handover }: WorkContext, data: StageJobData): Promise<StoredInput> {
  const handed = handover.take(data);
  return handed !== undefined && missingNeeds(data.stage, handed.results).length === 0
    ? handed
    : readInput(redis, data.documentId, data.stage);
}

interface StageOutcome {
  facts: DocumentFacts;
  /** null if the stage has no cache input, so that its result cannot be cached. */
  request: CacheRequest | null;
  /** null if the stage ran. */
  hit: CachedResult | null;
  result: StageResults[Stage];
  engine: string | null;
}

/** Returns the cached result of the stage, or runs it. @throws DocumentError if an earlier result has expired */
async function runOrReuse(
  { loaders, sandbox, limits, passwordsOf }: WorkContext,
  { data: { batchId, documentId, stage } }: Job<StageJobData>,
  input: StoredInput,
  stop: AbortSignal,
  onStart: () => void,
): Promise<StageOutcome> {
  const { facts } = input;
  const missing = missingNeeds(stage, input.results);
  if (facts === null || missing.length > 0) {
    const expired = missing.length === 0 ? 'document facts' : missing.join(', ');
    throw new DocumentError(
      'infrastructure',
      `Earlier results of this document have expired (${expired}). Run the batch again.`,
    );
  }
  const cacheKey = cacheInput(stage, facts, input.digest, limits);
  const request = cacheKey === null ? null : { stage, input: cacheKey };
  const hit = request === null ? null : await loaders.cached(request);
  if (hit !== null)
    return { facts, request, hit, result: decode(hit.bytes) as StageResults[Stage], engine: hit.engine };
  const { result, engine } = await sandbox.runStage(
    stage,
    {
      document: { id: documentId, batchId, ...facts },
      results: needed(stage, input.results),
      limits,
      passwords: passwordsOf(batchId),
    },
    stop,
    onStart,
  );
  return { facts, request, hit, result: result as StageResults[Stage], engine };
}

/** @throws WaitsForDisk when pages are missing and a full disk may be why: the document is read again */
async function refuseHalfRead(
  { gate }: WorkContext,
  stage: Stage,
  { hit, result }: StageOutcome,
): Promise<void> {
  if (hit !== null || isCacheable(stage, result)) return;
  const reason = await gate.paused();
  if (reason !== null) throw waitsForDisk(reason);
}

/** Stores the result, its record and its cache entry, advances the document, and hands the result over. */
async function store(
  { loaders, handover, workerId }: WorkContext,
  job: Job<StageJobData>,
  input: StoredInput,
  { facts, request, hit, result, engine }: StageOutcome,
  started: Started,
): Promise<void> {
  const { documentId, stage } = job.data;
  const bytes = hit?.bytes ?? encode(result);
  const endedAt = Date.now();
  const ms = endedAt - started.startedAt;
  const record = attemptRecord(workerId, job, started, endedAt, {
    outcome: 'completed',
    cached: hit !== null,
    engine,
    error: null,
  });
  const attempt: StoredAttempt = request === null ? record : { ...record, input: request.input };
  const digest = stage === 'ocr' ? digestOf(result as StageResults['ocr']) : input.digest;
  await loaders.finish({
    outcome: { documentId, attempt, result: bytes, digest: stage === 'ocr' ? digest : null },
    entry:
      hit === null && request !== null && isCacheable(stage, result)
        ? { ...request, value: { bytes, engine, ms } }
        : null,
    update: updateOf(job, 'completed', {
      ...metricsOf(stage, result, facts),
      ms,
      waitedMs: started.waitedMs,
      cached: hit !== null,
      savedMs: hit?.ms ?? 0,
    }),
  });
  const results = { ...input.results, [stage]: result };
  handover.keep(job.data, { facts, results, digest, readyAt: endedAt });
}

const updateOf = (
  job: Job<StageJobData>,
  status: 'retrying' | 'completed' | 'failed',
  metrics: StageMetrics,
): StageUpdate => {
  const { batchId, documentId, run, stage } = job.data;
  return { kind: 'stage', batchId, documentId, run, stage, status, attempt: job.attemptsStarted, metrics };
};

/** Records a failed or canceled attempt and rethrows in the form that BullMQ needs. */
async function recordFailure(
  context: WorkContext,
  job: Job<StageJobData>,
  started: Started,
  error: unknown,
  stop: AbortSignal,
): Promise<never> {
  const { documentId, stage } = job.data;
  const endedAt = Date.now();
  if (stop.aborted) {
    // Another worker may have the job, so this attempt is not recorded.
    if ((stop.reason as StopReason) !== 'canceled') throw error;
    await context.loaders.record({
      documentId,
      attempt: attemptRecord(context.workerId, job, started, endedAt, {
        outcome: 'canceled',
        cached: false,
        engine: null,
        error: null,
      }),
    });
    throw new UnrecoverableError('The batch was canceled');
  }
  // The server refuses data, so nothing can be recorded and the document is not to blame.
  if (replyCondition(error) !== null) throw error;
  if (await isDiskToBlame(error, job, context.gate)) throw waitsForDisk(error);
  const failure = asDocumentError(error);
  if (failure !== error) context.log.error({ error, documentId, stage }, 'stage failed unexpectedly');
  const retry = failure.transient && job.attemptsMade + 1 < (job.opts.attempts ?? STAGE_ATTEMPTS);
  const detail = failure.message.slice(0, 2000);
  await context.loaders.record({
    documentId,
    attempt: attemptRecord(context.workerId, job, started, endedAt, {
      outcome: 'failed',
      cached: false,
      engine: null,
      error: { code: failure.code, detail },
    }),
  });
  await context.loaders.advance(
    updateOf(job, retry ? 'retrying' : 'failed', {
      ...NO_METRICS,
      ms: endedAt - started.startedAt,
      waitedMs: started.waitedMs,
      code: failure.code,
      detail,
    }),
  );
  if (retry) throw failure;
  throw new UnrecoverableError(`${failure.code}: ${failure.message}`);
}

/**
 * Turns an unexpected error into a transient infrastructure fault: the machine or the program is to blame, not the
 * file.
 */
function asDocumentError(error: unknown): DocumentError {
  if (error instanceof DocumentError) return error;
  return new DocumentError('infrastructure', error instanceof Error ? error.message : String(error), {
    transient: true,
    cause: error,
  });
}
