/** Runs a whole batch again. It needs a confirmation because the batch's progress starts over. */
import { Button, Group, List, Modal, Text } from '@mantine/core';
import { IconRepeat } from '@tabler/icons-react';
import { lazy, Suspense, useCallback, useEffect, useRef } from 'react';
import { type Batch, isTerminal } from '../../../shared/batches.ts';
import { STAGES } from '../../../shared/stages.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { showDone, showInfo } from '../../lib/notify.tsx';
import { useAction } from '../../lib/use-action.ts';
import { useDialog } from '../../lib/use-dialog.ts';
import { useAppStore, useRedisAway } from '../../stores/use-app-store.ts';
import { RERUN_TEXT } from '../../text/batch.ts';
import { rerunNotice } from '../../text/notices.ts';

const RerunSample = lazy(() => import('./rerun-sample.tsx'));

/** Returns how many documents had jobs. Documents that intake set aside have no stages. */
const processedCount = ({ stages }: Batch): number => {
  const { waiting, running, retrying, completed, failed, skipped } = stages[STAGES[0]];
  return waiting + running + retrying + completed + failed + skipped;
};

export function RerunButton({ batch }: { batch: Batch }) {
  const { bridge, batches } = useAppStore();
  const away = useRedisAway();
  const [asking, { open, close }] = useDialog(isTerminal(batch.status));
  const rerun = useAction(
    useCallback(async () => {
      const result = await bridge.request('batches.rerun', { batchId: batch.id });
      batches.put(result.batch);
      close();
      showDone(rerunNotice(result));
    }, [bridge, batches, batch.id, close]),
    'caller',
  );
  // A dialog that was open while processing was offline does not become ready to fire without a new look at the batch.
  const wasAway = useRef(away);
  useEffect(() => {
    if (wasAway.current && !away && asking) {
      close();
      showInfo({ title: RERUN_TEXT.back });
    }
    wasAway.current = away;
  }, [away, asking, close]);
  const ask = (): void => {
    rerun.clear();
    open();
  };
  if (!isTerminal(batch.status)) return null;
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconRepeat size={15} aria-hidden />}
        onClick={ask}
        data-testid="batch-rerun"
      >
        {RERUN_TEXT.confirm}
      </Button>
      <Modal opened={asking} onClose={close} title={RERUN_TEXT.title(batch.name)} centered size="lg">
        <Effects batch={batch} />
        <Suspense fallback={null}>
          <RerunSample batchId={batch.id} />
        </Suspense>
        <Text size="sm" mb="md" {...(away ? { c: 'var(--rw-bad)', role: 'status' } : { className: 'muted' })}>
          {away ? RERUN_TEXT.offline : RERUN_TEXT.hint}
        </Text>
        {rerun.error !== null && <ErrorAlert error={rerun.error} mb="md" />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close} data-autofocus>
            {RERUN_TEXT.keep}
          </Button>
          <Button
            loading={rerun.busy}
            disabled={away}
            onClick={() => void rerun.run()}
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
