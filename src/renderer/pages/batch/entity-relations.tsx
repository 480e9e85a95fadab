/** The relationships of one name in a batch, strongest first. A click shows the other name. */
import { Anchor, Group, Text } from '@mantine/core';
import { useCallback } from 'react';
import type { EntityKey } from '../../../shared/entities.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { entityName } from '../../lib/entity-name.ts';
import { plural } from '../../lib/format.ts';
import { useRequest } from '../../lib/use-request.ts';
import { useAppStore } from '../../stores/use-app-store.ts';
import { relationshipLabel } from '../../text/labels.ts';

interface Props {
  batchId: string;
  entity: EntityKey;
  onShow: (entity: EntityKey) => void;
}

/** Relationships shown, about two lines; the documents have all of them. */
const SHOWN = 8;

export function EntityRelations({ batchId, entity, onShow }: Props) {
  const { bridge } = useAppStore();
  const { kind, name } = entity;
  const shown = entityName(kind, name);
  const { value, error, reload } = useRequest(
    useCallback(
      () =>
        bridge.request('batches.relationships', {
          batchId,
          entity: { kind, name },
          limit: SHOWN,
          cursor: null,
        }),
      [bridge, batchId, kind, name],
    ),
  );
  if (error !== null) return <ErrorAlert error={error} retry={reload} />;
  if (value === null || value.items.length === 0) return null;
  return (
    <Group gap="md" mt="xs" data-testid="entity-relations">
      {value.items.map(({ kind: relation, role, from, to, documents }) => {
        const outward = from.kind === kind && from.name === name;
        const other = outward ? to : from;
        const link = (
          <Anchor component="button" type="button" fz="inherit" onClick={() => onShow(other)}>
            {entityName(other.kind, other.name)}
          </Anchor>
        );
        return (
          <Text size="sm" span className="muted" key={`${relation}:${outward}:${other.kind}:${other.name}`}>
            {outward ? shown : link} {relationshipLabel({ kind: relation, role })} {outward ? link : shown},{' '}
            {plural(documents, 'document')}
          </Text>
        );
      })}
    </Group>
  );
}
