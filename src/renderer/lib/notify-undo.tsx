/** Confirms an action in the corner of the page and offers to take it back. */
import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconArrowBackUp, IconCheck } from '@tabler/icons-react';
import { visibleOnPage } from '../../shared/visible.ts';

/** Long enough to read it and reach the button by keyboard. */
const SHOWN_MS = 15_000;

/** @param undo takes the action back; called once at most */
export function showUndo(title: string, undo: () => void): void {
  const id = notifications.show({
    color: 'teal',
    icon: <IconCheck size={18} aria-hidden />,
    autoClose: SHOWN_MS,
    title: null,
    message: (
      <Group justify="space-between" gap="sm" wrap="nowrap">
        <Text size="sm" fw={500}>
          {visibleOnPage(title)}
        </Text>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconArrowBackUp size={15} aria-hidden />}
          onClick={() => {
            notifications.hide(id);
            undo();
          }}
          data-testid="undo"
        >
          Undo
        </Button>
      </Group>
    ),
  });
}
