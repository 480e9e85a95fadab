/** Runs something that the user asked for, one at a time, with a busy flag and an error message. */
import { useCallback, useRef, useState } from 'react';
import { showError } from './notify.tsx';

export interface Action<A extends readonly unknown[]> {
  readonly busy: boolean;
  /** Does nothing while an earlier call is running. @returns whether this call ran and succeeded */
  run(...args: A): Promise<boolean>;
}

/** @param act does the work; a thrown error is shown to the user */
export function useAction<A extends readonly unknown[]>(act: (...args: A) => Promise<unknown>): Action<A> {
  const [busy, setBusy] = useState(false);
  // A second click can arrive before React has drawn the busy state, so the guard cannot be state.
  const running = useRef(false);
  const run = useCallback(
    async (...args: A): Promise<boolean> => {
      if (running.current) return false;
      running.current = true;
      setBusy(true);
      try {
        await act(...args);
        return true;
      } catch (error) {
        showError(error);
        return false;
      } finally {
        running.current = false;
        setBusy(false);
      }
    },
    [act],
  );
  return { busy, run };
}
