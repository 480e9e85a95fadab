/** The types of a drop's documents. Each can be left out. */
import { Checkbox, Table, Text } from '@mantine/core';
import type { Inventory } from '../../../shared/intake.ts';
import { bytes, count, plural } from '../../lib/format.ts';
import { TYPE_LABEL } from '../../text/labels.ts';
import type { Edits } from './use-edits.ts';

type Choice = NonNullable<Inventory['choices']>[number];

export function TypesTable({ choices, edits }: { choices: readonly Choice[]; edits: Edits }) {
  return (
    <Table aria-label="File types" verticalSpacing={4} horizontalSpacing={0} data-testid="inventory-types">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Type</Table.Th>
          <Table.Th className="num">Documents</Table.Th>
          <Table.Th className="num">Size</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {choices.map((choice) => (
          <Row key={choice.type} choice={choice} edits={edits} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Row({ choice, edits }: { choice: Choice; edits: Edits }) {
  const { type, documents, leftOut, attached } = choice;
  const all = leftOut === 0;
  return (
    <Table.Tr data-testid="type-row" data-type={type}>
      <Table.Td>
        <Checkbox
          size="xs"
          label={TYPE_LABEL[type]}
          checked={all}
          indeterminate={!all && leftOut < documents}
          onChange={() => edits.run({ out: all, choices: [{ kind: 'type', type }] })}
        />
        {!all && attached > 0 && (
          <Text size="xs" className="muted" pl={26}>
            {plural(attached, 'attachment')} of this type stay with their emails.
          </Text>
        )}
      </Table.Td>
      <Table.Td className="num">
        {leftOut === 0 ? count(documents) : `${count(documents - leftOut)} of ${count(documents)}`}
      </Table.Td>
      <Table.Td className="num">{bytes(choice.bytes)}</Table.Td>
    </Table.Tr>
  );
}
