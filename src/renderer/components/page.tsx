/** The frame of a page: its title, its actions and its content. */
import { Group, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';

interface Props {
  title: string;
  /** Replaces the plain title. */
  heading?: ReactNode;
  subtitle?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

export function Page({ title, heading, subtitle, actions, children }: Props) {
  useDocumentTitle(`${title} · Redwell`);
  return (
    <Stack gap="md" maw={1680} mx="auto">
      <Group justify="space-between" align="flex-start" gap="md" wrap="wrap">
        <div style={{ minWidth: 0, flex: '1 1 320px' }}>
          {heading ?? <Title order={1}>{title}</Title>}
          {subtitle !== undefined && (
            <Text size="sm" className="muted" component="div">
              {subtitle}
            </Text>
          )}
        </div>
        {actions !== undefined && <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </Stack>
  );
}
