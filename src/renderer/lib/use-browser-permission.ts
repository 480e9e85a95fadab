/** Whether this browser may show notifications. Where the host shows them itself, nothing is to be asked. */
import { useCallback, useState } from 'react';
import { useHostInfo } from '../stores/use-app-store.ts';

export interface BrowserPermission {
  /** `not_needed`: the host notifies by itself, or has not said yet whether it does. */
  readonly state: 'not_needed' | NotificationPermission;
  /** Asks the operator; browsers allow it only in answer to a click. */
  ask(): void;
}

const current = (): NotificationPermission => ('Notification' in window ? Notification.permission : 'denied');

export function useBrowserPermission(): BrowserPermission {
  const info = useHostInfo();
  const [permission, setPermission] = useState(current);
  const ask = useCallback(() => void Notification.requestPermission().then(setPermission), []);
  return { state: info === null || info.capabilities.nativeNotifications ? 'not_needed' : permission, ask };
}
