/** What waits on each queue. */
import { Table } from '@mantine/core';
import type { Health } from '../../../shared/health.ts';
import { Panel } from '../../components/panel.tsx';
import { count } from '../../lib/format.ts';
import { QUEUE_LABEL } from './queue-label.ts';

export function QueuesPanel({ health: { queues } }: { health: Health }) {
  return (
    <Panel title="Queues" flush>
      <Table aria-label="Queues" data-testid="health-queues">
        <Table.Thead>
          <Table.Tr>
            <Table.Th pl="md">Queue</Table.Th>
            <Table.Th className="num">Waiting</Table.Th>
            <Table.Th className="num">Active</Table.Th>
            <Table.Th className="num">Delayed</Table.Th>
            <Table.Th className="num" title="Jobs whose earlier stage has not ended">
              Blocked
            </Table.Th>
            <Table.Th className="num" pr="md">
              Failed
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {queues.map(({ queue, waiting, active, delayed, waitingChildren, failed }) => (
            <Table.Tr key={queue}>
              <Table.Td pl="md">{QUEUE_LABEL[queue]}</Table.Td>
              <Table.Td className="num">{count(waiting)}</Table.Td>
              <Table.Td className="num">{count(active)}</Table.Td>
              <Table.Td className="num">{count(delayed)}</Table.Td>
              <Table.Td className="num">{count(waitingChildren)}</Table.Td>
              <Table.Td className="num" pr="md">
                {count(failed)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Panel>
  );
}
