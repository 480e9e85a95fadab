/** Which columns of a list are shown, in which order. The choice is kept in Settings. */
import { useCallback, useMemo } from 'react';
import type { Settings } from '../../shared/bridge.ts';
import type { ListName } from '../../shared/document-list.ts';
import { useAppStore, useSettings } from '../stores/use-app-store.ts';
import { showError } from './notify.tsx';

export interface ListColumns<C> {
  /** The columns to show, in their order. */
  readonly columns: readonly C[];
  /** Ids of the chosen columns; null while the list shows its default ones. */
  readonly chosen: readonly string[] | null;
  /** @param ids null: the default ones */
  choose(ids: readonly string[] | null): void;
}

/**
 * @param all every column; the first one is always shown
 * @param defaults ids of the columns that are shown until somebody chooses; needs a stable identity
 */
export function useListColumns<C extends { readonly id: string; readonly from?: number }>(
  list: ListName,
  all: readonly C[],
  defaults: readonly string[],
): ListColumns<C> {
  const { bridge, settings } = useAppStore();
  const chosen = useSettings().value?.listColumns[list] ?? null;
  const columns = useMemo(() => columnsOf(all, chosen, defaults), [all, chosen, defaults]);
  const choose = useCallback(
    (ids: readonly string[] | null) => {
      const shown = settings.store.getState().value;
      // Whoever clicks again at once clicks on what the first click made.
      if (shown !== null) settings.put({ ...shown, listColumns: withList(shown.listColumns, list, ids) });
      const change = async (): Promise<void> => {
        // Another window may have changed another list meanwhile.
        const { listColumns } = await bridge.request('settings.get', {});
        await bridge.request('settings.set', { listColumns: withList(listColumns, list, ids) });
      };
      change().catch(async (error: unknown) => {
        showError(error);
        await settings.take(() => bridge.request('settings.get', {}));
      });
    },
    [bridge, settings, list],
  );
  return { columns, chosen, choose };
}

function withList(
  all: Settings['listColumns'],
  list: ListName,
  ids: readonly string[] | null,
): Settings['listColumns'] {
  const { [list]: _before, ...others } = all;
  return ids === null ? others : { ...others, [list]: [...ids] };
}

/** Columns that somebody chose stay in a narrow window, where the default ones make room. */
function columnsOf<C extends { readonly id: string; readonly from?: number }>(
  all: readonly C[],
  chosen: readonly string[] | null,
  defaults: readonly string[],
): readonly C[] {
  const byId = new Map(all.map((column) => [column.id, column]));
  const first = all[0]?.id;
  const ids = chosen === null ? defaults : [...(first === undefined ? [] : [first]), ...chosen];
  return [...new Set(ids)].flatMap((id) => {
    const column = byId.get(id);
    if (column === undefined) return [];
    return [chosen === null ? column : { ...column, from: 0 }];
  });
}
