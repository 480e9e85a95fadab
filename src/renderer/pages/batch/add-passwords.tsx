/** Passwords for documents that ended as encrypted: given here, and those documents are read again. */
import { Button, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconKey } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import type { Batch } from '../../../shared/batches.ts';
import type { RequestOutput } from '../../../shared/bridge.ts';
import { PasswordEntry } from '../../components/password-entry.tsx';
import { dateTime, plural } from '../../lib/format.ts';
import { showDone } from '../../lib/notify.tsx';
import { useAction } from '../../lib/use-action.ts';
import { useAppStore } from '../../stores/use-app-store.ts';

type Bank = RequestOutput<'batches.bank'>;

export function AddPasswords({ batch, documents }: { batch: Batch; documents: number }) {
  const { bridge, batches } = useAppStore();
  const [asking, { open, close }] = useDisclosure(false);
  const [bank, setBank] = useState<Bank | null>(null);
  const ask = useAction(
    useCallback(async () => {
      setBank(await bridge.request('batches.bank', { batchId: batch.id }));
      open();
    }, [bridge, batch.id, open]),
  );
  const add = useAction(
    useCallback(
      async (passwords: string[]) => {
        const answer = await bridge.request('batches.passwords', { batchId: batch.id, passwords });
        batches.put(answer.batch);
        close();
        showDone(
          `${plural(answer.retried, 'document')} sent again`,
          `Each is tried with ${plural(answer.offered, 'password')}.`,
        );
      },
      [bridge, batches, batch.id, close],
    ),
  );
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconKey size={14} aria-hidden />}
        loading={ask.busy}
        onClick={() => void ask.run()}
        data-testid="add-passwords"
      >
        Add passwords
      </Button>
      <Modal opened={asking} onClose={close} title="Add passwords and retry" centered size="lg">
        <Stack gap="sm">
          <Text size="sm" data-testid="bank-note">
            {bank === null ? '' : noteOf(bank, batch, documents)}
          </Text>
          <PasswordEntry
            label="Password"
            action="Add and retry"
            main
            busy={add.busy}
            optional={(bank?.offered ?? 0) > 0}
            onSubmit={(passwords) => add.run(passwords)}
            testId="batch-password"
          />
        </Stack>
      </Modal>
    </>
  );
}

function noteOf({ offered, since }: Bank, { createdAt }: Batch, documents: number): string {
  const what = `${plural(documents, 'encrypted document')} will be read again, each with every password at hand.`;
  if (offered > 0)
    return `${what} ${plural(offered, 'password')} ${offered === 1 ? 'is' : 'are'} at hand for this batch.`;
  return createdAt < since
    ? `${what} None is at hand: Redwell was started again on ${dateTime(since)}, and passwords are kept in its memory only.`
    : `${what} None is at hand yet. Passwords are kept in this computer’s memory until Redwell is closed.`;
}
