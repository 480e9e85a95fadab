/** Refreshes the visible part of a long list at a limited rate, and after missed events. */
import { useCallback, useEffect, useRef } from 'react';
import { useRenewal } from '../stores/use-app-store.ts';
import type { Pages } from './use-pages.ts';

export interface PacedRefresh {
  /** Schedules one refresh of the visible rows within `paceMs`; further calls until then have no effect. */
  later(): void;
  /** The list reports its visible rows here. */
  onRange(first: number, last: number): void;
}

export function usePacedRefresh<T>(pages: Pages<T>, paceMs: number): PacedRefresh {
  const range = useRef<readonly [number, number]>([0, 0]);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const loading = useRef(false);
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
    if (loading.current) {
      // A second request could be answered before the first, so it waits.
      again.current = true;
      return;
    }
    timer.current ??= setTimeout(async () => {
      timer.current = null;
      loading.current = true;
      await latest.current(...range.current);
      loading.current = false;
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
