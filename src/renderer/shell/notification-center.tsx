/** What ends a batch, told in the page and, where the browser may, on the desktop. */
import { Button, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconBell } from '@tabler/icons-react';
import { useCallback } from 'react';
import { useLocation } from 'wouter';
import type { BatchNotification } from '../../shared/bridge.ts';
import { batchPath } from '../lib/routes.ts';
import { useBridgeEvent, useHostInfo, useSettings } from '../stores/use-app-store.ts';

export function NotificationCenter() {
  const [, go] = useLocation();
  const info = useHostInfo();
  const { value: settings } = useSettings();
  const desktop =
    info?.capabilities.nativeNotifications === false &&
    settings?.notifications !== false &&
    'Notification' in window;

  const onNotification = useCallback(
    ({ id, batchId, title, body }: BatchNotification) => {
      const open = (): void => {
        notifications.hide(id);
        window.focus();
        go(batchPath(batchId));
      };
      notifications.show({
        id,
        title,
        icon: <IconBell size={18} aria-hidden />,
        autoClose: 20_000,
        'data-testid': 'notification-toast',
        message: (
          <Stack gap={6} align="flex-start">
            <Text size="sm">{body}</Text>
            <Button variant="light" onClick={open} data-testid="notification-open">
              Open batch
            </Button>
          </Stack>
        ),
      });
      if (desktop && Notification.permission === 'granted') {
        const shown = new Notification(title, { body, tag: id });
        shown.onclick = open;
      }
    },
    [desktop, go],
  );
  useBridgeEvent('notification', onNotification);
  useBridgeEvent(
    'navigate',
    useCallback(({ to }: { to: string }) => go(to), [go]),
  );
  return null;
}
