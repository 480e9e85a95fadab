/** Shows brief messages in the corner of the page. */
import { Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { toWireError } from '../../shared/errors.ts';
import { visibleOnPage } from '../../shared/visible.ts';

/** Shows what failed and what to do. A repeated failure replaces its earlier message. */
export function showError(error: unknown): void {
  const { code, message, action } = toWireError(error);
  notifications.show({
    id: `error:${code}:${message}`,
    color: 'red',
    icon: <IconAlertTriangle size={18} aria-hidden />,
    title: visibleOnPage(message),
    message: action === undefined ? null : <Text size="sm">{action}</Text>,
    autoClose: 12_000,
    role: 'alert',
  });
}

/** Confirms that an action succeeded. */
export function showDone({ title, message }: { readonly title: string; readonly message?: string }): void {
  notifications.show({
    color: 'teal',
    icon: <IconCheck size={18} aria-hidden />,
    title: visibleOnPage(title),
    message: message === undefined ? null : visibleOnPage(message),
    autoClose: 5_000,
  });
}
