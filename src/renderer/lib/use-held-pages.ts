/** Keeps a list as it is while a row is pressed: a row that moved or went between press and release would get no click. */
import { type KeyboardEvent, type PointerEvent, useCallback, useEffect, useRef, useState } from 'react';
import type { Pages } from './use-pages.ts';

/** What ends a press. After `blur`, the release goes to another window. */
const ENDS = ['pointerup', 'pointercancel', 'keyup', 'blur'] as const;
/** The right button opens a menu, and its release may never come. */
const RIGHT = 2;

export interface HeldPages<T> {
  readonly pages: Pages<T>;
  onPointerDown(event: PointerEvent): void;
  onKeyDown(event: KeyboardEvent): void;
}

const isOnRow = ({ target }: { target: EventTarget }): boolean =>
  target instanceof Element && target.closest('[data-row]') !== null;

export function useHeldPages<T>(pages: Pages<T>): HeldPages<T> {
  const [held, setHeld] = useState<Pages<T> | null>(null);
  const latest = useRef(pages);
  latest.current = pages;
  useEffect(() => {
    if (held === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    // The click follows the release at once, before the next task.
    const release = (): void => {
      timer ??= setTimeout(() => setHeld(null));
    };
    for (const name of ENDS) window.addEventListener(name, release, true);
    return () => {
      clearTimeout(timer);
      for (const name of ENDS) window.removeEventListener(name, release, true);
    };
  }, [held]);
  const onPointerDown = useCallback((event: PointerEvent): void => {
    if (event.button !== RIGHT && isOnRow(event)) setHeld((before) => before ?? latest.current);
  }, []);
  const onKeyDown = useCallback((event: KeyboardEvent): void => {
    // Space acts on its release.
    if (event.key === ' ' && isOnRow(event)) setHeld((before) => before ?? latest.current);
  }, []);
  return { pages: held ?? pages, onPointerDown, onKeyDown };
}
