/** The files of a drop, folder by folder. Each folder, archive and file can be left out and taken back. */
import { Button, Group, SegmentedControl, Text } from '@mantine/core';
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Drop } from '../../../shared/intake.ts';
import type { EntryFilter, FolderRow } from '../../../shared/intake-edit.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { SearchField } from '../../components/search-field.tsx';
import type { Column } from '../../components/table-column.ts';
import { VirtualTable } from '../../components/virtual-table.tsx';
import { bytes, count } from '../../lib/format.ts';
import { usePages } from '../../lib/use-pages.ts';
import { useAppStore } from '../../stores/use-app-store.ts';
import { EMPTY_TEXT } from '../../text/empty.ts';
import { INTAKE_TEXT } from '../../text/intake.ts';
import { TYPE_LABEL } from '../../text/labels.ts';
import { NameCell, NoteCell, pathOf, SubmittedCell } from './folder-row.tsx';
import { FolderTrail } from './folder-trail.tsx';
import type { Edits } from './use-edits.ts';
import { PAGE_ROWS, useFreshRows } from './use-fresh-rows.ts';

const FILTERS: readonly { value: EntryFilter; label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'problems', label: 'Problems' },
  { value: 'duplicates', label: 'Duplicates' },
  { value: 'excluded', label: 'Excluded' },
];

/** What is shown: a folder, or what a filter or a search finds in it. */
interface View {
  readonly folder: string;
  readonly filter: EntryFilter;
  readonly search: string;
}

const columnsOf = (edits: Edits, open: (path: string) => void): readonly Column<FolderRow>[] => [
  { id: 'submitted', header: 'Submit', width: 76, cell: (row) => <SubmittedCell row={row} edits={edits} /> },
  { id: 'path', header: 'File', cell: (row) => <NameCell row={row} open={open} /> },
  {
    id: 'type',
    header: 'Type',
    width: 130,
    from: 620,
    cell: (row) => (row.kind === 'folder' ? `${count(row.documents)} documents` : TYPE_LABEL[row.entry.type]),
  },
  {
    id: 'bytes',
    header: 'Size',
    width: 80,
    numeric: true,
    cell: (row) => bytes(row.kind === 'folder' ? row.bytes : row.entry.bytes),
  },
  {
    id: 'pages',
    header: 'Pages',
    width: 64,
    from: 760,
    numeric: true,
    cell: (row) => (row.kind === 'folder' ? '' : count(row.entry.pages)),
  },
  { id: 'note', header: 'Note', width: 240, from: 480, cell: (row) => <NoteCell row={row} /> },
];

const START: View = { folder: '', filter: 'all', search: '' };

/** Space changes the row that has the focus, and Backspace leads to the folder above. */
function useRowKeys(box: RefObject<HTMLDivElement | null>, up: () => void): void {
  useEffect(() => {
    const element = box.current;
    const onKey = (event: KeyboardEvent): void => {
      const { target } = event;
      if (!(target instanceof HTMLElement) || target.dataset.row === undefined) return;
      if (event.key === ' ') target.querySelector<HTMLInputElement>('input[type=checkbox]')?.click();
      else if (event.key === 'Backspace') up();
      else return;
      event.preventDefault();
    };
    element?.addEventListener('keydown', onKey);
    return () => element?.removeEventListener('keydown', onKey);
  }, [box, up]);
}

export function FilesList({ drop, edits }: { drop: Drop; edits: Edits }) {
  const { bridge } = useAppStore();
  const { id: dropId, name } = drop;
  const [view, setView] = useState(START);
  const { folder, filter, search } = view;
  const pages = usePages(
    useCallback(
      (cursor: string | null) =>
        bridge.request('intake.folder', { dropId, folder, filter, search, cursor, limit: PAGE_ROWS }),
      [bridge, dropId, folder, filter, search],
    ),
  );
  const onRange = useFreshRows(pages, drop.inventory);
  const open = useCallback((path: string) => setView({ folder: path, filter: 'all', search: '' }), []);
  // A folder that holds everything is opened at once.
  const [only, ...others] = pages.rows;
  const top = view === START && others.length === 0 && only?.kind === 'folder' ? only.path : null;
  useEffect(() => {
    if (top !== null) open(top);
  }, [top, open]);
  const up = useCallback(
    () => setView((old) => (old.folder === '' ? old : { ...old, folder: parentOf(old.folder) })),
    [],
  );
  const columns = useMemo(() => columnsOf(edits, open), [edits, open]);
  const box = useRef<HTMLDivElement>(null);
  useRowKeys(box, up);
  return (
    <div ref={box}>
      <Group justify="space-between" gap="xs" mb={6}>
        <FolderTrail name={name} folder={folder} open={open} />
        <Group gap="xs">
          <SearchField
            label="Search the names of files"
            placeholder="Search names"
            value={search}
            onChange={(value) => setView((old) => ({ ...old, search: value }))}
            width={170}
            testId="files-search"
          />
          <SegmentedControl
            size="xs"
            value={filter}
            onChange={(value) => setView((old) => ({ ...old, filter: value as EntryFilter }))}
            data={[...FILTERS]}
            aria-label="Files shown"
          />
        </Group>
      </Group>
      {pages.error !== null && <ErrorAlert error={pages.error} />}
      <VirtualTable
        label="Files to submit"
        testId="entries-table"
        columns={columns}
        pages={pages}
        rowKey={pathOf}
        rowHeight={30}
        height={320}
        minWidth={360}
        onRange={onRange}
        empty={
          <Text size="sm" className="muted" p="md" ta="center">
            {EMPTY_TEXT.files}
          </Text>
        }
      />
      <Below view={view} total={pages.total} edits={edits} />
    </div>
  );
}

const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

/** How many rows there are, how they are used, and buttons that concern all of them. */
function Below({ view, total, edits }: { view: View; total: number | null; edits: Edits }) {
  const isFound = view.filter !== 'all' || view.search.trim() !== '';
  const act = (out: boolean) => () => edits.run({ out, found: view });
  return (
    <Group justify="space-between" gap="xs" mt={6} mih={30}>
      <Text size="xs" className="muted">
        {count(total)} {isFound ? 'found' : 'here'}. {INTAKE_TEXT.filesHint}
      </Text>
      {isFound && (total ?? 0) > 0 && (
        <Group gap="xs">
          <Button variant="default" onClick={act(true)} data-testid="leave-out-found">
            Leave out all found
          </Button>
          <Button variant="default" onClick={act(false)} data-testid="take-back-found">
            Take back all found
          </Button>
        </Group>
      )}
    </Group>
  );
}
