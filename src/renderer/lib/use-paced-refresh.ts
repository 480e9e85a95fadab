/** Keeps the visible part of a long list current without asking at each change, also after missed events. */
import { useCallback, useEffect, useRef } from 'react';
import { useRenewal } from '../stores/use-app-store.ts';
import type { Pages } from './use-pages.ts';

export interface PacedRefresh {
  /** Something changed: the rows in sight are asked for within `paceMs`, once for all changes until then. */
  later(): void;
  /** To be told of the rows in sight. */
  onRange(first: number, last: number): void;
}

export function usePacedRefresh<T>(pages: Pages<T>, paceMs: number): PacedRefresh {
  const range = useRef<readonly [number, number]>([0, 0]);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const asking = useRef(false);
  const again = useRef(false);
  const latest = useRef(pages.refresh);
  latest.current = pages.refresh;
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
      timer.current = null;
    },
    [],
  );
  const later = useCallback(() => {
    if (asking.current) {
      // A second question could be answered before the first: it waits for its turn.
      again.current = true;
      return;
    }
    timer.current ??= setTimeout(async () => {
      timer.current = null;
      asking.current = true;
      await latest.current(...range.current);
      asking.current = false;
      if (again.current) {
        again.current = false;
        later();
      }
    }, paceMs);
  }, [paceMs]);
  useRenewal(later);
  const onRange = useCallback((first: number, last: number) => {
    range.current = [first, last];
  }, []);
  return { later, onRange };
}
