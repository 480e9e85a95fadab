/** The warnings of a batch by kind: what a reader of its completed documents must know, and who must act. */
import { Anchor, Table, Text } from '@mantine/core';
import { useThrottledCallback } from '@mantine/hooks';
import { useCallback } from 'react';
import type { Batch, WarningCount } from '../../../shared/batches.ts';
import { EXCEPTIONS, type ExceptionCode } from '../../../shared/exceptions.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { Panel } from '../../components/panel.tsx';
import { count } from '../../lib/format.ts';
import { useRequest } from '../../lib/use-request.ts';
import { useAppStore, useBridgeEvent, useRenewal } from '../../stores/use-app-store.ts';
import { showLabel } from '../../text/batch.ts';
import { ACTOR_LABEL } from '../../text/labels.ts';

/** The counts are asked for again at most this often. */
const PACE_MS = 1000;

interface Props {
  batch: Batch;
  onShow: (code: ExceptionCode) => void;
}

export function WarningsPanel({ batch, onShow }: Props) {
  const { bridge } = useAppStore();
  const { value, error, reload } = useRequest(
    useCallback(() => bridge.request('batches.warnings', { batchId: batch.id }), [bridge, batch.id]),
  );
  useRenewal(reload);
  const later = useThrottledCallback(reload, PACE_MS);
  useBridgeEvent(
    'documents.changed',
    useCallback(
      ({ batchId }: { batchId: string }) => {
        if (batchId === batch.id) later();
      },
      [batch.id, later],
    ),
  );
  if (error !== null) return <ErrorAlert error={error} retry={reload} />;
  if (value === null || value.length === 0) return null;
  return (
    <Panel title="Warnings by kind" flush testId="warnings">
      <Table aria-label="Warnings by kind">
        <Table.Thead>
          <Table.Tr>
            <Table.Th pl="md" className="num" w={110}>
              Documents
            </Table.Th>
            <Table.Th>Warning</Table.Th>
            <Table.Th pr="md" w={165}>
              Who must act
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {value.map((warning) => (
            <Row key={warning.code} warning={warning} onShow={onShow} />
          ))}
        </Table.Tbody>
      </Table>
    </Panel>
  );
}

function Row({ warning, onShow }: { warning: WarningCount; onShow: Props['onShow'] }) {
  const { label, sentence, action, actor } = EXCEPTIONS[warning.code];
  return (
    <Table.Tr data-testid={`warning-${warning.code}`}>
      <Table.Td pl="md" className="num">
        <Anchor
          component="button"
          type="button"
          fz="sm"
          fw={600}
          aria-label={showLabel(warning.count, `the warning “${label}”`)}
          onClick={() => onShow(warning.code)}
        >
          {count(warning.count)}
        </Anchor>
      </Table.Td>
      <Table.Td>
        <Text size="sm" fw={500}>
          {label}
        </Text>
        <Text size="xs" className="muted">
          {sentence} {action}
        </Text>
      </Table.Td>
      <Table.Td pr="md">{ACTOR_LABEL[actor]}</Table.Td>
    </Table.Tr>
  );
}
