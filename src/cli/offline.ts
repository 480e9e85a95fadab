/** For commands that read only history, which work whether or not Redwell is running. */
import { join } from 'node:path';
import { openHistory } from '../core/history/index.ts';
import type { History } from '../core/history/types.ts';
import type { Batch } from '../shared/batches.ts';
import type { DocumentException } from '../shared/documents.ts';
import { RedwellError } from '../shared/errors.ts';

/** Opens the history of a data folder for reading, and closes it after `look`. @throws RedwellError history_unavailable */
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
    action: 'Run "redwell batches" for a list, or choose another data folder with --data.',
  });
}

/** Returns an exception or a warning for scripts. `pages` is absent if it is about no page in particular. */
export const problemOf = ({ code, detail, pages }: DocumentException) => ({
  code,
  detail,
  ...(pages === undefined ? {} : { pages }),
});

/** Returns the counters for scripts, in the form that `process` and `batch-status` share. */
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
