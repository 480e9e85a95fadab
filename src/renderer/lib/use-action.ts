/** Runs something that the user asked for, one at a time, with a busy flag and an error message. */
import { useCallback, useRef, useState } from 'react';
import { showError } from './notify.tsx';
import { asError } from './wire-error.ts';

export interface Action<A extends readonly unknown[]> {
  readonly busy: boolean;
  /** Why the last call failed; null if it did not, and where errors are shown in the corner. */
  readonly error: Error | null;
  /** Does nothing while an earlier call is running. @returns whether this call ran and succeeded */
  run(...args: A): Promise<boolean>;
  /** Forgets the error. */
  clear(): void;
}

/**
 * @param act does the work; a thrown error is shown to the user
 * @param errors `corner` shows an error as a message in the corner; with `caller`, the caller shows `error` itself
 */
export function useAction<A extends readonly unknown[]>(
  act: (...args: A) => Promise<unknown>,
  errors: 'corner' | 'caller' = 'corner',
): Action<A> {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  // A second click can arrive before React has drawn the busy state, so the guard cannot be state.
  const running = useRef(false);
  const run = useCallback(
    async (...args: A): Promise<boolean> => {
      if (running.current) return false;
      running.current = true;
      setBusy(true);
      setError(null);
      try {
        await act(...args);
        return true;
      } catch (caught) {
        if (errors === 'caller') setError(asError(caught));
        else showError(caught);
        return false;
      } finally {
        running.current = false;
        setBusy(false);
      }
    },
    [act, errors],
  );
  const clear = useCallback(() => setError(null), []);
  return { busy, error, run, clear };
}
