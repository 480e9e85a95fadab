/**
 * The keys that each script takes, by name and in the order of its KEYS. Callers pass keys by name, so only this
 * table and the header of the Lua file know the order; test/unit/batches/script-keys.test.ts compares the two.
 */

interface ScriptKeys {
  /** Keys that every call passes once, first in KEYS. */
  readonly named: readonly string[];
  /** Keys that follow for each batch, document or entry of the call. */
  readonly each?: readonly string[];
}

export const SCRIPT_KEYS = {
  create_batch: { named: ['batch', 'documents', 'active', 'events', 'held'] },
  advance_documents: { named: ['events', 'active', 'minute'], each: ['batch', 'documents'] },
  gate_stages: { named: ['events'], each: ['batch', 'documents', 'parked'] },
  control_batch: { named: ['batch', 'active', 'events'] },
  retry_documents: { named: ['batch', 'documents', 'active', 'events', 'repairs', 'held'] },
  rerun_batch: { named: ['batch', 'documents', 'active', 'events', 'parked', 'repairs', 'held'] },
  requeue_documents: { named: ['batch', 'documents', 'events', 'repairs'] },
  recount_batch: { named: ['batch', 'documents'] },
  finalize_batch: { named: ['batch', 'events'] },
  release_batch: { named: ['batch', 'held'] },
  store_facts: { named: [], each: ['results'] },
  store_results: { named: [], each: ['results'] },
  release_results: { named: [], each: ['results'] },
  cache_get_many: { named: ['statistics'], each: ['entry'] },
  cache_put_many: { named: ['statistics'], each: ['entry'] },
  measure_cache: { named: [], each: ['entry'] },
  dashboard_snapshot: { named: ['active', 'events'], each: ['batch'] },
  token_bucket: { named: ['bucket'] },
  roll_minutes: { named: ['hour'], each: ['minute'] },
  upgrade_batch: { named: ['batch', 'documents'] },
} as const satisfies Readonly<Record<string, ScriptKeys>>;

export type ScriptName = keyof typeof SCRIPT_KEYS;

type Named<N extends ScriptName> = Readonly<Record<(typeof SCRIPT_KEYS)[N]['named'][number], string>>;
type Each<N extends ScriptName> = (typeof SCRIPT_KEYS)[N] extends { readonly each: readonly (infer K)[] }
  ? { readonly each: readonly Readonly<Record<K & string, string>>[] }
  : unknown;

/** The keys of one call: the named ones, and `each` with one row per batch, document or entry. */
export type KeysOf<N extends ScriptName> = Named<N> & Each<N>;

/**
 * Returns the keys of a call in the order of the script's KEYS.
 * @throws TypeError when a key is missing
 */
export function listKeys<N extends ScriptName>(name: N, keys: KeysOf<N>): string[] {
  const { named, each = [] }: ScriptKeys = SCRIPT_KEYS[name];
  const list: string[] = [];
  const push = (row: object, names: readonly string[]): void => {
    for (const key of names) {
      const value = (row as Record<string, unknown>)[key];
      if (typeof value !== 'string') throw new TypeError(`The key ${key} of lua/${name}.lua is missing`);
      list.push(value);
    }
  };
  push(keys, named);
  if ('each' in keys) for (const row of keys.each as readonly object[]) push(row, each);
  return list;
}
