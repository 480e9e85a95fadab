/** A bordered surface with a heading. Every page consists of panels. */
import { Group, Paper, type PaperProps, Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';

interface Props extends PaperProps {
  title?: string;
  aside?: ReactNode;
  children: ReactNode;
  testId?: string;
  /** Removes the padding around the content, for tables that reach the edge. */
  flush?: boolean;
  /** Below the content; it may stick to the bottom of the window. */
  footer?: ReactNode;
}

export function Panel({ title, aside, children, testId, flush = false, footer, ...paper }: Props) {
  const id = useId();
  return (
    <Paper
      withBorder
      component="section"
      bg="var(--rw-surface)"
      style={{ borderColor: 'var(--rw-line)', overflow: 'clip' }}
      {...(title === undefined ? {} : { 'aria-labelledby': id })}
      {...(testId === undefined ? {} : { 'data-testid': testId })}
      {...paper}
    >
      {title !== undefined && (
        <Group justify="space-between" gap="xs" px="md" pt="sm" pb={flush ? 'xs' : 0} mih={flush ? 50 : 40}>
          <Title order={2} id={id}>
            {title}
          </Title>
          {aside}
        </Group>
      )}
      {/* What does not fit can be scrolled to, never cut off. */}
      <div style={{ padding: flush ? 0 : '12px 16px 16px', overflowX: 'auto' }}>{children}</div>
      {footer}
    </Paper>
  );
}
