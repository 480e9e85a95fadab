/** Commands that need no more than history, whether or not anything is running. */
import { join } from 'node:path';
import { openHistory } from '../core/history/index.ts';
import type { History } from '../core/history/types.ts';
import type { Batch } from '../shared/batches.ts';
import { RedwellError } from '../shared/errors.ts';

/** Opens the history of a data folder to read it, and closes it afterwards. @throws RedwellError history_unavailable */
export async function withHistory<T>(dataDir: string, look: (history: History) => Promise<T>): Promise<T> {
  const history = openHistory({ path: join(dataDir, 'history.sqlite'), readOnly: true });
  try {
    return await look(history);
  } finally {
    history.dispose();
  }
}

/** @throws RedwellError not_found */
export function batchOrThrow(history: History, batchId: string): Batch {
  const batch = history.batch(batchId);
  if (batch !== null) return batch;
  throw new RedwellError('not_found', `There is no batch ${batchId} in this data folder.`, {
    action: 'Run "redwell batches" to see which there are, or name another folder with --data.',
  });
}

/** The figures that scripts read; the same after `process` and in `batch-status`. */
export function summaryOf(batch: Batch) {
  const { received, completed, exceptions, duplicates, excluded } = batch.equation;
  return {
    batchId: batch.id,
    received,
    completed,
    exceptions,
    duplicates,
    excluded,
    durationMs: batch.durationMs ?? (batch.endedAt === null ? null : batch.endedAt - batch.createdAt),
  };
}
