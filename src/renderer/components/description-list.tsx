/** Names and values under each other, values to the right. */
import { Table } from '@mantine/core';
import type { ReactNode } from 'react';

export type DescriptionItem = readonly [name: string, value: ReactNode, numeric?: 'text'];

export function DescriptionList({ facts, label }: { facts: readonly DescriptionItem[]; label: string }) {
  return (
    <Table aria-label={label} verticalSpacing={4} horizontalSpacing={0} withRowBorders>
      <Table.Tbody>
        {facts.map(([name, value, kind]) => (
          <Table.Tr key={name}>
            <Table.Th
              scope="row"
              fw={400}
              className="muted"
              style={{ paddingRight: 16, whiteSpace: 'nowrap' }}
            >
              {name}
            </Table.Th>
            <Table.Td className={kind === 'text' ? 'breakable' : 'num'} ta="right">
              {value}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
