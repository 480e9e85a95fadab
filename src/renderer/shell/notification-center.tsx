/** Announces the end of a batch in the page and, if the browser allows it, on the desktop. */
import { Button, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconBell } from '@tabler/icons-react';
import { useCallback, useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import type { BatchNotification } from '../../shared/bridge.ts';
import { visible, visibleOnPage } from '../../shared/visible.ts';
import { batchIdOf, batchPath } from '../lib/routes.ts';
import { useBridgeEvent, useHostInfo, useSettings } from '../stores/use-app-store.ts';

const SHOWN_MS = 8_000;

export function NotificationCenter() {
  const [location, go] = useLocation();
  const current = useRef(location);
  current.current = location;
  /** Ids of the messages by the batch that they announce. */
  const shownFor = useRef(new Map<string, string[]>());
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
      if (batchIdOf(current.current) !== batchId)
        shownFor.current.set(batchId, [...(shownFor.current.get(batchId) ?? []), id]);
      notifications.show({
        id,
        title: visibleOnPage(title),
        icon: <IconBell size={18} aria-hidden />,
        autoClose: SHOWN_MS,
        'data-testid': 'notification-toast',
        message: (
          <Stack gap={6} align="flex-start">
            <Text size="sm">{body}</Text>
            {batchIdOf(current.current) !== batchId && (
              <Button variant="light" onClick={open} data-testid="notification-open">
                Open batch
              </Button>
            )}
          </Stack>
        ),
      });
      if (desktop && Notification.permission === 'granted') {
        const shown = new Notification(visible(title), { body: visible(body), tag: id });
        shown.onclick = open;
      }
    },
    [desktop, go],
  );
  useBridgeEvent('notification', onNotification);
  useBridgeEvent(
    'retention.due',
    useCallback(
      ({ title, body }: { title: string; body: string }) =>
        void notifications.show({
          ...{ id: 'retention', title, message: body, autoClose: false },
          icon: <IconBell size={18} aria-hidden />,
          'data-testid': 'retention-toast',
        }),
      [],
    ),
  );
  // Whoever has come to the batch by another way needs no button that leads there.
  useEffect(() => {
    const batchId = batchIdOf(location);
    for (const id of batchId === null ? [] : (shownFor.current.get(batchId) ?? [])) notifications.hide(id);
    if (batchId !== null) shownFor.current.delete(batchId);
  }, [location]);
  useBridgeEvent(
    'navigate',
    useCallback(({ to }: { to: string }) => go(to), [go]),
  );
  return null;
}
