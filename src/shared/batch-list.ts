/** What the list of batches shows and how it can be sorted. The page and exported files have the same columns. */
import type { Batch, BatchStatus } from './batches.ts';

/** What the list of batches can be sorted by; each is a column, too. */
export const BATCH_SORTS = [
  'name',
  'matter',
  'custodian',
  'status',
  'priority',
  'received',
  'completed',
  'duplicates',
  'excluded',
  'exceptions',
  'warnings',
  'bytes',
  'pages',
  'entities',
  'duration',
  'submitted',
  'ended',
] as const;
export type BatchSortKey = (typeof BATCH_SORTS)[number];

/**
 * Batches with the same value are listed newest first. Batches without a value come last, whatever the direction.
 * Names are in the order of a dictionary, with numbers by their size. Statuses and priorities have their own order.
 */
export interface BatchSort {
  by: BatchSortKey;
  descending: boolean;
}

export const NEWEST_FIRST: BatchSort = { by: 'submitted', descending: true };

export const BATCH_STATUS_LABEL: Readonly<Record<BatchStatus, string>> = {
  outbox: 'Waiting to start',
  submitting: 'Submitting',
  running: 'Running',
  paused: 'Paused',
  canceling: 'Canceling',
  completed: 'Completed',
  completed_with_warnings: 'Completed with warnings',
  completed_with_exceptions: 'Completed with exceptions',
  canceled: 'Canceled',
  failed: 'Failed',
};

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

export const BATCH_FILE_COLUMNS: Readonly<Record<BatchSortKey | 'id', BatchFileColumn>> = {
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
export type BatchColumnId = keyof typeof BATCH_FILE_COLUMNS;

export const LIST_FORMATS = ['csv', 'xlsx'] as const;
export type ListFormat = (typeof LIST_FORMATS)[number];
