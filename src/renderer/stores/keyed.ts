/** Things by id, filled from snapshots and whole-value events that may overtake each other. */
import { createStore, type StoreApi } from 'zustand/vanilla';

export interface Keyed<T> {
  readonly byId: Readonly<Record<string, T>>;
  /** Whether a first snapshot has arrived. */
  readonly loaded: boolean;
}

export interface KeyedStore<T> {
  readonly store: StoreApi<Keyed<T>>;
  /** One current value, from an event or from the answer to a request that changed it. */
  put(item: T): void;
  /** It is gone at the host. */
  remove(id: string): void;
  /**
   * Takes a snapshot. What an event brought after the snapshot was asked for is newer and stays.
   * @param ask asks the host
   * @param whole the snapshot names everything there is: what it does not name is forgotten
   */
  take(ask: () => Promise<readonly T[]>, whole: (item: T) => boolean): Promise<void>;
}

export function createKeyedStore<T extends { readonly id: string }>(): KeyedStore<T> {
  const store = createStore<Keyed<T>>(() => ({ byId: {}, loaded: false }));
  /** When each item was last put, as a count of puts. */
  const putAt = new Map<string, number>();
  let puts = 0;
  return {
    store,
    put(item) {
      puts += 1;
      putAt.set(item.id, puts);
      store.setState((state) => ({ byId: { ...state.byId, [item.id]: item } }));
    },
    remove(id) {
      puts += 1;
      putAt.set(id, puts);
      store.setState(({ byId }) => {
        const { [id]: _gone, ...rest } = byId;
        return { byId: rest };
      });
    },
    async take(ask, whole) {
      const asked = puts;
      const items = await ask();
      const named = new Set(items.map(({ id }) => id));
      store.setState((state) => {
        const isNewer = (id: string): boolean => (putAt.get(id) ?? 0) > asked;
        const kept = Object.values(state.byId).filter(
          (item) => isNewer(item.id) || (!named.has(item.id) && !whole(item)),
        );
        const byId: Record<string, T> = {};
        for (const item of kept) byId[item.id] = item;
        for (const item of items) if (!isNewer(item.id)) byId[item.id] = item;
        return { byId, loaded: true };
      });
    },
  };
}
