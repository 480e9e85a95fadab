/** The work of one attempt: inputs, cache, stage, attempt record, advance. */
import { type Job, UnrecoverableError } from 'bullmq';
import type { Logger } from 'pino';
import type { Stage } from '../../../shared/stages.ts';
import { STAGE_ATTEMPTS, type StageJobData } from '../../batches/jobs.ts';
import { NO_METRICS, type StageMetrics, type StageUpdate } from '../../batches/updates.ts';
import { DocumentError } from '../../documents/errors.ts';
import type { StageLimits, StageResults } from '../../documents/types.ts';
import { decode, encode } from '../../redis/codec.ts';
import type { RedisRoles } from '../../redis/connect.ts';
import { missingNeeds, needed, readInput, type StoredAttempt } from '../../results/store.ts';
import type { Sandbox } from '../../sandbox/types.ts';
import { measure, recordOf, type Started } from './attempt.ts';
import { cacheInput, digestOf, isWhole } from './cache-input.ts';
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
  /** Passwords offered for a batch's encrypted files; in memory only. */
  passwordsOf(batchId: string): readonly string[];
  log: Logger;
}

/** Why a running stage was told to stop: the operator, or another worker that has the job now. */
export type StopReason = 'canceled' | 'lock lost';

/**
 * Does one attempt. Resolves when the result, its record and the state are in Redis.
 * @throws UnrecoverableError when the document is an exception now or the batch was canceled; anything else
 * lets BullMQ try again
 */
export async function workOnStage(
  context: WorkContext,
  job: Job<StageJobData>,
  stop: AbortSignal,
): Promise<void> {
  const { redis, loaders, handover } = context;
  const { batchId, documentId, stage } = job.data;
  const askedAt = Date.now();
  const known = handover.take(job.data);
  // A run that resumed in the middle knows only what its first stage read.
  const input =
    known !== undefined && missingNeeds(stage, known.results).length === 0
      ? known
      : await readInput(redis, documentId, stage);
  const readyAt = input.readyAt ?? job.timestamp;
  let started: Started = { startedAt: askedAt, waitedMs: Math.max(0, askedAt - readyAt) };
  // A stage that stands behind others for a free parser waits; what it takes begins when it has one.
  const begun = (): void => {
    const startedAt = Date.now();
    started = { startedAt, waitedMs: Math.max(0, startedAt - readyAt) };
    countInterruption(job, context.log);
  };
  try {
    const { facts } = input;
    const missing = missingNeeds(stage, input.results);
    if (facts === null || missing.length > 0) {
      const what = missing.length === 0 ? 'the document' : missing.join(', ');
      throw new DocumentError('infrastructure', `Earlier results are not in Redis any more: ${what}`);
    }
    const cacheKey = cacheInput(stage, facts, input.digest, context.limits);
    const request = cacheKey === null ? null : { stage, input: cacheKey };
    const hit = request === null ? null : await loaders.cached(request);
    const output =
      hit === null
        ? await context.sandbox.runStage(
            stage,
            {
              document: { id: documentId, batchId, ...facts },
              results: needed(stage, input.results),
              limits: context.limits,
              passwords: context.passwordsOf(batchId),
            },
            stop,
            begun,
          )
        : { result: decode(hit.bytes), engine: hit.engine };
    const result = output.result as StageResults[Stage];
    const bytes = hit?.bytes ?? encode(result);
    const endedAt = Date.now();
    const ms = endedAt - started.startedAt;
    const attempt: StoredAttempt = {
      ...recordOf(context.workerId, job, started, endedAt, {
        outcome: 'completed',
        cached: hit !== null,
        engine: output.engine,
        error: null,
      }),
      ...(request === null ? {} : { input: request.input }),
    };
    const digest = stage === 'ocr' ? digestOf(result as StageResults['ocr']) : input.digest;
    await loaders.finish({
      outcome: { documentId, attempt, result: bytes, digest: stage === 'ocr' ? digest : null },
      entry:
        hit === null && request !== null && isWhole(stage, result)
          ? { ...request, value: { bytes, engine: output.engine, ms } }
          : null,
      update: updateOf(job, 'completed', {
        ...measure(stage, result, facts),
        ms,
        waitedMs: started.waitedMs,
        cached: hit !== null,
        savedMs: hit?.ms ?? 0,
      }),
    });
    const results = { ...input.results, [stage]: result };
    handover.keep(job.data, { facts, results, digest, readyAt: endedAt });
  } catch (error) {
    await endBadly(context, job, started, error, stop);
  }
}

const updateOf = (
  job: Job<StageJobData>,
  status: 'retrying' | 'completed' | 'failed',
  facts: StageMetrics,
): StageUpdate => {
  const { batchId, documentId, run, stage } = job.data;
  return { kind: 'stage', batchId, documentId, run, stage, status, attempt: job.attemptsStarted, facts };
};

async function endBadly(
  context: WorkContext,
  job: Job<StageJobData>,
  started: Started,
  error: unknown,
  stop: AbortSignal,
): Promise<never> {
  const { documentId, stage } = job.data;
  const endedAt = Date.now();
  if (stop.aborted) {
    // Another worker has the job: what happens here no longer counts.
    if ((stop.reason as StopReason) !== 'canceled') throw error;
    await context.loaders.record({
      documentId,
      attempt: recordOf(context.workerId, job, started, endedAt, {
        outcome: 'canceled',
        cached: false,
        engine: null,
        error: null,
      }),
    });
    throw new UnrecoverableError('The batch was canceled');
  }
  const known = asDocumentError(error);
  if (known !== error) context.log.error({ error, documentId, stage }, 'stage failed unexpectedly');
  const again = known.transient && job.attemptsMade + 1 < (job.opts.attempts ?? STAGE_ATTEMPTS);
  const detail = known.message.slice(0, 2000);
  await context.loaders.record({
    documentId,
    attempt: recordOf(context.workerId, job, started, endedAt, {
      outcome: 'failed',
      cached: false,
      engine: null,
      error: { code: known.code, detail },
    }),
  });
  await context.loaders.advance(
    updateOf(job, again ? 'retrying' : 'failed', {
      ...NO_METRICS,
      ms: endedAt - started.startedAt,
      waitedMs: started.waitedMs,
      code: known.code,
      detail,
    }),
  );
  if (again) throw known;
  throw new UnrecoverableError(`${known.code}: ${known.message}`);
}

/** What a stage did not foresee is the machine's or our fault, never the file's. */
function asDocumentError(error: unknown): DocumentError {
  if (error instanceof DocumentError) return error;
  return new DocumentError('infrastructure', error instanceof Error ? error.message : String(error), {
    transient: true,
    cause: error,
  });
}
