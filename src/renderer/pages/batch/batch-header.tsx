/** The name, status and controls of a batch. */
import { Group, SegmentedControl, Text, Title } from '@mantine/core';
import { useCallback } from 'react';
import { type Batch, isTerminal, PRIORITIES, type Priority } from '../../../shared/batches.ts';
import { BatchControls } from '../../components/batch-controls.tsx';
import { FactsLine } from '../../components/facts-line.tsx';
import { BatchStatusBadge } from '../../components/status.tsx';
import { zonedTime } from '../../lib/format.ts';
import { useAction } from '../../lib/use-action.ts';
import { useAppStore } from '../../stores/use-app-store.ts';
import { PRIORITY_LABEL } from '../../text/labels.ts';
import { CompareButton } from '../compare/compare-picker.tsx';
import { HandoverButton } from '../handover/handover-button.tsx';
import { DeleteButton } from './delete-button.tsx';
import { RerunButton } from './rerun-button.tsx';

export function BatchHeading({ batch }: { batch: Batch }) {
  const facts = [
    batch.matter === '' ? '' : `Matter: ${batch.matter}`,
    batch.custodian === '' ? '' : `Custodian: ${batch.custodian}`,
    `Submitted ${zonedTime(batch.createdAt)}`,
  ];
  return (
    <>
      <Group gap="sm">
        <Title order={1} className="breakable" data-testid="batch-title">
          {batch.name}
        </Title>
        <BatchStatusBadge status={batch.status} testId="batch-status" />
      </Group>
      <FactsLine facts={facts} />
    </>
  );
}

export function BatchActions({ batch }: { batch: Batch }) {
  const { bridge, batches } = useAppStore();
  const change = useAction(
    useCallback(
      async (priority: Priority) =>
        batches.put(await bridge.request('batches.priority', { batchId: batch.id, priority })),
      [bridge, batches, batch.id],
    ),
  );
  return (
    <>
      {!isTerminal(batch.status) && (
        <Group gap={6} wrap="nowrap">
          <Text size="sm" className="muted">
            Priority
          </Text>
          <SegmentedControl
            size="xs"
            value={batch.priority}
            onChange={(value) => void change.run(value as Priority)}
            disabled={change.busy}
            data={PRIORITIES.map((value) => ({ value, label: PRIORITY_LABEL[value] }))}
            aria-label="Priority"
            data-testid="priority-select"
          />
        </Group>
      )}
      <BatchControls batch={batch} />
      <CompareButton batch={batch} />
      <RerunButton batch={batch} />
      <HandoverButton batch={batch} />
      <DeleteButton batch={batch} />
    </>
  );
}
