/** Sends what the user leaves out or takes back, one change after the other, so that none is lost. */
import { useCallback, useRef, useState } from 'react';
import type { RequestInput } from '../../../shared/bridge.ts';
import { showError } from '../../lib/notify.tsx';
import { useAppStore } from '../../stores/use-app-store.ts';

export type Change = Omit<RequestInput<'intake.edit'>, 'dropId'>;

export interface Edits {
  readonly busy: boolean;
  run(change: Change): void;
}

export function useEdits(dropId: string): Edits {
  const { bridge, drops } = useAppStore();
  const waiting = useRef<Promise<void>>(Promise.resolve());
  const [open, setOpen] = useState(0);
  const run = useCallback(
    (change: Change) => {
      setOpen((count) => count + 1);
      waiting.current = waiting.current
        .then(async () => drops.put(await bridge.request('intake.edit', { dropId, ...change })))
        .catch(showError)
        .finally(() => setOpen((count) => count - 1));
    },
    [bridge, drops, dropId],
  );
  return { busy: open > 0, run };
}
