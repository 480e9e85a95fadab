/** Checks that the counters of active batches are exact and that every unfinished document has a job. */
import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconCheck, IconScale, IconTool } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import { isExact, type ReconcileReport } from '../../../shared/reconcile.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { Findings } from '../../components/findings.tsx';
import { Panel } from '../../components/panel.tsx';
import { Stat, StatGroup } from '../../components/stat.tsx';
import { age, count, NONE, plural } from '../../lib/format.ts';
import { useAction } from '../../lib/use-action.ts';
import { useNow } from '../../lib/use-now.ts';
import { useRequest } from '../../lib/use-request.ts';
import { useAppStore, useRedisAway } from '../../stores/use-app-store.ts';
import { HEALTH_EMPTY_TEXT } from '../../text/empty.ts';

const STARTED_BY: Readonly<Record<ReconcileReport['by'], string>> = {
  operator: 'started by hand',
  stalled: 'because a batch had stalled',
};

const sum = (report: ReconcileReport, of: (batch: ReconcileReport['batches'][number]) => number): number =>
  report.batches.reduce((all, batch) => all + of(batch), 0);

export function CountersPanel() {
  const { bridge } = useAppStore();
  const last = useRequest(useCallback(() => bridge.request('reconcile.last', {}), [bridge]));
  const [checked, setChecked] = useState<ReconcileReport | null>(null);
  const check = useAction(
    useCallback(
      async (repair: boolean) => setChecked(await bridge.request('reconcile.run', { repair })),
      [bridge],
    ),
  );
  const report = checked ?? last.value;
  const repairable = report !== null && !report.repair && !report.batches.every(isExact);
  const away = useRedisAway();
  return (
    <Panel
      title="Check counters"
      testId="figures"
      aside={
        <Group gap="xs">
          {repairable && (
            <Button
              leftSection={<IconTool size={15} aria-hidden />}
              loading={check.busy}
              disabled={away}
              onClick={() => void check.run(true)}
              data-testid="figures-repair"
            >
              Repair
            </Button>
          )}
          <Button
            variant="default"
            leftSection={<IconScale size={15} aria-hidden />}
            loading={check.busy}
            disabled={away}
            onClick={() => void check.run(false)}
            data-testid="figures-check"
          >
            Check now
          </Button>
        </Group>
      }
    >
      {last.error !== null && <ErrorAlert error={last.error} retry={last.reload} />}
      {away && (
        <Text size="sm" className="muted" mb={report === null ? 0 : 'sm'} data-testid="figures-away">
          {HEALTH_EMPTY_TEXT.countersOffline}
        </Text>
      )}
      {report !== null && <Report report={report} />}
      {report === null && !away && last.error === null && (
        <Text size="sm" className="muted">
          {HEALTH_EMPTY_TEXT.counters}
        </Text>
      )}
    </Panel>
  );
}

function Report({ report }: { report: ReconcileReport }) {
  const drift = sum(report, (batch) => batch.drift.length);
  const orphaned = sum(report, (batch) => batch.orphaned);
  const documents = sum(report, (batch) => batch.checked);
  return (
    <Stack gap="sm">
      <LastCheck report={report} drift={drift} orphaned={orphaned} />
      {report.batches.length === 0 ? (
        <Text size="sm" className="muted">
          {HEALTH_EMPTY_TEXT.countersNoBatch}
        </Text>
      ) : report.batches.every(isExact) ? (
        <Alert color="teal" icon={<IconCheck aria-hidden />} title="The counters are exact" role="status">
          Redwell recounted {plural(documents, 'document')} in{' '}
          {plural(report.batches.length, 'batch', 'batches')}. Every unfinished document has a job.
        </Alert>
      ) : (
        <Findings batches={report.batches} />
      )}
    </Stack>
  );
}

function LastCheck({
  report,
  drift,
  orphaned,
}: {
  report: ReconcileReport;
  drift: number;
  orphaned: number;
}) {
  const now = useNow();
  const repairedCount = report.batches.reduce(
    (all, { repaired, ending }) => all + repaired + (ending?.repaired === true ? 1 : 0),
    0,
  );
  const givenUp = report.batches.reduce((all, batch) => all + batch.givenUp, 0);
  return (
    <StatGroup>
      <Stat
        label="Last checked"
        value={age(now - report.at)}
        note={STARTED_BY[report.by]}
        testId="figures-at"
      />
      <Stat
        label="Counters that differ"
        value={count(drift)}
        tone={drift === 0 ? 'ok' : 'bad'}
        testId="figures-drift"
      />
      <Stat
        label="Documents without a job"
        value={count(orphaned)}
        tone={orphaned === 0 ? 'ok' : 'bad'}
        testId="figures-orphans"
      />
      <Stat
        label="Repaired"
        value={report.repair ? count(repairedCount) : NONE}
        note={givenUp === 0 ? undefined : `${count(givenUp)} set aside as exceptions`}
        testId="figures-repaired"
      />
    </StatGroup>
  );
}
