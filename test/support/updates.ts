/** What a worker would report of a document's first stage, for tests that have none. */
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
