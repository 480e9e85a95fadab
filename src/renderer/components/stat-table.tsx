/** Rows of figures: what they belong to stands to the left, the figures are set flush to the right. */
import { Table } from '@mantine/core';
import type { ReactNode } from 'react';

export interface StatColumn<T> {
  readonly head: string;
  /** What the head does not say by itself. */
  readonly title?: string;
  of(row: T): ReactNode;
}

interface Props<T> {
  label: string;
  testId: string;
  rows: readonly T[];
  rowKey(row: T): string;
  /** The first one names the row. */
  columns: readonly StatColumn<T>[];
}

export function StatTable<T>({ label, testId, rows, rowKey, columns }: Props<T>) {
  const last = columns.length - 1;
  const place = (index: number): object => ({
    ...(index === 0 ? { pl: 'md' } : { className: 'num' }),
    ...(index === last ? { pr: 'md' } : {}),
  });
  return (
    <Table aria-label={label} data-testid={testId}>
      <Table.Thead>
        <Table.Tr>
          {columns.map(({ head, title }, index) => (
            <Table.Th key={head} {...(title === undefined ? {} : { title })} {...place(index)}>
              {head}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <Table.Tr key={rowKey(row)}>
            {columns.map(({ head, of }, index) => (
              <Table.Td key={head} {...place(index)}>
                {of(row)}
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
