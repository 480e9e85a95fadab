/** Runs one stage of one document: gate, inputs, cache, work, attempt record, advance. */
import { DelayedError, type Job, UnrecoverableError } from 'bullmq';
import DataLoader from 'dataloader';
import type { Logger } from 'pino';
import type { Attempt } from '../../shared/documents.ts';
import { QUEUE_OF_STAGE, STAGES, type Stage } from '../../shared/stages.ts';
import { STAGE_ATTEMPTS, type StageJobData } from '../batches/jobs.ts';
import { advanceDocuments, type GateQuestion, type GateVerdict, gateStages } from '../batches/scripts.ts';
import type { DocumentFacts } from '../batches/submit.ts';
import { NO_FACTS, type StageFacts, type StageUpdate } from '../batches/updates.ts';
import { type CachedResult, type CacheRequest, getCached, putCached } from '../cache/store.ts';
import type { RedisRoles } from '../redis/connect.ts';
import { missingNeeds, readInput, writeAttempt } from './results.ts';
import {
  DocumentError,
  type OcrResult,
  type Sandbox,
  type StageLimits,
  type StageResults,
  type StageWarning,
} from './types.ts';

/** Script calls take up to this many jobs; what comes in one turn of the loop goes in one call. */
const COALESCE = 500;
/** A parked job asks again by itself after this long, should its resume be lost. */
const PARK_MS = 60_000;

export interface RunnerOptions {
  redis: RedisRoles;
  sandbox: Sandbox;
  limits: StageLimits;
  workerId: string;
  /** Passwords offered for a batch's encrypted files; in memory only. */
  passwordsOf(batchId: string): readonly string[];
  log: Logger;
}

export interface StageRunner {
  /** BullMQ's processor for every stage queue. */
  process(job: Job<StageJobData>, token: string | undefined, signal: AbortSignal | undefined): Promise<void>;
  /** A job that BullMQ gave up without running it (its worker died too often). */
  lost(job: Job<StageJobData>, reason: string): Promise<void>;
  /** Aborts what runs of a batch. */
  abortBatch(batchId: string): void;
  running(): { documentId: string; stage: Stage; sinceMs: number }[];
  counts(): { processed: number; failed: number };
}

interface Running {
  batchId: string;
  documentId: string;
  stage: Stage;
  since: number;
  abort: AbortController;
}

/** Unique per stage over all runs of a document, and growing: run 2 begins at 101. */
const attemptNumber = (data: StageJobData, started: number): number => (data.run - 1) * 100 + started;

