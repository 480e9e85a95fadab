/** How the list of batches can be sorted, and the words for how a batch stands. */
import type { BatchStatus } from './batches.ts';

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

/** The columns of the list, also in a file with it. */
export const BATCH_COLUMNS = ['id', ...BATCH_SORTS] as const;
export type BatchColumnId = (typeof BATCH_COLUMNS)[number];

export const LIST_FORMATS = ['csv', 'xlsx'] as const;
export type ListFormat = (typeof LIST_FORMATS)[number];

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
