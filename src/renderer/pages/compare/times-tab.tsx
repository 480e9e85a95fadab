/** How long the stages ran and waited in both batches. */
import { Text } from '@mantine/core';
import type { ComparedTimes } from '../../../shared/batches.ts';
import type { Comparison } from '../../../shared/bridge-compare.ts';
import { STAGE_LABEL } from '../../../shared/stages.ts';
import { Panel } from '../../components/panel.tsx';
import { type StatColumn, StatTable } from '../../components/stat-table.tsx';
import { duration } from '../../lib/format.ts';
import { COMPARE_TEXT } from '../../text/compare.ts';

type Row = Comparison['stages'][number];

const pair = (
  head: string,
  title: string,
  value: (times: ComparedTimes) => number,
): readonly StatColumn<Row>[] =>
  (['a', 'b'] as const).map((side) => ({
    head: `${head}, ${side.toUpperCase()}`,
    title,
    of: (row) => duration(row[side] === null ? null : value(row[side])),
  }));

const COLUMNS: readonly StatColumn<Row>[] = [
  { head: 'Stage', of: ({ stage }) => <span style={{ whiteSpace: 'nowrap' }}>{STAGE_LABEL[stage]}</span> },
  ...pair('Half within', 'Half of all documents ran no longer (p50)', ({ ran }) => ran.p50),
  ...pair('95% within', '95 of 100 documents ran no longer (p95)', ({ ran }) => ran.p95),
  ...pair('Half waited', 'Half of all documents waited no longer (p50)', ({ waited }) => waited.p50),
  ...pair('95% waited', '95 of 100 documents waited no longer (p95)', ({ waited }) => waited.p95),
];

export function TimesTab({ comparison: { stages } }: { comparison: Comparison }) {
  const isEmpty = stages.every(({ a, b }) => a === null && b === null);
  return (
    <Panel title="Time per stage and document" flush testId="compare-times">
      {isEmpty ? (
        <Text size="sm" className="muted" px="md" pb="md">
          {COMPARE_TEXT.noTimes}
        </Text>
      ) : (
        <StatTable
          label="Time per stage in both batches"
          testId="compare-stages"
          rows={stages}
          rowKey={({ stage }) => stage}
          columns={COLUMNS}
        />
      )}
    </Panel>
  );
}
