/** A table of how long each stage takes, over many runs. */
import type { Totals } from '../../shared/health.ts';
import { STAGE_LABEL } from '../../shared/stages.ts';
import { count, duration } from '../lib/format.ts';
import { type StatColumn, StatTable } from './stat-table.tsx';

type Times = Totals['stageTimes'];

const COLUMNS: readonly StatColumn<Times[number]>[] = [
  { head: 'Stage', of: ({ stage }) => STAGE_LABEL[stage] },
  {
    head: 'Runs',
    title: 'Documents that were already read before are not counted',
    of: (row) => count(row.count),
  },
  { head: 'Half within', title: 'Half of all runs took no longer (p50)', of: ({ p50 }) => duration(p50) },
  { head: '95% within', title: '95 of 100 runs took no longer (p95)', of: ({ p95 }) => duration(p95) },
  { head: '99% within', title: '99 of 100 runs took no longer (p99)', of: ({ p99 }) => duration(p99) },
];

interface Props {
  times: Times;
  label: string;
  testId: string;
}

export function StageTimesTable({ times, label, testId }: Props) {
  return (
    <StatTable label={label} testId={testId} rows={times} rowKey={({ stage }) => stage} columns={COLUMNS} />
  );
}
