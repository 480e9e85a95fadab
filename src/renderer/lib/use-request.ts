/** One request's answer as a value to draw. */
import { useCallback, useEffect, useRef, useState } from 'react';

export interface Requested<T> {
  readonly value: T | null;
  readonly error: Error | null;
  readonly loading: boolean;
  reload(): void;
}

export const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

/**
 * Asks when mounted and whenever `ask` changes (give it a stable identity). The old value stays while a
 * newer one is on its way; an answer that was overtaken is dropped.
 */
export function useRequest<T>(ask: () => Promise<T>): Requested<T> {
  const [state, setState] = useState<Omit<Requested<T>, 'reload'>>({
    value: null,
    error: null,
    loading: true,
  });
  const turn = useRef(0);
  const reload = useCallback(() => {
    turn.current += 1;
    const mine = turn.current;
    const settle = (next: Omit<Requested<T>, 'reload'>): void => {
      if (turn.current === mine) setState(next);
    };
    ask().then(
      (value) => settle({ value, error: null, loading: false }),
      (error: unknown) =>
        setState((old) => (turn.current === mine ? { ...old, error: asError(error), loading: false } : old)),
    );
  }, [ask]);
  useEffect(() => {
    reload();
    return () => {
      turn.current += 1;
    };
  }, [reload]);
  return { ...state, reload };
}
