/** Who works, on what, since when, and with how much memory. */
import { Badge, Group, Stack, Table, Text } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { Health, WorkerInfo } from '../../../shared/health.ts';
import { STAGE_LABEL } from '../../../shared/stages.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { age, bytes, count, dateTime, duration, plural } from '../../lib/format.ts';
import { documentPath } from '../../lib/routes.ts';
import { useNow } from '../../lib/use-now.ts';
import { QUEUE_LABEL } from './queue-label.ts';

const SUPERVISOR = {
  off: { label: 'No local worker wanted', color: 'gray' },
  starting: { label: 'Local worker starting', color: 'yellow' },
  running: { label: 'Local worker running', color: 'teal' },
  backing_off: { label: 'Local worker restarts', color: 'orange' },
} as const;

/** A heartbeat comes every few seconds; after this one, something is wrong. */
const LATE_MS = 15_000;
const MAX_JOBS = 4;

export function WorkersPanel({ health: { workers, supervisor, redis } }: { health: Health }) {
  const { label, color } = SUPERVISOR[supervisor.state];
  return (
    <Panel
      title="Workers"
      flush
      testId="health-workers"
      aside={
        <Group gap="xs">
          {supervisor.restarts > 0 && (
            <Text size="xs" className="muted">
              {plural(supervisor.restarts, 'restart')}
              {supervisor.lastExit === null ? '' : `, last: ${supervisor.lastExit}`}
            </Text>
          )}
          <Badge color={color}>{label}</Badge>
        </Group>
      }
    >
      {workers.length === 0 ? (
        <EmptyState
          icon={IconUsers}
          title={redis.state === 'ready' ? 'No worker is there' : 'Workers are not known until Redis answers'}
        >
          {redis.state === 'ready'
            ? 'Batches wait until one is. The local worker starts by itself; on other machines run “redwell worker”.'
            : 'They report there. Those that run wait for it too and go on by themselves.'}
        </EmptyState>
      ) : (
        <Table.ScrollContainer minWidth={900}>
          <Table aria-label="Workers" verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th pl="md">Worker</Table.Th>
                <Table.Th>Now</Table.Th>
                <Table.Th>Jobs at a time</Table.Th>
                <Table.Th className="num">Memory</Table.Th>
                <Table.Th className="num">Processed</Table.Th>
                <Table.Th className="num">Failed</Table.Th>
                <Table.Th className="num" pr="md">
                  Heartbeat
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {workers.map((worker) => (
                <Row key={worker.id} worker={worker} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Panel>
  );
}

function Row({ worker }: { worker: WorkerInfo }) {
  const now = useNow();
  const silent = now - worker.heartbeatAt;
  const engines = Object.entries(worker.engines).map(([name, version]) => `${name} ${version}`);
  return (
    <Table.Tr data-testid="worker-row">
      <Table.Td pl="md" style={{ verticalAlign: 'top' }}>
        <Text size="sm" fw={500}>
          {worker.host} <span className="muted tabular">pid {worker.pid}</span>
        </Text>
        <Text size="xs" className="muted">
          {worker.local ? 'This machine' : 'Another machine'}, since {dateTime(worker.startedAt)}
        </Text>
        <Text size="xs" className="muted breakable" maw={360}>
          {engines.join(' · ')}
        </Text>
      </Table.Td>
      <Table.Td style={{ verticalAlign: 'top' }}>
        <Jobs running={worker.running} />
      </Table.Td>
      <Table.Td style={{ verticalAlign: 'top' }}>
        <Text size="xs" className="tabular">
          {worker.queues
            .map((queue) => `${QUEUE_LABEL[queue]} ${worker.concurrency[queue] ?? 1}`)
            .join(' · ')}
        </Text>
      </Table.Td>
      <Table.Td className="num" style={{ verticalAlign: 'top' }}>
        {bytes(worker.rssBytes)}
      </Table.Td>
      <Table.Td className="num" style={{ verticalAlign: 'top' }}>
        {count(worker.processed)}
      </Table.Td>
      <Table.Td className="num" style={{ verticalAlign: 'top' }}>
        {count(worker.failed)}
      </Table.Td>
      <Table.Td
        className="num"
        pr="md"
        style={{ verticalAlign: 'top' }}
        {...(silent > LATE_MS ? { c: 'var(--rw-bad)' } : {})}
      >
        {age(silent)}
        {silent > LATE_MS && <div>late</div>}
      </Table.Td>
    </Table.Tr>
  );
}

function Jobs({ running }: { running: WorkerInfo['running'] }) {
  if (running.length === 0)
    return (
      <Text size="sm" className="muted">
        Idle
      </Text>
    );
  return (
    <Stack gap={0}>
      {running.slice(0, MAX_JOBS).map(({ documentId, stage, sinceMs }) => (
        <Text size="xs" key={`${documentId}:${stage}`} className="tabular" style={{ whiteSpace: 'nowrap' }}>
          <Link href={documentPath(documentId)} className="link">
            {documentId}
          </Link>{' '}
          {STAGE_LABEL[stage]}, {duration(sinceMs)}
        </Text>
      ))}
      {running.length > MAX_JOBS && (
        <Text size="xs" className="muted">
          and {count(running.length - MAX_JOBS)} more
        </Text>
      )}
    </Stack>
  );
}
