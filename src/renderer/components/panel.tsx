/** A bordered surface with a heading. Every page consists of panels. */
import { Group, Paper, type PaperProps, Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import { ScrollSideways } from './scroll-sideways.tsx';

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
        <Group
          justify="space-between"
          gap="xs"
          px="var(--rw-panel-x)"
          pt="var(--rw-panel-y)"
          pb={flush ? 'var(--rw-space-2)' : 0}
        >
          <Title order={2} id={id}>
            {title}
          </Title>
          {aside}
        </Group>
      )}
      {/* What does not fit can be scrolled to, never cut off. */}
      <ScrollSideways
        padding={flush ? 0 : 'var(--rw-panel-y) var(--rw-panel-x) calc(var(--rw-panel-y) + 4px)'}
      >
        {children}
      </ScrollSideways>
      {footer}
    </Paper>
  );
}
