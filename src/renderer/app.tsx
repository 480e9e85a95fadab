/** The app's providers and routes. */
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { IconMapOff } from '@tabler/icons-react';
import { Route, Router, Switch, useLocation } from 'wouter';
import { EmptyState } from './components/empty-state.tsx';
import { ErrorBoundary } from './components/error-boundary.tsx';
import { useAddress } from './lib/address.ts';
import { BatchPage } from './pages/batch/batch-page.tsx';
import { ComparePage } from './pages/compare/compare-page.tsx';
import { DocumentPage } from './pages/document/document-page.tsx';
import { HealthPage } from './pages/health/health-page.tsx';
import { HistoryPage } from './pages/history/history-page.tsx';
import { IntakePage } from './pages/intake/intake-page.tsx';
import { NeedsYouPage } from './pages/needs-you/needs-you-page.tsx';
import { OverviewPage } from './pages/overview/overview-page.tsx';
import { HitPage } from './pages/search/hit-page.tsx';
import { SearchPage } from './pages/search/search-page.tsx';
import { SettingsPage } from './pages/settings/settings-page.tsx';
import { Shell } from './shell/shell.tsx';
import type { AppStore } from './stores/app-store.ts';
import { AppStoreContext } from './stores/use-app-store.ts';
import { ERROR_TEXT } from './text/errors.ts';
import { cssVariables, theme } from './theme.ts';

function Pages() {
  const [location] = useLocation();
  return (
    <ErrorBoundary key={location}>
      <Switch>
        <Route path="/" component={OverviewPage} />
        <Route path="/intake" component={IntakePage} />
        <Route path="/batch/:id">{({ id }) => <BatchPage key={id} batchId={decodeURIComponent(id)} />}</Route>
        <Route path="/document/:id">
          {({ id }) => <DocumentPage key={id} documentId={decodeURIComponent(id)} />}
        </Route>
        <Route path="/needs-you" component={NeedsYouPage} />
        <Route path="/search" component={SearchPage} />
        <Route path="/search/:id">
          {({ id }) => <HitPage key={id} documentId={decodeURIComponent(id)} />}
        </Route>
        <Route path="/history" component={HistoryPage} />
        <Route path="/compare" component={ComparePage} />
        <Route path="/health" component={HealthPage} />
        <Route path="/settings" component={SettingsPage} />
        <Route>
          <EmptyState icon={IconMapOff} title={ERROR_TEXT.noPage}>
            {ERROR_TEXT.noPageAction}
          </EmptyState>
        </Route>
      </Switch>
    </ErrorBoundary>
  );
}

export function App({ app }: { app: AppStore }) {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" cssVariablesResolver={cssVariables}>
      {/* Below dialogs (200), so that a message never covers what a dialog asks. */}
      <Notifications position="bottom-right" limit={5} containerWidth={400} zIndex={190} />
      <AppStoreContext value={app}>
        <Router hook={useAddress}>
          <Shell>
            <Pages />
          </Shell>
        </Router>
      </AppStoreContext>
    </MantineProvider>
  );
}
