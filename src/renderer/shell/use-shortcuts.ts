/** Keys that work outside text fields: `g` and a letter opens a page, `?` shows the shortcuts, `/` searches. */
import { useEffect } from 'react';
import { isTyping } from '../lib/is-typing.ts';
import { NAV_ITEMS } from '../lib/routes.ts';

/** Longest time between the two keys of a pair. */
const PAIR_MS = 1500;

interface Actions {
  go(to: string): void;
  help(): void;
  search(): void;
}

export function useShortcuts({ go, help, search }: Actions): void {
  useEffect(() => {
    let pairUntil = 0;
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (performance.now() < pairUntil) {
        pairUntil = 0;
        const item = NAV_ITEMS.find(({ key }) => key === event.key);
        if (item === undefined) return;
        event.preventDefault();
        go(item.to);
      } else if (event.key === 'g') {
        pairUntil = performance.now() + PAIR_MS;
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
