/** Something the operator asks for: one at a time, with a busy sign, and its failure said. */
import { useCallback, useState } from 'react';
import { showError } from './notify.tsx';

export interface Action<A extends readonly unknown[]> {
  readonly busy: boolean;
  /** Runs unless it is running. @returns whether it succeeded */
  run(...args: A): Promise<boolean>;
}

export function useAction<A extends readonly unknown[]>(act: (...args: A) => Promise<unknown>): Action<A> {
  const [busy, setBusy] = useState(false);
  const run = useCallback(
    async (...args: A): Promise<boolean> => {
      setBusy(true);
      try {
        await act(...args);
        return true;
      } catch (error) {
        showError(error);
        return false;
      } finally {
        setBusy(false);
      }
    },
    [act],
  );
  return { busy, run };
}
