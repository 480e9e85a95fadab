/** The progress of a batch: the equation, the bar, and the forecast or the outcome. */
import { Button, Group, Stack, Text, VisuallyHidden } from '@mantine/core';
import { IconAlertTriangle, IconBell } from '@tabler/icons-react';
import { type Batch, isTerminal } from '../../../shared/batches.ts';
import { BatchProgress } from '../../components/batch-progress.tsx';
import { Equation, type Term } from '../../components/equation.tsx';
import { Panel } from '../../components/panel.tsx';
import { count, percent, plural, rate } from '../../lib/format.ts';
import { useBrowserPermission } from '../../lib/use-browser-permission.ts';
import { useNow } from '../../lib/use-now.ts';
import { useConnection, useRedisAway } from '../../stores/use-app-store.ts';
import {
  asOfSentence,
  bottleneckSentence,
  donePercent,
  forecastSentence,
  outcomeSentence,
  waitingSentence,
} from '../../text/batch.ts';
import { forecastErrorSentence } from '../../text/times.ts';

interface Props {
  batch: Batch;
  onTerm: (term: Term) => void;
  onWarnings: () => void;
}

export function ProgressPanel({ batch, onTerm, onWarnings }: Props) {
  const outcome = outcomeSentence(batch);
  return (
    <Panel testId="batch-progress">
      <Stack gap="sm">
        <Equation batch={batch} onPick={onTerm} />
        <Group gap="md" wrap="nowrap">
          <div style={{ flex: 1 }}>
            <BatchProgress batch={batch} size={14} />
          </div>
          <Text fw={600} size="lg" className="num" miw={64} data-testid="batch-percent">
            {percent(donePercent(batch))}
          </Text>
        </Group>
        {outcome === null ? (
          <Forecast batch={batch} />
        ) : (
          <Text fw={500} data-testid="batch-outcome" role="status">
            {outcome}
          </Text>
        )}
        <Actions batch={batch} onWarnings={onWarnings} />
      </Stack>
    </Panel>
  );
}

/** The optional actions; renders nothing if there are none. */
function Actions({ batch, onWarnings }: Pick<Props, 'batch' | 'onWarnings'>) {
  const { state, ask } = useBrowserPermission();
  const canAsk = !isTerminal(batch.status) && state === 'default';
  if (!canAsk && batch.warnings === 0) return null;
  return (
    <Group gap="xs" ml={-8}>
      {batch.warnings > 0 && (
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconAlertTriangle size={15} aria-hidden />}
          onClick={onWarnings}
          data-testid="batch-warnings"
        >
          {plural(batch.warnings, 'document')} with a warning
        </Button>
      )}
      {canAsk && (
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconBell size={15} aria-hidden />}
          onClick={ask}
          data-testid="notify-when-done"
        >
          Notify me when it is done
        </Button>
      )}
    </Group>
  );
}

function Forecast({ batch }: { batch: Batch }) {
  const now = useNow();
  const away = useRedisAway();
  const { readyAt } = useConnection();
  if (away && batch.status !== 'outbox')
    return (
      <Text size="sm" data-testid="batch-eta">
        {asOfSentence(readyAt)}
      </Text>
    );
  return (
    <Group justify="space-between" gap="md">
      <Text size="sm" className="tabular" data-testid="batch-eta">
        {batch.eta === null ? waitingSentence(batch) : forecastSentence(batch.eta, now)}
        {batch.eta !== null && (
          <Text span size="sm" className="muted">
            {' · '}
            {[bottleneckSentence(batch.eta), forecastErrorSentence(batch.eta.pastError)]
              .filter((part) => part !== null)
              .join(' · ')}
          </Text>
        )}
      </Text>
      <Text size="sm" className="muted tabular">
        {count(batch.running)} in progress
        {batch.throughput === null ? '' : ` · ${rate(batch.throughput)} documents per minute`}
      </Text>
      <VisuallyHidden role="status">{Math.floor(batch.percent / 10) * 10} percent done</VisuallyHidden>
    </Group>
  );
}
