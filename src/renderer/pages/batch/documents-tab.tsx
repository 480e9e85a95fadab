/** The documents of a batch: filtered and sorted by the host, with saved views, and refreshed while they change. */
import { ActionIcon, Button, Group, Skeleton, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconDownload, IconFilterOff, IconPackageExport } from '@tabler/icons-react';
import { useCallback, useMemo } from 'react';
import { Link } from 'wouter';
import { type Batch, isTerminal } from '../../../shared/batches.ts';
import { BY_PATH, type DocumentSortKey, type ListView } from '../../../shared/document-list.ts';
import { ColumnChooser } from '../../components/column-chooser.tsx';
import { ListPanel } from '../../components/list-panel.tsx';
import { SelectionBar } from '../../components/selection-bar.tsx';
import { ViewTabs } from '../../components/view-tabs.tsx';
import { ViewsMenu } from '../../components/views-menu.tsx';
import { plural } from '../../lib/format.ts';
import { useDefaultView } from '../../lib/shown-view.ts';
import { useListColumns } from '../../lib/use-list-columns.ts';
import { useViews } from '../../lib/use-views.ts';
import { EMPTY_TEXT } from '../../text/empty.ts';
import { filterSentence } from '../../text/filter.ts';
import { handoverFiltered } from '../handover/address.ts';
import { documentAddress } from './batch-address.ts';
import { DocumentActions, useCanSave } from './document-actions.tsx';
import { defaultColumns, documentColumns } from './document-columns.tsx';
import { DocumentFilters } from './document-filters.tsx';
import { activeView, everything, filterOfView, viewOf } from './document-views.ts';
import { EntityRelations } from './entity-relations.tsx';
import { type DocumentFilter, isBare, isNarrowed, NO_FILTER } from './filter.ts';
import { TAB_LIST_HEIGHT } from './tab-list.ts';
import { type ListOfDocuments, useExportDocuments } from './use-document-actions.ts';
import { useDocumentList, useTags } from './use-document-list.ts';
import { useLivePages } from './use-live-pages.ts';

interface Props {
  batch: Batch;
  filter: DocumentFilter;
  /** First visible row. */
  at: number;
  /** @param isNew whether Back leads to the filter before */
  onFilter: (filter: DocumentFilter, isNew?: boolean) => void;
}

/** The columns of the list, and what each needs to be chosen. */
function useDocumentColumns(sent: DocumentFilter, hasTags: boolean) {
  const all = useMemo(
    () => documentColumns((id, index) => documentAddress(id, { filter: sent, at: index })),
    [sent],
  );
  const { related } = sent;
  const defaults = useMemo(() => defaultColumns(hasTags, related), [hasTags, related]);
  return { all, ...useListColumns('documents', all, defaults) };
}

/** Opens views, and everything. */
function useDocumentViews({ filter, onFilter }: Props, columns: ReturnType<typeof useDocumentColumns>) {
  const views = useViews('documents');
  const { chosen, choose } = columns;
  const show = useCallback(
    (view: ListView, isNew: boolean) => {
      if (JSON.stringify(view.columns) !== JSON.stringify(chosen)) choose(view.columns);
      onFilter(filterOfView(view), isNew);
    },
    [chosen, choose, onFilter],
  );
  const isReady = useDefaultView(
    views.views,
    isBare(filter),
    useCallback((view: ListView) => show(view, false), [show]),
  );
  const all = everything(views.views);
  const onView = (view: ListView | null): void => (view === null ? onFilter(all) : show(view, true));
  return { views, isReady, all, onView };
}

/** The least width of a table in which every chosen column has its own, in pixels. */
const widthOf = (columns: readonly { readonly width?: number }[]): number =>
  columns.reduce((sum, { width = 260 }) => sum + width, 40);

