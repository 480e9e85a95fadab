/** Every attempt at every stage, kept for good. */
import { Badge, Table, Text } from '@mantine/core';
import type { Attempt, DocumentDetail } from '../../../shared/documents.ts';
import { EXCEPTIONS } from '../../../shared/exceptions.ts';
import { STAGE_LABEL, STAGES } from '../../../shared/stages.ts';
import { Panel } from '../../components/panel.tsx';
import { clockSeconds, count, duration } from '../../lib/format.ts';

const OUTCOME = {
  completed: { label: 'Completed', color: 'teal' },
  failed: { label: 'Failed', color: 'red' },
  canceled: { label: 'Canceled', color: 'gray' },
} as const;

export function AttemptsPanel({ document }: { document: DocumentDetail }) {
  const attempts = [...document.attempts].sort(
    (a, b) => STAGES.indexOf(a.stage) - STAGES.indexOf(b.stage) || a.startedAt - b.startedAt,
  );
  return (
    <Panel title="Stage attempts" flush testId="attempts">
      {attempts.length === 0 ? (
        <Text size="sm" className="muted" px="md" pb="md">
          No stage has been attempted.
        </Text>
      ) : (
        <Table.ScrollContainer minWidth={860}>
          <Table aria-label="Stage attempts">
            <Table.Thead>
              <Table.Tr>
                <Table.Th pl="md">Stage</Table.Th>
                <Table.Th className="num">Attempt</Table.Th>
                <Table.Th>Outcome</Table.Th>
                <Table.Th className="num">Started</Table.Th>
                <Table.Th className="num">Waited</Table.Th>
                <Table.Th className="num">Took</Table.Th>
                <Table.Th>Engine</Table.Th>
                <Table.Th pr="md">Worker</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {attempts.map((attempt) => (
                <Row key={`${attempt.stage}:${attempt.attempt}:${attempt.startedAt}`} attempt={attempt} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Panel>
  );
}

function Row({ attempt }: { attempt: Attempt }) {
  const { stage, outcome, startedAt, endedAt, waitedMs, worker, cached, engine, error } = attempt;
  return (
    <Table.Tr>
      <Table.Td pl="md">{STAGE_LABEL[stage]}</Table.Td>
      <Table.Td className="num">{count(attempt.attempt)}</Table.Td>
      <Table.Td>
        <Badge color={OUTCOME[outcome].color}>{cached ? 'From cache' : OUTCOME[outcome].label}</Badge>
        {error !== null && (
          <Text size="xs" className="breakable" c="var(--rw-bad)">
            {EXCEPTIONS[error.code].label}: {error.detail}
          </Text>
        )}
      </Table.Td>
      <Table.Td className="num">{clockSeconds(startedAt)}</Table.Td>
      <Table.Td className="num">{duration(waitedMs)}</Table.Td>
      <Table.Td className="num">{duration(endedAt - startedAt)}</Table.Td>
      <Table.Td>{engine ?? 'Redwell'}</Table.Td>
      <Table.Td pr="md" className="breakable">
        {worker}
      </Table.Td>
    </Table.Tr>
  );
}
