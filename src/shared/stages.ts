/** The six stages that every document passes, in order, and the queue that runs each of them. */
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

/** BullMQ queues. A worker may serve any subset. `batch` carries only the parent job of a batch's flow. */
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
 * Version of each stage's logic. The cache key of a stage includes its own version and every earlier one,
 * so raising a version recomputes that stage and the later ones, and nothing before it.
 */
export const STAGE_VERSION: Readonly<Record<Stage, number>> = {
  ocr: 8,
  chunking: 3,
  entity_extraction: 11,
  entity_resolution: 2,
  relationship_building: 4,
  finalization: 2,
};

/** Returns the versions of a stage and of every earlier stage, joined by dots, for the cache key. */
export const versionsUpTo = (stage: Stage): string =>
  STAGES.slice(0, STAGES.indexOf(stage) + 1)
    .map((s) => STAGE_VERSION[s])
    .join('.');

/** Names of the stages as people read them, in the app and on the command line. */
export const STAGE_LABEL: Readonly<Record<Stage, string>> = {
  ocr: 'Reading text',
  chunking: 'Dividing text',
  entity_extraction: 'Finding names',
  entity_resolution: 'Matching names',
  relationship_building: 'Linking names',
  finalization: 'Finishing',
};

/**
 * The state of one stage of one document.
 * `retrying`: the last attempt failed and another one is scheduled. `skipped`: the stage will not run,
 * because an earlier stage failed or the batch was canceled.
 */
export const STAGE_STATUSES = ['waiting', 'running', 'retrying', 'completed', 'failed', 'skipped'] as const;
export const stageStatusSchema = z.enum(STAGE_STATUSES);
export type StageStatus = z.infer<typeof stageStatusSchema>;

/** Most jobs at a time per queue: every running job holds a document's text in memory. */
export const MOST_SLOTS = 64;
