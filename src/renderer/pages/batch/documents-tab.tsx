/** The documents of a batch, filtered by the host and refreshed while they change. */
import { Button, Group, Select, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconFilterOff } from '@tabler/icons-react';
import { useCallback, useMemo } from 'react';
import type { Batch } from '../../../shared/batches.ts';
import {
  DOCUMENT_STATUSES,
  type DocumentStatus,
  FILE_TYPES,
  type FileType,
} from '../../../shared/documents.ts';
import { EXCEPTIONS, type ExceptionCode } from '../../../shared/exceptions.ts';
import { WARNING_CODES } from '../../../shared/warnings.ts';
import { ListPanel } from '../../components/list-panel.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { notePlace } from '../../lib/address.ts';
import { plural } from '../../lib/format.ts';
import { usePages } from '../../lib/use-pages.ts';
import { useAppStore } from '../../stores/use-app-store.ts';
import { EMPTY_TEXT } from '../../text/empty.ts';
import { filterSentence } from '../../text/filter.ts';
import { DOCUMENT_STATUS_LABEL, TYPE_LABEL } from '../../text/labels.ts';
import { documentAddress } from './batch-address.ts';
import { documentColumns } from './document-columns.tsx';
import { EntityRelations } from './entity-relations.tsx';
import { type DocumentFilter, documentsKey, documentsQuery, isNarrowed, NO_FILTER } from './filter.ts';
import { TAB_LIST_HEIGHT } from './tab-list.ts';
import { useLivePages } from './use-live-pages.ts';

interface Props {
  batch: Batch;
  filter: DocumentFilter;
  /** First visible row. */
  at: number;
  onFilter: (filter: DocumentFilter) => void;
}

const ANY_WARNING = 'any';
const WARNING_CHOICES = [
  { value: ANY_WARNING, label: 'With a warning' },
  ...WARNING_CODES.map((value) => ({ value, label: EXCEPTIONS[value].label })),
];

/** Returns the filter with this choice of warning. @param choice a code, `any`, or null for every document */
const warnedFilter = (filter: DocumentFilter, choice: string | null): DocumentFilter => ({
  ...filter,
  warned: choice !== null,
  code: choice === null || choice === ANY_WARNING ? null : (choice as ExceptionCode),
});

/** Returns the list of a filter: its pages, and its place in the page's address. */
function useDocuments(
  batch: Batch,
  { status, type, code, stage, warned, entity }: DocumentFilter,
  search: string,
  at: number,
) {
  const { bridge } = useAppStore();
  const kind = entity?.kind;
  const name = entity?.name;
  // A filter from the address is a new object each time. Its parts are compared instead.
  const sent = useMemo(
    (): DocumentFilter => ({
      status,
      type,
      code,
      stage,
      warned,
      search,
      entity: kind === undefined || name === undefined ? null : { kind, name },
    }),
    [status, type, code, stage, warned, search, kind, name],
  );
  const key = documentsKey(batch.id, sent);
  const pages = usePages(
    useCallback(
      (cursor: string | null) => bridge.request('documents.list', documentsQuery(batch.id, sent, cursor)),
      [bridge, batch.id, sent],
    ),
    { key, at },
  );
  return { pages, sent, place: { key, at, onPlace: notePlace } };
}

export function DocumentsTab({ batch, filter, at, onFilter }: Props) {
  const [search] = useDebouncedValue(filter.search, 250);
  const { pages, sent, place } = useDocuments(batch, filter, search, at);
  const onRange = useLivePages(batch, pages);
  const columns = useMemo(
    () => documentColumns((id, index) => documentAddress(id, { filter: sent, at: index })),
    [sent],
  );
  const { entity } = filter;
  return (
    <ListPanel
      name="documents"
      label="Documents of the batch"
      filters={<Filters filter={filter} onFilter={onFilter} />}
      totalLabel={(total) => plural(total, 'document')}
      columns={columns}
      pages={pages}
      rowKey={({ id }) => id}
      height={TAB_LIST_HEIGHT}
      onRange={onRange}
      place={place}
      empty={
        <Text size="sm" className="muted" p="xl" ta="center" data-testid="documents-empty">
          {isNarrowed(filter) ? EMPTY_TEXT.documentsNoMatch : EMPTY_TEXT.documents}
        </Text>
      }
    >
      {isNarrowed(filter) && (
        <Group gap="xs" mt="xs">
          <Text size="sm" fw={500} role="status" data-testid="documents-filter">
            {filterSentence(filter)}
          </Text>
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconFilterOff size={15} aria-hidden />}
            onClick={() => onFilter(NO_FILTER)}
            data-testid="documents-clear"
          >
            Show all
          </Button>
        </Group>
      )}
      {entity !== null && (
        <EntityRelations
          batchId={batch.id}
          entity={entity}
          onShow={(other) => onFilter({ ...NO_FILTER, entity: other })}
        />
      )}
    </ListPanel>
  );
}

function Filters({ filter, onFilter }: Pick<Props, 'filter' | 'onFilter'>) {
  const { code, warned } = filter;
  return (
    <>
      <SearchField
        label="Search by path"
        placeholder="Part of a path"
        value={filter.search}
        onChange={(search) => onFilter({ ...filter, search })}
        testId="documents-search"
      />
      <Select
        placeholder="Any status"
        aria-label="Status"
        size="xs"
        w={140}
        clearable
        value={filter.status}
        onChange={(value) => onFilter({ ...filter, status: value as DocumentStatus | null })}
        data={DOCUMENT_STATUSES.map((value) => ({ value, label: DOCUMENT_STATUS_LABEL[value] }))}
        data-testid="documents-status"
      />
      <Select
        placeholder="Any type"
        aria-label="Type"
        size="xs"
        w={150}
        clearable
        searchable
        value={filter.type}
        onChange={(value) => onFilter({ ...filter, type: value as FileType | null })}
        data={FILE_TYPES.map((value) => ({ value, label: TYPE_LABEL[value] }))}
        data-testid="documents-type"
      />
      <Select
        placeholder="Any warning or none"
        aria-label="Warning"
        size="xs"
        w={180}
        clearable
        searchable
        value={warned ? (code ?? ANY_WARNING) : null}
        onChange={(value) => onFilter(warnedFilter(filter, value))}
        data={WARNING_CHOICES}
        data-testid="documents-warned"
      />
    </>
  );
}
