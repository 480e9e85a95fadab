/** All pages by their first path segment. Each is a script of its own, so that the first page opens fast. */
import { type LazyPage, lazyPage } from '../lib/lazy-page.ts';

export const PAGES = {
  overview: lazyPage(async () => (await import('./overview/overview-page.tsx')).OverviewPage),
  intake: lazyPage(async () => (await import('./intake/intake-page.tsx')).IntakePage),
  batch: lazyPage(async () => (await import('./batch/batch-page.tsx')).BatchPage),
  differences: lazyPage(async () => (await import('./differences/differences-page.tsx')).DifferencesPage),
  document: lazyPage(async () => (await import('./document/document-page.tsx')).DocumentPage),
  handover: lazyPage(async () => (await import('./handover/handover-page.tsx')).HandoverPage),
  'check-pack': lazyPage(async () => (await import('./check-pack/check-pack-page.tsx')).CheckPackPage),
  'needs-you': lazyPage(async () => (await import('./needs-you/needs-you-page.tsx')).NeedsYouPage),
  search: lazyPage(async () => (await import('./search/search-page.tsx')).SearchPage),
  hit: lazyPage(async () => (await import('./search/hit-page.tsx')).HitPage),
  history: lazyPage(async () => (await import('./history/history-page.tsx')).HistoryPage),
  compare: lazyPage(async () => (await import('./compare/compare-page.tsx')).ComparePage),
  log: lazyPage(async () => (await import('./log/log-page.tsx')).LogPage),
  health: lazyPage(async () => (await import('./health/health-page.tsx')).HealthPage),
  settings: lazyPage(async () => (await import('./settings/settings-page.tsx')).SettingsPage),
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

/** Loads all pages, one after another, while the browser has nothing else to do: then they open also without Redwell. */
export function prefetchAll(): void {
  const waiting: Pick<LazyPage<object>, 'prefetch'>[] = Object.values(PAGES);
  const next = (): void => {
    waiting.shift()?.prefetch();
    if (waiting.length > 0) requestIdleCallback(next);
  };
  requestIdleCallback(next);
}
