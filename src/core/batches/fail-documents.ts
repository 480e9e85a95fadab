/** Turns documents into exceptions without a worker: stores a record as for an attempt, then advances them. */
import type { ExceptionCode } from '../../shared/exceptions.ts';
import type { Stage } from '../../shared/stages.ts';
import type { RedisRoles } from '../redis/connect.ts';
import { attemptNumber, storeResults } from '../results/store.ts';
import { advanceDocuments } from './scripts.ts';
import { NO_METRICS } from './updates.ts';

export interface Failure {
  documentId: string;
  run: number;
  stage: Stage;
  /** Starts of the stage in this run so far. The record counts as one more. */
  started: number;
  code: ExceptionCode;
  detail: string;
}

/** @returns how many documents became exceptions; the others had advanced or ended */
export async function failDocuments(
  redis: RedisRoles,
  batchId: string,
  failures: readonly Failure[],
  now = Date.now(),
): Promise<number> {
  await storeResults(
    redis,
    failures.map(({ documentId, run, stage, started, code, detail }) => ({
      documentId,
      attempt: {
        stage,
        attempt: attemptNumber(run, started + 1),
        startedAt: now,
        endedAt: now,
        waitedMs: 0,
        worker: 'console',
        outcome: 'failed',
        cached: false,
        engine: null,
        error: { code, detail },
      },
    })),
  );
  const { applied } = await advanceDocuments(
    redis,
    failures.map(({ documentId, run, stage, started, code, detail }) => ({
      kind: 'stage',
      batchId,
      documentId,
      run,
      stage,
      status: 'failed',
      attempt: started + 1,
      metrics: { ...NO_METRICS, code, detail },
    })),
    now,
  );
  return applied;
}
