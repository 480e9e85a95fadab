/** The times and totals of a batch, and the check that its counters are exact. */
import { Alert, Button, CopyButton, Grid, Group, Stack, Text } from '@mantine/core';
import { IconCheck, IconCopy, IconScale, IconTool } from '@tabler/icons-react';
import { type ReactNode, useCallback, useState } from 'react';
import type { Batch } from '../../../shared/batches.ts';
import { isExact, type Reconciled } from '../../../shared/reconcile.ts';
import { type DescriptionItem, DescriptionList } from '../../components/description-list.tsx';
import { Findings } from '../../components/findings.tsx';
import { Panel } from '../../components/panel.tsx';
import { bytes, count, duration, NONE, plural, rate, share, zonedTime } from '../../lib/format.ts';
import { useAction } from '../../lib/use-action.ts';
import { useAppStore } from '../../stores/use-app-store.ts';
import { PRIORITY_LABEL, REUSED_LABEL } from '../../text/labels.ts';
import { CommandsPanel } from './commands-panel.tsx';

export function DetailsTab({ batch }: { batch: Batch }) {
  const results = batch.cacheHits + batch.cacheMisses;
  const times: readonly DescriptionItem[] = [
    ['Submitted', zonedTime(batch.createdAt), 'text'],
    ['Processing started', zonedTime(batch.startedAt), 'text'],
    ['Finished', zonedTime(batch.endedAt), 'text'],
    ['Processing time', duration(batch.durationMs)],
    ['Documents per minute', batch.throughput === null ? NONE : rate(batch.throughput)],
    ['Priority', PRIORITY_LABEL[batch.priority], 'text'],
  ];
  const work: readonly DescriptionItem[] = [
    ['Volume', bytes(batch.bytes)],
    ['Volume processed', bytes(batch.bytesDone)],
    ['Pages', count(batch.pages)],
    ['Scanned pages read', count(batch.pagesOcr)],
    ['Characters', count(batch.characters)],
    ['Names', count(batch.entities)],
    ['Documents with warnings', count(batch.warnings)],
  ];
  const reused: readonly DescriptionItem[] = [
    ['Results reused', count(batch.cacheHits)],
    ['Results computed', count(batch.cacheMisses)],
    ['Share reused', share(batch.cacheHits, results)],
    ['Processing time saved', duration(batch.savedMs)],
    ...(batch.warmed === undefined
      ? []
      : [
          [
            'Files known from earlier batches',
            `${count(batch.warmed.contents)} of ${count(batch.warmed.of)}`,
          ] as const,
        ]),
  ];
  return (
    <Grid gap="md" data-testid="batch-details">
      <Grid.Col span={{ base: 12, sm: 6, lg: 4 }}>
        <Panel title="Times" h="100%">
          <DescriptionList items={times} label="Times" />
        </Panel>
      </Grid.Col>
      <Grid.Col span={{ base: 12, sm: 6, lg: 4 }}>
        <Panel title="Work" h="100%">
          <DescriptionList items={work} label="Work" />
        </Panel>
      </Grid.Col>
      <Grid.Col span={{ base: 12, sm: 12, lg: 4 }}>
        <Stack gap="md" h="100%">
          <Panel title={REUSED_LABEL}>
            <DescriptionList items={reused} label={REUSED_LABEL} />
          </Panel>
          <Panel title="Batch number and check">
            <Identity batch={batch} />
          </Panel>
        </Stack>
      </Grid.Col>
      <Grid.Col span={12}>
        <CommandsPanel batch={batch} />
      </Grid.Col>
    </Grid>
  );
}

function Identity({ batch }: { batch: Batch }) {
  const { bridge } = useAppStore();
  const [result, setResult] = useState<Reconciled | null>(null);
  const check = useAction(
    useCallback(
      async (repair: boolean) => {
        const found = await bridge.request('batches.reconcile', { batchId: batch.id, repair });
        // Checks again after a repair, to confirm that nothing differs any more.
        setResult(repair ? await bridge.request('batches.reconcile', { batchId: batch.id }) : found);
      },
      [bridge, batch.id],
    ),
  );
  return (
    <Stack gap="sm">
      <Group gap="xs" wrap="nowrap">
        <Text size="sm" ff="monospace" className="breakable">
          {batch.id}
        </Text>
        <CopyButton value={batch.id}>
          {({ copied, copy }) => (
            <Button
              variant="subtle"
              leftSection={copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
              onClick={copy}
            >
              {copied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </CopyButton>
      </Group>
      <Button
        variant="default"
        leftSection={<IconScale size={15} aria-hidden />}
        style={{ alignSelf: 'flex-start' }}
        loading={check.busy}
        onClick={() => void check.run(false)}
        data-testid="reconcile"
      >
        Recount every document
      </Button>
      {result !== null && (
        <Checked
          result={result}
          name={batch.name}
          repair={
            <Button
              leftSection={<IconTool size={15} aria-hidden />}
              loading={check.busy}
              onClick={() => void check.run(true)}
              data-testid="repair"
            >
              Repair
            </Button>
          }
        />
      )}
    </Stack>
  );
}

function Checked({ result, name, repair }: { result: Reconciled; name: string; repair: ReactNode }) {
  if (isExact(result))
    return (
      <Alert
        color="teal"
        icon={<IconCheck aria-hidden />}
        title="The counters are exact"
        role="status"
        data-testid="drift"
      >
        Redwell recounted {plural(result.checked, 'document')} and found no difference.
      </Alert>
    );
  return (
    <Alert color="red" title="The counters differ" role="alert" data-testid="drift">
      <Findings batches={[{ ...result, name }]} />
      {repair}
    </Alert>
  );
}
