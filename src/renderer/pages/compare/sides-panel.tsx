/** The two batches that are compared, with their equations. */
import { Anchor, Badge, Group, SimpleGrid, Text } from '@mantine/core';
import { Link } from 'wouter';
import type { Batch } from '../../../shared/batches.ts';
import type { Comparison } from '../../../shared/bridge-compare.ts';
import { Equation } from '../../components/equation.tsx';
import { MiddleTruncate } from '../../components/middle-truncate.tsx';
import { Panel } from '../../components/panel.tsx';
import { BatchStatusBadge } from '../../components/status.tsx';
import { zonedTime } from '../../lib/format.ts';
import { batchPath } from '../../lib/routes.ts';

export function SidesPanel({ comparison: { a, b } }: { comparison: Comparison }) {
  return (
    <Panel testId="compare-sides">
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Side letter="A" batch={a} />
        <Side letter="B" batch={b} />
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
        <Text size="xs" className="muted breakable" mb={6}>
          {about.join(' · ')}
        </Text>
        <Equation batch={batch} size="sm" />
      </div>
    </Group>
  );
}
