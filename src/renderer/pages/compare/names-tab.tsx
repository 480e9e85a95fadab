/** The names that only one of the two batches has. */
import { SimpleGrid, Text } from '@mantine/core';
import type { Comparison } from '../../../shared/bridge-compare.ts';
import { Panel } from '../../components/panel.tsx';
import { type StatColumn, StatTable } from '../../components/stat-table.tsx';
import { entityName } from '../../lib/entity-name.ts';
import { count, plural } from '../../lib/format.ts';
import { COMPARE_TEXT } from '../../text/compare.ts';
import { ENTITY_KIND_LABEL } from '../../text/labels.ts';

type Only = NonNullable<Comparison['entities']>['came'];
type Named = Only['top'][number];

const COLUMNS: readonly StatColumn<Named>[] = [
  {
    head: 'Name',
    of: ({ kind, name }) => (
      <>
        <Text span size="sm" className="breakable">
          {entityName(kind, name)}
        </Text>
        <Text size="xs" className="muted">
          {ENTITY_KIND_LABEL[kind]}
        </Text>
      </>
    ),
  },
  { head: 'Documents', of: ({ documents }) => count(documents) },
  { head: 'Mentions', of: ({ mentions }) => count(mentions) },
];

export function NamesTab({ comparison: { entities } }: { comparison: Comparison }) {
  if (entities === null)
    return (
      <Panel testId="compare-names">
        <Text size="sm" className="muted">
          {COMPARE_TEXT.noEntities}
        </Text>
      </Panel>
    );
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} data-testid="compare-names">
      <Names title="Only in A" only={entities.went} testId="names-went" />
      <Names title="Only in B" only={entities.came} testId="names-came" />
    </SimpleGrid>
  );
}

function Names({ title, only, testId }: { title: string; only: Only; testId: string }) {
  const hidden = only.count - only.top.length;
  return (
    <Panel
      title={title}
      flush
      aside={
        <Text size="sm" className="muted tabular">
          {plural(only.count, 'name')}
        </Text>
      }
    >
      {only.count === 0 ? (
        <Text size="sm" className="muted" px="md" pb="md">
          None.
        </Text>
      ) : (
        <StatTable
          label={`Names ${title.toLowerCase().replace(/[ab]$/, (letter) => letter.toUpperCase())}`}
          testId={testId}
          rows={only.top}
          rowKey={({ kind, name }) => `${kind} ${name}`}
          columns={COLUMNS}
        />
      )}
      {hidden > 0 && (
        <Text size="xs" className="muted" px="md" py="xs">
          {plural(hidden, 'more name')}, in fewer documents.
        </Text>
      )}
    </Panel>
  );
}
