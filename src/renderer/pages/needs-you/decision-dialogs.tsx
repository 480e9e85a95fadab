/** The dialogs that ask for a reason, a name or a password. */
import { Button, Group, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { AttentionTarget } from '../../../shared/attention.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { PasswordEntry } from '../../components/password-entry.tsx';
import { NEEDS_TEXT } from '../../text/needs.ts';
import type { Decisions } from './use-decisions.ts';

export type DialogName = 'dismiss' | 'assign' | 'passwords';

/** More names are typed. */
const MOST_NAMES = 8;

interface Props {
  open: DialogName | null;
  close(): void;
  target: AttentionTarget;
  /** Items, or for passwords the encrypted documents among them. */
  count: number;
  assignees: readonly string[];
  decisions: Decisions;
}

export function DecisionDialogs({ open, close, target, count, assignees, decisions }: Props) {
  const { dismiss, assign, retry } = decisions;
  const closeWhenDone = (ran: Promise<boolean>): Promise<boolean> =>
    ran.then((succeeded) => {
      if (succeeded) close();
      return succeeded;
    });
  return (
    <>
      <Modal
        opened={open === 'dismiss'}
        onClose={close}
        title={NEEDS_TEXT.dismiss.title(count)}
        centered
        size="lg"
      >
        <Reason
          error={dismiss.error}
          busy={dismiss.busy}
          close={close}
          submit={(reason) => closeWhenDone(dismiss.run(target, reason))}
        />
      </Modal>
      <Modal opened={open === 'assign'} onClose={close} title={NEEDS_TEXT.assign.title(count)} centered>
        <Name
          names={assignees}
          error={assign.error}
          busy={assign.busy}
          close={close}
          submit={(name) => closeWhenDone(assign.run(target, name))}
        />
      </Modal>
      <Modal
        opened={open === 'passwords'}
        onClose={close}
        title={NEEDS_TEXT.passwords.title}
        centered
        size="lg"
      >
        <Stack gap="sm">
          <Text size="sm">{NEEDS_TEXT.passwords.hint(count)}</Text>
          <PasswordEntry
            label="Password"
            action="Add and retry"
            main
            busy={retry.busy}
            onSubmit={(passwords) => closeWhenDone(retry.run(target, passwords))}
            testId="needs-password"
          />
        </Stack>
      </Modal>
    </>
  );
}

interface FormProps {
  error: Error | null;
  busy: boolean;
  close(): void;
  submit(words: string): void;
}

function Buttons({
  close,
  busy,
  disabled,
  label,
}: {
  close(): void;
  busy: boolean;
  disabled: boolean;
  label: string;
}) {
  return (
    <Group justify="flex-end" gap="xs">
      <Button variant="default" onClick={close}>
        Cancel
      </Button>
      <Button type="submit" loading={busy} disabled={disabled} data-testid="decision-submit">
        {label}
      </Button>
    </Group>
  );
}

/** Words that were used before, to choose instead of typing them. */
function Suggestions({ words, choose }: { words: readonly string[]; choose(word: string): void }) {
  if (words.length === 0) return null;
  return (
    <Group gap={6}>
      {words.map((word) => (
        <Button key={word} variant="default" size="compact-xs" onClick={() => choose(word)}>
          {word}
        </Button>
      ))}
    </Group>
  );
}

function Reason({ error, busy, close, submit }: FormProps) {
  const [reason, setReason] = useState('');
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    if (reason.trim() !== '') submit(reason.trim());
  };
  return (
    <form onSubmit={onSubmit}>
      <Stack gap="sm">
        <Text size="sm">{NEEDS_TEXT.dismiss.hint}</Text>
        {error !== null && <ErrorAlert error={error} />}
        <Textarea
          label={NEEDS_TEXT.dismiss.label}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          maxLength={500}
          rows={2}
          required
          data-autofocus
          data-testid="dismiss-reason"
        />
        <Suggestions words={NEEDS_TEXT.dismiss.reasons} choose={setReason} />
        <Buttons close={close} busy={busy} disabled={reason.trim() === ''} label="Dismiss" />
      </Stack>
    </form>
  );
}

function Name({ names, error, busy, close, submit }: FormProps & { names: readonly string[] }) {
  const [name, setName] = useState('');
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    submit(name.trim());
  };
  return (
    <form onSubmit={onSubmit}>
      <Stack gap="sm">
        {error !== null && <ErrorAlert error={error} />}
        <TextInput
          label={NEEDS_TEXT.assign.label}
          description={NEEDS_TEXT.assign.hint}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={100}
          data-autofocus
          data-testid="assign-name"
        />
        <Suggestions words={names.slice(0, MOST_NAMES)} choose={setName} />
        <Buttons
          close={close}
          busy={busy}
          disabled={false}
          label={name.trim() === '' ? 'Assign to nobody' : 'Assign'}
        />
      </Stack>
    </form>
  );
}
