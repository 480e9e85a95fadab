/** Runs a whole batch again; asked back, because its figures begin anew. */
import { Button, Group, Modal, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconRepeat } from '@tabler/icons-react';
import { useCallback } from 'react';
import { type Batch, isTerminal } from '../../../shared/batches.ts';
import { plural } from '../../lib/format.ts';
import { showDone } from '../../lib/notify.tsx';
import { useAction } from '../../lib/use-action.ts';
import { useDesk } from '../../stores/use-desk.ts';

export function RerunButton({ batch }: { batch: Batch }) {
  const { bridge, batches } = useDesk();
  const [asking, { open, close }] = useDisclosure(false);
  const rerun = useAction(
    useCallback(async () => {
      const { opened, missing, batch: next } = await bridge.request('batches.rerun', { batchId: batch.id });
      batches.put(next);
      showDone(
        `${plural(opened, 'document')} run again`,
        missing === 0
          ? undefined
          : `${plural(missing, 'original')} missing from the vault; listed under exceptions.`,
      );
    }, [bridge, batches, batch.id]),
  );
  if (!isTerminal(batch.status)) return null;
  const atIntake = batch.causes.reduce((sum, cause) => (cause.stage === null ? sum + cause.count : sum), 0);
  const { completed, exceptions } = batch.equation;
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconRepeat size={15} aria-hidden />}
        onClick={open}
        data-testid="batch-rerun"
      >
        Run all again
      </Button>
      <Modal opened={asking} onClose={close} title={`Run “${batch.name}” again?`} centered>
        <Text size="sm" mb="xs">
          Every document that was processed ({plural(completed + exceptions - atIntake, 'document')}, and what
          was cancelled) runs through all stages again. The originals are read from the vault and compared
          first; results in the cache are used again.
        </Text>
        <Text size="sm" mb="md">
          Progress and figures begin anew; every earlier attempt stays on record. What was set aside at intake
          stays as it is. To run only what failed, use Retry.
        </Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close} data-autofocus>
            Leave it as it is
          </Button>
          <Button
            loading={rerun.busy}
            onClick={() =>
              void rerun.run().then((done) => {
                if (done) close();
              })
            }
            data-testid="batch-rerun-confirm"
          >
            Run all again
          </Button>
        </Group>
      </Modal>
    </>
  );
}
