/** Pauses, resumes and cancels one batch. Canceling needs a confirmation because it cannot be undone. */
import { Button, Group } from '@mantine/core';
import { IconBan, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { lazy, Suspense, useCallback } from 'react';
import type { Batch } from '../../shared/batches.ts';
import { useAction } from '../lib/use-action.ts';
import { useDialog } from '../lib/use-dialog.ts';
import { useAppStore } from '../stores/use-app-store.ts';

/** Comes after the page, because a question is never the first thing on it. */
const CancelDialog = lazy(() => import('./cancel-dialog.tsx'));

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
          onClick={open}
          data-testid="batch-cancel"
        >
          Cancel
        </Button>
      )}
      <Suspense fallback={null}>
        <CancelDialog batch={batch} opened={asking} close={close} />
      </Suspense>
    </Group>
  );
}
