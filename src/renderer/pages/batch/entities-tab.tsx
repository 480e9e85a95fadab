/** The names found in a whole batch. A click on a name shows the documents that mention it. */
import { Anchor, Select, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconUsers } from '@tabler/icons-react';
import { useCallback, useMemo, useState } from 'react';
import { type Batch, isTerminal } from '../../../shared/batches.ts';
import type { BatchEntityRow, EntityKey, Resolution } from '../../../shared/entities.ts';
import { ENTITY_KINDS, type EntityKind } from '../../../shared/mentions.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ListPanel } from '../../components/list-panel.tsx';
import { SearchField } from '../../components/search-field.tsx';
import type { Column } from '../../components/table-column.ts';
import { entityName } from '../../lib/entity-name.ts';
import { count } from '../../lib/format.ts';
import { usePages } from '../../lib/use-pages.ts';
import { useAppStore, useRedisAway } from '../../stores/use-app-store.ts';
import { entitiesTotal } from '../../text/batch.ts';
import { EMPTY_TEXT } from '../../text/empty.ts';
import { ENTITY_KIND_LABEL, ENTITY_LABEL } from '../../text/labels.ts';
import { TAB_LIST_HEIGHT } from './tab-list.ts';
import { useLivePages } from './use-live-pages.ts';

interface Props {
  batch: Batch;
  onShow: (entity: EntityKey) => void;
}

export function EntitiesTab({ batch, onShow }: Props) {
  const { bridge } = useAppStore();
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
    <ListPanel
      name="entities"
      label="Names in the batch"
      filters={
        <>
          <SearchField
            label="Search by name"
            placeholder="Part of a name"
            value={typed}
            onChange={setTyped}
            testId="entities-search"
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
        </>
      }
      totalLabel={(total) => entitiesTotal(total, resolution, batch)}
      columns={columns}
      pages={pages}
      rowKey={(row) => `${row.kind}:${row.name}`}
      height={TAB_LIST_HEIGHT}
      onRange={onRange}
      empty={<NoEntities batch={batch} resolution={resolution} narrowed={kind !== null || search !== ''} />}
    />
  );
}

interface NoEntitiesProps {
  batch: Batch;
  resolution: Resolution | null;
  narrowed: boolean;
}

function NoEntities({ batch, resolution, narrowed }: NoEntitiesProps) {
  const away = useRedisAway();
  if (resolution !== null) {
    const { title, hint } = narrowed ? EMPTY_TEXT.entities.noMatch : EMPTY_TEXT.entities.none;
    return (
      <EmptyState icon={IconUsers} title={title} testId="entities-empty">
        {hint}
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={IconUsers} title={EMPTY_TEXT.entities.notYet} testId="entities-empty">
      {isTerminal(batch.status)
        ? away
          ? EMPTY_TEXT.entities.offline
          : EMPTY_TEXT.entities.soon
        : EMPTY_TEXT.entities.running}
    </EmptyState>
  );
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
        title={`Show the documents that mention ${entityName(kind, name)}`}
        onClick={() => onShow({ kind, name })}
      >
        {entityName(kind, name)}
      </Anchor>
    ),
  },
  { id: 'kind', header: 'Kind', width: 140, cell: ({ kind }) => ENTITY_KIND_LABEL[kind] },
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
