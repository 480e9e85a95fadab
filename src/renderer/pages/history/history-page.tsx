/** The History page: every batch that this computer has recorded, available without Redis. */
import { Alert, Anchor, SegmentedControl, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconCloudOff, IconHistory } from '@tabler/icons-react';
import { useCallback, useMemo } from 'react';
import { Link, useSearch } from 'wouter';
import type { Batch } from '../../../shared/batches.ts';
import type { RequestInput } from '../../../shared/bridge.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { HistoryNotice } from '../../components/history-notice.tsx';
import { ListPanel } from '../../components/list-panel.tsx';
import { MiddleTruncate } from '../../components/middle-truncate.tsx';
import { Moment } from '../../components/moment.tsx';
import { Page } from '../../components/page.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { BatchStatusBadge } from '../../components/status.tsx';
import type { Column } from '../../components/table-column.ts';
import { currentSearch, navigate, notePlace, placeOf, withParams } from '../../lib/address.ts';
import { bytes, count, duration, plural } from '../../lib/format.ts';
import { batchPath } from '../../lib/routes.ts';
import { usePacedRefresh } from '../../lib/use-paced-refresh.ts';
import { usePages } from '../../lib/use-pages.ts';
import { useAppStore, useBridgeEvent, useRedisAway } from '../../stores/use-app-store.ts';
import { HISTORY_TEXT } from '../../text/batch.ts';
import { EMPTY_TEXT } from '../../text/empty.ts';

/** How often the rows of running batches are refreshed. */
const PACE_MS = 2_000;

type Status = NonNullable<RequestInput<'batches.list'>['status']>;
const STATUSES: readonly { value: Status; label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'active', label: 'Active' },
  { value: 'completed', label: 'Completed' },
  { value: 'exceptions', label: 'With exceptions' },
  { value: 'canceled', label: 'Canceled' },
];

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
  { id: 'status', header: 'Outcome', width: 226, cell: ({ status }) => <BatchStatusBadge status={status} /> },
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
];

interface Shown {
  readonly search: string;
  readonly status: Status;
}

const shownBy = (params: URLSearchParams): Shown => ({
  search: (params.get('q') ?? '').slice(0, 200),
  status: STATUSES.find(({ value }) => value === params.get('show'))?.value ?? 'all',
});

/** What the address states. `change` starts the list at its first row; `replace` adds no step for Back. */
function useHistoryAddress() {
  const search = useSearch();
  const change = useCallback((part: Partial<Shown>, replace: boolean) => {
    const next = { ...shownBy(new URLSearchParams(currentSearch())), ...part };
    const params = new URLSearchParams();
    if (next.search !== '') params.set('q', next.search);
    if (next.status !== 'all') params.set('show', next.status);
    navigate(withParams('/history', params), { replace });
  }, []);
  return useMemo(() => {
    const params = new URLSearchParams(search);
    return { ...shownBy(params), at: placeOf(params), change };
  }, [search, change]);
}

export function HistoryPage() {
  const { bridge } = useAppStore();
  const away = useRedisAway();
  const { search, status, at, change } = useHistoryAddress();
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
    <Page title="History" subtitle={HISTORY_TEXT.subtitle}>
      <HistoryNotice />
      {away && (
        <Alert
          color="gray"
          variant="light"
          py="xs"
          icon={<IconCloudOff aria-hidden />}
          title={HISTORY_TEXT.offline}
          data-testid="history-offline"
        />
      )}
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
        height="max(360px, calc(100vh - 240px))"
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
    </Page>
  );
}
