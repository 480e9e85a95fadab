/** A store of one value of the host (health, totals, settings): a snapshot first, then complete values. */

import { createStore, type StoreApi } from 'zustand/vanilla';
import { asError } from '../lib/wire-error.ts';

export interface Single<T> {
  readonly value: T | null;
  readonly error: Error | null;
}
export interface SingleStore<T> {
  readonly store: StoreApi<Single<T>>;
  put(value: T): void;
  /** Loads the snapshot, unless an event delivers a newer value meanwhile. */
  take(ask: () => Promise<T>): Promise<void>;
}

export function createSingleStore<T>(): SingleStore<T> {
  const store = createStore<Single<T>>(() => ({ value: null, error: null }));
  let puts = 0;
  const put = (value: T): void => {
    puts += 1;
    store.setState({ value, error: null });
  };
  return {
    store,
    put,
    async take(ask) {
      const putsBefore = puts;
      try {
        const value = await ask();
        if (puts === putsBefore) put(value);
      } catch (error) {
        store.setState({ error: asError(error) });
      }
    },
  };
}
