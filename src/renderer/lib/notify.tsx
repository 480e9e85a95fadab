/** What the operator is told in passing. */
import { Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { toWireError } from '../../shared/errors.ts';

/** Says what failed and what to do. The same failure is shown once, however often it happens. */
export function showError(error: unknown): void {
  const { code, message, action } = toWireError(error);
  notifications.show({
    id: `error:${code}:${message}`,
    color: 'red',
    icon: <IconAlertTriangle size={18} aria-hidden />,
    title: message,
    message: action === undefined ? null : <Text size="sm">{action}</Text>,
    autoClose: 12_000,
    role: 'alert',
  });
}

export function showDone(title: string, message?: string): void {
  notifications.show({
    color: 'teal',
    icon: <IconCheck size={18} aria-hidden />,
    title,
    message: message ?? null,
    autoClose: 5_000,
  });
}
