/** The six stages of every document, in order, and the queue of each. */
import { z } from 'zod';

export const STAGES = [
  'ocr',
  'chunking',
  'entity_extraction',
  'entity_resolution',
  'relationship_building',
  'finalization',
] as const;

export const stageSchema = z.enum(STAGES);
export type Stage = z.infer<typeof stageSchema>;

/** BullMQ queues. A worker may serve any of them. `batch` holds the jobs that finish a batch. */
export const QUEUES = ['ocr', 'text', 'entity', 'graph', 'finalize', 'batch'] as const;
export type QueueName = (typeof QUEUES)[number];

export const QUEUE_OF_STAGE: Readonly<Record<Stage, QueueName>> = {
  ocr: 'ocr',
  chunking: 'text',
  entity_extraction: 'entity',
  entity_resolution: 'graph',
  relationship_building: 'graph',
  finalization: 'finalize',
};

/**
 * The version of each stage's logic, which is part of the cache key. A later stage's key includes the earlier
 * versions, so raising one recomputes that stage and the later ones, and nothing before it.
 */
export const STAGE_VERSION: Readonly<Record<Stage, number>> = {
  ocr: 3,
  chunking: 1,
  entity_extraction: 3,
  entity_resolution: 1,
  relationship_building: 1,
  finalization: 1,
};

/** Returns the versions that a stage's result depends on: its own and those of earlier stages, joined with dots. */
export const versionsUpTo = (stage: Stage): string =>
  STAGES.slice(0, STAGES.indexOf(stage) + 1)
    .map((s) => STAGE_VERSION[s])
    .join('.');

/** What pages and the command line call a stage. */
export const STAGE_LABEL: Readonly<Record<Stage, string>> = {
  ocr: 'Reading text',
  chunking: 'Dividing text',
  entity_extraction: 'Finding names',
  entity_resolution: 'Matching names',
  relationship_building: 'Linking names',
  finalization: 'Finishing',
};

/**
 * The status of one stage of one document. `retrying`: the last attempt failed and another one is scheduled.
 * `skipped`: an earlier stage failed or the batch was canceled, so this stage will not run.
 */
export const STAGE_STATUSES = ['waiting', 'running', 'retrying', 'completed', 'failed', 'skipped'] as const;
export const stageStatusSchema = z.enum(STAGE_STATUSES);
export type StageStatus = z.infer<typeof stageStatusSchema>;
