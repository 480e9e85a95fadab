/** A table of numbers: the first column names the row, the numbers are aligned right. */
import { Table } from '@mantine/core';
import type { ReactNode } from 'react';

export interface StatColumn<T> {
  readonly head: string;
  /** Tooltip that explains the head. */
  readonly title?: string;
  of(row: T): ReactNode;
}

interface Props<T> {
  label: string;
  testId: string;
  rows: readonly T[];
  rowKey(row: T): string;
  /** The first column names the row. */
  columns: readonly StatColumn<T>[];
}

export function StatTable<T>({ label, testId, rows, rowKey, columns }: Props<T>) {
  const last = columns.length - 1;
  const cellProps = (index: number): object => ({
    ...(index === 0 ? { pl: 'md' } : { className: 'num' }),
    ...(index === last ? { pr: 'md' } : {}),
  });
  return (
    <Table aria-label={label} data-testid={testId}>
      <Table.Thead>
        <Table.Tr>
          {columns.map(({ head, title }, index) => (
            <Table.Th key={head} {...(title === undefined ? {} : { title })} {...cellProps(index)}>
              {head}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <Table.Tr key={rowKey(row)}>
            {columns.map(({ head, of }, index) => (
              <Table.Td key={head} {...cellProps(index)}>
                {of(row)}
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
