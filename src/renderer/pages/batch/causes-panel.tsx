/** 2,000 failures are usually three causes: each with what to do, and one button. */
import { Anchor, Button, Group, Table, Text, Tooltip, VisuallyHidden } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import type { Batch } from '../../../shared/batches.ts';
import { EXCEPTIONS, type ExceptionCode } from '../../../shared/exceptions.ts';
import { STAGE_LABEL, type Stage } from '../../../shared/stages.ts';
import { Panel } from '../../components/panel.tsx';
import { count } from '../../lib/format.ts';
import { ACTOR_LABEL, actionFor } from '../../lib/labels.ts';
import { AddPasswords } from './add-passwords.tsx';
import { useRetry } from './use-retry.ts';

interface Props {
  batch: Batch;
  onShow: (code: ExceptionCode, stage: Stage | null) => void;
}

export function CausesPanel({ batch, onShow }: Props) {
  const retry = useRetry(batch.id);
  if (batch.causes.length === 0) return null;
  const causes = [...batch.causes].sort((a, b) => b.count - a.count);
  return (
    <Panel
      title="Failures by cause"
      flush
      testId="causes"
      aside={
        causes.some(({ stage }) => stage !== null) && (
          <Button
            variant="light"
            leftSection={<IconRefresh size={15} aria-hidden />}
            loading={retry.busy}
            onClick={() => void retry.run({})}
            data-testid="retry-all"
          >
            Retry all failed
          </Button>
        )
      }
    >
      <Table aria-label="Failures by cause">
        <Table.Thead>
          <Table.Tr>
            <Table.Th className="num" w={80}>
              Documents
            </Table.Th>
            <Table.Th>Cause</Table.Th>
            <Table.Th w={150}>Stage</Table.Th>
            <Table.Th w={165}>Who must act</Table.Th>
            <Table.Th pr="md" w={250}>
              <VisuallyHidden>Retry</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {causes.map(({ code, stage, count: number }) => {
            const { label, sentence, retryable, actor } = EXCEPTIONS[code];
            return (
              <Table.Tr key={`${code}:${stage}`} data-testid={`cause-${code}`}>
                <Table.Td className="num">
                  <Anchor
                    component="button"
                    type="button"
                    fz="sm"
                    fw={600}
                    onClick={() => onShow(code, stage)}
                  >
                    {count(number)}
                  </Anchor>
                </Table.Td>
                <Table.Td>
                  <Text size="sm" fw={500}>
                    {label}
                  </Text>
                  <Text size="xs" className="muted">
                    {sentence} {actionFor(code, stage)}
                  </Text>
                </Table.Td>
                <Table.Td>{stage === null ? 'Found at intake' : STAGE_LABEL[stage]}</Table.Td>
                <Table.Td>{ACTOR_LABEL[actor]}</Table.Td>
                <Table.Td pr="md">
                  <Group justify="flex-end" gap="xs" wrap="nowrap">
                    {code === 'encrypted' && stage !== null && (
                      <AddPasswords batch={batch} documents={number} />
                    )}
                    {stage === null ? (
                      <Text size="xs" className="muted" data-testid={`no-retry-${code}`}>
                        Submit again
                      </Text>
                    ) : (
                      <Tooltip
                        label={
                          retryable
                            ? 'Runs these documents again from this stage'
                            : 'The same file will end the same way; retry only after it was replaced'
                        }
                      >
                        <Button
                          variant={retryable ? 'default' : 'subtle'}
                          color={retryable ? 'ink' : 'gray'}
                          disabled={retry.busy}
                          onClick={() => void retry.run({ code, stage })}
                          data-testid={`retry-${code}`}
                        >
                          Retry
                        </Button>
                      </Tooltip>
                    )}
                  </Group>
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Panel>
  );
}
