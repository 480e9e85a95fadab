/**
 * The rows of a list that are selected, by mouse and keyboard: a click or Space toggles one, Shift extends from the last
 * one, Ctrl+A (⌘A) selects all, Escape none.
 */
import { type KeyboardEvent, useCallback, useMemo, useRef, useState } from 'react';

export interface RowSelection {
  readonly selected: ReadonlySet<string>;
  /** Selects a row or not. `range`: selects everything from the last toggled row to this one. */
  toggle(id: string, how: { range: boolean }): void;
  all(): void;
  clear(): void;
  /** Handles a key that was pressed on a row. */
  onKeyDown(event: KeyboardEvent, id: string): void;
}

export interface Selected {
  readonly selected: ReadonlySet<string>;
  /** The row that ranges start at; null before the first one. */
  readonly anchor: string | null;
  /** What was selected before the range from the anchor, so that a range can shrink again. */
  readonly base: ReadonlySet<string>;
}

export const NOTHING: Selected = { selected: new Set(), anchor: null, base: new Set() };

/** Returns the selection after a row was toggled. @param ids the rows in their order */
export function toggled(
  { selected, anchor, base }: Selected,
  ids: readonly string[],
  id: string,
  range: boolean,
): Selected {
  const from = range && anchor !== null ? ids.indexOf(anchor) : -1;
  const to = ids.indexOf(id);
  if (from >= 0 && to >= 0) {
    const next = new Set(base);
    for (const one of ids.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(one);
    return { selected: next, anchor, base };
  }
  const next = new Set(selected);
  if (range || !next.delete(id)) next.add(id);
  return { selected: next, anchor: id, base: next };
}

const STEP: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

/**
 * @param ids the loaded rows in their order
 * @param everything loads the ids of the whole list, if more rows than the loaded ones belong to it; null when that failed
 *   and the person was told
 */
export function useRowSelection(
  ids: readonly string[],
  everything?: () => Promise<readonly string[] | null>,
): RowSelection {
  const [state, setState] = useState(NOTHING);
  const rows = useRef(ids);
  rows.current = ids;
  /** Counts changes, so that a slow answer to "all" does not undo what came after it. */
  const changes = useRef(0);
  const change = useCallback((next: (before: Selected) => Selected): void => {
    changes.current += 1;
    setState(next);
  }, []);
  const toggle = useCallback(
    (id: string, { range }: { range: boolean }) =>
      change((before) => toggled(before, rows.current, id, range)),
    [change],
  );
  const clear = useCallback(() => change(() => NOTHING), [change]);
  const all = useCallback(() => {
    const take = (some: readonly string[]): void =>
      change(({ anchor }) => ({ selected: new Set(some), anchor, base: new Set(some) }));
    take(rows.current);
    const asked = changes.current;
    void everything?.().then((whole) => {
      if (changes.current === asked && whole !== null) take(whole);
    });
  }, [change, everything]);
  const { selected } = state;
  const onKeyDown = useCallback(
    (event: KeyboardEvent, id: string) => {
      const done = handleKey(event, id, rows.current, { toggle, all, clear, any: selected.size > 0 });
      if (done) event.preventDefault();
    },
    [toggle, all, clear, selected.size],
  );
  return useMemo(
    () => ({ selected, toggle, all, clear, onKeyDown }),
    [selected, toggle, all, clear, onKeyDown],
  );
}

type Actions = Pick<RowSelection, 'toggle' | 'all' | 'clear'> & { readonly any: boolean };

/** @returns whether the key was for the selection and the browser must not act on it */
function handleKey(
  { key, ctrlKey, metaKey, altKey, shiftKey, target }: KeyboardEvent,
  id: string,
  ids: readonly string[],
  { toggle, all, clear, any }: Actions,
): boolean {
  if (altKey) return false;
  if (ctrlKey || metaKey) {
    if (key !== 'a' || shiftKey) return false;
    all();
    return true;
  }
  if (key === 'Escape' && any) {
    clear();
    return true;
  }
  // Space on the checkbox of a row is a click on it.
  if (key === ' ' && !(target instanceof HTMLInputElement)) {
    toggle(id, { range: shiftKey });
    return true;
  }
  const step = shiftKey ? STEP[key] : undefined;
  const next = step === undefined ? undefined : ids[ids.indexOf(id) + step];
  if (next === undefined) return false;
  toggle(id, { range: true });
  toggle(next, { range: true });
  // The table moves the focus to the next row.
  return false;
}
