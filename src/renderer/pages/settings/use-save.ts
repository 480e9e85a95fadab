/** Returns an action that saves a part of the settings. */
import { useCallback } from 'react';
import type { RequestInput } from '../../../shared/bridge.ts';
import { showDone } from '../../lib/notify.tsx';
import { type Action, useAction } from '../../lib/use-action.ts';
import { useAppStore } from '../../stores/use-app-store.ts';
import { SAVED } from '../../text/notices.ts';

export function useSave(): Action<[RequestInput<'settings.set'>]> {
  const { bridge, settings } = useAppStore();
  return useAction(
    useCallback(
      async (change: RequestInput<'settings.set'>) => {
        settings.put(await bridge.request('settings.set', change));
        showDone(SAVED);
      },
      [bridge, settings],
    ),
  );
}
