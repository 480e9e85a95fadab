/** Shows brief messages in the corner of the page. */
import { Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconCheck, IconInfoCircle } from '@tabler/icons-react';
import { visibleOnPage } from '../../shared/visible.ts';
import { asError, wireOf } from './wire-error.ts';

interface Notice {
  readonly title: string;
  readonly message?: string;
}

/** Shows what failed and what to do. A repeated failure replaces its earlier message. */
export function showError(error: unknown): void {
  const { code, message, action } = wireOf(asError(error));
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

/** Shows a result that somebody must look at. */
export function showWarning({ title, message }: Notice): void {
  notifications.show({
    color: 'orange',
    icon: <IconAlertTriangle size={18} aria-hidden />,
    title: visibleOnPage(title),
    message: message === undefined ? null : visibleOnPage(message),
    autoClose: 12_000,
    role: 'alert',
  });
}

/** Tells something that is neither a success nor a failure. */
export function showInfo({ title, message }: Notice): void {
  notifications.show({
    color: 'ink',
    icon: <IconInfoCircle size={18} aria-hidden />,
    title: visibleOnPage(title),
    message: message === undefined ? null : visibleOnPage(message),
    autoClose: 8_000,
  });
}

/** Confirms that an action succeeded. */
export function showDone({ title, message }: Notice): void {
  notifications.show({
    color: 'teal',
    icon: <IconCheck size={18} aria-hidden />,
    title: visibleOnPage(title),
    message: message === undefined ? null : visibleOnPage(message),
    autoClose: 5_000,
  });
}
