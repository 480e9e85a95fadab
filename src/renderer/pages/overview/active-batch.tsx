/** A card with the progress of one active batch. */
import { Anchor, Badge, Group, Paper, Stack, Text } from '@mantine/core';
import { Link } from 'wouter';
import type { Batch } from '../../../shared/batches.ts';
import { BatchControls } from '../../components/batch-controls.tsx';
import { BatchProgress } from '../../components/batch-progress.tsx';
import { Equation } from '../../components/equation.tsx';
import { MiddleTruncate } from '../../components/middle-truncate.tsx';
import { BatchStatusBadge } from '../../components/status.tsx';
import { percent, rate } from '../../lib/format.ts';
import { batchPath } from '../../lib/routes.ts';
import { useNow } from '../../lib/use-now.ts';
import { useConnection, useRedisAway } from '../../stores/use-app-store.ts';
import { asOfSentence, donePercent, forecastSentence, shortWaitingSentence } from '../../text/batch.ts';
import { PRIORITY_LABEL } from '../../text/labels.ts';

export function ActiveBatch({ batch }: { batch: Batch }) {
  const now = useNow();
  const away = useRedisAway();
  const { readyAt } = useConnection();
  // While processing is offline, nobody knows how far the batch is. One that waits to start is known.
  const recorded = away && batch.status !== 'outbox';
  const details = [batch.matter, batch.custodian].filter((part) => part !== '').join(' · ');
  return (
    <Paper
      withBorder
      p="md"
      component="article"
      aria-label={batch.name}
      bg="var(--rw-surface)"
      style={{ borderColor: 'var(--rw-line)' }}
      data-testid="active-batch"
      data-batch-id={batch.id}
    >
      <Stack gap="sm">
        <Group justify="space-between" wrap="nowrap" gap="md" align="flex-start">
          <div style={{ minWidth: 0 }}>
            <Group gap="xs" wrap="nowrap">
              <Anchor
                component={Link}
                href={batchPath(batch.id)}
                fw={600}
                c="inherit"
                miw={0}
                title={batch.name}
                aria-label={batch.name}
              >
                <MiddleTruncate text={batch.name} />
              </Anchor>
              <BatchStatusBadge status={batch.status} />
              {batch.priority !== 'normal' && (
                <Badge variant="outline" color="gray" style={{ flexShrink: 0 }}>
                  {PRIORITY_LABEL[batch.priority]} priority
                </Badge>
              )}
            </Group>
            {details !== '' && (
              <Text size="xs" className="muted truncate">
                {details}
              </Text>
            )}
          </div>
          <BatchControls batch={batch} />
        </Group>
        <Group gap="md" wrap="nowrap">
          <div style={{ flex: 1 }}>
            <BatchProgress batch={batch} />
          </div>
          <Text fw={600} className="num" miw={48} data-testid="batch-percent">
            {percent(donePercent(batch))}
          </Text>
        </Group>
        <Group justify="space-between" gap="md">
          <Equation batch={batch} size="sm" />
          <Stack gap={0} ta="right" ml="auto">
            <Text size="sm" className="tabular" data-testid="batch-eta">
              {recorded
                ? asOfSentence(readyAt)
                : batch.eta === null
                  ? shortWaitingSentence(batch)
                  : forecastSentence(batch.eta, now)}
            </Text>
            {!recorded && batch.throughput !== null && (
              <Text size="xs" className="muted tabular">
                {rate(batch.throughput)} documents per minute
              </Text>
            )}
          </Stack>
        </Group>
      </Stack>
    </Paper>
  );
}
