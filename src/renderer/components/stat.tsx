/** One number with its label and an optional note. */
import { Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';

interface Props {
  label: string;
  value: ReactNode;
  note?: ReactNode;
  tone?: 'ok' | 'warn' | 'bad';
  testId?: string;
}

export function Stat({ label, value, note, tone, testId }: Props) {
  return (
    <div {...(testId === undefined ? {} : { 'data-testid': testId })}>
      <Text size="xs" className="muted">
        {label}
      </Text>
      <Text
        fw={600}
        size="lg"
        lh={1.3}
        className="tabular"
        {...(tone === undefined ? {} : { c: `var(--rw-${tone})` })}
        component="div"
      >
        {value}
      </Text>
      {note !== undefined && (
        <Text size="xs" className="muted" component="div">
          {note}
        </Text>
      )}
    </div>
  );
}

/** Places several `Stat`s side by side. */
export function StatGroup({ children }: { children: ReactNode }) {
  return (
    <Group gap={32} align="flex-start">
      {children}
    </Group>
  );
}
