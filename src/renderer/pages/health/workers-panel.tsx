/** The connected workers: their jobs, memory and heartbeats. */
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
import { HEALTH_EMPTY_TEXT } from '../../text/empty.ts';
import { QUEUE_LABEL, SUPERVISOR_LABEL } from '../../text/labels.ts';

const SUPERVISOR_COLOR = { off: 'gray', starting: 'yellow', running: 'teal', backing_off: 'orange' } as const;

/** Heartbeats come every few seconds, so a longer silence is a problem. */
const LATE_MS = 15_000;
const MAX_JOBS = 4;

export function WorkersPanel({ health: { workers, supervisor, redis } }: { health: Health }) {
  const empty = redis.state === 'ready' ? HEALTH_EMPTY_TEXT.workers : HEALTH_EMPTY_TEXT.workersUnknown;
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
          <Badge color={SUPERVISOR_COLOR[supervisor.state]}>{SUPERVISOR_LABEL[supervisor.state]}</Badge>
        </Group>
      }
    >
      {workers.length === 0 ? (
        <EmptyState icon={IconUsers} title={empty.title}>
          {empty.hint}
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
          {worker.local ? 'This computer' : 'Another computer'}, since {dateTime(worker.startedAt)}
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
