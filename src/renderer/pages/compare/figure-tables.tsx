/** The equations and totals of two batches, and the difference of each. */
import type { Batch, Equation } from '../../../shared/batches.ts';
import type { Comparison } from '../../../shared/bridge-compare.ts';
import { Panel } from '../../components/panel.tsx';
import { type StatColumn, StatTable } from '../../components/stat-table.tsx';
import { bytes, count, duration, NONE } from '../../lib/format.ts';
import { signed } from '../../text/compare.ts';

interface Figure {
  readonly label: string;
  readonly a: string;
  readonly b: string;
  readonly difference: string;
}

const figureOf = (label: string, a: number, b: number): Figure => ({
  label,
  a: count(a),
  b: count(b),
  difference: signed(b - a),
});

const TERMS: readonly (readonly [keyof Equation, string])[] = [
  ['received', 'Received'],
  ['completed', 'Completed'],
  ['duplicates', 'Duplicates'],
  ['excluded', 'Excluded'],
  ['exceptions', 'Exceptions'],
  ['pending', 'Pending'],
];

const signedWith = (difference: number, text: (value: number) => string): string =>
  difference === 0 ? '0' : `${difference > 0 ? '+' : '−'}${text(Math.abs(difference))}`;

const equationOf = (a: Batch, b: Batch): Figure[] =>
  TERMS.map(([term, label]) => figureOf(label, a.equation[term], b.equation[term]));

const workOf = (a: Batch, b: Batch): Figure[] => [
  figureOf('With warnings', a.warnings, b.warnings),
  figureOf('Pages', a.pages, b.pages),
  figureOf('Scanned pages read', a.pagesOcr, b.pagesOcr),
  figureOf('Names', a.entities, b.entities),
  {
    label: 'Volume',
    a: bytes(a.bytes),
    b: bytes(b.bytes),
    difference: signedWith(b.bytes - a.bytes, bytes),
  },
  {
    label: 'Processing time',
    a: duration(a.durationMs),
    b: duration(b.durationMs),
    difference:
      a.durationMs === null || b.durationMs === null
        ? NONE
        : signedWith(b.durationMs - a.durationMs, duration),
  },
];

const columns = (head: string): readonly StatColumn<Figure>[] => [
  { head, of: ({ label }) => label },
  { head: 'A', of: ({ a }) => a },
  { head: 'B', of: ({ b }) => b },
  { head: 'Difference', title: 'B minus A', of: ({ difference }) => difference },
];
const EQUATION = columns('Term');
const WORK = columns('Total');

export const EquationTable = ({ comparison: { a, b } }: { comparison: Comparison }) => (
  <Panel title="Documents" flush>
    <StatTable
      label="Documents of both batches"
      testId="compare-equation"
      rows={equationOf(a, b)}
      rowKey={({ label }) => label}
      columns={EQUATION}
    />
  </Panel>
);

export const WorkTable = ({ comparison: { a, b } }: { comparison: Comparison }) => (
  <Panel title="Work" flush>
    <StatTable
      label="Work of both batches"
      testId="compare-work"
      rows={workOf(a, b)}
      rowKey={({ label }) => label}
      columns={WORK}
    />
  </Panel>
);
