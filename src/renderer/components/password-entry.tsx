/** A field for typing or pasting passwords. The page sends them and does not keep them. */
import { Button, Group, PasswordInput } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { type ClipboardEvent, type FormEvent, useState } from 'react';

interface Props {
  label: string;
  /** Label of the button. */
  action: string;
  busy: boolean;
  /** Shows the button as the primary one. */
  main?: boolean;
  /** Allows an empty submission. */
  optional?: boolean;
  /** @returns whether the passwords were accepted; the field is then cleared */
  onSubmit: (passwords: string[]) => Promise<boolean>;
  testId: string;
}

const linesOf = (text: string): string[] => text.split(/\r?\n/).filter((line) => line !== '');

export function PasswordEntry({
  label,
  action,
  busy,
  main = false,
  optional = false,
  onSubmit,
  testId,
}: Props) {
  const [typed, setTyped] = useState('');
  const send = async (passwords: string[]): Promise<void> => {
    if (busy || (passwords.length === 0 && !optional)) return;
    if (await onSubmit(passwords)) setTyped('');
  };
  const onForm = (event: FormEvent): void => {
    event.preventDefault();
    void send(typed === '' ? [] : [typed]);
  };
  const onPaste = (event: ClipboardEvent): void => {
    const lines = linesOf(event.clipboardData.getData('text'));
    // A single password stays in the field for a look. A list does not fit, so it is sent at once.
    if (lines.length < 2) return;
    event.preventDefault();
    void send([...new Set(lines)]);
  };
  return (
    <form onSubmit={onForm} autoComplete="off">
      <Group align="flex-end" gap="xs">
        <PasswordInput
          label={label}
          description="Or paste several, one per line."
          size="sm"
          value={typed}
          maxLength={1000}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onPaste={onPaste}
          autoComplete="off"
          spellCheck={false}
          style={{ flex: '1 1 240px', maxWidth: 420 }}
          data-testid={testId}
        />
        <Button
          type="submit"
          size="sm"
          variant={main ? 'filled' : 'light'}
          leftSection={<IconKey size={16} aria-hidden />}
          loading={busy}
          disabled={typed === '' && !optional}
          data-testid={`${testId}-submit`}
        >
          {action}
        </Button>
      </Group>
    </form>
  );
}
