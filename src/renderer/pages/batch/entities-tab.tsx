/** Who and what a whole batch speaks of; a click shows the documents that do. */
import { Anchor, Select, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconUsers } from '@tabler/icons-react';
import { useCallback, useMemo, useState } from 'react';
import { type Batch, isTerminal } from '../../../shared/batches.ts';
import { ENTITY_KINDS, type EntityKind } from '../../../shared/documents.ts';
import type { BatchEntityRow, EntityKey, Resolution } from '../../../shared/entities.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ListPanel } from '../../components/list-panel.tsx';
import { SearchField } from '../../components/search-field.tsx';
import type { Column } from '../../components/virtual-table.tsx';
import { count, plural } from '../../lib/format.ts';
import { ENTITY_LABEL } from '../../lib/labels.ts';
import { usePages } from '../../lib/use-pages.ts';
import { useAppStore, useRedisAway } from '../../stores/use-app-store.ts';
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
      label="Entities of the batch"
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
      told={(total) => standing(total, resolution, batch)}
      columns={columns}
      pages={pages}
      rowKey={({ kind: own, name }) => `${own}:${name}`}
      height={TAB_LIST_HEIGHT}
      onRange={onRange}
      empty={<NoEntities batch={batch} resolution={resolution} narrowed={kind !== null || search !== ''} />}
    />
  );
}

/** What the list stands on, said with the number. */
function standing(total: number, resolution: Resolution | null, batch: Batch): string {
  const all = plural(total, 'entity', 'entities');
  if (resolution === null) return 'None yet';
  const { documents, missing } = resolution;
  const left = missing === 0 ? '' : `; ${plural(missing, 'document')} could not be read again`;
  const old = isTerminal(batch.status) ? '' : ', as the run before left them';
  return `${all} from ${plural(documents, 'document')}${left}${old}`;
}

interface NoEntitiesProps {
  batch: Batch;
  resolution: Resolution | null;
  narrowed: boolean;
}

function NoEntities({ batch, resolution, narrowed }: NoEntitiesProps) {
  const away = useRedisAway();
  if (resolution !== null)
    return (
      <EmptyState
        icon={IconUsers}
        title={narrowed ? 'No entity matches' : 'No entity was found'}
        testId="entities-empty"
      >
        {narrowed
          ? 'Take part of the name away, or choose another kind.'
          : 'The documents name no people, places, dates, amounts or citations that could be recognized.'}
      </EmptyState>
    );
  return (
    <EmptyState icon={IconUsers} title="Not worked out yet" testId="entities-empty">
      {isTerminal(batch.status)
        ? away
          ? 'Redis is away. If they were worked out there, they come when it is back.'
          : 'They follow the last document within seconds, once a worker is free. If they do not come, look at Health; “Run all again” works them out anew.'
        : 'They are worked out over all documents when the batch has ended. Until then each document’s own page shows what it mentions.'}
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
