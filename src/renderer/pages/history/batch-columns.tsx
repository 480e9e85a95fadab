/** The columns of the list of batches. */
import { Anchor, Group, Text } from '@mantine/core';
import { Link } from 'wouter';
import type { BatchColumnId, BatchSortKey } from '../../../shared/batch-list.ts';
import type { Batch } from '../../../shared/batches.ts';
import { MiddleTruncate } from '../../components/middle-truncate.tsx';
import { Moment } from '../../components/moment.tsx';
import { BatchStatusBadge } from '../../components/status.tsx';
import type { Column } from '../../components/table-column.ts';
import { bytes, count, duration, NONE } from '../../lib/format.ts';
import { batchPath } from '../../lib/routes.ts';
import { PRIORITY_LABEL } from '../../text/labels.ts';
import { CompareButton } from '../compare/compare-picker.tsx';
import { HandoverButton } from '../handover/handover-button.tsx';

export interface BatchColumn extends Column<Batch> {
  /** Buttons are in no exported file. */
  readonly id: BatchColumnId | 'actions';
  readonly sort?: BatchSortKey;
}

const text = (value: string) => (value === '' ? NONE : <span title={value}>{value}</span>);

const counted = (
  id: BatchSortKey,
  header: string,
  width: number,
  value: (batch: Batch) => number,
  hint?: string,
): BatchColumn => ({
  ...{ id, header, width, numeric: true, sort: id },
  ...(hint === undefined ? {} : { hint }),
  cell: (batch) => count(value(batch)),
});

const NAME: BatchColumn = {
  id: 'name',
  header: 'Batch',
  sort: 'name',
  cell: ({ id, name, matter, custodian }) => (
    <div title={[name, matter, custodian].filter((part) => part !== '').join(', ')}>
      <Anchor
        component={Link}
        href={batchPath(id)}
        size="sm"
        fw={500}
        c="inherit"
        display="block"
        aria-label={name}
      >
        <MiddleTruncate text={name} />
      </Anchor>
      <Text size="xs" className="muted truncate">
        {[matter, custodian].filter((part) => part !== '').join(' · ')}
      </Text>
    </div>
  ),
};

/** Every column that the list can show. */
export const BATCH_COLUMNS: readonly BatchColumn[] = [
  NAME,
  {
    ...{ id: 'status', header: 'Outcome', width: 236, sort: 'status' },
    cell: ({ status }) => <BatchStatusBadge status={status} />,
  },
  { ...counted('received', 'Received', 88, ({ equation }) => equation.received), from: 640 },
  { ...counted('exceptions', 'Exceptions', 100, ({ equation }) => equation.exceptions), from: 720 },
  {
    ...{ id: 'bytes', header: 'Size', width: 84, from: 1060, numeric: true, sort: 'bytes' },
    cell: (batch) => bytes(batch.bytes),
  },
  {
    ...{ id: 'duration', header: 'Time', width: 104, from: 960, numeric: true, sort: 'duration' },
    hint: 'How long the batch was worked on, without pauses',
    cell: ({ durationMs }) => duration(durationMs),
  },
  {
    ...{ id: 'submitted', header: 'Submitted', width: 186, from: 820, numeric: true, sort: 'submitted' },
    cell: ({ createdAt }) => <Moment at={createdAt} />,
  },
  {
    ...{ id: 'actions', header: 'Actions', width: 98, from: 560 },
    cell: (batch) => (
      <Group gap={0} wrap="nowrap">
        <CompareButton batch={batch} compact />
        <HandoverButton batch={batch} compact />
      </Group>
    ),
  },
  {
    ...{ id: 'matter', header: 'Matter', width: 180, sort: 'matter' },
    cell: ({ matter }) => text(matter),
  },
  {
    ...{ id: 'custodian', header: 'Custodian', width: 150, sort: 'custodian' },
    cell: ({ custodian }) => text(custodian),
  },
  {
    ...{ id: 'priority', header: 'Priority', width: 88, sort: 'priority' },
    cell: ({ priority }) => PRIORITY_LABEL[priority],
  },
  counted('completed', 'Completed', 100, ({ equation }) => equation.completed),
  counted('duplicates', 'Duplicates', 100, ({ equation }) => equation.duplicates),
  counted('excluded', 'Excluded', 90, ({ equation }) => equation.excluded),
  counted(
    'warnings',
    'With warnings',
    116,
    ({ warnings }) => warnings,
    'Documents that completed, with something to look at',
  ),
  counted('pages', 'Pages', 80, ({ pages }) => pages),
  counted(
    'entities',
    'Names',
    84,
    ({ entities }) => entities,
    'How often its documents name somebody or something',
  ),
  {
    ...{ id: 'ended', header: 'Ended', width: 186, numeric: true, sort: 'ended' },
    cell: ({ endedAt }) => <Moment at={endedAt} />,
  },
  { id: 'id', header: 'Batch ID', width: 190, cell: ({ id }) => text(id) },
];

/** The columns that the list shows until somebody chooses. */
export const DEFAULT_COLUMNS: readonly string[] = BATCH_COLUMNS.slice(0, 8).map(({ id }) => id);
