/** The batches that finished most recently, so that a batch does not disappear from the Overview when it ends. */
import { Anchor, Table, Text } from '@mantine/core';
import { useCallback, useEffect, useRef } from 'react';
import { Link } from 'wouter';
import { type Batch, isTerminal } from '../../../shared/batches.ts';
import { MiddleTruncate } from '../../components/middle-truncate.tsx';
import { Moment } from '../../components/moment.tsx';
import { Panel } from '../../components/panel.tsx';
import { BatchStatusBadge } from '../../components/status.tsx';
import { count, duration } from '../../lib/format.ts';
import { batchPath } from '../../lib/routes.ts';
import { useRequest } from '../../lib/use-request.ts';
import { useActiveBatches, useAppStore, useRenewal } from '../../stores/use-app-store.ts';

const SHOWN = 5;

export function RecentBatches() {
  const { bridge } = useAppStore();
  const active = useActiveBatches()?.length ?? 0;
  const list = useRequest(useCallback(() => bridge.request('batches.list', { limit: 25 }), [bridge]));
  const { reload } = list;
  useRenewal(reload);
  const before = useRef(active);
  // When a batch is no longer active, it has ended and belongs at the top of this list.
  useEffect(() => {
    if (active < before.current) reload();
    before.current = active;
  }, [active, reload]);
  const ended = (list.value?.items ?? []).filter(({ status }) => isTerminal(status)).slice(0, SHOWN);
  if (ended.length === 0) return null;
  return (
    <Panel
      title="Recently finished"
      flush
      aside={
        <Anchor component={Link} href="/history" size="sm" className="link">
          Show all
        </Anchor>
      }
    >
      <Table aria-label="Recently finished batches" highlightOnHover data-testid="recent-batches">
        <Table.Thead>
          <Table.Tr>
            <Table.Th pl="md">Batch</Table.Th>
            <Table.Th>Outcome</Table.Th>
            <Table.Th className="num" visibleFrom="md">
              Completed
            </Table.Th>
            <Table.Th className="num">Exceptions</Table.Th>
            <Table.Th className="num" pr="md">
              Finished
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {ended.map((batch) => (
            <Row key={batch.id} batch={batch} />
          ))}
        </Table.Tbody>
      </Table>
    </Panel>
  );
}

function Row({ batch }: { batch: Batch }) {
  return (
    <Table.Tr data-testid="recent-batch" data-batch-id={batch.id}>
      <Table.Td pl="md" maw={320}>
        <Anchor
          component={Link}
          href={batchPath(batch.id)}
          size="sm"
          c="inherit"
          display="block"
          title={batch.name}
          aria-label={batch.name}
        >
          <MiddleTruncate text={batch.name} />
        </Anchor>
        {batch.matter !== '' && (
          <Text size="xs" className="muted truncate">
            {batch.matter}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <BatchStatusBadge status={batch.status} />
      </Table.Td>
      <Table.Td className="num" visibleFrom="md">
        {count(batch.equation.completed)}
      </Table.Td>
      <Table.Td className="num">{count(batch.equation.exceptions)}</Table.Td>
      <Table.Td className="num" pr="md">
        <Moment at={batch.endedAt} />
        <Text size="xs" className="muted">
          in {duration(batch.durationMs)}
        </Text>
      </Table.Td>
    </Table.Tr>
  );
}
