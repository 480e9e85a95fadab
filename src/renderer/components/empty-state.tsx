/** Placeholder for a list or page without data: it says why, and what to do. */
import { Stack, Text, ThemeIcon } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';

interface Props {
  icon: Icon;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  testId?: string;
}

export function EmptyState({ icon: Shape, title, children, action, testId }: Props) {
  return (
    <Stack align="center" gap="xs" py="lg" px="md" ta="center" data-testid={testId ?? 'empty'}>
      <ThemeIcon size={44} radius="xl" variant="light" color="gray">
        <Shape size={24} stroke={1.5} aria-hidden />
      </ThemeIcon>
      <Text fw={600}>{title}</Text>
      {children !== undefined && (
        <Text size="sm" className="muted" maw={520} component="div">
          {children}
        </Text>
      )}
      {action}
    </Stack>
  );
}
