/** Keys that work everywhere outside a text field: `g` and a letter goes to a page, `?` explains, `/` searches. */
import { useEffect } from 'react';
import { PLACES } from '../lib/routes.ts';

/** How long the second key of a pair may take. */
const PAIR_MS = 1500;

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.closest('input, textarea, select, [role="dialog"]') !== null);

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
        const place = PLACES.find(({ key }) => key === event.key);
        if (place === undefined) return;
        event.preventDefault();
        go(place.to);
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
