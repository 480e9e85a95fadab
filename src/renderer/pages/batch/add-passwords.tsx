/** Adds passwords for encrypted documents of a batch and retries those documents. */
import { Button, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconKey } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import type { Batch } from '../../../shared/batches.ts';
import type { RequestOutput } from '../../../shared/bridge.ts';
import { PasswordEntry } from '../../components/password-entry.tsx';
import { showDone } from '../../lib/notify.tsx';
import { useAction } from '../../lib/use-action.ts';
import { useAppStore } from '../../stores/use-app-store.ts';
import { passwordsSentence } from '../../text/batch.ts';
import { passwordsNotice } from '../../text/notices.ts';

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
        showDone(passwordsNotice(answer.retried, answer.offered));
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
            {bank === null ? '' : passwordsSentence(bank, batch, documents)}
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
