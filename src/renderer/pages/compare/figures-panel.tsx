/** The two batches with their equations and totals, and the difference of each. */
import { Anchor, Badge, Group, SimpleGrid, Text } from '@mantine/core';
import { Link } from 'wouter';
import type { Batch, Equation } from '../../../shared/batches.ts';
import type { Comparison } from '../../../shared/bridge-compare.ts';
import { MiddleTruncate } from '../../components/middle-truncate.tsx';
import { Panel } from '../../components/panel.tsx';
import { type StatColumn, StatTable } from '../../components/stat-table.tsx';
import { BatchStatusBadge } from '../../components/status.tsx';
import { bytes, count, duration, NONE, zonedTime } from '../../lib/format.ts';
import { batchPath } from '../../lib/routes.ts';
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
const EQUATION = columns('Documents');
const WORK = columns('Work');

export function FiguresPanel({ comparison: { a, b } }: { comparison: Comparison }) {
  return (
    <Panel testId="compare-figures">
      <SimpleGrid cols={{ base: 1, sm: 2 }} mb="sm">
        <Side letter="A" batch={a} />
        <Side letter="B" batch={b} />
      </SimpleGrid>
      <SimpleGrid cols={{ base: 1, md: 2 }} mx={-16} mb={-16}>
        <StatTable
          label="Documents of both batches"
          testId="compare-equation"
          rows={equationOf(a, b)}
          rowKey={({ label }) => label}
          columns={EQUATION}
        />
        <StatTable
          label="Work of both batches"
          testId="compare-work"
          rows={workOf(a, b)}
          rowKey={({ label }) => label}
          columns={WORK}
        />
      </SimpleGrid>
    </Panel>
  );
}

function Side({ letter, batch }: { letter: string; batch: Batch }) {
  const { id, name, matter, custodian, createdAt, status } = batch;
  const about = [matter, custodian, `Submitted ${zonedTime(createdAt)}`].filter((part) => part !== '');
  return (
    <Group gap="sm" wrap="nowrap" align="flex-start" data-testid={`compare-${letter.toLowerCase()}`}>
      <Badge size="lg" circle variant="filled" aria-hidden>
        {letter}
      </Badge>
      <div style={{ minWidth: 0 }}>
        <Group gap="xs" wrap="wrap">
          <Anchor
            component={Link}
            href={batchPath(id)}
            fw={600}
            c="inherit"
            maw="100%"
            title={name}
            aria-label={`${letter}: ${name}`}
          >
            <MiddleTruncate text={name} />
          </Anchor>
          <BatchStatusBadge status={status} />
        </Group>
        <Text size="xs" className="muted breakable">
          {about.join(' · ')}
        </Text>
      </div>
    </Group>
  );
}
