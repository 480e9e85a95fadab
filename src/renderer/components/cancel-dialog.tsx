/** Asks before a batch is canceled, because that cannot be undone. */
import { Button, Group, Modal, Text } from '@mantine/core';
import { useCallback, useEffect } from 'react';
import type { Batch } from '../../shared/batches.ts';
import { useAction } from '../lib/use-action.ts';
import { useAppStore } from '../stores/use-app-store.ts';
import { CANCEL_TEXT } from '../text/batch.ts';
import { ErrorAlert } from './error-alert.tsx';

interface Props {
  batch: Batch;
  opened: boolean;
  close: () => void;
}

export default function CancelDialog({ batch, opened, close }: Props) {
  const { bridge, batches } = useAppStore();
  // Errors are shown in the dialog: a message in the corner would be behind it.
  const { error, busy, run, clear } = useAction(
    useCallback(async () => {
      batches.put(await bridge.request('batches.control', { batchId: batch.id, action: 'cancel' }));
      close();
    }, [bridge, batches, batch.id, close]),
    'caller',
  );
  useEffect(() => {
    if (opened) clear();
  }, [opened, clear]);
  return (
    <Modal opened={opened} onClose={close} title={CANCEL_TEXT.title(batch.name)} centered>
      <Text size="sm" mb="md">
        {CANCEL_TEXT.body(batch.equation.pending)}
      </Text>
      {error !== null && <ErrorAlert error={error} mb="md" />}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={close} data-autofocus>
          {CANCEL_TEXT.keep}
        </Button>
        <Button color="red.9" loading={busy} onClick={() => void run()} data-testid="batch-cancel-confirm">
          {CANCEL_TEXT.confirm}
        </Button>
      </Group>
    </Modal>
  );
}