export function DocumentsTab(props: Props) {
  const { batch, filter, at, onFilter } = props;
  const [search] = useDebouncedValue(filter.search, 250);
  const { tags, reload } = useTags(batch.id);
  const { pages, sent, selection, place } = useDocumentList(batch, filter, search, at);
  const onRange = useLivePages(batch, pages);
  const columns = useDocumentColumns(sent, tags.length > 0);
  const { views, isReady, all, onView } = useDocumentViews(props, columns);
  const list: ListOfDocuments = { batch, filter: sent, selection, columns: columns.columns };
  const { by, descending } = filter.sort ?? BY_PATH;
  const isPlain = (next: string, isDown: boolean): boolean => next === BY_PATH.by && !isDown;
  const onSort = (next: string, isDown: boolean): void =>
    onFilter({
      ...filter,
      sort: isPlain(next, isDown) ? null : { by: next as DocumentSortKey, descending: isDown },
    });
  // As high as the list that comes, so that the page does not jump up.
  if (!isReady) return <Skeleton height={`calc(${TAB_LIST_HEIGHT} + 76px)`} />;
  return (
    <ListPanel
      name="documents"
      label="Documents of the batch"
      views={
        <ViewTabs
          allLabel="All documents"
          views={views.views ?? []}
          active={activeView(views.views ?? [], filter, columns.chosen)}
          onView={onView}
        />
      }
      filters={
        <>
          <DocumentFilters filter={filter} tags={tags} onFilter={onFilter} />
          <Group gap={6} wrap="nowrap">
            <ViewsMenu {...views} current={viewOf(filter, columns.chosen)} />
            <ColumnChooser
              all={columns.all}
              shown={columns.columns.map(({ id }) => id)}
              onChoose={columns.choose}
            />
            <ExportList list={list} />
          </Group>
        </>
      }
      totalLabel={(total) => plural(total, 'document')}
      columns={columns.columns}
      pages={pages}
      rowKey={({ id }) => id}
      rowLabel={({ path }) => path}
      height={TAB_LIST_HEIGHT}
      {...(columns.chosen === null ? {} : { minWidth: widthOf(columns.columns) })}
      onRange={onRange}
      place={place}
      sort={{ by, descending, onSort }}
      selection={selection}
      bar={
        <SelectionBar selection={selection}>
          <DocumentActions list={list} tags={tags} onTagged={reload} />
        </SelectionBar>
      }
      empty={
        <Text size="sm" className="muted" p="xl" ta="center" data-testid="documents-empty">
          {isNarrowed(filter) ? EMPTY_TEXT.documentsNoMatch : EMPTY_TEXT.documents}
        </Text>
      }
    >
      <Narrowed {...props} all={all} />
    </ListPanel>
  );
}

/** Says what limits the list. */
function Narrowed({ batch, filter, onFilter, all }: Props & { all: DocumentFilter }) {
  const { entity } = filter;
  if (!isNarrowed(filter)) return null;
  return (
    <>
      <Group gap="xs" mt="xs">
        <Text size="sm" fw={500} role="status" data-testid="documents-filter">
          {filterSentence(filter)}
        </Text>
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconFilterOff size={15} aria-hidden />}
          onClick={() => onFilter({ ...all, sort: filter.sort })}
          data-testid="documents-clear"
        >
          Show all
        </Button>
        {isTerminal(batch.status) && (
          <Button
            component={Link}
            href={handoverFiltered(batch.id, filter)}
            variant="subtle"
            size="compact-sm"
            leftSection={<IconPackageExport size={15} aria-hidden />}
            data-testid="documents-handover"
          >
            Hand these over
          </Button>
        )}
      </Group>
      {entity !== null && (
        <EntityRelations
          batchId={batch.id}
          entity={entity}
          onShow={(other) => onFilter({ ...NO_FILTER, entity: other })}
        />
      )}
    </>
  );
}

/** Saves the list as it is shown. */
function ExportList({ list }: { list: ListOfDocuments }) {
  const { busy, run } = useExportDocuments(list);
  if (!useCanSave()) return null;
  return (
    <ActionIcon
      variant="default"
      size={30}
      loading={busy}
      aria-label="Export as CSV"
      title="Export as CSV: this list as it is filtered and sorted, with the columns that it shows"
      onClick={() => void run('list')}
      data-testid="documents-export"
    >
      <IconDownload size={17} aria-hidden />
    </ActionIcon>
  );
}
