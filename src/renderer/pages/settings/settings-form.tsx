/** A group of settings with its own Save button. */
import { Button, Group, Stack, Text } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import type { RequestInput } from '../../../shared/bridge.ts';
import { Panel } from '../../components/panel.tsx';
import { useSave } from './use-save.ts';

interface Props {
  title: string;
  /** The change to save; null while the form is invalid or unchanged. */
  change: RequestInput<'settings.set'> | null;
  /** Shown beside the button. */
  hint?: string;
  children: ReactNode;
  testId: string;
}

export function SettingsForm({ title, change, hint, children, testId }: Props) {
  const save = useSave();
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    if (change !== null) void save.run(change);
  };
  return (
    <Panel title={title}>
      <form onSubmit={onSubmit}>
        <Stack gap="sm">
          {children}
          <Group justify="space-between">
            <Text size="xs" className="muted">
              {hint}
            </Text>
            <Button type="submit" loading={save.busy} disabled={change === null} data-testid={testId}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}
