/** The actions on selected documents. */
import { Button, Menu } from '@mantine/core';
import { IconArrowsSort, IconCopy, IconDownload, IconPackageExport, IconRefresh } from '@tabler/icons-react';
import { isTerminal, PRIORITIES } from '../../../shared/batches.ts';
import type { TagCount } from '../../../shared/document-list.ts';
import { navigate } from '../../lib/address.ts';
import { useAppStore, useHostInfo, useRedisAway } from '../../stores/use-app-store.ts';
import { HANDOVER_TEXT } from '../../text/handover.ts';
import { PRIORITY_LABEL } from '../../text/labels.ts';
import { handoverSelected } from '../handover/address.ts';
import { TagMenu } from './tag-menu.tsx';
import {
  type ListOfDocuments,
  useCopySelected,
  useExportDocuments,
  useRetrySelected,
  useRunSelected,
} from './use-document-actions.ts';

/** A menu stands in the list that it belongs to, so that a screen reader finds it there, and holds nothing but its items. */
const IN_PAGE = { withinPortal: false, withInitialFocusPlaceholder: false } as const;

interface Props {
  list: ListOfDocuments;
  tags: readonly TagCount[];
  /** Called after documents were tagged. */
  onTagged: () => void;
}

/** Whether this host lets a page save files. The window of the app refuses every download. */
export const useCanSave = (): boolean => useHostInfo()?.capabilities.localPaths === false;

export function DocumentActions({ list, tags, onTagged }: Props) {
  const retry = useRetrySelected(list);
  const save = useExportDocuments(list);
  const copy = useCopySelected(list);
  const away = useRedisAway();
  const canSave = useCanSave();
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconRefresh size={15} aria-hidden />}
        loading={retry.busy}
        disabled={away}
        title={away ? 'Processing is offline' : 'Runs those that failed again'}
        onClick={() => void retry.run()}
        data-testid="selected-retry"
      >
        Retry
      </Button>
      {!isTerminal(list.batch.status) && <RunMenu list={list} away={away} />}
      <TagMenu list={list} tags={tags} onTagged={onTagged} />
      {canSave && (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconDownload size={15} aria-hidden />}
          loading={save.busy}
          onClick={() => void save.run('selected')}
          data-testid="selected-export"
        >
          Export
        </Button>
      )}
      {isTerminal(list.batch.status) && <HandOverSelected list={list} />}
      <Menu position="top" returnFocus {...IN_PAGE}>
        <Menu.Target>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconCopy size={15} aria-hidden />}
            loading={copy.busy}
            data-testid="selected-copy"
          >
            Copy
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => void copy.run('paths')} data-testid="copy-paths">
            Paths
          </Menu.Item>
          <Menu.Item onClick={() => void copy.run('hashes')} data-testid="copy-hashes">
            Hashes (SHA-256)
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

function HandOverSelected({ list: { batch, selection } }: { list: ListOfDocuments }) {
  const { chosen } = useAppStore();
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconPackageExport size={15} aria-hidden />}
      onClick={() => {
        chosen.setState({ [batch.id]: [...selection.selected] });
        navigate(handoverSelected(batch.id));
      }}
      data-testid="selected-handover"
    >
      {HANDOVER_TEXT.button}
    </Button>
  );
}

/** What can be decided about documents that have not ended. */
function RunMenu({ list, away }: { list: ListOfDocuments; away: boolean }) {
  const { busy, run } = useRunSelected(list);
  return (
    <Menu position="top" returnFocus {...IN_PAGE}>
      <Menu.Target>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconArrowsSort size={15} aria-hidden />}
          loading={busy}
          disabled={away}
          title={away ? 'Processing is offline' : 'For those that have not ended'}
          data-testid="selected-run"
        >
          Priority
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {PRIORITIES.map((priority) => (
          <Menu.Item key={priority} onClick={() => void run(priority)} data-testid={`run-${priority}`}>
            {PRIORITY_LABEL[priority]}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item color="var(--rw-bad-text)" onClick={() => void run(null)} data-testid="run-exclude">
          Exclude from the batch
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
