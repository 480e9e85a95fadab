/** Remembers how far each entry of the browser's history was scrolled, and scrolls back to it on Back and Forward. */

/** How long a page may take to load its parts. */
const PATIENCE_MS = 5_000;

const places = new Map<number, number>();
/** The entry that is shown, and the newest one; entries from before a reload have smaller numbers. */
let current = 0;
let newest = Date.now();
let popped = false;

const entryOf = (state: unknown): number | null =>
  typeof state === 'object' && state !== null && 'entry' in state && typeof state.entry === 'number'
    ? state.entry
    : null;

/** Gives a number to the current entry, which the browser made: the first one, or an address that was typed. */
function numberEntry(): void {
  newest += 1;
  current = newest;
  window.history.replaceState({ entry: current }, '');
}

/** Numbers the entry that the page was opened with. Must run before any other function of this file. */
export function startScrollMemory(): void {
  // The browser would scroll before the page has its content.
  window.history.scrollRestoration = 'manual';
  const entry = entryOf(window.history.state);
  if (entry === null) numberEntry();
  else current = entry;
}

/** Notes the place of the entry that is left for a new one. @returns the number of the new entry */
export function rememberScroll(): number {
  places.set(current, window.scrollY);
  newest += 1;
  current = newest;
  popped = false;
  return current;
}

/** Notes that the browser went to another entry: by Back or Forward, or to a new one whose address was typed. */
export function wasPopped(): void {
  places.set(current, window.scrollY);
  const entry = entryOf(window.history.state);
  popped = entry !== null;
  if (entry === null) numberEntry();
  else current = entry;
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
