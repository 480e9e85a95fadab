/** A store of items by id, filled by snapshots and by events, which may arrive out of order. */
import { createStore, type StoreApi } from 'zustand/vanilla';

export interface Keyed<T> {
  readonly byId: Readonly<Record<string, T>>;
  /** Whether the first snapshot has arrived. */
  readonly loaded: boolean;
}

export interface KeyedStore<T> {
  readonly store: StoreApi<Keyed<T>>;
  /** Stores a current value from an event or from the answer to a request. */
  put(item: T): void;
  /** Removes an item that the host no longer has. */
  remove(id: string): void;
  /**
   * Loads a snapshot. Values from events that arrived after the request are newer and stay.
   * @param ask requests the snapshot
   * @param whole whether the snapshot covers this item; a covered item that it does not contain is removed
   */
  take(ask: () => Promise<readonly T[]>, whole: (item: T) => boolean): Promise<void>;
}

export function createKeyedStore<T extends { readonly id: string }>(): KeyedStore<T> {
  const store = createStore<Keyed<T>>(() => ({ byId: {}, loaded: false }));
  /** The number of the last put of each item. */
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
      const putsBefore = puts;
      const items = await ask();
      const ids = new Set(items.map(({ id }) => id));
      store.setState((state) => {
        const isNewer = (id: string): boolean => (putAt.get(id) ?? 0) > putsBefore;
        const kept = Object.values(state.byId).filter(
          (item) => isNewer(item.id) || (!ids.has(item.id) && !whole(item)),
        );
        const byId: Record<string, T> = {};
        for (const item of kept) byId[item.id] = item;
        for (const item of items) if (!isNewer(item.id)) byId[item.id] = item;
        return { byId, loaded: true };
      });
    },
  };
}
