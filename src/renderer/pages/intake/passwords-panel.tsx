/** Passwords for the encrypted files of a drop. Each password is tried at once, and each file shows the result. */
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
import { lockedFileNote, lockedNote, lockedTitle } from '../../text/intake.ts';

const MAX_HEIGHT = 240;

/** Renders nothing for a drop without encrypted files. */
export function PasswordsPanel({ drop: { id: dropId, createdAt } }: { drop: Drop }) {
  const { bridge } = useAppStore();
  const heading = useId();
  const {
    value: report,
    error,
    reload,
  } = useRequest(useCallback(() => bridge.request('intake.locked', { dropId }), [bridge, dropId]));
  // A password from this page or another one changes the inventory.
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
            {lockedTitle(report)}
          </Title>
        </Group>
        <Text size="sm" data-testid="passwords-note">
          {lockedNote(report, createdAt)}
        </Text>
        {!done && (
          <PasswordEntry
            label="Password"
            action="Unlock files"
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
                <Text size="xs">{file.locked > 0 ? lockedFileNote(file) : ''}</Text>
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
