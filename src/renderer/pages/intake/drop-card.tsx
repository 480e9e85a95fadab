/** One drop: its progress, its inventory with the submit form, or its error. */
import { Alert, Badge, Button, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconTrash } from '@tabler/icons-react';
import { useCallback } from 'react';
import type { Drop } from '../../../shared/intake.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { Panel } from '../../components/panel.tsx';
import { clock } from '../../lib/format.ts';
import { useAction } from '../../lib/use-action.ts';
import { useAppStore, useUpload } from '../../stores/use-app-store.ts';
import { INTAKE_TEXT } from '../../text/intake.ts';
import { DROP_STATUS_LABEL } from '../../text/labels.ts';
import { DropProgress } from './drop-progress.tsx';
import { EntriesList } from './entries-list.tsx';
import { InventoryView } from './inventory-view.tsx';
import { PasswordsPanel } from './passwords-panel.tsx';
import { ProblemsList } from './problems-list.tsx';
import { SubmitForm } from './submit-form.tsx';

export function DropCard({ drop }: { drop: Drop }) {
  const upload = useUpload(drop.id);
  const inProgress = drop.status === 'receiving' || drop.status === 'walking' || drop.status === 'reading';
  // A page that was closed or reloaded has lost the files that it was uploading.
  const interrupted = drop.source === 'upload' && drop.status === 'receiving' && upload?.state !== 'sending';
  return (
    <Panel
      title={drop.name}
      testId="drop-card"
      aside={
        <Group gap="xs">
          <Text size="xs" className="muted">
            {clock(drop.createdAt)}
          </Text>
          <Badge
            color={drop.status === 'failed' ? 'red' : drop.status === 'ready' ? 'teal' : 'ink'}
            data-testid="drop-status"
          >
            {DROP_STATUS_LABEL[drop.status]}
          </Badge>
          {drop.status !== 'submitting' && <Discard dropId={drop.id} />}
        </Group>
      }
    >
      <Stack gap="md">
        {drop.error !== null && <ErrorAlert error={drop.error} />}
        {upload?.error !== null && upload !== undefined && <ErrorAlert error={upload.error} />}
        {interrupted && upload?.error === undefined && upload === undefined && (
          <Alert color="yellow" icon={<IconAlertTriangle aria-hidden />} title={INTAKE_TEXT.interrupted}>
            {INTAKE_TEXT.interruptedHint}
          </Alert>
        )}
        {(inProgress || drop.status === 'submitting') && <DropProgress drop={drop} upload={upload} />}
        {drop.problems.length > 0 && <ProblemsList problems={drop.problems} />}
        {drop.inventory !== null && (drop.status === 'ready' || drop.status === 'submitting') && (
          <>
            <InventoryView inventory={drop.inventory} />
            {drop.status === 'ready' && <PasswordsPanel drop={drop} />}
            <EntriesList dropId={drop.id} />
            <SubmitForm drop={drop} />
          </>
        )}
      </Stack>
    </Panel>
  );
}

function Discard({ dropId }: { dropId: string }) {
  const { bridge, drops } = useAppStore();
  const discard = useAction(
    useCallback(async () => {
      await bridge.request('intake.discard', { dropId });
      drops.remove(dropId);
    }, [bridge, drops, dropId]),
  );
  return (
    <Button
      variant="subtle"
      color="gray"
      leftSection={<IconTrash size={15} aria-hidden />}
      loading={discard.busy}
      onClick={() => void discard.run()}
      data-testid="discard-drop"
    >
      Discard
    </Button>
  );
}
