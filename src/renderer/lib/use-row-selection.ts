/** Selects many rows of a list: one by one, as a range, all, by mouse and by keyboard. */
import { type KeyboardEvent, useCallback, useMemo, useRef, useState } from 'react';

export interface RowSelection {
  /** The selected rows that the list still has. */
  readonly selected: ReadonlySet<string>;
  /** Selects or deselects a row. As a range, selects every row from the last one that was toggled. */
  toggle(id: string, how: { range: boolean }): void;
  all(): void;
  clear(): void;
  /** Handles Space, Shift+Space, Shift+arrows, Ctrl+A and Escape. @param id the row that has the focus */
  onKeyDown(event: KeyboardEvent, id: string): void;
}

interface Chosen {
  readonly ids: ReadonlySet<string>;
  /** Where a range starts and ends; null before a row was toggled. */
  readonly anchor: string | null;
  readonly end: string | null;
  /** What was selected before the range, which a range that shrinks leaves as it is. */
  readonly base: ReadonlySet<string>;
}

const NOTHING: Chosen = { ids: new Set(), anchor: null, end: null, base: new Set() };

const startAt = (ids: ReadonlySet<string>, id: string): Chosen => ({ ids, anchor: id, end: id, base: ids });

const toggled = ({ ids }: Chosen, id: string): Chosen => {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return startAt(next, id);
};

/** Selects the rows between the anchor and `id`, both included. */
const ranged = (chosen: Chosen, id: string, rows: readonly string[]): Chosen => {
  const from = chosen.anchor === null ? -1 : rows.indexOf(chosen.anchor);
  const to = rows.indexOf(id);
  if (from < 0 || to < 0) return toggled(chosen, id);
  const between = rows.slice(Math.min(from, to), Math.max(from, to) + 1);
  return { ...chosen, end: id, ids: new Set([...chosen.base, ...between]) };
};

/** Extends the range that ends at `id` by a row. From any other row, a new range starts. */
const stepped = (chosen: Chosen, id: string, next: string, rows: readonly string[]): Chosen =>
  ranged(chosen.end === id ? chosen : startAt(new Set([...chosen.ids, id]), id), next, rows);

/** @param ids the rows of the list, in its order */
export function useRowSelection(ids: readonly string[]): RowSelection {
  const [chosen, setChosen] = useState(NOTHING);
  const rows = useRef(ids);
  rows.current = ids;
  const selected = useMemo(() => {
    const there = new Set(ids);
    return new Set([...chosen.ids].filter((id) => there.has(id)));
  }, [chosen, ids]);
  const toggle = useCallback((id: string, { range }: { range: boolean }) => {
    setChosen((old) => (range ? ranged(old, id, rows.current) : toggled(old, id)));
  }, []);
  const all = useCallback(() => {
    setChosen((old) => {
      const ids = new Set(rows.current);
      return { ...old, ids, base: ids };
    });
  }, []);
  const clear = useCallback(() => setChosen(NOTHING), []);
  const onKeyDown = useCallback(
    (event: KeyboardEvent, id: string): void => {
      const { key, shiftKey } = event;
      const isCommand = event.ctrlKey || event.metaKey;
      if (event.altKey || (isCommand && key.toLowerCase() !== 'a')) return;
      const step = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0;
      if (isCommand) all();
      else if (key === ' ') toggle(id, { range: shiftKey });
      else if (key === 'Escape') clear();
      else if (shiftKey && step !== 0) {
        const next = rows.current[rows.current.indexOf(id) + step];
        if (next === undefined) return;
        setChosen((old) => stepped(old, id, next, rows.current));
      } else return;
      event.preventDefault();
    },
    [all, clear, toggle],
  );
  return { selected, toggle, all, clear, onKeyDown };
}
