/** The update that a worker would send after the first stage of a document, for tests without a worker. */
import { NO_METRICS, type StageUpdate } from '../../src/core/batches/updates.ts';

export const firstStage = (
  batchId: string,
  documentId: string,
  status: 'completed' | 'failed',
  run = 1,
): StageUpdate => ({
  kind: 'stage',
  batchId,
  documentId,
  run,
  stage: 'ocr',
  status,
  attempt: 1,
  metrics: { ...NO_METRICS, code: status === 'failed' ? 'infrastructure' : null },
});
