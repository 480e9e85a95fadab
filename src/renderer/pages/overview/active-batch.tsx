/** One running batch, as much of it as is needed to decide whether to look closer. */
import { Anchor, Badge, Group, Paper, Stack, Text } from '@mantine/core';
import { Link } from 'wouter';
import type { Batch } from '../../../shared/batches.ts';
import { BatchControls } from '../../components/batch-controls.tsx';
import { BatchProgress } from '../../components/batch-progress.tsx';
import { Equation } from '../../components/equation.tsx';
import { BatchStatusBadge } from '../../components/status.tsx';
import { percent, rate } from '../../lib/format.ts';
import { etaSentence, PRIORITY_LABEL } from '../../lib/labels.ts';
import { batchPath } from '../../lib/routes.ts';
import { useNow } from '../../lib/use-now.ts';

export function ActiveBatch({ batch }: { batch: Batch }) {
  const now = useNow();
  const about = [batch.matter, batch.custodian].filter((part) => part !== '').join(' · ');
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
              <Anchor component={Link} href={batchPath(batch.id)} fw={600} c="inherit" className="truncate">
                {batch.name}
              </Anchor>
              <BatchStatusBadge status={batch.status} />
              {batch.priority !== 'normal' && (
                <Badge variant="outline" color="gray" style={{ flexShrink: 0 }}>
                  {PRIORITY_LABEL[batch.priority]} priority
                </Badge>
              )}
            </Group>
            {about !== '' && (
              <Text size="xs" className="muted truncate">
                {about}
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
            {percent(batch.percent)}
          </Text>
        </Group>
        <Group justify="space-between" gap="md" wrap="nowrap">
          <Equation batch={batch} size="sm" />
          <Stack gap={0} ta="right">
            <Text size="sm" className="tabular" data-testid="batch-eta">
              {batch.eta === null ? waitingWords(batch) : etaSentence(batch.eta, now)}
            </Text>
            {batch.throughput !== null && (
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

/** Why there is no forecast. */
function waitingWords(batch: Batch): string {
  if (batch.status === 'outbox') return 'Goes as soon as Redis is back';
  if (batch.status === 'paused')
    return batch.pausedBy === 'stop_loss' ? 'Paused itself: too many failed' : 'Paused: no end in sight';
  if (batch.status === 'canceling') return 'Stopping what is running';
  return 'Too early for a forecast';
}
