/** Chart of completed documents and exceptions over time, with a sentence for screen readers. */
import { Center, Text } from '@mantine/core';
import { useMemo } from 'react';
import type { Bucket } from '../lib/buckets.ts';
import { clock, plural } from '../lib/format.ts';
import { EMPTY_TEXT } from '../text/empty.ts';
import { BarChart, type BarSeries } from './bar-chart.tsx';

export function ThroughputChart({ buckets, height }: { buckets: readonly Bucket[]; height: number }) {
  const labels = useMemo(() => buckets.map(({ at }) => clock(at)), [buckets]);
  const series = useMemo(
    (): BarSeries[] => [
      { label: 'Completed', tone: 'good', values: buckets.map(({ completed }) => completed) },
      { label: 'Exceptions', tone: 'bad', values: buckets.map(({ exceptions }) => exceptions) },
    ],
    [buckets],
  );
  const done = buckets.reduce((sum, { completed }) => sum + completed, 0);
  const failed = buckets.reduce((sum, { exceptions }) => sum + exceptions, 0);
  const first = buckets[0];
  if (done + failed === 0)
    return (
      <Center h={height}>
        <Text size="sm" className="muted">
          {EMPTY_TEXT.chart}
        </Text>
      </Center>
    );
  const summary = `${plural(done, 'document')} completed and ${plural(failed, 'exception')} since ${first === undefined ? '' : clock(first.at)}.`;
  return <BarChart labels={labels} series={series} height={height} summary={summary} />;
}
