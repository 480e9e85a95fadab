/** The saved views of a list. */
import { useCallback, useEffect, useState } from 'react';
import type { ListName, ListView } from '../../shared/document-list.ts';
import { useAppStore } from '../stores/use-app-store.ts';
import { type Action, useAction } from './use-action.ts';

export interface Views {
  /** Null until they are loaded. */
  readonly views: readonly ListView[] | null;
  readonly save: Action<[ListView]>;
  readonly rename: Action<[name: string, to: string]>;
  readonly remove: Action<[name: string]>;
  /** Opens the list with this view from now on; null: with everything. */
  readonly setDefault: Action<[name: string | null]>;
}

export function useViews(list: ListName): Views {
  const { bridge } = useAppStore();
  const [views, setViews] = useState<readonly ListView[] | null>(null);
  useEffect(() => {
    let isCurrent = true;
    bridge.request('views.list', { list }).then(
      (found) => isCurrent && setViews(found),
      // The list itself says what is wrong with history. It works without its views.
      () => isCurrent && setViews([]),
    );
    return () => {
      isCurrent = false;
    };
  }, [bridge, list]);
  return {
    views,
    save: useAction(
      useCallback(
        async (view: ListView) => setViews(await bridge.request('views.save', { list, view })),
        [bridge, list],
      ),
    ),
    rename: useAction(
      useCallback(
        async (name: string, to: string) =>
          setViews(await bridge.request('views.rename', { list, name, to })),
        [bridge, list],
      ),
    ),
    remove: useAction(
      useCallback(
        async (name: string) => setViews(await bridge.request('views.remove', { list, name })),
        [bridge, list],
      ),
    ),
    setDefault: useAction(
      useCallback(
        async (name: string | null) => setViews(await bridge.request('views.default', { list, name })),
        [bridge, list],
      ),
    ),
  };
}
