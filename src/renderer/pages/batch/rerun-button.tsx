/** Runs a whole batch again. It needs a confirmation because the batch's progress starts over. */
import { Button, Group, List, Modal, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconRepeat } from '@tabler/icons-react';
import { useCallback } from 'react';
import { type Batch, isTerminal } from '../../../shared/batches.ts';
import { STAGES } from '../../../shared/stages.ts';
import { showDone } from '../../lib/notify.tsx';
import { useAction } from '../../lib/use-action.ts';
import { useAppStore, useRedisAway } from '../../stores/use-app-store.ts';
import { RERUN_TEXT } from '../../text/batch.ts';
import { rerunNotice } from '../../text/notices.ts';

/** Returns how many documents had jobs. Documents that intake set aside have no stages. */
const processedCount = ({ stages }: Batch): number => {
  const { waiting, running, retrying, completed, failed, skipped } = stages[STAGES[0]];
  return waiting + running + retrying + completed + failed + skipped;
};

export function RerunButton({ batch }: { batch: Batch }) {
  const { bridge, batches } = useAppStore();
  const away = useRedisAway();
  const [asking, { open, close }] = useDisclosure(false);
  const rerun = useAction(
    useCallback(async () => {
      const result = await bridge.request('batches.rerun', { batchId: batch.id });
      batches.put(result.batch);
      showDone(rerunNotice(result));
    }, [bridge, batches, batch.id]),
  );
  const confirm = async (): Promise<void> => {
    if (await rerun.run()) close();
  };
  if (!isTerminal(batch.status)) return null;
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconRepeat size={15} aria-hidden />}
        onClick={open}
        data-testid="batch-rerun"
      >
        {RERUN_TEXT.confirm}
      </Button>
      <Modal opened={asking} onClose={close} title={RERUN_TEXT.title(batch.name)} centered size="lg">
        <Effects batch={batch} />
        <Text size="sm" mb="md" {...(away ? { c: 'var(--rw-bad)', role: 'status' } : { className: 'muted' })}>
          {away ? RERUN_TEXT.offline : RERUN_TEXT.hint}
        </Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close} data-autofocus>
            {RERUN_TEXT.keep}
          </Button>
          <Button
            loading={rerun.busy}
            disabled={away}
            onClick={() => void confirm()}
            data-testid="batch-rerun-confirm"
          >
            {RERUN_TEXT.confirm}
          </Button>
        </Group>
      </Modal>
    </>
  );
}

function Effects({ batch }: { batch: Batch }) {
  const again = processedCount(batch);
  const aside = batch.equation.received - again;
  const { amount, rest } = RERUN_TEXT.documents(again, batch.equation.received);
  return (
    <List size="sm" spacing="xs" mb="md" data-testid="rerun-effects">
      <List.Item>
        <b>{amount}</b>
        {rest}
        {batch.status === 'canceled' ? RERUN_TEXT.canceled : ''}.{aside > 0 && RERUN_TEXT.aside(aside)}
      </List.Item>
      <List.Item>{RERUN_TEXT.originals}</List.Item>
      <List.Item>{RERUN_TEXT.results}</List.Item>
      <List.Item>{RERUN_TEXT.progress}</List.Item>
    </List>
  );
}
