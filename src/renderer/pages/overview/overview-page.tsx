/** The Overview page: running batches, finished batches and the last 24 hours. */
import { Button, Stack } from '@mantine/core';
import { IconCloudOff, IconPlus, IconStack2 } from '@tabler/icons-react';
import { Link } from 'wouter';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { HistoryNotice } from '../../components/history-notice.tsx';
import { Page } from '../../components/page.tsx';
import { Panel } from '../../components/panel.tsx';
import { clock, plural } from '../../lib/format.ts';
import {
  useActiveBatches,
  useAppStore,
  useConnection,
  useOpenDrops,
  useRedisAway,
  useTotals,
} from '../../stores/use-app-store.ts';
import { EMPTY_TEXT } from '../../text/empty.ts';
import { ActiveBatch } from './active-batch.tsx';
import { NeedsPanel } from './needs-panel.tsx';
import { RecentBatches } from './recent-batches.tsx';
import { TotalsPanels } from './totals-panels.tsx';

export function OverviewPage() {
  const active = useActiveBatches();
  const drops = useOpenDrops();
  const waiting = drops.filter(({ status }) => status === 'ready').length;
  const { bridge, totals: store } = useAppStore();
  const totals = useTotals();
  return (
    <Page
      title="Overview"
      actions={
        <Button component={Link} href="/intake" leftSection={<IconPlus size={15} aria-hidden />}>
          {waiting > 0 ? `Submit ${plural(waiting, 'folder')}` : 'Add documents'}
        </Button>
      }
    >
      <HistoryNotice />
      {active === null ? null : active.length === 0 ? (
        <Panel testId="overview-empty">
          <NothingRuns />
        </Panel>
      ) : (
        <Stack gap="sm" component="section" aria-label="Active batches" data-testid="active-batches">
          {active.map((batch) => (
            <ActiveBatch key={batch.id} batch={batch} />
          ))}
        </Stack>
      )}
      <NeedsPanel />
      <RecentBatches />
      {totals.error !== null && (
        <ErrorAlert
          error={totals.error}
          retry={() => void store.take(() => bridge.request('totals.get', { hours: 24 }))}
        />
      )}
      {totals.value !== null && <TotalsPanels totals={totals.value} />}
    </Page>
  );
}

/** Says that nothing runs, or that nobody can know while processing is offline or Redwell is gone. */
function NothingRuns() {
  const { host, readyAt, closedAt } = useConnection();
  const away = useRedisAway();
  if (host === 'closed' || away) {
    const { offline, hint, goneHint } = EMPTY_TEXT.overviewUnknown;
    const since = host === 'closed' ? closedAt : readyAt;
    const words = since === null ? null : clock(since);
    return (
      <EmptyState icon={IconCloudOff} title={offline}>
        {host === 'closed' ? goneHint(words) : hint(words)}
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={IconStack2} title={EMPTY_TEXT.overview.title}>
      {EMPTY_TEXT.overview.hint}
    </EmptyState>
  );
}
