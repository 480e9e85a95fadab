/** The keys of every page: `g` and a letter opens a page, `?` shows the shortcuts, Ctrl+K and `/` search. */
import { useEffect } from 'react';
import { isTyping } from '../lib/is-typing.ts';
import { NAV_ITEMS } from '../lib/routes.ts';

/** Longest time between the two keys of a pair. */
const PAIR_MS = 1500;

/** Ctrl+K also works in a field, because it types nothing. In a dialog it would leave a question unanswered. */
const isPaletteKey = (event: KeyboardEvent): boolean =>
  (event.ctrlKey || event.metaKey) &&
  !event.altKey &&
  !event.shiftKey &&
  event.key.toLowerCase() === 'k' &&
  !(event.target instanceof Element && event.target.closest('[role="dialog"]') !== null);

interface Actions {
  go(to: string): void;
  help(): void;
  search(): void;
}

export function useShortcuts({ go, help, search }: Actions): void {
  useEffect(() => {
    let pairUntil = 0;
    const onKey = (event: KeyboardEvent): void => {
      if (isPaletteKey(event)) {
        event.preventDefault();
        search();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      // When the keys were pressed, and not when a busy page came to them.
      if (event.timeStamp < pairUntil) {
        pairUntil = 0;
        const item = NAV_ITEMS.find(({ key }) => key === event.key);
        if (item === undefined) return;
        event.preventDefault();
        go(item.to);
      } else if (event.key === 'g') {
        pairUntil = event.timeStamp + PAIR_MS;
      } else if (event.key === '?') {
        event.preventDefault();
        help();
      } else if (event.key === '/') {
        event.preventDefault();
        search();
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [go, help, search]);
}
