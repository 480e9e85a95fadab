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

/** The time of both batches in one cell. */
const both = (head: string, title: string, of: (times: ComparedTimes) => number): StatColumn<Row> => ({
  head,
  title,
  of: (row) =>
    (['a', 'b'] as const).map((side) => (
      <div key={side}>
        <span className="muted">{side.toUpperCase()}</span>{' '}
        {duration(row[side] === null ? null : of(row[side]))}
      </div>
    )),
});

const COLUMNS: readonly StatColumn<Row>[] = [
  { head: 'Stage', of: ({ stage }) => STAGE_LABEL[stage] },
  both('Half ran within', 'Half of all documents ran no longer (p50)', ({ ran }) => ran.p50),
  both('95% ran within', '95 of 100 documents ran no longer (p95)', ({ ran }) => ran.p95),
  both('Half waited within', 'Half of all documents waited no longer (p50)', ({ waited }) => waited.p50),
  both('95% waited within', '95 of 100 documents waited no longer (p95)', ({ waited }) => waited.p95),
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
