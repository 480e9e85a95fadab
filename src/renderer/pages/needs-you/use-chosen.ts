/** The items that an action is about: selected rows, or everything that passes the filter. */
import { useEffect, useMemo, useState } from 'react';
import {
  type AttentionFilter,
  type AttentionGroup,
  type AttentionItem,
  type AttentionTarget,
  MOST_ITEMS,
} from '../../../shared/attention.ts';
import { canRetryHelp } from '../../../shared/exceptions.ts';
import { canBeReplaced } from '../../../shared/replacement.ts';
import { type RowSelection, useRowSelection } from '../../lib/use-row-selection.ts';

export const keyOf = ({ documentId, code }: Pick<AttentionItem, 'documentId' | 'code'>): string =>
  `${documentId} ${code}`;

export interface Chosen {
  readonly selection: RowSelection;
  readonly target: AttentionTarget;
  readonly count: number;
  /** Items that a retry can help, and documents that wait for a password. */
  readonly retryable: number;
  readonly locked: number;
  /** The one item that is selected, if another copy of its document can help. */
  readonly replaceable: AttentionItem | null;
  readonly isAllLoaded: boolean;
  /** Also what is not loaded yet. */
  readonly isEverything: boolean;
  readonly isTooMany: boolean;
  toggleAll(): void;
  takeEverything(): void;
}

const canRetry = ({ code, intake }: Pick<AttentionGroup, 'code' | 'intake'>): boolean =>
  !intake && canRetryHelp(code);
const isLocked = ({ code, intake }: Pick<AttentionGroup, 'code' | 'intake'>): boolean =>
  !intake && code === 'encrypted';

const replaceableOf = ([first, ...others]: readonly AttentionItem[]): AttentionItem | null =>
  first !== undefined && others.length === 0 && canBeReplaced(first.code) ? first : null;

/** @param groups what passes the filter, counted */
export function useChosen(
  rows: readonly AttentionItem[],
  filter: AttentionFilter,
  groups: readonly AttentionGroup[],
  total: number,
): Chosen {
  const ids = useMemo(() => rows.map(keyOf), [rows]);
  const rowSelection = useRowSelection(ids);
  const { all, clear } = rowSelection;
  // Items that left the list, because a later run mended them, are not selected any more.
  const selection = useMemo(
    () => ({ ...rowSelection, selected: new Set(ids.filter((id) => rowSelection.selected.has(id))) }),
    [rowSelection, ids],
  );
  const { selected } = selection;
  const [isEverything, setEverything] = useState(false);
  // Another filter, or a row that was deselected: then it is not everything any more.
  const isWhole = selected.size === ids.length && ids.length > 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another filter starts without a selection
  useEffect(() => {
    clear();
    setEverything(false);
  }, [clear, filter]);
  useEffect(() => {
    if (!isWhole) setEverything(false);
  }, [isWhole]);
  return useMemo(() => {
    const items = rows.filter((row) => selected.has(keyOf(row)));
    const sum = (is: (one: AttentionGroup) => boolean): number =>
      groups.filter(is).reduce((number, one) => number + one.count, 0);
    const target: AttentionTarget = isEverything
      ? { filter }
      : { items: items.map(({ documentId, code }) => ({ documentId, code })) };
    return {
      selection,
      target,
      count: isEverything ? total : items.length,
      retryable: isEverything ? sum(canRetry) : items.filter(canRetry).length,
      locked: isEverything ? sum(isLocked) : items.filter(isLocked).length,
      replaceable: isEverything ? null : replaceableOf(items),
      isAllLoaded: isWhole,
      isEverything,
      isTooMany: !isEverything && items.length > MOST_ITEMS,
      toggleAll: isWhole ? clear : all,
      takeEverything: () => setEverything(true),
    };
  }, [rows, selected, selection, filter, groups, total, isEverything, isWhole, all, clear]);
}
