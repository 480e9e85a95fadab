/** One thing the host knows (health, totals, settings): a snapshot, then whole values. */
import { createStore, type StoreApi } from 'zustand/vanilla';

export interface Single<T> {
  readonly value: T | null;
  readonly error: Error | null;
}
export interface SingleStore<T> {
  readonly store: StoreApi<Single<T>>;
  put(value: T): void;
  /** Asks for the snapshot; an event that arrives meanwhile is newer and stays. */
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
      const asked = puts;
      try {
        const value = await ask();
        if (puts === asked) put(value);
      } catch (error) {
        store.setState({ error: error instanceof Error ? error : new Error(String(error)) });
      }
    },
  };
}
