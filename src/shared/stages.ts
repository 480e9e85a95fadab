/** The six stages every document passes, in order, and the queue each one runs on. */
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

/** BullMQ queues. A machine may serve any subset; `batch` carries only the parent of a batch's flow. */
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
 * Version of each stage's logic. It is part of the cache key, and a later stage's key includes every
 * earlier version, so raising one recomputes from that stage on and nothing before it.
 */
export const STAGE_VERSION: Readonly<Record<Stage, number>> = {
  ocr: 3,
  chunking: 1,
  entity_extraction: 3,
  entity_resolution: 1,
  relationship_building: 1,
  finalization: 1,
};

/** The versions that a stage's result follows from: its own and every earlier one's. */
export const versionsUpTo = (stage: Stage): string =>
  STAGES.slice(0, STAGES.indexOf(stage) + 1)
    .map((s) => STAGE_VERSION[s])
    .join('.');

export const STAGE_LABEL: Readonly<Record<Stage, string>> = {
  ocr: 'Text and OCR',
  chunking: 'Chunking',
  entity_extraction: 'Entities',
  entity_resolution: 'Resolution',
  relationship_building: 'Relationships',
  finalization: 'Finalization',
};

/**
 * Where one stage of one document stands.
 * `retrying`: the last attempt failed and another one is scheduled. `skipped`: an earlier stage
 * failed or the batch was canceled, so this one will not run.
 */
export const STAGE_STATUSES = ['waiting', 'running', 'retrying', 'completed', 'failed', 'skipped'] as const;
export const stageStatusSchema = z.enum(STAGE_STATUSES);
export type StageStatus = z.infer<typeof stageStatusSchema>;
