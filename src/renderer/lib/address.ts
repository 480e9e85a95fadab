/**
 * The page's address: a path and parameters behind the `#`, such as `#/batch/b-1?status=exception&at=120`. Filters,
 * tabs and places live in it, so that Back, a reload and a copied address show the same list.
 */
import { useSyncExternalStore } from 'react';
import { rememberScroll, startScrollMemory, wasPopped } from './scroll-memory.ts';

const PREFIX = /^#?\/?/;
const listeners = new Set<() => void>();
const tell = (): void => {
  for (const listener of [...listeners]) listener();
};
const onBrowser = (): void => {
  // The noted place belongs to the entry that was left.
  place = null;
  wasPopped();
  tell();
};

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    startScrollMemory();
    window.addEventListener('popstate', onBrowser);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) window.removeEventListener('popstate', onBrowser);
  };
}

const address = (): string => window.location.hash.replace(PREFIX, '');

/** Returns the path of the address, with its leading slash and without parameters. */
export const currentPath = (): string => `/${address().split('?', 1)[0] ?? ''}`;

/** Returns the parameters of the address, without the question mark. */
export function currentSearch(): string {
  const at = address().indexOf('?');
  return at < 0 ? '' : address().slice(at + 1);
}

/** Returns an address with parameters; without any, only the path. */
export function withParams(path: string, params: URLSearchParams): string {
  const search = params.toString();
  return search === '' ? path : `${path}?${search}`;
}

/** Returns the first visible row that the parameters of a list state, from 0. */
export function placeOf(params: URLSearchParams): number {
  const at = Number(params.get('at'));
  return Number.isSafeInteger(at) && at > 0 ? at : 0;
}

/** Opens an address. `replace` changes the current entry of the browser's history instead of adding one. */
export function navigate(to: string, { replace = false }: { replace?: boolean } = {}): void {
  writePlace();
  const url = `#/${to.replace(PREFIX, '')}`;
  if (replace) window.history.replaceState(window.history.state, '', url);
  else window.history.pushState({ entry: rememberScroll() }, '', url);
  tell();
}

/** Browsers allow about 200 changes of an address in 30 seconds. */
const PACE_MS = 250;
let place: number | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Writes the noted place into the entry that it belongs to, which is still the current one. */
function writePlace(): void {
  clearTimeout(timer);
  if (place === null) return;
  const params = new URLSearchParams(currentSearch());
  if (place === 0) params.delete('at');
  else params.set('at', String(place));
  place = null;
  window.history.replaceState(window.history.state, '', `#${withParams(currentPath(), params)}`);
}

/**
 * Notes in the address which row of a list is at the top, so that Back and a reload return to it. Nothing is drawn for
 * it. @param at the first visible row, from 0
 */
export function notePlace(at: number): void {
  place = at;
  clearTimeout(timer);
  timer = setTimeout(writePlace, PACE_MS);
}

const useAddressSearch = (): string => useSyncExternalStore(subscribe, currentSearch);

/** The location hook of the router. */
export const useAddress = Object.assign(
  (): [string, typeof navigate] => [useSyncExternalStore(subscribe, currentPath), navigate],
  { hrefs: (href: string): string => `#${href}`, searchHook: useAddressSearch },
);
