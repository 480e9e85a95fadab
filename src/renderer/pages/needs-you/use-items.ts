/**
 * Loads the items of a list. Items leave the list all the time, so a refresh reads it from its start: pages that were read
 * at different times would show an item twice, or not at all.
 */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { AttentionFilter, AttentionItem } from '../../../shared/attention.ts';
import type { Pages } from '../../lib/use-pages.ts';
import { asError } from '../../lib/wire-error.ts';
import { useAppStore } from '../../stores/use-app-store.ts';

interface State {
  readonly rows: readonly AttentionItem[];
  readonly next: string | null;
  readonly total: number | null;
  readonly error: Error | null;
}

const EMPTY: State = { rows: [], next: null, total: null, error: null };
const PAGE = 100;
/** The bridge answers this many at once, at most. */
const MOST = 500;

/** @param filter null: load nothing. @param at the row up to which the list is loaded at first */
export function useItems(filter: AttentionFilter | null, at: number): Pages<AttentionItem> {
  const { bridge } = useAppStore();
  const [state, setState] = useState(EMPTY);
  const current = useRef(state);
  const generation = useRef(0);
  const loading = useRef(false);
  const wanted = useRef(at);
  wanted.current = at;
  const put = useCallback((next: State) => {
    current.current = next;
    setState(next);
  }, []);

  /** Reads on from what is given, until there are `count` rows or no more. */
  const read = useCallback(
    async (from: State, count: number): Promise<void> => {
      if (filter === null || loading.current) return;
      const started = generation.current;
      loading.current = true;
      try {
        let read = from;
        do {
          const limit = Math.min(MOST, Math.max(PAGE, count - read.rows.length));
          const answer = await bridge.request('attention.list', { filter, cursor: read.next, limit });
          if (generation.current !== started) return;
          read = {
            rows: [...read.rows, ...answer.items],
            next: answer.next,
            total: answer.total,
            error: null,
          };
        } while (read.next !== null && read.rows.length < count);
        put(read);
      } catch (error) {
        if (generation.current === started) put({ ...current.current, error: asError(error) });
      } finally {
        if (generation.current === started) loading.current = false;
      }
    },
    [bridge, filter, put],
  );
  const loadMore = useCallback(() => {
    const now = current.current;
    if (now.next !== null) void read(now, now.rows.length + PAGE);
  }, [read]);
  const refresh = useCallback(() => read(EMPTY, Math.max(PAGE, current.current.rows.length)), [read]);

  useEffect(() => {
    generation.current += 1;
    loading.current = false;
    put(EMPTY);
    void read(EMPTY, wanted.current + PAGE);
    return () => {
      generation.current += 1;
    };
  }, [read, put]);

  const { rows, total, error, next } = state;
  return useMemo(
    () => ({ rows, total, error, more: next !== null, loadMore, refresh }),
    [rows, total, error, next, loadMore, refresh],
  );
}
