/** A list of names with their values to the right. */
import { Table } from '@mantine/core';
import type { ReactNode } from 'react';

export type DescriptionItem = readonly [name: string, value: ReactNode, numeric?: 'text'];

export function DescriptionList({ items, label }: { items: readonly DescriptionItem[]; label: string }) {
  return (
    <Table aria-label={label} verticalSpacing={4} horizontalSpacing={0} withRowBorders>
      <Table.Tbody>
        {items.map(([name, value, kind]) => (
          <Table.Tr key={name}>
            <Table.Th scope="row" fw={400} className="muted" style={{ paddingRight: 16 }}>
              {name}
            </Table.Th>
            {/* A time that wraps is cut before its clock, not before "PM". */}
            <Table.Td
              className={kind === 'text' ? 'breakable' : 'num'}
              ta="right"
              style={{ textWrap: 'balance' }}
            >
              {value}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
