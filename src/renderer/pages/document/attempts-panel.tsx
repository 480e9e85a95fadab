/** The record of every attempt at every stage. */
import { Badge, Table, Text } from '@mantine/core';
import type { Attempt, DocumentDetail } from '../../../shared/documents.ts';
import { EXCEPTIONS } from '../../../shared/exceptions.ts';
import { STAGE_LABEL, STAGES } from '../../../shared/stages.ts';
import { Panel } from '../../components/panel.tsx';
import { dateTime, duration, exactTime, NONE } from '../../lib/format.ts';
import { EMPTY_TEXT } from '../../text/empty.ts';
import { attemptNumber, OUTCOME_LABEL, REUSED_LABEL } from '../../text/labels.ts';

const OUTCOME_COLOR = { completed: 'teal', failed: 'red', canceled: 'gray' } as const;

export function AttemptsPanel({ document }: { document: DocumentDetail }) {
  const attempts = [...document.attempts].sort(
    (a, b) => STAGES.indexOf(a.stage) - STAGES.indexOf(b.stage) || a.startedAt - b.startedAt,
  );
  return (
    <Panel title="Processing record" flush testId="attempts">
      {attempts.length === 0 ? (
        <Text size="sm" className="muted" px="md" pb="md">
          {EMPTY_TEXT.attempts}
        </Text>
      ) : (
        <Table.ScrollContainer minWidth={980}>
          <Table aria-label="Processing record">
            <Table.Thead>
              <Table.Tr>
                <Table.Th pl="md">Stage</Table.Th>
                <Table.Th>Attempt</Table.Th>
                <Table.Th>Outcome</Table.Th>
                <Table.Th className="num">Started</Table.Th>
                <Table.Th className="num">Waited</Table.Th>
                <Table.Th className="num">Took</Table.Th>
                <Table.Th>Software</Table.Th>
                <Table.Th pr="md">Processing engine</Table.Th>
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
      <Table.Td style={{ whiteSpace: 'nowrap' }}>{attemptNumber(attempt.attempt)}</Table.Td>
      <Table.Td>
        <Badge color={OUTCOME_COLOR[outcome]}>{cached ? REUSED_LABEL : OUTCOME_LABEL[outcome]}</Badge>
        {error !== null && (
          <Text size="xs" className="breakable" c="var(--rw-bad)">
            {EXCEPTIONS[error.code].label}: {error.detail}
          </Text>
        )}
      </Table.Td>
      <Table.Td className="num" title={exactTime(startedAt)}>
        {dateTime(startedAt)}
      </Table.Td>
      <Table.Td className="num">{duration(waitedMs)}</Table.Td>
      <Table.Td className="num">{cached ? NONE : duration(endedAt - startedAt)}</Table.Td>
      <Table.Td>{engine ?? 'Redwell'}</Table.Td>
      <Table.Td pr="md" className="breakable">
        {worker}
      </Table.Td>
    </Table.Tr>
  );
}
