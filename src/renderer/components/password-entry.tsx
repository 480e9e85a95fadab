/** Where passwords are typed or pasted; they leave the page with the request and are not kept in it. */
import { Button, Group, PasswordInput } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { type ClipboardEvent, type FormEvent, useState } from 'react';

interface Props {
  label: string;
  /** What the button says. */
  action: string;
  busy: boolean;
  /** It is what the place is for. */
  main?: boolean;
  /** Whether the button may be pressed with nothing typed. */
  optional?: boolean;
  /** @returns whether they were taken; the field is emptied then */
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
    // A single one may be looked at before it is sent; a list does not fit into the field.
    if (lines.length < 2) return;
    event.preventDefault();
    void send([...new Set(lines)]);
  };
  return (
    <form onSubmit={onForm} autoComplete="off">
      <Group align="flex-end" gap="xs">
        <PasswordInput
          label={label}
          description="Or paste several, one a line."
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
