/** What waits on each queue. */
import { Text } from '@mantine/core';
import type { Health } from '../../../shared/health.ts';
import { Panel } from '../../components/panel.tsx';
import { type StatColumn, StatTable } from '../../components/stat-table.tsx';
import { count } from '../../lib/format.ts';
import { QUEUE_LABEL } from './queue-label.ts';

const COLUMNS: readonly StatColumn<Health['queues'][number]>[] = [
  { head: 'Jobs for', of: ({ queue }) => QUEUE_LABEL[queue] },
  { head: 'Waiting', of: ({ waiting }) => count(waiting) },
  { head: 'Active', of: ({ active }) => count(active) },
  { head: 'Delayed', title: 'To be tried again later, or paused', of: ({ delayed }) => count(delayed) },
  {
    head: 'Blocked',
    title: 'Jobs whose earlier stage has not ended',
    of: ({ waitingChildren }) => count(waitingChildren),
  },
  { head: 'Failed', of: ({ failed }) => count(failed) },
];

export function QueuesPanel({ health: { queues } }: { health: Health }) {
  return (
    <Panel title="Queues" flush>
      {queues.length === 0 ? (
        <Text size="sm" className="muted" px="md" pb="md" data-testid="health-queues-unknown">
          Not known until Redis answers.
        </Text>
      ) : (
        <StatTable
          label="Queues"
          testId="health-queues"
          rows={queues}
          rowKey={({ queue }) => queue}
          columns={COLUMNS}
        />
      )}
    </Panel>
  );
}
