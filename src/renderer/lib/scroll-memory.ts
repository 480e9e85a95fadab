/** Remembers how far each entry of the browser's history was scrolled, and scrolls back to it on Back and Forward. */

/** How long a page may take to load its parts. */
const PATIENCE_MS = 5_000;

const places = new Map<number, number>();
/** The entry that is shown, and the newest one; entries from before a reload have smaller numbers. */
let current = 0;
let newest = Date.now();
let popped = false;

const entryOf = (state: unknown): number =>
  typeof state === 'object' && state !== null && 'entry' in state && typeof state.entry === 'number'
    ? state.entry
    : 0;

/** Notes the place of the entry that is left for a new one. @returns the number of the new entry */
export function rememberScroll(): number {
  places.set(entryOf(window.history.state), window.scrollY);
  newest += 1;
  current = newest;
  popped = false;
  return current;
}

/** Notes that the browser went to another entry by Back or Forward. */
export function wasPopped(): void {
  places.set(current, window.scrollY);
  current = entryOf(window.history.state);
  popped = true;
}

/**
 * Scrolls to the top of a new page, or to where a page was left. A page that loads its content waits until it is long
 * enough. @returns a function that gives up
 */
export function scrollToPlace(): () => void {
  const top = popped ? (places.get(current) ?? 0) : 0;
  window.scrollTo({ top });
  if (top === 0) return () => {};
  // Parts that arrive above the place move it once more, so this goes on after the page is long enough.
  const grown = new ResizeObserver(() => window.scrollTo({ top }));
  const stop = (): void => {
    grown.disconnect();
    clearTimeout(timer);
    for (const name of ['wheel', 'pointerdown', 'keydown']) window.removeEventListener(name, stop);
  };
  const timer = setTimeout(stop, PATIENCE_MS);
  // Whoever scrolls meanwhile knows better.
  for (const name of ['wheel', 'pointerdown', 'keydown']) window.addEventListener(name, stop);
  grown.observe(document.body);
  return stop;
}