export function createStageRunner(options: RunnerOptions): StageRunner {
  const { redis, sandbox, log } = options;
  const running = new Set<Running>();
  let processed = 0;
  let failed = 0;
  const batching = { cache: false, maxBatchSize: COALESCE } as const;
  const gate = new DataLoader<GateQuestion, GateVerdict>(
    (questions) => gateStages(redis, questions),
    batching,
  );
  const advance = new DataLoader<StageUpdate, null>(async (updates) => {
    await advanceDocuments(redis, updates);
    return updates.map(() => null);
  }, batching);
  const cached = new DataLoader<CacheRequest, CachedResult | null>(
    (requests) => getCached(redis, requests),
    batching,
  );
  const keep = new DataLoader<CacheRequest & { value: CachedResult }, null>(async (entries) => {
    await putCached(redis, entries);
    return entries.map(() => null);
  }, batching);

  const update = (
    data: StageJobData,
    attempt: number,
    status: 'retrying' | 'completed' | 'failed',
    facts: StageFacts | null,
  ): Promise<null> =>
    advance.load({
      kind: 'stage',
      batchId: data.batchId,
      documentId: data.documentId,
      run: data.run,
      stage: data.stage,
      status,
      attempt,
      facts,
    });

  /** What the gate says other than `run` ends the job here. */
  async function obey(
    verdict: GateVerdict,
    job: Job<StageJobData>,
    token: string | undefined,
  ): Promise<boolean> {
    switch (verdict) {
      case 'run':
        return true;
      case 'done':
      case 'stale':
        return false;
      case 'parked':
        await job.moveToDelayed(Date.now() + PARK_MS, token);
        throw new DelayedError();
      case 'early':
        throw new Error('The stage before this one has not been recorded as completed');
      case 'cancelled':
      case 'unknown':
        throw new UnrecoverableError(
          verdict === 'cancelled' ? 'The batch was cancelled' : 'The batch is not in Redis any more',
        );
    }
  }

  async function work(
    job: Job<StageJobData>,
    attempt: number,
    cancelled: AbortSignal,
    stop: AbortSignal,
  ): Promise<void> {
    const data = job.data;
    const { stage } = data;
    const startedAt = Date.now();
    const input = await readInput<DocumentFacts>(redis, data.documentId, stage);
    const record = (
      outcome: Attempt['outcome'],
      extra: Pick<Attempt, 'cached' | 'engine' | 'error'>,
    ): Attempt => ({
      stage,
      attempt: attemptNumber(data, attempt),
      startedAt,
      endedAt: Date.now(),
      waitedMs: Math.max(0, startedAt - (input.readyAt ?? job.timestamp)),
      worker: options.workerId,
      outcome,
      ...extra,
    });
    try {
      const { facts } = input;
      const missing = missingNeeds(stage, input.results);
      if (facts === null || missing.length > 0)
        throw new DocumentError(
          'infrastructure',
          `Earlier results are not in Redis any more (${missing.join(', ') || 'document'})`,
        );
      const request = facts.sha256 === null ? null : { stage, sha256: facts.sha256 };
      const hit = request === null ? null : await cached.load(request);
      const output =
        hit ??
        (await sandbox.runStage(
          stage,
          {
            document: { id: data.documentId, batchId: data.batchId, ...facts },
            results: input.results,
            limits: options.limits,
            passwords: options.passwordsOf(data.batchId),
          },
          stop,
        ));
      const attemptRecord = record('completed', { cached: hit !== null, engine: output.engine, error: null });
      const ms = attemptRecord.endedAt - startedAt;
      await Promise.all([
        writeAttempt(redis, data.documentId, attemptRecord, output.result),
        hit === null && request !== null
          ? keep.load({ ...request, value: { result: output.result, engine: output.engine, ms } })
          : null,
      ]);
      await update(data, attempt, 'completed', {
        ...measure(stage, output.result as StageResults[Stage], facts),
        ms,
        waitedMs: attemptRecord.waitedMs,
        cached: hit !== null,
        savedMs: hit?.ms ?? 0,
      });
      processed += 1;
    } catch (error) {
      // The job's lock is lost: another worker has it, and what happens here no longer counts.
      if (stop.aborted && !cancelled.aborted) throw error;
      failed += 1;
      await fail(job, attempt, error, record, input.facts?.bytes ?? 0, cancelled);
    }
  }

  async function fail(
    job: Job<StageJobData>,
    attempt: number,
    error: unknown,
    record: (outcome: Attempt['outcome'], extra: Pick<Attempt, 'cached' | 'engine' | 'error'>) => Attempt,
    bytes: number,
    abort: AbortSignal,
  ): Promise<never> {
    const data = job.data;
    if (abort.aborted) {
      await writeAttempt(
        redis,
        data.documentId,
        record('cancelled', { cached: false, engine: null, error: null }),
        undefined,
      );
      throw new UnrecoverableError('The batch was cancelled');
    }
    // What a stage did not foresee is the machine's or our fault, never the file's.
    const known =
      error instanceof DocumentError
        ? error
        : new DocumentError('infrastructure', error instanceof Error ? error.message : String(error), {
            transient: true,
            cause: error,
          });
    if (known !== error)
      log.error({ error, documentId: data.documentId, stage: data.stage }, 'stage failed unexpectedly');
    const again = known.transient && job.attemptsMade + 1 < (job.opts.attempts ?? STAGE_ATTEMPTS);
    const attemptRecord = record('failed', {
      cached: false,
      engine: null,
      error: { code: known.code, detail: known.message.slice(0, 2000) },
    });
    await writeAttempt(redis, data.documentId, attemptRecord, undefined);
    await update(data, attempt, again ? 'retrying' : 'failed', {
      ...NO_FACTS,
      ms: attemptRecord.endedAt - attemptRecord.startedAt,
      waitedMs: attemptRecord.waitedMs,
      bytes: again ? 0 : bytes,
      code: known.code,
      detail: known.message,
    });
    if (again) throw known;
    throw new UnrecoverableError(`${known.code}: ${known.message}`);
  }

  return {
    async process(job, token, signal) {
      const data = job.data;
      const question = {
        batchId: data.batchId,
        job: `${QUEUE_OF_STAGE[data.stage]}|${job.id}`,
        documentId: data.documentId,
        run: data.run,
        stage: data.stage,
        attempt: job.attemptsStarted,
      };
      if (!(await obey(await gate.load(question), job, token))) return;
      const entry: Running = {
        batchId: data.batchId,
        documentId: data.documentId,
        stage: data.stage,
        since: Date.now(),
        abort: new AbortController(),
      };
      running.add(entry);
      try {
        await work(
          job,
          job.attemptsStarted,
          entry.abort.signal,
          signal === undefined ? entry.abort.signal : AbortSignal.any([entry.abort.signal, signal]),
        );
      } finally {
        running.delete(entry);
      }
    },
    async lost(job, reason) {
      failed += 1;
      const now = Date.now();
      const attempt = job.attemptsStarted + 1;
      const detail = `The worker stopped while reading this document (${reason})`;
      await writeAttempt(
        redis,
        job.data.documentId,
        {
          stage: job.data.stage,
          attempt: attemptNumber(job.data, attempt),
          startedAt: job.processedOn ?? now,
          endedAt: now,
          waitedMs: 0,
          worker: options.workerId,
          outcome: 'failed',
          cached: false,
          engine: null,
          error: { code: 'worker_lost', detail },
        },
        undefined,
      );
      await update(job.data, attempt, 'failed', { ...NO_FACTS, code: 'worker_lost', detail });
    },
    abortBatch(batchId) {
      for (const entry of running) if (entry.batchId === batchId) entry.abort.abort();
    },
    running: () =>
      [...running].map(({ documentId, stage, since }) => ({
        documentId,
        stage,
        sinceMs: Date.now() - since,
      })),
    counts: () => ({ processed, failed }),
  };
}

/** What a result adds to the batch's figures; each figure is counted at the stage that finds it. */
function measure(stage: Stage, result: StageResults[Stage], facts: DocumentFacts): StageFacts {
  const figures = { ...NO_FACTS, bytes: stage === STAGES.at(-1) ? facts.bytes : 0 };
  if (stage === 'ocr') {
    const ocr = result as OcrResult;
    return {
      ...figures,
      pages: ocr.pages.length,
      pagesOcr: ocr.pages.filter((p) => p.source === 'ocr').length,
      characters: ocr.text.length,
    };
  }
  if (stage === 'entity_resolution')
    return { ...figures, entities: (result as StageResults['entity_resolution']).entities.length };
  if (stage === 'finalization') {
    const warnings: readonly StageWarning[] = (result as StageResults['finalization']).warnings;
    return { ...figures, warning: warnings.length > 0 };
  }
  return figures;
}
