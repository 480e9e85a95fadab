/** The pages that the first one does not wait for. */
export { BatchPage } from './batch/batch-page.tsx';
export { CheckPackPage } from './check-pack/check-pack-page.tsx';
export { ComparePage } from './compare/compare-page.tsx';
export { DifferencesPage } from './differences/differences-page.tsx';
export { DocumentPage } from './document/document-page.tsx';
export { HandoverPage } from './handover/handover-page.tsx';
export { HealthPage } from './health/health-page.tsx';
export { HistoryPage } from './history/history-page.tsx';
export { IntakePage } from './intake/intake-page.tsx';
export { LogPage } from './log/log-page.tsx';
export { NeedsYouPage } from './needs-you/needs-you-page.tsx';
export { HitPage } from './search/hit-page.tsx';
export { SearchPage } from './search/search-page.tsx';
export { SettingsPage } from './settings/settings-page.tsx';
