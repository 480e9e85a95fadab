/** The columns of a file with the list of batches: those of the page. */
import { BATCH_STATUS_LABEL, type BatchColumnId } from './batch-list.ts';
import type { Batch } from './batches.ts';

/** A column of a file with the list of batches. */
export interface BatchFileColumn {
  readonly head: string;
  /** Whether its cells are whole numbers. */
  readonly isNumber?: boolean;
  /** Numbers without separators, times as ISO 8601 in UTC; empty where the batch has no value. */
  cell(batch: Batch): string;
}

const whole = (value: number | null): string => (value === null ? '' : String(Math.round(value)));
const time = (at: number | null): string => (at === null ? '' : new Date(at).toISOString());
const numeric = (head: string, value: (batch: Batch) => number | null): BatchFileColumn => ({
  head,
  isNumber: true,
  cell: (batch) => whole(value(batch)),
});
const PRIORITY = { high: 'High', normal: 'Normal', low: 'Low' } as const;

export const BATCH_FILE_COLUMNS: Readonly<Record<BatchColumnId, BatchFileColumn>> = {
  id: { head: 'Batch ID', cell: ({ id }) => id },
  name: { head: 'Batch', cell: ({ name }) => name },
  matter: { head: 'Matter', cell: ({ matter }) => matter },
  custodian: { head: 'Custodian', cell: ({ custodian }) => custodian },
  status: { head: 'Outcome', cell: ({ status }) => BATCH_STATUS_LABEL[status] },
  priority: { head: 'Priority', cell: ({ priority }) => PRIORITY[priority] },
  received: numeric('Received', ({ equation }) => equation.received),
  completed: numeric('Completed', ({ equation }) => equation.completed),
  duplicates: numeric('Duplicates', ({ equation }) => equation.duplicates),
  excluded: numeric('Excluded', ({ equation }) => equation.excluded),
  exceptions: numeric('Exceptions', ({ equation }) => equation.exceptions),
  warnings: numeric('With warnings', ({ warnings }) => warnings),
  bytes: numeric('Size (bytes)', ({ bytes }) => bytes),
  pages: numeric('Pages', ({ pages }) => pages),
  entities: numeric('Names', ({ entities }) => entities),
  duration: numeric('Time (ms)', ({ durationMs }) => durationMs),
  submitted: { head: 'Submitted', cell: ({ createdAt }) => time(createdAt) },
  ended: { head: 'Ended', cell: ({ endedAt }) => time(endedAt) },
};
