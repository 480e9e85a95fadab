/** Who and what a whole batch speaks of; a click shows the documents that do. */
import { Anchor, Group, Select, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useCallback, useMemo, useState } from 'react';
import type { Batch } from '../../../shared/batches.ts';
import { ENTITY_KINDS, type EntityKind } from '../../../shared/documents.ts';
import type { BatchEntityRow, EntityKey, Resolution } from '../../../shared/entities.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { Panel } from '../../components/panel.tsx';
import { type Column, VirtualTable } from '../../components/virtual-table.tsx';
import { count, plural } from '../../lib/format.ts';
import { usePages } from '../../lib/use-pages.ts';
import { ENTITY_LABEL } from '../../lib/words.ts';
import { useDesk } from '../../stores/use-desk.ts';
import { useLivePages } from './use-live-pages.ts';

interface Props {
  batch: Batch;
  onShow: (entity: EntityKey) => void;
}

export function EntitiesTab({ batch, onShow }: Props) {
  const { bridge } = useDesk();
  const [kind, setKind] = useState<EntityKind | null>(null);
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed, 250);
  const [resolution, setResolution] = useState<Resolution | null>(null);
  const pages = usePages(
    useCallback(
      async (cursor: string | null) => {
        const query = { batchId: batch.id, kind, search, cursor, limit: 100 };
        const answer = await bridge.request('batches.entities', query);
        setResolution(answer.resolution);
        return answer;
      },
      [bridge, batch.id, kind, search],
    ),
  );
  const onRange = useLivePages(batch, pages);
  const columns = useMemo(() => entityColumns(onShow), [onShow]);
  return (
    <Panel>
      <Group gap="sm">
        <TextInput
          placeholder="Part of a name"
          aria-label="Search by name"
          leftSection={<IconSearch size={15} aria-hidden />}
          size="xs"
          w={240}
          maxLength={200}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          data-testid="entities-search"
        />
        <Select
          placeholder="Any kind"
          aria-label="Kind"
          size="xs"
          w={160}
          clearable
          value={kind}
          onChange={(value) => setKind(value as EntityKind | null)}
          data={ENTITY_KINDS.map((value) => ({ value, label: ENTITY_LABEL[value] }))}
          data-testid="entities-kind"
        />
        <Text size="sm" className="muted tabular" ml="auto" role="status" data-testid="entities-total">
          {pages.total === null ? 'Loading …' : standing(pages.total, resolution)}
        </Text>
      </Group>
      {pages.error !== null && <ErrorAlert error={pages.error} retry={() => void pages.refresh(0, 0)} />}
      <div style={{ margin: '12px -16px -16px' }}>
        <VirtualTable
          label="Entities of the batch"
          testId="entities-table"
          columns={columns}
          pages={pages}
          rowKey={({ kind: own, name }) => `${own}:${name}`}
          height="min(640px, max(320px, calc(100vh - 220px)))"
          onRange={onRange}
          empty={
            <Text size="sm" className="muted" p="xl" ta="center" data-testid="entities-empty">
              {resolution === null ? 'They are worked out when the batch has ended.' : 'No entity matches.'}
            </Text>
          }
        />
      </div>
    </Panel>
  );
}

/** What the list stands on, said with the number. */
function standing(total: number, resolution: Resolution | null): string {
  if (resolution === null) return count(total);
  const { documents, missing } = resolution;
  const left = missing === 0 ? '' : `, ${count(missing)} could not be read again`;
  return `${count(total)} from ${plural(documents, 'document')}${left}`;
}

const entityColumns = (onShow: (entity: EntityKey) => void): readonly Column<BatchEntityRow>[] => [
  {
    id: 'name',
    header: 'Name',
    cell: ({ kind, name }) => (
      <Anchor
        component="button"
        type="button"
        fz="inherit"
        ta="left"
        truncate
        maw="100%"
        title={`Show the documents that mention ${name}`}
        onClick={() => onShow({ kind, name })}
      >
        {name}
      </Anchor>
    ),
  },
  { id: 'kind', header: 'Kind', width: 140, cell: ({ kind }) => ENTITY_LABEL[kind] },
  {
    id: 'documents',
    header: 'Documents',
    width: 92,
    numeric: true,
    cell: ({ documents }) => count(documents),
  },
  { id: 'mentions', header: 'Mentions', width: 92, numeric: true, cell: ({ mentions }) => count(mentions) },
  {
    id: 'aliases',
    header: 'Also called',
    cell: ({ name, aliases, aliasCount }) => {
      const others = aliases.filter((alias) => alias !== name);
      const more = aliasCount - aliases.length;
      const text = `${others.join('; ')}${more > 0 ? `; and ${count(more)} more` : ''}`;
      return (
        <Text span fz="inherit" className="muted" truncate title={text}>
          {text}
        </Text>
      );
    },
  },
];
