/** The failures of a batch grouped by cause, because thousands of failures usually have a few causes. */
import { Anchor, Button, Group, Table, Text, Tooltip, VisuallyHidden } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { Batch } from '../../../shared/batches.ts';
import { canRetryHelp, EXCEPTIONS, type ExceptionCode } from '../../../shared/exceptions.ts';
import type { Stage } from '../../../shared/stages.ts';
import { Panel } from '../../components/panel.tsx';
import { count } from '../../lib/format.ts';
import { retryCounts } from '../../lib/retry-all.ts';
import { exceptionAction, leftOutSentence, RETRY_TEXT, showLabel } from '../../text/batch.ts';
import { ACTOR_LABEL, stageLabel } from '../../text/labels.ts';
import { NEEDS_TEXT } from '../../text/needs.ts';
import { needsPath } from '../needs-you/address.ts';
import { AddPasswords } from './add-passwords.tsx';
import { useRetry, useRetryAll } from './use-retry.ts';
import { type OnTried, useUnlocking } from './use-unlocking.ts';

interface Props {
  batch: Batch;
  onShow: (code: ExceptionCode, stage: Stage | null) => void;
}

export function CausesPanel({ batch, onShow }: Props) {
  const retry = useRetry(batch.id);
  const all = useRetryAll(batch);
  const onTried = useUnlocking(batch);
  const { helped, leftOut } = retryCounts(batch);
  if (batch.causes.length === 0) return null;
  const causes = [...batch.causes].sort((a, b) => b.count - a.count);
  return (
    <Panel
      title="Failures by cause"
      flush
      testId="causes"
      aside={
        <Group gap="xs">
          <Button
            component={Link}
            href={needsPath({ batchId: batch.id })}
            variant="default"
            data-testid="causes-needs"
          >
            {NEEDS_TEXT.workOff}
          </Button>
          {helped > 0 && (
            <Button
              variant="light"
              leftSection={<IconRefresh size={15} aria-hidden />}
              loading={all.busy}
              disabled={retry.busy}
              onClick={() => void all.run()}
              {...(leftOut === 0 ? {} : { title: leftOutSentence(leftOut) })}
              data-testid="retry-all"
            >
              {leftOut === 0 ? RETRY_TEXT.all : RETRY_TEXT.some(helped, helped + leftOut)}
            </Button>
          )}
        </Group>
      }
    >
      <Table aria-label="Failures by cause">
        <Table.Thead>
          <Table.Tr>
            <Table.Th pl="md" className="num" w={110}>
              Documents
            </Table.Th>
            <Table.Th>Cause</Table.Th>
            <Table.Th w={150} visibleFrom="lg">
              Stage
            </Table.Th>
            <Table.Th w={165} visibleFrom="lg">
              Who must act
            </Table.Th>
            <Table.Th pr="md" w={1}>
              <VisuallyHidden>Retry</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {causes.map((cause) => (
            <Row
              key={`${cause.code}:${cause.stage}`}
              batch={batch}
              cause={cause}
              onShow={onShow}
              retry={retry}
              onTried={onTried}
            />
          ))}
        </Table.Tbody>
      </Table>
    </Panel>
  );
}

interface RowProps extends Props {
  cause: Batch['causes'][number];
  retry: ReturnType<typeof useRetry>;
  onTried: OnTried;
}

function Row({ batch, cause: { code, stage, count: number }, onShow, retry, onTried }: RowProps) {
  const { label, sentence, actor } = EXCEPTIONS[code];
  return (
    <Table.Tr data-testid={`cause-${code}`}>
      <Table.Td pl="md" className="num">
        <Anchor
          component="button"
          type="button"
          fz="sm"
          fw={600}
          aria-label={showLabel(number, `the cause “${label}”`)}
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
          {sentence} {exceptionAction(code, stage)}
        </Text>
        <Text size="xs" hiddenFrom="lg">
          {stageLabel(stage)} · {ACTOR_LABEL[actor]} must act
        </Text>
      </Table.Td>
      <Table.Td visibleFrom="lg">{stageLabel(stage)}</Table.Td>
      <Table.Td visibleFrom="lg">{ACTOR_LABEL[actor]}</Table.Td>
      <Table.Td pr="md">
        <Group justify="flex-end" gap="xs" wrap="nowrap">
          {code === 'encrypted' && stage !== null && (
            <AddPasswords batch={batch} documents={number} onTried={onTried} />
          )}
          {stage !== null && !canRetryHelp(code) ? (
            <Tooltip label={RETRY_TEXT.pointlessHint}>
              <Text size="xs" className="muted" tabIndex={0} data-testid={`pointless-${code}`}>
                {RETRY_TEXT.pointless}
              </Text>
            </Tooltip>
          ) : stage === null ? (
            <Button component={Link} href="/intake" variant="default" data-testid={`no-retry-${code}`}>
              Submit again
            </Button>
          ) : (
            <RetryButton code={code} busy={retry.busy} onClick={() => void retry.run({ code, stage })} />
          )}
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}

function RetryButton({ code, busy, onClick }: { code: ExceptionCode; busy: boolean; onClick: () => void }) {
  return (
    <Tooltip label={RETRY_TEXT.hint}>
      <Button variant="default" disabled={busy} onClick={onClick} data-testid={`retry-${code}`}>
        Retry
      </Button>
    </Tooltip>
  );
}
