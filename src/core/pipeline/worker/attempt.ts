/** What is said of one attempt: its record, and what it adds to the batch's figures. */
import type { Job } from 'bullmq';
import type { Attempt } from '../../../shared/documents.ts';
import { STAGES, type Stage } from '../../../shared/stages.ts';
import type { StageJobData } from '../../batches/jobs.ts';
import { NO_METRICS, type StageMetrics } from '../../batches/updates.ts';
import type { StageResults } from '../../documents/types.ts';
import type { DocumentFacts } from '../../results/facts.ts';
import { attemptNumber } from '../../results/store.ts';

/** Times of an attempt: Unix ms, and ms waited before. */
export interface Started {
  startedAt: number;
  waitedMs: number;
}

/** @param job the attempt's data and BullMQ's count of starts */
export const recordOf = (
  workerId: string,
  job: Pick<Job<StageJobData>, 'data' | 'attemptsStarted'>,
  started: Started,
  endedAt: number,
  how: Pick<Attempt, 'outcome' | 'cached' | 'engine' | 'error'>,
): Attempt => ({
  stage: job.data.stage,
  attempt: attemptNumber(job.data.run, job.attemptsStarted),
  startedAt: started.startedAt,
  endedAt,
  waitedMs: started.waitedMs,
  worker: workerId,
  ...how,
});

/** What a result adds to the batch's figures; each figure is counted at the stage that finds it. */
export function measure(stage: Stage, result: StageResults[Stage], facts: DocumentFacts): StageMetrics {
  const figures = { ...NO_METRICS, bytes: stage === STAGES.at(-1) ? facts.bytes : 0 };
  if (stage === 'ocr') {
    const ocr = result as StageResults['ocr'];
    const pagesOcr = ocr.pages.filter((page) => page.source === 'ocr').length;
    return { ...figures, pages: ocr.pages.length, pagesOcr, characters: ocr.text.length };
  }
  if (stage === 'entity_resolution')
    return { ...figures, entities: (result as StageResults['entity_resolution']).entities.length };
  if (stage === 'finalization')
    return { ...figures, warning: (result as StageResults['finalization']).warnings.length > 0 };
  return figures;
}
