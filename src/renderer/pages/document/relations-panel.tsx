/** The relationships found in a document, each with the passages that support it. */
import { Anchor, Button, Group, Table, Text } from '@mantine/core';
import { useState } from 'react';
import type { DocumentDetail } from '../../../shared/documents.ts';
import { Panel } from '../../components/panel.tsx';
import { entityName } from '../../lib/entity-name.ts';
import { count } from '../../lib/format.ts';
import { relationshipLabel } from '../../text/labels.ts';

interface Props {
  document: DocumentDetail;
  onJump: (start: number, end: number) => void;
}

/** Rows shown at first, and after “Show all”. */
const FIRST_SHOWN = 12;
const MAX_SHOWN = 500;

/** Two names in one sentence, of which the document says nothing more, come last and in gray. */
const isWeak = ({ kind }: Pick<DocumentDetail['relationships'][number], 'kind'>): boolean =>
  kind === 'appears_with';

export function RelationsPanel({ document, onJump }: Props) {
  const { relationships } = document;
  const [all, setAll] = useState(false);
  if (relationships.length === 0) return null;
  const sorted = [...relationships].sort(
    (a, b) => Number(isWeak(a)) - Number(isWeak(b)) || b.weight - a.weight,
  );
  return (
    <Panel title={`Relationships (${count(relationships.length)})`} flush testId="relationships">
      <Table aria-label="Relationships" highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th pl="md">From</Table.Th>
            <Table.Th>Relationship</Table.Th>
            <Table.Th>To</Table.Th>
            <Table.Th pr="md">Where the document says so</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sorted
            .slice(0, all ? MAX_SHOWN : FIRST_SHOWN)
            .map(({ kind, role, from, fromKind, to, toKind, evidence }) => (
              <Table.Tr
                key={`${kind}:${fromKind}:${from}:${toKind}:${to}`}
                className={isWeak({ kind }) ? 'muted' : undefined}
              >
                <Table.Td pl="md" className="breakable">
                  {entityName(fromKind, from)}
                </Table.Td>
                <Table.Td className="muted">{relationshipLabel({ kind, role })}</Table.Td>
                <Table.Td className="breakable">{entityName(toKind, to)}</Table.Td>
                <Table.Td pr="md">
                  <Group gap="xs">
                    {evidence.slice(0, 4).map(({ start, end, page }, index) => (
                      <Anchor
                        component="button"
                        type="button"
                        fz="xs"
                        key={start}
                        onClick={() => onJump(start, end)}
                      >
                        {page === null ? `passage ${index + 1}` : `page ${count(page)}`}
                      </Anchor>
                    ))}
                    {evidence.length > 4 && (
                      <Text size="xs" className="muted">
                        and {count(evidence.length - 4)} more
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
