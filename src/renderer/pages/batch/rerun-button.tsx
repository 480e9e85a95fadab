/** Runs a whole batch again; asked back, because its figures begin anew. */
import { Button, Group, List, Modal, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconRepeat } from '@tabler/icons-react';
import { useCallback } from 'react';
import { type Batch, isTerminal } from '../../../shared/batches.ts';
import { STAGES } from '../../../shared/stages.ts';
import { count, plural } from '../../lib/format.ts';
import { showDone } from '../../lib/notify.tsx';
import { useAction } from '../../lib/use-action.ts';
import { useAppStore, useRedisAway } from '../../stores/use-app-store.ts';

/** Documents that had jobs: what intake set aside has no stages. */
const everRun = ({ stages }: Batch): number => {
  const { waiting, running, retrying, completed, failed, skipped } = stages[STAGES[0]];
  return waiting + running + retrying + completed + failed + skipped;
};

export function RerunButton({ batch }: { batch: Batch }) {
  const { bridge, batches } = useAppStore();
  const away = useRedisAway();
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
  const again = everRun(batch);
  const aside = batch.equation.received - again;
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
      <Modal opened={asking} onClose={close} title={`Run “${batch.name}” again?`} centered size="lg">
        <List size="sm" spacing="xs" mb="md" data-testid="rerun-words">
          <List.Item>
            <b>
              {count(again)} of {plural(batch.equation.received, 'document')}
            </b>{' '}
            {again === 1 ? 'goes' : 'go'} through all stages again
            {batch.status === 'canceled' ? ', also those that were canceled' : ''}.
            {aside > 0 &&
              ` ${count(aside)} set aside at intake (duplicates, excluded or refused) ${aside === 1 ? 'stays' : 'stay'} as ${aside === 1 ? 'it is' : 'they are'}.`}
          </List.Item>
          <List.Item>
            Each original is read again and compared with what was received. One that is gone or was changed
            becomes an exception.
          </List.Item>
          <List.Item>
            Text and entities found before stay until a document’s new result replaces them. Results in the
            cache are used again, and every earlier attempt stays on record.
          </List.Item>
          <List.Item>Progress, times and exceptions of the batch begin anew.</List.Item>
        </List>
        <Text size="sm" mb="md" {...(away ? { c: 'var(--rw-bad)', role: 'status' } : { className: 'muted' })}>
          {away
            ? 'Redis is away. The batch can be run again when it answers.'
            : 'To run only what failed, use Retry instead.'}
        </Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close} data-autofocus>
            Leave it as it is
          </Button>
          <Button
            loading={rerun.busy}
            disabled={away}
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
