/** The app's providers and routes. */
import { MantineProvider } from '@mantine/core';
import { Route, Router, Switch, useLocation } from 'wouter';
import { ErrorBoundary } from './components/error-boundary.tsx';
import { Page } from './components/page.tsx';
import { useAddress } from './lib/address.ts';
import { PAGES } from './pages/index.ts';
import { Loaded } from './shell/loaded.tsx';
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
        <Route path="/">{() => <Loaded page={PAGES.overview} props={{}} />}</Route>
        <Route path="/intake">{() => <Loaded page={PAGES.intake} props={{}} />}</Route>
        <Route path="/batch/:id">
          {({ id }) => <Loaded key={id} page={PAGES.batch} props={{ batchId: decodeURIComponent(id) }} />}
        </Route>
        <Route path="/document/:id">
          {({ id }) => (
            <Loaded key={id} page={PAGES.document} props={{ documentId: decodeURIComponent(id) }} />
          )}
        </Route>
        <Route path="/document/:id/differences/:other">
          {({ id, other }) => (
            <Loaded
              key={`${id} ${other}`}
              page={PAGES.differences}
              props={{ documentId: decodeURIComponent(id), otherId: decodeURIComponent(other) }}
            />
          )}
        </Route>
        <Route path="/handover/:id">
          {({ id }) => <Loaded key={id} page={PAGES.handover} props={{ batchId: decodeURIComponent(id) }} />}
        </Route>
        <Route path="/check-pack">{() => <Loaded page={PAGES['check-pack']} props={{}} />}</Route>
        <Route path="/needs-you">{() => <Loaded page={PAGES['needs-you']} props={{}} />}</Route>
        <Route path="/search">{() => <Loaded page={PAGES.search} props={{}} />}</Route>
        <Route path="/search/:id">
          {({ id }) => <Loaded key={id} page={PAGES.hit} props={{ documentId: decodeURIComponent(id) }} />}
        </Route>
        <Route path="/history">{() => <Loaded page={PAGES.history} props={{}} />}</Route>
        <Route path="/compare">{() => <Loaded page={PAGES.compare} props={{}} />}</Route>
        <Route path="/log">{() => <Loaded page={PAGES.log} props={{}} />}</Route>
        <Route path="/health">{() => <Loaded page={PAGES.health} props={{}} />}</Route>
        <Route path="/settings">{() => <Loaded page={PAGES.settings} props={{}} />}</Route>
        <Route>
          <Page title={ERROR_TEXT.noPage} subtitle={ERROR_TEXT.noPageAction}>
            {null}
          </Page>
        </Route>
      </Switch>
    </ErrorBoundary>
  );
}

export function App({ app }: { app: AppStore }) {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" cssVariablesResolver={cssVariables}>
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
