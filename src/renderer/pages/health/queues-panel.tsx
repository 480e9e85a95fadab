/** The number of jobs in each queue. */
import { Text } from '@mantine/core';
import type { Health } from '../../../shared/health.ts';
import { Panel } from '../../components/panel.tsx';
import { type StatColumn, StatTable } from '../../components/stat-table.tsx';
import { count } from '../../lib/format.ts';
import { HEALTH_EMPTY_TEXT } from '../../text/empty.ts';
import { QUEUE_LABEL } from '../../text/labels.ts';

const COLUMNS: readonly StatColumn<Health['queues'][number]>[] = [
  { head: 'Jobs for', of: ({ queue }) => QUEUE_LABEL[queue] },
  { head: 'Waiting', of: ({ waiting }) => count(waiting) },
  { head: 'Active', of: ({ active }) => count(active) },
  { head: 'Delayed', title: 'Waiting for a retry, or paused', of: ({ delayed }) => count(delayed) },
  {
    head: 'Blocked',
    title: 'Waiting for an earlier stage',
    of: ({ waitingChildren }) => count(waitingChildren),
  },
  { head: 'Failed', of: ({ failed }) => count(failed) },
];

export function QueuesPanel({ health: { queues } }: { health: Health }) {
  return (
    <Panel title="Queues" flush>
      {queues.length === 0 ? (
        <Text size="sm" className="muted" px="md" pb="md" data-testid="health-queues-unknown">
          {HEALTH_EMPTY_TEXT.untilRedis}
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
