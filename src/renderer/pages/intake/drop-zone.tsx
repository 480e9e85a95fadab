/** The visible drop area, although the whole window accepts drops, and the buttons that open a file dialog. */
import { Button, Group, Paper, Text } from '@mantine/core';
import { IconFile, IconFolderDown, IconFolderOpen } from '@tabler/icons-react';
import { type ChangeEvent, useCallback, useRef } from 'react';
import { useAction } from '../../lib/use-action.ts';
import { useAppStore, useHostInfo } from '../../stores/use-app-store.ts';
import { INTAKE_TEXT } from '../../text/intake.ts';
import { beginFiles } from '../../upload/begin.ts';

export function DropZone({ compact }: { compact: boolean }) {
  return (
    <Paper
      withBorder
      p={compact ? 'md' : 48}
      bg="var(--rw-surface)"
      style={{ borderStyle: 'dashed', borderWidth: 2, borderColor: 'var(--rw-idle)' }}
      data-testid="drop-zone"
    >
      <Group
        justify={compact ? 'flex-start' : 'center'}
        gap="md"
        style={compact ? {} : { flexDirection: 'column' }}
      >
        <IconFolderDown size={compact ? 32 : 56} stroke={1.3} color="var(--rw-run)" aria-hidden />
        <div style={{ textAlign: compact ? 'left' : 'center', flex: compact ? 1 : undefined }}>
          <Text fw={600} size={compact ? 'md' : 'lg'}>
            {INTAKE_TEXT.dropTitle}
          </Text>
          <Text size="sm" className="muted">
            {INTAKE_TEXT.dropHint}
          </Text>
        </div>
        <Choosers />
      </Group>
    </Paper>
  );
}

/** Every browser supports this attribute, but React's types lack it. */
const DIRECTORY = { webkitdirectory: '' };

/** Opens the host's own folder dialog if it has one, and the browser's file chooser otherwise. */
function Choosers() {
  const app = useAppStore();
  const info = useHostInfo();
  const folder = useRef<HTMLInputElement>(null);
  const files = useRef<HTMLInputElement>(null);
  const pick = useAction(
    useCallback(async () => {
      const drop = await app.bridge.request('intake.pick', {});
      if (drop !== null) app.drops.put(drop);
    }, [app]),
  );
  const chosen = useAction(useCallback((list: readonly File[]) => beginFiles(app, list), [app]));
  const onChosen = (event: ChangeEvent<HTMLInputElement>): void => {
    const list = [...(event.currentTarget.files ?? [])];
    // Without this, choosing the same folder again would fire no event.
    event.currentTarget.value = '';
    if (list.length > 0) void chosen.run(list);
  };
  if (info?.capabilities.folderDialog === true)
    return (
      <Button
        size="sm"
        leftSection={<IconFolderOpen size={17} aria-hidden />}
        loading={pick.busy}
        onClick={() => void pick.run()}
        data-testid="choose-folder"
      >
        Choose folder
      </Button>
    );
  return (
    <Group gap="xs">
      <Button
        size="sm"
        leftSection={<IconFolderOpen size={17} aria-hidden />}
        loading={chosen.busy}
        onClick={() => folder.current?.click()}
        data-testid="choose-folder"
      >
        Choose folder
      </Button>
      <Button
        size="sm"
        variant="default"
        leftSection={<IconFile size={17} aria-hidden />}
        onClick={() => files.current?.click()}
        data-testid="choose-files"
      >
        Choose files
      </Button>
      <input
        type="file"
        ref={folder}
        {...DIRECTORY}
        multiple
        hidden
        onChange={onChosen}
        data-testid="folder-input"
        aria-label="Folder to add"
      />
      <input
        type="file"
        ref={files}
        multiple
        hidden
        onChange={onChosen}
        data-testid="file-input"
        aria-label="Files to add"
      />
    </Group>
  );
}
