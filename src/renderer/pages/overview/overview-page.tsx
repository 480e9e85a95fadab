/** The Overview page: what runs and when it is done, what happened today, and what went wrong. */
import { Button } from '@mantine/core';
import { IconCloudOff, IconPlus, IconStack2 } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { Link } from 'wouter';
import type { Batch } from '../../../shared/batches.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { HistoryNotice } from '../../components/history-notice.tsx';
import { Page } from '../../components/page.tsx';
import { Outlines } from '../../components/page-outline.tsx';
import { Panel } from '../../components/panel.tsx';
import { clock, plural } from '../../lib/format.ts';
import { useHeld } from '../../lib/use-held.ts';
import { useNow } from '../../lib/use-now.ts';
import {
  useActiveBatches,
  useAppStore,
  useConnection,
  useHealth,
  useOpenDrops,
  useRedisAway,
  useTotals,
} from '../../stores/use-app-store.ts';
import { EMPTY_TEXT } from '../../text/empty.ts';
import { overviewSentence } from '../../text/overview.ts';
import { BatchRow } from './batch-row.tsx';
import { CausesChart } from './causes-chart.tsx';
import { DayFigures } from './day-figures.tsx';
import { HealthLine } from './health-line.tsx';
import { NeedsPanel } from './needs-panel.tsx';
import classes from './overview.module.css';
import { RecentBatches } from './recent-batches.tsx';
import { useRecentBatches } from './use-recent.ts';

/** Only on a computer without redis-server. */
const FirstRun = lazy(() => import('./first-run.tsx'));
const WorkCharts = lazy(() => import('./work-charts.tsx'));

export function OverviewPage() {
  // A batch that ends moves all below it, also those whose buttons somebody is pressing.
  const held = useHeld({ active: useActiveBatches(), recent: useRecentBatches() }, 'a, button');
  const { active, recent } = held.shown;
  const lacksEngine = useHealth().value?.redis.condition === 'not_installed';
  const waiting = useOpenDrops().filter(({ status }) => status === 'ready').length;
  return (
    <Page
      title="Overview"
      subtitle={<Now active={active} />}
      wide
      actions={
        <Button component={Link} href="/intake" leftSection={<IconPlus size={15} aria-hidden />}>
          {waiting > 0 ? `Submit ${plural(waiting, 'folder')}` : 'Add documents'}
        </Button>
      }
    >
      <HistoryNotice />
      {lacksEngine && (
        <Suspense fallback={null}>
          <FirstRun />
        </Suspense>
      )}
      <div className={classes.page}>
        <div className={classes.grid}>
          <div className={classes.main} onPointerDown={held.onPointerDown} onKeyDownCapture={held.onKeyDown}>
            <Active active={active} />
            {recent === null ? <Outlines panels={[210]} /> : <RecentBatches batches={recent} />}
          </div>
          <aside className={classes.rail} aria-label="At a glance">
            <NeedsPanel />
            {active !== null && recent !== null && <CausesChart batches={[...active, ...recent]} />}
            <Figures />
            <HealthLine />
          </aside>
          <div className={classes.side}>
            <Charts />
          </div>
        </div>
      </div>
    </Page>
  );
}

/** What runs and when it is done. Nobody can say so while processing is offline. */
function Now({ active }: { active: readonly Batch[] | null }) {
  const now = useNow(5000);
  const away = useRedisAway();
  const { host } = useConnection();
  if (active === null || away || host === 'closed') return null;
  return <span data-testid="overview-now">{overviewSentence(active, now)}</span>;
}

function Active({ active }: { active: readonly Batch[] | null }) {
  if (active === null) return <Outlines panels={[260]} />;
  if (active.length === 0)
    return (
      <Panel testId="overview-empty">
        <NothingRuns />
      </Panel>
    );
  return (
    <section className={classes.batches} aria-label="Active batches" data-testid="active-batches">
      {active.map((batch) => (
        <BatchRow key={batch.id} batch={batch} />
      ))}
    </section>
  );
}

function Figures() {
  const { bridge, totals: store } = useAppStore();
  const { value, error } = useTotals();
  if (error !== null)
    return (
      <ErrorAlert
        error={error}
        retry={() => void store.take(() => bridge.request('totals.get', { hours: 24 }))}
      />
    );
  return value === null ? <Outlines panels={[150]} /> : <DayFigures totals={value} />;
}

function Charts() {
  const { value, error } = useTotals();
  if (value === null) return error === null ? <Outlines panels={[250, 260]} /> : null;
  return (
    <Suspense fallback={<Outlines panels={[250, 260]} />}>
      <WorkCharts totals={value} />
    </Suspense>
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
