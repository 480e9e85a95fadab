/** Encrypted files, asked about before the run: each password is tried at once, and each file says how it fared. */
import { Badge, Group, Paper, ScrollArea, Stack, Table, Text, Title } from '@mantine/core';
import { IconLock, IconLockOpen } from '@tabler/icons-react';
import { useCallback, useId } from 'react';
import type { Drop, LockedFile, PasswordReport } from '../../../shared/intake.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { FilePath } from '../../components/file-path.tsx';
import { PasswordEntry } from '../../components/password-entry.tsx';
import { count, plural } from '../../lib/format.ts';
import { useAction } from '../../lib/use-action.ts';
import { useRequest } from '../../lib/use-request.ts';
import { useAppStore, useBridgeEvent, useRenewal } from '../../stores/use-app-store.ts';

const MAX_HEIGHT = 240;

/** Nothing is shown of a drop without encrypted files. */
export function PasswordsPanel({ drop: { id: dropId, createdAt } }: { drop: Drop }) {
  const { bridge } = useAppStore();
  const heading = useId();
  const {
    value: report,
    error,
    reload,
  } = useRequest(useCallback(() => bridge.request('intake.locked', { dropId }), [bridge, dropId]));
  // Another page, or this one, has given a password: the inventory was taken again.
  useBridgeEvent(
    'drop.changed',
    useCallback(({ id }) => id === dropId && reload(), [dropId, reload]),
  );
  useRenewal(reload);
  const offer = useAction(
    useCallback(
      (passwords: string[]) => bridge.request('intake.passwords', { dropId, passwords }),
      [bridge, dropId],
    ),
  );
  if (error !== null) return <ErrorAlert error={error} retry={reload} />;
  if (report === null || report.locked + report.opened === 0) return null;
  const done = report.locked === 0;
  return (
    <Paper
      component="section"
      withBorder
      p="md"
      style={{
        borderColor: 'var(--rw-line)',
        borderInlineStart: `3px solid var(${done ? '--rw-ok' : '--rw-warn'})`,
      }}
      aria-labelledby={heading}
      data-testid="passwords"
    >
      <Stack gap="sm">
        <Group gap="xs" wrap="nowrap" aria-live="polite">
          {done ? <IconLockOpen size={18} aria-hidden /> : <IconLock size={18} aria-hidden />}
          <Title order={3} id={heading}>
            {titleOf(report)}
          </Title>
        </Group>
        <Text size="sm" data-testid="passwords-note">
          {noteOf(report, createdAt)}
        </Text>
        {!done && (
          <PasswordEntry
            label="Password"
            action="Try it on these files"
            busy={offer.busy}
            onSubmit={(passwords) => offer.run(passwords)}
            testId="password"
          />
        )}
        <Files report={report} />
      </Stack>
    </Paper>
  );
}

function titleOf({ locked, opened }: PasswordReport): string {
  if (locked === 0) return `${plural(opened, 'encrypted document')}: all open`;
  return opened === 0
    ? `${plural(locked, 'document')} ${locked === 1 ? 'asks' : 'ask'} for a password`
    : `${count(locked)} of ${plural(opened + locked, 'encrypted document')} still ${locked === 1 ? 'asks' : 'ask'} for a password`;
}

function noteOf({ locked, offered, since }: PasswordReport, createdAt: number): string {
  const memory = 'Passwords are kept in this computer’s memory until Redwell is closed, and nowhere else.';
  if (locked === 0) return memory;
  const forgotten =
    offered === 0 && createdAt < since
      ? 'Redwell was started again since this folder was dropped: passwords given before that are forgotten. '
      : '';
  return `${forgotten}Each password is tried on every file below. ${memory} You may submit without: what stays locked becomes an exception. Files can be given their password from the batch later; archives are opened here only.`;
}

function Files({ report }: { report: PasswordReport }) {
  const hidden = report.locked + report.opened - sum(report.files);
  return (
    <ScrollArea.Autosize mah={MAX_HEIGHT} type="auto">
      <Table aria-label="Encrypted files" verticalSpacing={4} horizontalSpacing={0}>
        <Table.Tbody>
          {report.files.map((file) => (
            <Table.Tr key={file.path} data-testid="locked-file" data-locked={file.locked}>
              <Table.Td>
                <FilePath path={file.path} />
              </Table.Td>
              <Table.Td w={120} pl="md">
                <State file={file} />
              </Table.Td>
              <Table.Td pl="md">
                <Text size="xs">{file.locked > 0 ? wordsOf(file) : ''}</Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {hidden > 0 && (
        <Text size="xs" mt={4}>
          And {plural(hidden, 'more document')}.
        </Text>
      )}
    </ScrollArea.Autosize>
  );
}

const sum = (files: readonly LockedFile[]): number =>
  files.reduce((all, { locked, opened }) => all + locked + opened, 0);

function State({ file: { locked, opened } }: { file: LockedFile }) {
  if (locked === 0)
    return (
      <Badge color="teal" leftSection={<IconLockOpen size={11} aria-hidden />}>
        Opens
      </Badge>
    );
  return (
    <Badge color="orange" leftSection={<IconLock size={11} aria-hidden />}>
      {opened === 0 ? 'Locked' : `${count(opened)} of ${count(opened + locked)}`}
    </Badge>
  );
}

function wordsOf({ type, locked, detail }: LockedFile): string {
  return type === 'zip' ? `${plural(locked, 'member')} locked. ${detail}.` : `${detail}.`;
}
