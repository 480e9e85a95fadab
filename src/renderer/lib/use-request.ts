/** Provides the answer to one request to a component. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { asError } from './wire-error.ts';

export interface Requested<T> {
  readonly value: T | null;
  readonly error: Error | null;
  readonly loading: boolean;
  reload(): void;
}

/**
 * Sends the request on mount and whenever `ask` changes, so `ask` needs a stable identity. The old value stays
 * until the new one arrives; an outdated answer is dropped.
 */
export function useRequest<T>(ask: () => Promise<T>): Requested<T> {
  const [state, setState] = useState<Omit<Requested<T>, 'reload'>>({
    value: null,
    error: null,
    loading: true,
  });
  const generation = useRef(0);
  const reload = useCallback(() => {
    generation.current += 1;
    const started = generation.current;
    const settle = (next: Omit<Requested<T>, 'reload'>): void => {
      if (generation.current === started) setState(next);
    };
    ask().then(
      (value) => settle({ value, error: null, loading: false }),
      (error: unknown) =>
        setState((old) =>
          generation.current === started ? { ...old, error: asError(error), loading: false } : old,
        ),
    );
  }, [ask]);
  useEffect(() => {
    reload();
    return () => {
      generation.current += 1;
    };
  }, [reload]);
  return { ...state, reload };
}
