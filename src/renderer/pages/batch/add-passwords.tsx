/** Adds passwords for encrypted documents of a batch and retries those documents. */
import { Button, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconKey } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import { type Batch, isTerminal } from '../../../shared/batches.ts';
import type { RequestOutput } from '../../../shared/bridge.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { PasswordEntry } from '../../components/password-entry.tsx';
import { showInfo } from '../../lib/notify.tsx';
import { useAction } from '../../lib/use-action.ts';
import { useAppStore } from '../../stores/use-app-store.ts';
import { passwordsSentence } from '../../text/batch.ts';
import { passwordsNotice } from '../../text/notices.ts';
import type { OnTried } from './use-unlocking.ts';

type Bank = RequestOutput<'batches.bank'>;

interface Props {
  batch: Batch;
  documents: number;
  /** Called before the batch shows that its documents run again. */
  onTried: OnTried;
}

export function AddPasswords({ batch, documents, onTried }: Props) {
  const { bridge, batches } = useAppStore();
  const [asking, { open, close }] = useDisclosure(false);
  const ended = isTerminal(batch.status);
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
        close();
        showInfo(passwordsNotice(answer.retried, answer.offered));
        onTried(answer.retried, ended);
        batches.put(answer.batch);
      },
      [bridge, batches, batch.id, ended, close, onTried],
    ),
    'caller',
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
          {add.error !== null && <ErrorAlert error={add.error} />}
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
