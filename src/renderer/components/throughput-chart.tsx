/** Chart of completed documents and exceptions over time, with a sentence for screen readers. */
import { Center, Text } from '@mantine/core';
import { BarController, BarElement, CategoryScale, Chart, Legend, LinearScale, Tooltip } from 'chart.js';
import { useMemo } from 'react';
import { Bar } from 'react-chartjs-2';
import type { Bucket } from '../lib/buckets.ts';
import { useChartColors } from '../lib/chart-colors.ts';
import { clock, plural } from '../lib/format.ts';
import { EMPTY_TEXT } from '../text/empty.ts';

Chart.register(BarController, BarElement, CategoryScale, LinearScale, Legend, Tooltip);

export function ThroughputChart({ buckets, height }: { buckets: readonly Bucket[]; height: number }) {
  const colors = useChartColors();
  const data = useMemo(
    () => ({
      labels: buckets.map(({ at }) => clock(at)),
      datasets: [
        {
          label: 'Completed',
          data: buckets.map(({ completed }) => completed),
          backgroundColor: colors.completed,
        },
        {
          label: 'Exceptions',
          data: buckets.map(({ exceptions }) => exceptions),
          backgroundColor: colors.exceptions,
        },
      ],
    }),
    [buckets, colors],
  );
  const options = useMemo(() => {
    const ticks = { color: colors.text, maxRotation: 0, autoSkipPadding: 24, font: { size: 11 } };
    return {
      animation: false as const,
      maintainAspectRatio: false,
      scales: {
        x: { stacked: true, ticks, grid: { display: false }, border: { color: colors.line } },
        y: {
          stacked: true,
          beginAtZero: true,
          suggestedMax: 5,
          ticks: { ...ticks, precision: 0 },
          grid: { color: colors.line },
          border: { display: false },
        },
      },
      plugins: {
        legend: {
          align: 'end' as const,
          labels: { color: colors.text, boxWidth: 10, boxHeight: 10, font: { size: 11 } },
        },
        tooltip: { mode: 'index' as const, intersect: false },
      },
    };
  }, [colors]);
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
  return (
    <div style={{ height, position: 'relative' }}>
      <Bar data={data} options={options} aria-label={summary} role="img" />
    </div>
  );
}
