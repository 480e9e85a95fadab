/** Desktop notifications when a batch ends. */
import type { Notification } from 'electron';
import type { BatchNotification } from '../../shared/bridge.ts';
import { visible } from '../../shared/visible.ts';

/**
 * Returns a function that shows a notification. It keeps each one until it closes, because a garbage-collected
 * notification no longer reports clicks.
 * @param opened called with the batch that the operator clicks
 */
export function notifier(
  NotificationOf: typeof Notification,
  opened: (batchId: string) => void,
): (notification: BatchNotification) => void {
  const shown = new Set<Notification>();
  return ({ title, body, batchId }) => {
    if (!NotificationOf.isSupported()) return;
    const notification = new NotificationOf({ title: visible(title), body: visible(body) });
    shown.add(notification);
    notification.once('click', () => {
      shown.delete(notification);
      opened(batchId);
    });
    notification.once('close', () => shown.delete(notification));
    notification.show();
  };
}
