/** The equation, the work, file types, exceptions and warnings of both batches. */
import { SimpleGrid, Stack, Text } from '@mantine/core';
import type { Comparison } from '../../../shared/bridge-compare.ts';
import { EXCEPTIONS } from '../../../shared/exceptions.ts';
import { Panel } from '../../components/panel.tsx';
import { type StatColumn, StatTable } from '../../components/stat-table.tsx';
import { count } from '../../lib/format.ts';
import { signed } from '../../text/compare.ts';
import { TYPE_LABEL } from '../../text/labels.ts';
import { EquationTable, WorkTable } from './figure-tables.tsx';

interface Row {
  readonly key: string;
  readonly label: string;
  readonly a: number;
  readonly b: number;
}

const columns = (head: string): readonly StatColumn<Row>[] => [
  { head, of: ({ label }) => label },
  { head: 'A', of: ({ a }) => count(a) },
  { head: 'B', of: ({ b }) => count(b) },
  { head: 'Difference', title: 'B minus A', of: ({ a, b }) => signed(b - a) },
];
const TYPES = columns('Type');
const EXCEPTION_COLUMNS = columns('Cause');
const WARNINGS = columns('Warning');

export function FiguresTab({ comparison }: { comparison: Comparison }) {
  const { types, exceptions, warnings } = comparison;
  const problems = (list: Comparison['exceptions']): Row[] =>
    list.map(({ code, a, b }) => ({ key: code, label: EXCEPTIONS[code].label, a, b }));
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} data-testid="compare-figures">
      <Stack>
        <EquationTable comparison={comparison} />
        <Counts
          title="Types"
          columns={TYPES}
          rows={types.map(({ type, a, b }) => ({ key: type, label: TYPE_LABEL[type], a, b }))}
        />
      </Stack>
      <Stack>
        <WorkTable comparison={comparison} />
        <Counts title="Exceptions by cause" columns={EXCEPTION_COLUMNS} rows={problems(exceptions)} />
        <Counts title="Warnings by kind" columns={WARNINGS} rows={problems(warnings)} />
      </Stack>
    </SimpleGrid>
  );
}

interface Props {
  title: string;
  columns: readonly StatColumn<Row>[];
  rows: readonly Row[];
}

function Counts({ title, columns: shown, rows }: Props) {
  return (
    <Panel title={title} flush>
      {rows.length === 0 ? (
        <Text size="sm" className="muted" px="md" pb="md">
          None in either batch.
        </Text>
      ) : (
        <StatTable
          label={title}
          testId={`compare-${title.split(' ')[0]?.toLowerCase() ?? ''}`}
          rows={rows}
          rowKey={({ key }) => key}
          columns={shown}
        />
      )}
    </Panel>
  );
}
