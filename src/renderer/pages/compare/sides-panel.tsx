/** The two batches that are compared, with their equations. */
import { Anchor, Badge, Group, Stack } from '@mantine/core';
import { Link } from 'wouter';
import type { Batch } from '../../../shared/batches.ts';
import type { Comparison } from '../../../shared/bridge-compare.ts';
import { Equation } from '../../components/equation.tsx';
import { FactsLine } from '../../components/facts-line.tsx';
import { MiddleTruncate } from '../../components/middle-truncate.tsx';
import { Panel } from '../../components/panel.tsx';
import { BatchStatusBadge } from '../../components/status.tsx';
import { zonedTime } from '../../lib/format.ts';
import { batchPath } from '../../lib/routes.ts';

/** One below the other, so that the terms of both equations are in the same columns. */
export function SidesPanel({ comparison: { a, b } }: { comparison: Comparison }) {
  return (
    <Panel testId="compare-sides">
      <Stack gap="sm">
        <Side letter="A" batch={a} />
        <Side letter="B" batch={b} />
      </Stack>
    </Panel>
  );
}

function Side({ letter, batch }: { letter: string; batch: Batch }) {
  const { id, name, matter, custodian, createdAt, status } = batch;
  const facts = [matter, custodian, `Submitted ${zonedTime(createdAt)}`];
  return (
    <Group justify="space-between" gap="xs" data-testid={`compare-${letter.toLowerCase()}`}>
      <Group gap="sm" wrap="nowrap" align="flex-start" style={{ minWidth: 0, flex: '1 1 300px' }}>
        <Badge size="lg" circle variant="filled" aria-hidden>
          {letter}
        </Badge>
        <div style={{ minWidth: 0 }}>
          <Group gap="xs">
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
          <FactsLine facts={facts} size="xs" />
        </div>
      </Group>
      <Equation batch={batch} size="sm" />
    </Group>
  );
}
