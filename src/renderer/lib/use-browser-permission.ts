/** Tells whether this browser may show notifications. No permission is needed if the host shows them itself. */
import { useCallback, useState } from 'react';
import { useHostInfo } from '../stores/use-app-store.ts';

export interface BrowserPermission {
  /** `not_needed`: the host shows notifications, or has not reported yet whether it does. */
  readonly state: 'not_needed' | NotificationPermission;
  /** Asks the user for permission; browsers allow this only in response to a click. */
  ask(): void;
}

const current = (): NotificationPermission => ('Notification' in window ? Notification.permission : 'denied');

export function useBrowserPermission(): BrowserPermission {
  const info = useHostInfo();
  const [permission, setPermission] = useState(current);
  const ask = useCallback(() => void Notification.requestPermission().then(setPermission), []);
  return { state: info === null || info.capabilities.nativeNotifications ? 'not_needed' : permission, ask };
}
