/** The documents of a batch, filtered by the host and refreshed while they change. */
import { Button, Select, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconFilterOff } from '@tabler/icons-react';
import { useCallback } from 'react';
import type { Batch } from '../../../shared/batches.ts';
import {
  DOCUMENT_STATUSES,
  type DocumentStatus,
  FILE_TYPES,
  type FileType,
} from '../../../shared/documents.ts';
import { EXCEPTIONS, type ExceptionCode } from '../../../shared/exceptions.ts';
import { STAGE_LABEL } from '../../../shared/stages.ts';
import { WARNING_CODES } from '../../../shared/warnings.ts';
import { ListPanel } from '../../components/list-panel.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { entityName } from '../../lib/entity-name.ts';
import { plural } from '../../lib/format.ts';
import { usePages } from '../../lib/use-pages.ts';
import { useAppStore } from '../../stores/use-app-store.ts';
import { EMPTY_TEXT } from '../../text/empty.ts';
import { DOCUMENT_STATUS_LABEL, TYPE_LABEL } from '../../text/labels.ts';
import { DOCUMENT_COLUMNS } from './document-columns.tsx';
import { EntityRelations } from './entity-relations.tsx';
import { type DocumentFilter, isNarrowed, NO_FILTER } from './filter.ts';
import { TAB_LIST_HEIGHT } from './tab-list.ts';
import { useLivePages } from './use-live-pages.ts';

interface Props {
  batch: Batch;
  filter: DocumentFilter;
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

export function DocumentsTab({ batch, filter, onFilter }: Props) {
  const { bridge } = useAppStore();
  const [search] = useDebouncedValue(filter.search, 250);
  const { status, type, code, stage, warned, entity } = filter;
  const pages = usePages(
    useCallback(
      (cursor: string | null) =>
        bridge.request('documents.list', {
          batchId: batch.id,
          status,
          type,
          code,
          stage,
          warned,
          ...(entity === null ? {} : { entity }),
          search,
          cursor,
          limit: 100,
        }),
      [bridge, batch.id, status, type, code, stage, warned, entity, search],
    ),
  );
  const onRange = useLivePages(batch, pages);
  return (
    <ListPanel
      name="documents"
      label="Documents of the batch"
      filters={<Filters filter={filter} onFilter={onFilter} />}
      totalLabel={(total) => plural(total, 'document')}
      columns={DOCUMENT_COLUMNS}
      pages={pages}
      rowKey={({ id }) => id}
      height={TAB_LIST_HEIGHT}
      onRange={onRange}
      empty={
        <Text size="sm" className="muted" p="xl" ta="center" data-testid="documents-empty">
          {isNarrowed(filter) ? EMPTY_TEXT.documentsNoMatch : EMPTY_TEXT.documents}
        </Text>
      }
    >
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

function Filters({ filter, onFilter }: Omit<Props, 'batch'>) {
  const { code, stage, warned, entity } = filter;
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
      {((code !== null && !warned) || stage !== null) && (
        <Text size="sm">
          {[
            code === null || warned ? null : EXCEPTIONS[code].label,
            stage === null ? null : STAGE_LABEL[stage].toLowerCase(),
          ]
            .filter((part) => part !== null)
            .join(', ')}
        </Text>
      )}
      {entity !== null && (
        <Text size="sm" maw={320} truncate data-testid="documents-entity">
          mentioning {entityName(entity.kind, entity.name)}
        </Text>
      )}
      {isNarrowed(filter) && (
        <Button
          variant="subtle"
          leftSection={<IconFilterOff size={15} aria-hidden />}
          onClick={() => onFilter(NO_FILTER)}
          data-testid="documents-clear"
        >
          Show all
        </Button>
      )}
    </>
  );
}
