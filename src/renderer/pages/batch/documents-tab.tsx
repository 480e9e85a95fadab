/** The documents of a batch: any number of them, filtered by the host, renewed while they change. */
import { Button, Group, Select, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconFilterOff, IconSearch } from '@tabler/icons-react';
import { useCallback } from 'react';
import type { Batch } from '../../../shared/batches.ts';
import {
  DOCUMENT_STATUSES,
  type DocumentStatus,
  FILE_TYPES,
  type FileType,
} from '../../../shared/documents.ts';
import { EXCEPTIONS } from '../../../shared/exceptions.ts';
import { STAGE_LABEL } from '../../../shared/stages.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { Panel } from '../../components/panel.tsx';
import { VirtualTable } from '../../components/virtual-table.tsx';
import { plural } from '../../lib/format.ts';
import { usePages } from '../../lib/use-pages.ts';
import { DOCUMENT_STATUS_LABEL, TYPE_LABEL } from '../../lib/words.ts';
import { useDesk } from '../../stores/use-desk.ts';
import { DOCUMENT_COLUMNS } from './document-columns.tsx';
import { EntityRelations } from './entity-relations.tsx';
import { type DocumentFilter, NO_FILTER } from './filter.ts';
import { useLivePages } from './use-live-pages.ts';

interface Props {
  batch: Batch;
  filter: DocumentFilter;
  onFilter: (filter: DocumentFilter) => void;
}

export function DocumentsTab({ batch, filter, onFilter }: Props) {
  const { bridge } = useDesk();
  const [search] = useDebouncedValue(filter.search, 250);
  const { status, type, code, stage, entity } = filter;
  const pages = usePages(
    useCallback(
      (cursor: string | null) =>
        bridge.request('documents.list', {
          batchId: batch.id,
          status,
          type,
          code,
          stage,
          ...(entity === null ? {} : { entity }),
          search,
          cursor,
          limit: 100,
        }),
      [bridge, batch.id, status, type, code, stage, entity, search],
    ),
  );
  const onRange = useLivePages(batch, pages);
  return (
    <Panel>
      <Filters filter={filter} onFilter={onFilter} total={pages.total} />
      {entity !== null && (
        <EntityRelations
          batchId={batch.id}
          entity={entity}
          onShow={(other) => onFilter({ ...NO_FILTER, entity: other })}
        />
      )}
      {pages.error !== null && <ErrorAlert error={pages.error} retry={() => void pages.refresh(0, 0)} />}
      <div style={{ margin: '12px -16px -16px' }}>
        <VirtualTable
          label="Documents of the batch"
          testId="documents-table"
          columns={DOCUMENT_COLUMNS}
          pages={pages}
          rowKey={({ id }) => id}
          height="min(640px, max(320px, calc(100vh - 220px)))"
          onRange={onRange}
          empty={
            <Text size="sm" className="muted" p="xl" ta="center" data-testid="documents-empty">
              No document matches.
            </Text>
          }
        />
      </div>
    </Panel>
  );
}

function Filters({ filter, onFilter, total }: Omit<Props, 'batch'> & { total: number | null }) {
  const { code, stage, entity } = filter;
  const narrowed = JSON.stringify(filter) !== JSON.stringify(NO_FILTER);
  return (
    <Group gap="sm">
      <TextInput
        placeholder="Part of a path"
        aria-label="Search by path"
        leftSection={<IconSearch size={15} aria-hidden />}
        size="xs"
        w={240}
        maxLength={200}
        value={filter.search}
        onChange={(event) => onFilter({ ...filter, search: event.currentTarget.value })}
        data-testid="documents-search"
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
      {(code !== null || stage !== null) && (
        <Text size="sm">
          {[code === null ? null : EXCEPTIONS[code].label, stage === null ? null : `at ${STAGE_LABEL[stage]}`]
            .filter((part) => part !== null)
            .join(' ')}
        </Text>
      )}
      {entity !== null && (
        <Text size="sm" maw={320} truncate data-testid="documents-entity">
          mentioning {entity.name}
        </Text>
      )}
      {narrowed && (
        <Button
          variant="subtle"
          leftSection={<IconFilterOff size={15} aria-hidden />}
          onClick={() => onFilter(NO_FILTER)}
          data-testid="documents-clear"
        >
          Show all
        </Button>
      )}
      <Text size="sm" className="muted tabular" ml="auto" role="status" data-testid="documents-total">
        {total === null ? 'Loading …' : plural(total, 'document')}
      </Text>
    </Group>
  );
}
