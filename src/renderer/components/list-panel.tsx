/** A long list with its filters, its total, its error and its rows. */
import { Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { ErrorAlert } from './error-alert.tsx';
import { Panel } from './panel.tsx';
import { VirtualTable, type VirtualTableProps } from './virtual-table.tsx';

interface Props<T> extends Omit<VirtualTableProps<T>, 'testId'> {
  /** Prefix of the test ids: `documents` gives `documents-table` and `documents-total`. */
  name: string;
  filters: ReactNode;
  /** Returns the sentence for the number of rows. */
  totalLabel(total: number): string;
  /** Shown between the filters and the rows. */
  children?: ReactNode;
  /** Shown above the filters. */
  views?: ReactNode;
  /** Shown over the end of the rows. */
  bar?: ReactNode;
}

export function ListPanel<T extends object>({
  name,
  filters,
  totalLabel,
  children,
  views,
  bar,
  ...table
}: Props<T>) {
  const { pages } = table;
  return (
    <div>
      <Panel>
        {views}
        <Group gap="sm">
          {filters}
          <Text size="sm" className="muted tabular" ml="auto" role="status" data-testid={`${name}-total`}>
            {pages.total === null
              ? pages.error === null
                ? 'Loading …'
                : 'Not loaded'
              : totalLabel(pages.total)}
          </Text>
        </Group>
        {children}
        {pages.error !== null && <ErrorAlert error={pages.error} retry={() => void pages.refresh(0, 0)} />}
        <div style={{ margin: '12px -16px -16px' }}>
          <VirtualTable testId={`${name}-table`} {...table} />
        </div>
      </Panel>
      {/* Outside the panel, which scrolls sideways: the bar stays in the window. */}
      {bar}
    </div>
  );
}
