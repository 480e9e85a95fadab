/** Opens, shows or downloads the original of a document, and copies its text, path or fingerprint. */
import { Button, Group, Popover, Stack } from '@mantine/core';
import {
  IconChevronDown,
  IconCopy,
  IconDownload,
  IconExternalLink,
  IconFolderOpen,
} from '@tabler/icons-react';
import { type ReactNode, useCallback, useState } from 'react';
import type { DocumentDetail } from '../../../shared/documents.ts';
import { RedwellError } from '../../../shared/errors.ts';
import { splitPath } from '../../lib/format.ts';
import { showDone, showError, showInfo } from '../../lib/notify.tsx';
import { useAction } from '../../lib/use-action.ts';
import { useAppStore, useHostInfo } from '../../stores/use-app-store.ts';
import { CHECK_TEXT, ORIGINAL_TEXT } from '../../text/custody.ts';

export function OriginalButtons({ document }: { document: DocumentDetail }) {
  const { id, path } = document;
  const { bridge } = useAppStore();
  const info = useHostInfo();
  const open = useAction(
    useCallback(async () => {
      const { opened } = await bridge.request('documents.open', { documentId: id });
      if (!opened) showInfo({ title: ORIGINAL_TEXT.onlyShown, message: ORIGINAL_TEXT.whyOnlyShown });
    }, [bridge, id]),
  );
  const reveal = useAction(
    useCallback(() => bridge.request('documents.reveal', { documentId: id }), [bridge, id]),
  );
  const url = info?.originalUrl ?? null;
  const download = useAction(
    useCallback(async () => {
      // Told here rather than by a download that fails without a reason.
      const { state } = await bridge.request('documents.verify', { documentId: id });
      if (state !== 'intact')
        throw new RedwellError('conflict', CHECK_TEXT[state], { action: ORIGINAL_TEXT.instead });
      const link = window.document.createElement('a');
      link.href = `${url ?? ''}${encodeURIComponent(id)}`;
      link.download = splitPath(path).name;
      link.click();
    }, [bridge, url, id, path]),
  );
  const [opened, setOpened] = useState(false);
  const choose = (act: () => void): void => {
    setOpened(false);
    act();
  };
  const isDesktop = info?.capabilities.localPaths === true && url === null;
  return (
    <Group gap={0} wrap="nowrap" role="group" aria-label={ORIGINAL_TEXT.group}>
      {isDesktop ? (
        <Button
          variant="default"
          leftSection={<IconExternalLink size={15} aria-hidden />}
          loading={open.busy}
          onClick={() => void open.run()}
          style={LEFT}
          data-testid="open-original"
        >
          {ORIGINAL_TEXT.open}
        </Button>
      ) : (
        <Button
          variant="default"
          leftSection={<IconDownload size={15} aria-hidden />}
          loading={download.busy}
          disabled={url === null}
          onClick={() => void download.run()}
          style={LEFT}
          data-testid="download-original"
        >
          {ORIGINAL_TEXT.download}
        </Button>
      )}
      <Popover
        position="bottom-end"
        withinPortal={false}
        trapFocus
        returnFocus
        opened={opened}
        onChange={setOpened}
      >
        <Popover.Target>
          <Button
            variant="default"
            px={8}
            style={RIGHT}
            aria-label={ORIGINAL_TEXT.more}
            onClick={() => setOpened(!opened)}
            data-testid="original-menu"
          >
            <IconChevronDown size={15} aria-hidden />
          </Button>
        </Popover.Target>
        <Popover.Dropdown p={6}>
          <Stack gap={2} align="stretch">
            {isDesktop && (
              <Choice
                icon={<IconFolderOpen size={15} aria-hidden />}
                onClick={() => choose(() => void reveal.run())}
                testId="reveal-original"
              >
                {ORIGINAL_TEXT.reveal}
              </Choice>
            )}
            <Copies document={document} choose={choose} />
          </Stack>
        </Popover.Dropdown>
      </Popover>
    </Group>
  );
}

interface CopiesProps {
  document: DocumentDetail;
  /** Closes the list, then acts. */
  choose(act: () => void): void;
}

function Copies({ document: { text, path, sha256 }, choose }: CopiesProps) {
  const copy = (what: string, value: string): void => {
    navigator.clipboard.writeText(value).then(
      () => showDone({ title: ORIGINAL_TEXT.copied(what) }),
      () => showError(new Error(ORIGINAL_TEXT.notCopied)),
    );
  };
  const all = [
    ['text', text],
    ['path', path],
    ['SHA-256', sha256],
  ] as const;
  return all.map(([what, value]) => (
    <Choice
      key={what}
      icon={<IconCopy size={15} aria-hidden />}
      disabled={value === null || value === ''}
      onClick={() => choose(() => copy(what, value ?? ''))}
    >
      {ORIGINAL_TEXT.copy(what)}
    </Choice>
  ));
}

interface ChoiceProps {
  icon: ReactNode;
  disabled?: boolean;
  onClick(): void;
  testId?: string;
  children: ReactNode;
}

function Choice({ icon, disabled = false, onClick, testId, children }: ChoiceProps) {
  return (
    <Button
      variant="subtle"
      color="gray"
      size="sm"
      justify="flex-start"
      leftSection={icon}
      disabled={disabled}
      onClick={onClick}
      {...(testId === undefined ? {} : { 'data-testid': testId })}
    >
      {children}
    </Button>
  );
}

const LEFT = { borderTopRightRadius: 0, borderBottomRightRadius: 0 } as const;
const RIGHT = { borderTopLeftRadius: 0, borderBottomLeftRadius: 0, borderLeft: 0 } as const;
