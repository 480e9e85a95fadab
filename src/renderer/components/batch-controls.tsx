/** Pauses, resumes and cancels one batch. Canceling needs a confirmation because it cannot be undone. */
import { Button, Group, Modal, Text } from '@mantine/core';
import { IconBan, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useCallback } from 'react';
import type { Batch } from '../../shared/batches.ts';
import { useAction } from '../lib/use-action.ts';
import { useDialog } from '../lib/use-dialog.ts';
import { useAppStore } from '../stores/use-app-store.ts';
import { CANCEL_TEXT } from '../text/batch.ts';
import { ErrorAlert } from './error-alert.tsx';

const CAN_PAUSE: ReadonlySet<Batch['status']> = new Set(['submitting', 'running']);
const CAN_CANCEL: ReadonlySet<Batch['status']> = new Set(['outbox', 'submitting', 'running', 'paused']);

export function BatchControls({ batch }: { batch: Batch }) {
  const { bridge, batches } = useAppStore();
  const [asking, { open, close }] = useDialog(CAN_CANCEL.has(batch.status));
  const control = useAction(
    useCallback(
      async (action: 'pause' | 'resume') =>
        batches.put(await bridge.request('batches.control', { batchId: batch.id, action })),
      [bridge, batches, batch.id],
    ),
  );
  // Errors of the dialog are shown in it: a message in the corner would be behind it.
  const cancel = useAction(
    useCallback(async () => {
      batches.put(await bridge.request('batches.control', { batchId: batch.id, action: 'cancel' }));
      close();
    }, [bridge, batches, batch.id, close]),
    'caller',
  );
  const ask = (): void => {
    cancel.clear();
    open();
  };
  return (
    <Group gap="xs" wrap="nowrap">
      {CAN_PAUSE.has(batch.status) && (
        <Button
          variant="default"
          leftSection={<IconPlayerPause size={15} aria-hidden />}
          loading={control.busy}
          onClick={() => void control.run('pause')}
          data-testid="batch-pause"
        >
          Pause
        </Button>
      )}
      {batch.status === 'paused' && (
        <Button
          leftSection={<IconPlayerPlay size={15} aria-hidden />}
          loading={control.busy}
          onClick={() => void control.run('resume')}
          data-testid="batch-resume"
        >
          Resume
        </Button>
      )}
      {CAN_CANCEL.has(batch.status) && (
        <Button
          variant="default"
          leftSection={<IconBan size={15} aria-hidden />}
          onClick={ask}
          data-testid="batch-cancel"
        >
          Cancel
        </Button>
      )}
      <Modal opened={asking} onClose={close} title={CANCEL_TEXT.title(batch.name)} centered>
        <Text size="sm" mb="md">
          {CANCEL_TEXT.body(batch.equation.pending)}
        </Text>
        {cancel.error !== null && <ErrorAlert error={cancel.error} mb="md" />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close} data-autofocus>
            {CANCEL_TEXT.keep}
          </Button>
          <Button
            color="red.9"
            loading={cancel.busy}
            onClick={() => void cancel.run()}
            data-testid="batch-cancel-confirm"
          >
            {CANCEL_TEXT.confirm}
          </Button>
        </Group>
      </Modal>
    </Group>
  );
}
