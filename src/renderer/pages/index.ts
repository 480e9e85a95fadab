/**
 * All pages by their first path segment. The Overview is a script of its own, so that it opens fast; the others come
 * together, since they share most of their parts and a browser asks for one large file faster than for a hundred small ones.
 */
import { type LazyPage, lazyPage } from '../lib/lazy-page.ts';

export const PAGES = {
  overview: lazyPage(async () => (await import('./overview/overview-page.tsx')).OverviewPage),
  intake: lazyPage(async () => (await import('./others.ts')).IntakePage),
  batch: lazyPage(async () => (await import('./others.ts')).BatchPage),
  differences: lazyPage(async () => (await import('./others.ts')).DifferencesPage),
  document: lazyPage(async () => (await import('./others.ts')).DocumentPage),
  handover: lazyPage(async () => (await import('./others.ts')).HandoverPage),
  'check-pack': lazyPage(async () => (await import('./others.ts')).CheckPackPage),
  'needs-you': lazyPage(async () => (await import('./others.ts')).NeedsYouPage),
  search: lazyPage(async () => (await import('./others.ts')).SearchPage),
  hit: lazyPage(async () => (await import('./others.ts')).HitPage),
  history: lazyPage(async () => (await import('./others.ts')).HistoryPage),
  compare: lazyPage(async () => (await import('./others.ts')).ComparePage),
  log: lazyPage(async () => (await import('./others.ts')).LogPage),
  health: lazyPage(async () => (await import('./others.ts')).HealthPage),
  settings: lazyPage(async () => (await import('./others.ts')).SettingsPage),
} as const;

/** Returns the page at a path; null where there is none. */
function pageAt(path: string): Pick<LazyPage<object>, 'prefetch'> | null {
  const [, first = '', second, third] = path.split('/');
  if (first === '') return PAGES.overview;
  if (first === 'search' && second !== undefined) return PAGES.hit;
  if (first === 'document' && third !== undefined) return PAGES.differences;
  return Object.hasOwn(PAGES, first) ? PAGES[first as keyof typeof PAGES] : null;
}

/** Loads the page at a path before it is opened. */
export const prefetchPage = (path: string): void => pageAt(path)?.prefetch();

/** Loads all pages while the browser has nothing else to do: then they open also without Redwell. */
export function prefetchAll(): void {
  const waiting: Pick<LazyPage<object>, 'prefetch'>[] = Object.values(PAGES);
  const next = (): void => {
    waiting.shift()?.prefetch();
    if (waiting.length > 0) requestIdleCallback(next);
  };
  requestIdleCallback(next);
}
