/** Saves the list of batches as it is shown, for a spreadsheet. */
import { ActionIcon, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useCallback } from 'react';
import type { BatchColumnId, ListFormat } from '../../../shared/batch-list.ts';
import { showDone, showWarning } from '../../lib/notify.tsx';
import { saveFile } from '../../lib/save-file.ts';
import { useAction } from '../../lib/use-action.ts';
import { useAppStore, useHostInfo } from '../../stores/use-app-store.ts';
import { HISTORY_LIST_TEXT } from '../../text/history-list.ts';
import type { ListState } from './address.ts';
import type { BatchColumn } from './batch-columns.tsx';

const MEDIA: Readonly<Record<ListFormat, string>> = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

const bytesOf = (base64: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));

interface Props {
  list: ListState;
  /** The shown columns. */
  columns: readonly BatchColumn[];
}

export function ExportBatches({ list: { search, status, sort }, columns }: Props) {
  const { bridge } = useAppStore();
  // The app's own window refuses every download, and asks for a folder instead.
  const canChoose = useHostInfo()?.capabilities.folderDialog === true;
  const { busy, run } = useAction(
    useCallback(
      async (format: ListFormat) => {
        const into = canChoose ? (await bridge.request('handover.pick', {})).folder : null;
        if (canChoose && into === null) return;
        const ids = columns.map(({ id }) => id).filter((id): id is BatchColumnId => id !== 'actions');
        const made = await bridge.request('batches.export', {
          ...{ search, status, sort, columns: ids, format, into },
        });
        if (made.content !== null) saveFile(made.name, [bytesOf(made.content)], MEDIA[format]);
        const notice = HISTORY_LIST_TEXT.exported(made);
        if (made.cut > 0) showWarning(notice);
        else showDone(notice);
      },
      [bridge, canChoose, columns, search, status, sort],
    ),
  );
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon
          variant="default"
          size={30}
          loading={busy}
          aria-label="Export this list"
          title={HISTORY_LIST_TEXT.exportHint}
          data-testid="history-export"
        >
          <IconDownload size={17} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void run('csv')} data-testid="history-export-csv">
          Export as CSV
        </Menu.Item>
        <Menu.Item onClick={() => void run('xlsx')} data-testid="history-export-xlsx">
          Export as Excel workbook
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
