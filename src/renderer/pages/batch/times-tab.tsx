/** How long a batch took: its stages beside earlier batches, its runs, and its forecasts beside the truth. */
import { Loader, Stack, Text } from '@mantine/core';
import { type ReactNode, useCallback, useEffect, useRef } from 'react';
import {
  type Batch,
  type BatchRun,
  type BatchTimes,
  isTerminal,
  type ShownForecast,
  type StageComparison,
} from '../../../shared/batches.ts';
import { STAGE_LABEL } from '../../../shared/stages.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { Panel } from '../../components/panel.tsx';
import { type StatColumn, StatTable } from '../../components/stat-table.tsx';
import { BatchStatusBadge } from '../../components/status.tsx';
import { count, dateTime, duration, NONE, percent } from '../../lib/format.ts';
import { useRequest } from '../../lib/use-request.ts';
import { useAppStore, useRenewal } from '../../stores/use-app-store.ts';
import {
  BASIS_LABEL,
  differentForecasts,
  forecastErrorSentence,
  forecastOff,
  forecastSaid,
  RUN_LABEL,
  stageSentence,
  TIMES_TEXT,
} from '../../text/times.ts';

/** While the batch runs, its times are asked for again this often. */
const PACE_MS = 5_000;

export function TimesTab({ batch }: { batch: Batch }) {
  const { bridge } = useAppStore();
  const { value, error, reload } = useRequest(
    useCallback(() => bridge.request('batches.times', { batchId: batch.id }), [bridge, batch.id]),
  );
  useRenewal(reload);
  const ended = isTerminal(batch.status);
  const before = useRef(ended);
  useEffect(() => {
    // The end brings the last times.
    if (before.current !== ended) reload();
    before.current = ended;
    if (ended) return undefined;
    const timer = setInterval(reload, PACE_MS);
    return () => clearInterval(timer);
  }, [ended, reload]);
  if (error !== null) return <ErrorAlert error={error} retry={reload} />;
  if (value === null) return <Loader aria-label="Loading the times" />;
  return (
    <Stack gap="md" data-testid="batch-times">
      <Stages stages={value.stages} />
      <Runs runs={value.runs} ended={ended} />
      <Forecasts forecasts={value.forecasts} errors={value.errors} />
    </Stack>
  );
}

/** The first cell of a row, which stays readable in a narrow window. */
const Named = ({ children }: { children: ReactNode }) => <div style={{ minWidth: 150 }}>{children}</div>;

type Measure = (times: NonNullable<StageComparison['here']>) => number;

/** The time in this batch, and below it what is usual. */
function Beside({ row: { here, past }, of }: { row: StageComparison; of: Measure }) {
  return (
    <>
      {duration(here === null ? null : of(here))}
      <Text size="xs" className="muted">
        {past === null ? NONE : TIMES_TEXT.usually(of(past))}
      </Text>
    </>
  );
}

const measured = (head: string, title: string, of: Measure): StatColumn<StageComparison> => ({
  head,
  title,
  of: (row) => <Beside row={row} of={of} />,
});

const STAGE_COLUMNS: readonly StatColumn<StageComparison>[] = [
  {
    head: 'Stage',
    of: (row) => (
      <Named>
        {STAGE_LABEL[row.stage]}
        <Text size="xs" className="muted">
          {stageSentence(row)}
        </Text>
      </Named>
    ),
  },
  {
    head: 'Measured',
    title: 'Documents that were already read before are not counted',
    of: ({ here, past }) => (
      <>
        {count(here?.count ?? 0)}
        <Text size="xs" className="muted">
          {past === null ? NONE : `beside ${count(past.count)}`}
        </Text>
      </>
    ),
  },
  measured('Half ran within', 'Half of all documents ran no longer (p50)', ({ ran }) => ran.p50),
  measured('95% ran within', '95 of 100 documents ran no longer (p95)', ({ ran }) => ran.p95),
  measured('Half waited within', 'Half of all documents waited no longer (p50)', ({ waited }) => waited.p50),
  measured('95% waited within', '95 of 100 documents waited no longer (p95)', ({ waited }) => waited.p95),
];

