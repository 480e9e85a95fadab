/** Builds the record of an attempt and the metrics that it adds to the batch. */
import type { Job } from 'bullmq';
import type { Attempt } from '../../../shared/documents.ts';
import { STAGES, type Stage } from '../../../shared/stages.ts';
import type { StageJobData } from '../../batches/jobs.ts';
import { NO_METRICS, type StageMetrics } from '../../batches/updates.ts';
import type { StageResults } from '../../documents/types.ts';
import type { DocumentFacts } from '../../results/facts.ts';
import { attemptNumber } from '../../results/store.ts';

/** When an attempt started (Unix ms), and how long it had waited before (ms). */
export interface Started {
  startedAt: number;
  waitedMs: number;
}

/** Returns the record of one attempt. @param job the job's data and BullMQ's count of starts */
export const attemptRecord = (
  workerId: string,
  job: Pick<Job<StageJobData>, 'data' | 'attemptsStarted'>,
  started: Started,
  endedAt: number,
  outcome: Pick<Attempt, 'outcome' | 'cached' | 'engine' | 'error'>,
): Attempt => ({
  stage: job.data.stage,
  attempt: attemptNumber(job.data.run, job.attemptsStarted),
  startedAt: started.startedAt,
  endedAt,
  waitedMs: started.waitedMs,
  worker: workerId,
  ...outcome,
});

/** Returns what a result adds to the batch's counters. Each number is counted at the stage that determines it. */
export function metricsOf(stage: Stage, result: StageResults[Stage], facts: DocumentFacts): StageMetrics {
  const metrics = { ...NO_METRICS, bytes: stage === STAGES.at(-1) ? facts.bytes : 0 };
  if (stage === 'ocr') {
    const ocr = result as StageResults['ocr'];
    const pagesOcr = ocr.pages.filter((page) => page.source === 'ocr').length;
    return { ...metrics, pages: ocr.pages.length, pagesOcr, characters: ocr.text.length };
  }
  if (stage === 'entity_resolution')
    return { ...metrics, entities: (result as StageResults['entity_resolution']).entities.length };
  if (stage === 'finalization')
    return { ...metrics, warning: (result as StageResults['finalization']).warnings.length > 0 };
  return metrics;
}
