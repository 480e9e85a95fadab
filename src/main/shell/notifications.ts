/** The end of a batch as a notification of the desktop. */
import type { Notification } from 'electron';
import type { BatchNotification } from '../../shared/bridge.ts';

/**
 * Returns what shows a notification. The objects are kept until they are closed, because a collected
 * one no longer answers a click.
 * @param opened called with the batch when the operator clicks
 */
export function notifier(
  NotificationOf: typeof Notification,
  opened: (batchId: string) => void,
): (notification: BatchNotification) => void {
  const shown = new Set<Notification>();
  return ({ title, body, batchId }) => {
    if (!NotificationOf.isSupported()) return;
    const notification = new NotificationOf({ title, body });
    shown.add(notification);
    notification.once('click', () => {
      shown.delete(notification);
      opened(batchId);
    });
    notification.once('close', () => shown.delete(notification));
    notification.show();
  };
}
