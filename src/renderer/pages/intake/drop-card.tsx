/** One drop: its progress, its inventory with the submit form, or its error. */
import { Alert, Badge, Button, Collapse, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAlertTriangle, IconChevronDown, IconChevronRight, IconTrash } from '@tabler/icons-react';
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
import { FilesList } from './files-list.tsx';
import { InventoryView } from './inventory-view.tsx';
import { LoadFilePanel } from './load-file-panel.tsx';
import { PasswordsPanel } from './passwords-panel.tsx';
import { PreflightPanel } from './preflight-panel.tsx';
import { ProblemsList } from './problems-list.tsx';
import { SubmitBar } from './submit-bar.tsx';
import { type Edits, useEdits } from './use-edits.ts';

/** @param alone whether it is the only drop, so that its files are shown at once */
export function DropCard({ drop, alone }: { drop: Drop; alone: boolean }) {
  const edits = useEdits(drop.id);
  const upload = useUpload(drop.id);
  const inProgress = drop.status === 'receiving' || drop.status === 'walking' || drop.status === 'reading';
  // A page that was closed or reloaded has lost the files that it was uploading.
  const interrupted = drop.source === 'upload' && drop.status === 'receiving' && upload?.state !== 'sending';
  const shown = drop.status === 'ready' || drop.status === 'submitting' ? drop.inventory : null;
  return (
    <Panel
      title={drop.name}
      testId="drop-card"
      footer={shown === null ? null : <SubmitBar drop={drop} inventory={shown} />}
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
        {shown !== null && (
          <>
            {drop.loadFile !== undefined && <LoadFilePanel drop={drop} loadFile={drop.loadFile} />}
            <InventoryView inventory={shown} edits={edits} />
            {drop.status === 'ready' && <PasswordsPanel drop={drop} />}
            {drop.status === 'ready' && <Files drop={drop} edits={edits} opened={alone} />}
            {drop.status === 'ready' && <PreflightPanel drop={drop} />}
          </>
        )}
      </Stack>
    </Panel>
  );
}

/** The files of a drop, shown on request. */
function Files({ drop, edits, opened: first }: { drop: Drop; edits: Edits; opened: boolean }) {
  const [opened, { toggle }] = useDisclosure(first);
  const Icon = opened ? IconChevronDown : IconChevronRight;
  const leftOut = drop.inventory?.leftOut?.documents ?? 0;
  return (
    <div>
      <Group justify="space-between" mb={4}>
        <Button
          variant="subtle"
          px={4}
          leftSection={<Icon size={15} aria-hidden />}
          onClick={toggle}
          aria-expanded={opened}
          data-testid="entries-toggle"
        >
          {opened ? 'Hide the files' : 'Choose the files'}
        </Button>
        {leftOut > 0 && (
          <Button
            variant="subtle"
            onClick={() => edits.run({ out: false, choices: [{ kind: 'all' }] })}
            data-testid="take-back-all"
          >
            Take back everything left out
          </Button>
        )}
      </Group>
      <Collapse expanded={opened} keepMounted={false}>
        <FilesList drop={drop} edits={edits} />
      </Collapse>
    </div>
  );
}

export function Discard({ dropId }: { dropId: string }) {
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