function Stages({ stages }: { stages: readonly StageComparison[] }) {
  const isEmpty = stages.every(({ here }) => here === null);
  return (
    <Panel title="Time per stage and document" flush testId="stage-comparison">
      {isEmpty ? (
        <Note>{TIMES_TEXT.noStages}</Note>
      ) : (
        <>
          <StatTable
            label="Time per stage beside earlier batches"
            testId="stage-comparison-table"
            rows={stages}
            rowKey={({ stage }) => stage}
            columns={STAGE_COLUMNS}
          />
          <Note>{TIMES_TEXT.stagesHint}</Note>
        </>
      )}
    </Panel>
  );
}

interface NumberedRun extends BatchRun {
  readonly number: number;
}

const RUN_COLUMNS: readonly StatColumn<NumberedRun>[] = [
  {
    head: 'Run',
    of: ({ kind, number }) => (
      <span style={{ whiteSpace: 'nowrap' }}>
        {count(number)}. {RUN_LABEL[kind]}
      </span>
    ),
  },
  { head: 'Started', of: ({ startedAt }) => dateTime(startedAt) },
  { head: 'Ended', of: ({ endedAt }) => dateTime(endedAt) },
  { head: 'Time', title: 'Without pauses', of: ({ activeMs }) => duration(activeMs) },
  { head: 'Documents', of: ({ documents }) => count(documents) },
  { head: 'Exceptions', of: ({ exceptions }) => count(exceptions) },
  {
    head: 'The batch then',
    title: 'How the batch stood at the end of the run',
    of: ({ status }) => <BatchStatusBadge status={status} />,
  },
];

function Runs({ runs, ended }: { runs: readonly BatchRun[]; ended: boolean }) {
  return (
    <Panel title="Runs" flush testId="batch-runs">
      {runs.length === 0 ? (
        <Note>{ended ? TIMES_TEXT.noRecord : TIMES_TEXT.noRun}</Note>
      ) : (
        <>
          <StatTable
            label="Runs of the batch"
            testId="batch-runs-table"
            rows={runs.map((run, index) => ({ ...run, number: index + 1 }))}
            rowKey={({ run }) => String(run)}
            columns={RUN_COLUMNS}
          />
          <Note>{TIMES_TEXT.runsHint}</Note>
        </>
      )}
    </Panel>
  );
}

const FORECAST_COLUMNS: readonly StatColumn<ShownForecast>[] = [
  { head: 'Said', of: (forecast) => <Named>{forecastSaid(forecast)}</Named> },
  { head: 'When', of: ({ at }) => dateTime(at) },
  { head: 'Done then', of: ({ percent: done }) => percent(done) },
  { head: 'Based on', of: ({ basis }) => BASIS_LABEL[basis] },
  { head: 'Really left', of: ({ actualMs }) => duration(actualMs) },
  { head: 'Off by', of: (forecast) => forecastOff(forecast) || NONE },
];

function Forecasts({ forecasts, errors }: Pick<BatchTimes, 'forecasts' | 'errors'>) {
  const known = (['past', 'pace'] as const).flatMap((basis) => {
    const sentence = forecastErrorSentence(errors[basis]);
    return sentence === null ? [] : [`${BASIS_LABEL[basis]}: ${sentence}.`];
  });
  return (
    <Panel title="Forecasts beside the truth" flush testId="batch-forecasts">
      {forecasts.length === 0 ? (
        <Note>{TIMES_TEXT.noForecast}</Note>
      ) : (
        <StatTable
          label="Forecasts of the batch"
          testId="batch-forecasts-table"
          rows={differentForecasts(forecasts)}
          rowKey={({ run, at, basis }) => `${run} ${at} ${basis}`}
          columns={FORECAST_COLUMNS}
        />
      )}
      <Note>{known.length === 0 ? TIMES_TEXT.fewForecasts : known.join(' ')}</Note>
    </Panel>
  );
}

const Note = ({ children }: { children: ReactNode }) => (
  <Text size="sm" className="muted" px="md" py="sm">
    {children}
  </Text>
);
