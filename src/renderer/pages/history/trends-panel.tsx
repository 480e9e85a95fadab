/** The work of days and months as charts, and the same as a table. */
import { Center, Group, Loader, SegmentedControl, SimpleGrid, Text, VisuallyHidden } from '@mantine/core';
import { useThrottledCallback } from '@mantine/hooks';
import { useCallback, useMemo, useState } from 'react';
import type { Interval } from '../../../shared/bridge-compare.ts';
import { BarChart, type BarSeries } from '../../components/bar-chart.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { Panel } from '../../components/panel.tsx';
import { type StatColumn, StatTable } from '../../components/stat-table.tsx';
import { count, zoneAt } from '../../lib/format.ts';
import { edgesOf, fullLabel, SPANS, type SpanName, shortLabel } from '../../lib/spans.ts';
import { useRequest } from '../../lib/use-request.ts';
import { useAppStore, useBridgeEvent, useRenewal } from '../../stores/use-app-store.ts';
import { TRENDS_TEXT, trendSentence } from '../../text/trends.ts';

/** While batches run, the charts are asked for again at most this often. */
const PACE_MS = 10_000;
const HEIGHT = 260;

export function TrendsPanel() {
  const { bridge } = useAppStore();
  const [name, setName] = useState<SpanName>('month');
  const [asTable, setAsTable] = useState(false);
  const { value, error, reload } = useRequest(
    useCallback(
      async () => ({ name, ...(await bridge.request('trends.get', { edges: edgesOf(name, Date.now()) })) }),
      [bridge, name],
    ),
  );
  useRenewal(reload);
  useBridgeEvent('batch.changed', useThrottledCallback(reload, PACE_MS));
  return (
    <Panel
      title="Work over time"
      testId="trends"
      aside={
        <Group gap="sm">
          <SegmentedControl
            size="xs"
            value={name}
            onChange={(next) => setName(next as SpanName)}
            data={Object.entries(SPANS).map(([span, { label }]) => ({ value: span, label }))}
            aria-label="Period"
            data-testid="trends-span"
          />
          <SegmentedControl
            size="xs"
            value={asTable ? 'table' : 'charts'}
            onChange={(next) => setAsTable(next === 'table')}
            data={[
              { value: 'charts', label: 'Charts' },
              { value: 'table', label: 'Table' },
            ]}
            aria-label="Shown as"
            data-testid="trends-form"
          />
        </Group>
      }
    >
      {error !== null && <ErrorAlert error={error} retry={reload} />}
      {value === null ? (
        error === null && <Loader aria-label="Loading the charts" />
      ) : (
        <Trends name={value.name} intervals={value.intervals} asTable={asTable} />
      )}
    </Panel>
  );
}

interface Props {
  name: SpanName;
  intervals: readonly Interval[];
  asTable: boolean;
}

function Trends({ name, intervals, asTable }: Props) {
  const worked = intervals.filter(({ completed, exceptions }) => completed + exceptions > 0);
  if (worked.length === 0)
    return (
      <Center h={HEIGHT}>
        <Text size="sm" className="muted">
          {TRENDS_TEXT.empty}
        </Text>
      </Center>
    );
  const table = <TrendTable name={name} intervals={worked.toReversed()} />;
  return (
    <>
      <Text size="sm" mb="sm" role="status" data-testid="trends-sentence">
        {trendSentence(intervals, fullLabel(name, intervals[0]?.at ?? 0))}
      </Text>
      {asTable ? (
        table
      ) : (
        <>
          <Charts name={name} intervals={intervals} />
          <VisuallyHidden>{table}</VisuallyHidden>
        </>
      )}
      <Text size="xs" className="muted" mt="sm">
        {TRENDS_TEXT.hint(zoneAt(Date.now()))}
      </Text>
    </>
  );
}

function Charts({ name, intervals }: Omit<Props, 'asTable'>) {
  const { unit } = SPANS[name];
  const labels = useMemo(() => intervals.map(({ at }) => shortLabel(name, at)), [name, intervals]);
  const documents = useMemo(
    (): BarSeries[] => [
      { label: 'Completed', tone: 'good', values: intervals.map(({ completed }) => completed) },
      { label: 'Exceptions', tone: 'bad', values: intervals.map(({ exceptions }) => exceptions) },
    ],
    [intervals],
  );
  const pages = useMemo(
    (): BarSeries[] => [{ label: 'Pages', tone: 'good', values: intervals.map((one) => one.pages) }],
    [intervals],
  );
  const charts = [
    { title: `Documents per ${unit}`, series: documents },
    { title: `Pages per ${unit}`, series: pages },
  ];
  return (
    <SimpleGrid cols={{ base: 1, lg: 2 }}>
      {charts.map(({ title, series }) => (
        <section key={title} aria-label={title}>
          <Text size="sm" fw={600} component="h3">
            {title}
          </Text>
          <BarChart
            labels={labels}
            series={series}
            height={HEIGHT}
            summary={`Chart: ${title}. The table after it has the numbers.`}
          />
        </section>
      ))}
    </SimpleGrid>
  );
}

function TrendTable({ name, intervals }: Omit<Props, 'asTable'>) {
  const columns = useMemo(
    (): readonly StatColumn<Interval>[] => [
      { head: SPANS[name].unit === 'day' ? 'Day' : 'Month', of: ({ at }) => fullLabel(name, at) },
      { head: 'Completed', of: ({ completed }) => count(completed) },
      { head: 'Exceptions', of: ({ exceptions }) => count(exceptions) },
      { head: 'Pages', of: ({ pages }) => count(pages) },
    ],
    [name],
  );
  return (
    <StatTable
      label="Work over time"
      testId="trends-table"
      rows={intervals}
      rowKey={({ at }) => String(at)}
      columns={columns}
    />
  );
}
