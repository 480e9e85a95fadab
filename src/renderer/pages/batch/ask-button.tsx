/** A button of an ended batch that opens a question, and the parts that all such questions have. */
import { Button, type ButtonProps, Group, Modal, Text } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { type Batch, isTerminal } from '../../../shared/batches.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { useDialog } from '../../lib/use-dialog.ts';

interface AskButtonProps {
  batch: Batch;
  icon: Icon;
  label: string;
  title: string;
  testId: string;
  /** The question, which is made anew each time the dialog opens. */
  children(close: () => void): ReactNode;
}

export function AskButton({ batch, icon: Sign, label, title, testId, children }: AskButtonProps) {
  const [asking, { open, close }] = useDialog(isTerminal(batch.status));
  if (!isTerminal(batch.status)) return null;
  return (
    <>
      <Button
        variant="default"
        leftSection={<Sign size={15} aria-hidden />}
        onClick={open}
        data-testid={testId}
      >
        {label}
      </Button>
      <Modal opened={asking} onClose={close} title={title} centered size="lg">
        {children(close)}
      </Modal>
    </>
  );
}

/** What the answer means. @param away whether processing is offline, so that there is no answer */
export function AskNote({ away, offline, hint }: { away: boolean; offline: string; hint: string }) {
  return (
    <Text size="sm" mb="md" {...(away ? { c: 'var(--rw-bad)', role: 'status' } : { className: 'muted' })}>
      {away ? offline : hint}
    </Text>
  );
}

interface AnswerProps {
  error: Error | null;
  /** The words for doing nothing. */
  keep: string;
  close: () => void;
  /** Whether Enter does nothing, at first. */
  startsAtKeep?: boolean;
  confirm: ButtonProps & { label: string; testId: string; type?: 'submit'; onClick?: () => void };
}

export function Answer({ error, keep, close, startsAtKeep = false, confirm }: AnswerProps) {
  const { label, testId, ...button } = confirm;
  return (
    <>
      {error !== null && <ErrorAlert error={error} mb="md" />}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={close} {...(startsAtKeep ? { 'data-autofocus': true } : {})}>
          {keep}
        </Button>
        <Button {...button} data-testid={testId}>
          {label}
        </Button>
      </Group>
    </>
  );
}
