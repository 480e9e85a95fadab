/** The list of every batch that this computer has recorded. */
import { Group, SegmentedControl, Skeleton } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconHistory } from '@tabler/icons-react';
import { useCallback } from 'react';
import type { BatchSortKey } from '../../../shared/batch-list.ts';
import type { ListView } from '../../../shared/document-list.ts';
import { ColumnChooser } from '../../components/column-chooser.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ListPanel } from '../../components/list-panel.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { ViewTabs } from '../../components/view-tabs.tsx';
import { ViewsMenu } from '../../components/views-menu.tsx';
import { notePlace } from '../../lib/address.ts';
import { plural } from '../../lib/format.ts';
import { shownView, useDefaultView } from '../../lib/shown-view.ts';
import { useListColumns } from '../../lib/use-list-columns.ts';
import { usePacedRefresh } from '../../lib/use-paced-refresh.ts';
import { usePages } from '../../lib/use-pages.ts';
import { useViews } from '../../lib/use-views.ts';
import { useAppStore, useBridgeEvent } from '../../stores/use-app-store.ts';
import { EMPTY_TEXT } from '../../text/empty.ts';
import {
  EVERYTHING,
  isBare,
  type ListState,
  listOfParams,
  paramsOfList,
  type Shown,
  STATUSES,
  type Status,
} from './address.ts';
import { BATCH_COLUMNS, type BatchColumn, DEFAULT_COLUMNS } from './batch-columns.tsx';
import { ExportBatches } from './export-batches.tsx';

/** How often the rows of running batches are refreshed. */
const PACE_MS = 2_000;
const HEIGHT = 'max(360px, calc(100vh - 296px))';

interface Props {
  shown: Shown;
  /** First visible row. */
  at: number;
  change: (part: Partial<Shown>, replace: boolean) => void;
}

/** The rows of the list, refreshed while batches run. */
function useBatches({ shown, at }: Props) {
  const { bridge } = useAppStore();
  const { status } = shown;
  const { by, descending } = shown.sort;
  const [search] = useDebouncedValue(shown.search, 250);
  const sent: ListState = { search, status, sort: { by, descending } };
  const key = `history ${paramsOfList(sent)}`;
  const pages = usePages(
    useCallback(
      (cursor: string | null) =>
        bridge.request('batches.list', { search, status, sort: { by, descending }, cursor, limit: 100 }),
      [bridge, search, status, by, descending],
    ),
    { key, at },
  );
  const { later, onRange } = usePacedRefresh(pages, PACE_MS);
  useBridgeEvent('batch.changed', later);
  return { pages, onRange, sent, key };
}

const listOfView = ({ query }: ListView): ListState => listOfParams(new URLSearchParams(query));

/** The columns and the saved views of the list. */
function useHistoryViews({ shown, change }: Props) {
  const columns = useListColumns<BatchColumn>('history', BATCH_COLUMNS, DEFAULT_COLUMNS);
  const { chosen, choose } = columns;
  const views = useViews('history');
  const show = useCallback(
    (view: ListView, isNew: boolean) => {
      if (JSON.stringify(view.columns) !== JSON.stringify(chosen)) choose(view.columns);
      change({ ...listOfView(view), all: paramsOfList(listOfView(view)).size === 0 }, !isNew);
    },
    [chosen, choose, change],
  );
  const isReady = useDefaultView(
    views.views,
    isBare(shown),
    useCallback((view: ListView) => show(view, false), [show]),
  );
  const hasDefault = views.views?.some(({ isDefault }) => isDefault) === true;
  const onView = (view: ListView | null): void => {
    if (view === null) change({ ...EVERYTHING, all: hasDefault }, false);
    else show(view, true);
  };
  const current = {
    query: paramsOfList(shown).toString(),
    columns: chosen === null ? null : [...chosen],
  };
  /** Changes what limits or sorts the list. Whoever shows everything again means it, also after a reload. */
  const narrow = (part: Partial<ListState>, replace: boolean): void =>
    change({ ...part, all: hasDefault }, replace);
  return { columns, views, isReady, onView, narrow, current };
}

/** The least width of a table in which every chosen column has its own, in pixels. */
const widthOf = (columns: readonly BatchColumn[]): number =>
  columns.reduce((sum, { width = 260 }) => sum + width, 0);

export function BatchList(props: Props) {
  const { shown, at } = props;
  const { pages, onRange, sent, key } = useBatches(props);
  const { columns, views, isReady, onView, narrow, current } = useHistoryViews(props);
  const { by, descending } = shown.sort;
  const onSort = (next: string, isDown: boolean): void =>
    narrow({ sort: { by: next as BatchSortKey, descending: isDown } }, false);
  const isWhole = sent.search === '' && sent.status === 'all';
  // As high as the list that comes, so that the page does not jump up.
  if (!isReady) return <Skeleton height={`calc(${HEIGHT} + 76px)`} />;
  return (
    <ListPanel
      name="history"
      label="Batches"
      views={
        <ViewTabs
          allLabel="All batches"
          views={views.views ?? []}
          active={shownView(views.views ?? [], current, (query) =>
            paramsOfList(listOfParams(new URLSearchParams(query))).toString(),
          )}
          onView={onView}
        />
      }
      filters={
        <>
          <SearchField
            label="Search"
            placeholder="Name, matter or custodian"
            width={240}
            value={shown.search}
            onChange={(typed) => narrow({ search: typed }, true)}
            testId="history-search"
          />
          <SegmentedControl
            size="xs"
            value={shown.status}
            onChange={(value) => narrow({ status: value as Status }, false)}
            data={[...STATUSES]}
            aria-label="Batches shown"
            data-testid="history-status"
          />
          <Group gap={6} wrap="nowrap">
            <ViewsMenu {...views} current={current} />
            <ColumnChooser
              all={BATCH_COLUMNS}
              shown={columns.columns.map(({ id }) => id)}
              onChoose={columns.choose}
            />
            <ExportBatches list={sent} columns={columns.columns} />
          </Group>
        </>
      }
      totalLabel={(total) => plural(total, 'batch', 'batches')}
      columns={columns.columns}
      pages={pages}
      rowKey={({ id }) => id}
      rowHeight={48}
      height={HEIGHT}
      {...(columns.chosen === null ? {} : { minWidth: widthOf(columns.columns) })}
      onRange={onRange}
      place={{ key, at, onPlace: notePlace }}
      sort={{ by, descending, onSort }}
      empty={
        <EmptyState icon={IconHistory} title={isWhole ? EMPTY_TEXT.history.title : EMPTY_TEXT.historyNoMatch}>
          {isWhole && EMPTY_TEXT.history.hint}
        </EmptyState>
      }
    />
  );
}
