/** What queues are called on screen: by the stages they carry. */
import type { QueueName } from '../../../shared/stages.ts';

export const QUEUE_LABEL: Readonly<Record<QueueName, string>> = {
  ocr: 'Text and OCR',
  text: 'Chunking',
  entity: 'Entities',
  graph: 'Resolution, relationships',
  finalize: 'Finalization',
  batch: 'Batches',
};
