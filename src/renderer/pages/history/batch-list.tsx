/** The list of every batch that this computer has recorded. */
import { Anchor, Group, SegmentedControl, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconHistory } from '@tabler/icons-react';
import { useCallback } from 'react';
import { Link } from 'wouter';
import type { Batch } from '../../../shared/batches.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ListPanel } from '../../components/list-panel.tsx';
import { MiddleTruncate } from '../../components/middle-truncate.tsx';
import { Moment } from '../../components/moment.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { BatchStatusBadge } from '../../components/status.tsx';
import type { Column } from '../../components/table-column.ts';
import { notePlace } from '../../lib/address.ts';
import { bytes, count, duration, plural } from '../../lib/format.ts';
import { batchPath } from '../../lib/routes.ts';
import { usePacedRefresh } from '../../lib/use-paced-refresh.ts';
import { usePages } from '../../lib/use-pages.ts';
import { useAppStore, useBridgeEvent } from '../../stores/use-app-store.ts';
import { EMPTY_TEXT } from '../../text/empty.ts';
import { CompareButton } from '../compare/compare-picker.tsx';
import { HandoverButton } from '../handover/handover-button.tsx';
import { type Shown, STATUSES, type Status } from './address.ts';

/** How often the rows of running batches are refreshed. */
const PACE_MS = 2_000;

const COLUMNS: readonly Column<Batch>[] = [
  {
    id: 'name',
    header: 'Batch',
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
  },
  { id: 'status', header: 'Outcome', width: 236, cell: ({ status }) => <BatchStatusBadge status={status} /> },
  {
    id: 'received',
    header: 'Received',
    width: 84,
    from: 640,
    numeric: true,
    cell: ({ equation }) => count(equation.received),
  },
  {
    id: 'exceptions',
    header: 'Exceptions',
    width: 96,
    from: 720,
    numeric: true,
    cell: ({ equation }) => count(equation.exceptions),
  },
  { id: 'volume', header: 'Size', width: 84, from: 1060, numeric: true, cell: (batch) => bytes(batch.bytes) },
  {
    id: 'time',
    header: 'Time',
    width: 104,
    from: 960,
    numeric: true,
    cell: ({ durationMs }) => duration(durationMs),
  },
  {
    id: 'submitted',
    header: 'Submitted',
    width: 186,
    from: 820,
    numeric: true,
    cell: ({ createdAt }) => <Moment at={createdAt} />,
  },
  {
    id: 'compare',
    header: 'Actions',
    width: 98,
    from: 560,
    cell: (batch) => (
      <Group gap={0} wrap="nowrap">
        <CompareButton batch={batch} compact />
        <HandoverButton batch={batch} compact />
      </Group>
    ),
  },
];

interface Props {
  search: string;
  status: Status;
  /** First visible row. */
  at: number;
  change: (part: Partial<Shown>, replace: boolean) => void;
}

export function BatchList({ search, status, at, change }: Props) {
  const { bridge } = useAppStore();
  const [sent] = useDebouncedValue(search, 250);
  const key = `history ${status} ${sent}`;
  const pages = usePages(
    useCallback(
      (cursor: string | null) => bridge.request('batches.list', { search: sent, status, cursor, limit: 100 }),
      [bridge, sent, status],
    ),
    { key, at },
  );
  const { later, onRange } = usePacedRefresh(pages, PACE_MS);
  useBridgeEvent('batch.changed', later);
  return (
    <ListPanel
      name="history"
      label="Batches"
      filters={
        <>
          <SearchField
            label="Search"
            placeholder="Name, matter or custodian"
            width={260}
            value={search}
            onChange={(typed) => change({ search: typed }, true)}
            testId="history-search"
          />
          <SegmentedControl
            size="xs"
            value={status}
            onChange={(value) => change({ status: value as Status }, false)}
            data={[...STATUSES]}
            aria-label="Batches shown"
            data-testid="history-status"
          />
        </>
      }
      totalLabel={(total) => plural(total, 'batch', 'batches')}
      columns={COLUMNS}
      pages={pages}
      rowKey={({ id }) => id}
      rowHeight={48}
      height="max(360px, calc(100vh - 296px))"
      onRange={onRange}
      place={{ key, at, onPlace: notePlace }}
      empty={
        <EmptyState
          icon={IconHistory}
          title={sent === '' && status === 'all' ? EMPTY_TEXT.history.title : EMPTY_TEXT.historyNoMatch}
        >
          {sent === '' && status === 'all' && EMPTY_TEXT.history.hint}
        </EmptyState>
      }
    />
  );
}
