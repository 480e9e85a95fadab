/** Who stands in which relation to whom, each with the places that say so. */
import { Anchor, Button, Group, Table, Text } from '@mantine/core';
import { useState } from 'react';
import type { DocumentDetail } from '../../../shared/documents.ts';
import { Panel } from '../../components/panel.tsx';
import { count, rate } from '../../lib/format.ts';
import { RELATIONSHIP_LABEL } from '../../lib/labels.ts';

interface Props {
  document: DocumentDetail;
  onJump: (start: number, end: number) => void;
}

/** Drawn at first, and when the operator wants to see more. */
const FIRST_SHOWN = 12;
const MAX_SHOWN = 500;

export function RelationsPanel({ document, onJump }: Props) {
  const { relationships } = document;
  const [all, setAll] = useState(false);
  if (relationships.length === 0) return null;
  const sorted = [...relationships].sort((a, b) => b.weight - a.weight);
  return (
    <Panel title={`Relationships (${count(relationships.length)})`} flush testId="relationships">
      <Table aria-label="Relationships" highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th pl="md">From</Table.Th>
            <Table.Th>Relation</Table.Th>
            <Table.Th>To</Table.Th>
            <Table.Th className="num">Weight</Table.Th>
            <Table.Th pr="md">Evidence</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sorted
            .slice(0, all ? MAX_SHOWN : FIRST_SHOWN)
            .map(({ kind, from, fromKind, to, toKind, weight, evidence }) => (
              <Table.Tr key={`${kind}:${fromKind}:${from}:${toKind}:${to}`}>
                <Table.Td pl="md" className="breakable">
                  {from}
                </Table.Td>
                <Table.Td className="muted">{RELATIONSHIP_LABEL[kind]}</Table.Td>
                <Table.Td className="breakable">{to}</Table.Td>
                <Table.Td className="num">{rate(weight)}</Table.Td>
                <Table.Td pr="md">
                  <Group gap="xs">
                    {evidence.slice(0, 4).map(({ start, end, page }) => (
                      <Anchor
                        component="button"
                        type="button"
                        fz="xs"
                        key={start}
                        onClick={() => onJump(start, end)}
                      >
                        {page === null ? `at ${count(start)}` : `page ${count(page)}`}
                      </Anchor>
                    ))}
                    {evidence.length > 4 && (
                      <Text size="xs" className="muted">
                        +{count(evidence.length - 4)}
                      </Text>
                    )}
                  </Group>
                </Table.Td>
              </Table.Tr>
            ))}
        </Table.Tbody>
      </Table>
      {!all && sorted.length > FIRST_SHOWN && (
        <Button variant="subtle" m="xs" onClick={() => setAll(true)}>
          Show {sorted.length > MAX_SHOWN ? `the ${count(MAX_SHOWN)} strongest of` : 'all'}{' '}
          {count(sorted.length)}
        </Button>
      )}
    </Panel>
  );
}
