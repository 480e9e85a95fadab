/** The rows of the lists that were open last, so that a return to one shows the same rows at once. */

export interface ListPage<T> {
  readonly cursor: string | null;
  readonly items: readonly T[];
  readonly next: string | null;
}
export interface RememberedList<T> {
  readonly pages: readonly ListPage<T>[];
  readonly total: number | null;
}

export interface ListCache {
  get<T>(key: string): RememberedList<T> | undefined;
  set<T>(key: string, list: RememberedList<T>): void;
}

/** Lists kept; each may have thousands of rows. */
const MOST = 6;

export function createListCache(): ListCache {
  const lists = new Map<string, RememberedList<never>>();
  return {
    get: <T>(key: string) => lists.get(key) as RememberedList<T> | undefined,
    set(key, list) {
      lists.delete(key);
      lists.set(key, list as RememberedList<never>);
      for (const old of [...lists.keys()].slice(0, Math.max(0, lists.size - MOST))) lists.delete(old);
    },
  };
}
