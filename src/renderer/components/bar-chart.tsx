/** A chart of stacked bars with one sentence for screen readers. */
import { BarController, BarElement, CategoryScale, Chart, Legend, LinearScale, Tooltip } from 'chart.js';
import { useMemo } from 'react';
import { Bar } from 'react-chartjs-2';
import { useChartColors } from '../lib/chart-colors.ts';

Chart.register(BarController, BarElement, CategoryScale, LinearScale, Legend, Tooltip);

export interface BarSeries {
  readonly label: string;
  readonly tone: 'good' | 'bad';
  readonly values: readonly number[];
}

interface Props {
  /** Below the bars, one for each. */
  labels: readonly string[];
  /** Stacked in this order. Needs a stable identity, like `labels`. */
  series: readonly BarSeries[];
  /** Pixels. */
  height: number;
  /** What the chart shows, for those who cannot see it. */
  summary: string;
}

export function BarChart({ labels, series, height, summary }: Props) {
  const colors = useChartColors();
  const data = useMemo(
    () => ({
      labels: [...labels],
      datasets: series.map(({ label, tone, values }) => ({
        label,
        data: [...values],
        backgroundColor: tone === 'good' ? colors.completed : colors.exceptions,
      })),
    }),
    [labels, series, colors],
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
  return (
    <div style={{ height, position: 'relative' }}>
      <Bar data={data} options={options} aria-label={summary} role="img" />
    </div>
  );
}
