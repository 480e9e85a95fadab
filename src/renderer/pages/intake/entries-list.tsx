/** The files of a drop, shown on request, with a filter for problems. */
import { Badge, Button, Collapse, Group, SegmentedControl, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import type { RequestInput } from '../../../shared/bridge.ts';
import { EXCEPTIONS } from '../../../shared/exceptions.ts';
import type { DropEntry } from '../../../shared/intake.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { FilePath } from '../../components/file-path.tsx';
import type { Column } from '../../components/table-column.ts';
import { VirtualTable } from '../../components/virtual-table.tsx';
import { bytes, count } from '../../lib/format.ts';
import { usePages } from '../../lib/use-pages.ts';
import { useAppStore } from '../../stores/use-app-store.ts';
import { EMPTY_TEXT } from '../../text/empty.ts';
import { TYPE_LABEL } from '../../text/labels.ts';

type Filter = NonNullable<RequestInput<'intake.entries'>['filter']>;
const FILTERS: readonly { value: Filter; label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'problems', label: 'Problems' },
  { value: 'duplicates', label: 'Duplicates' },
  { value: 'excluded', label: 'Excluded' },
];

const COLUMNS: readonly Column<DropEntry>[] = [
  {
    id: 'path',
    header: 'File',
    cell: ({ path, parent }) => <FilePath path={path} member={parent !== null} />,
  },
  { id: 'type', header: 'Type', width: 130, cell: ({ type }) => TYPE_LABEL[type] },
  { id: 'bytes', header: 'Size', width: 90, numeric: true, cell: (entry) => bytes(entry.bytes) },
  { id: 'pages', header: 'Pages', width: 80, numeric: true, cell: ({ pages }) => count(pages) },
  { id: 'ocr', header: 'Scanned', width: 80, numeric: true, cell: ({ pagesToOcr }) => count(pagesToOcr) },
  { id: 'note', header: 'Note', width: 260, cell: (entry) => <Note entry={entry} /> },
];

function Note({ entry }: { entry: DropEntry }) {
  const { exception, duplicateOf, excluded, detail } = entry;
  if (exception !== null)
    return (
      <span title={`${EXCEPTIONS[exception].sentence} ${detail}`}>
        <Badge color={EXCEPTIONS[exception].severity === 'error' ? 'red' : 'orange'} size="sm" mr={6}>
          {EXCEPTIONS[exception].label}
        </Badge>
        {detail}
      </span>
    );
  if (duplicateOf !== null) return <span title={duplicateOf}>Same as {duplicateOf}</span>;
  return excluded ? <span title={detail}>Excluded{detail === '' ? '' : `: ${detail}`}</span> : null;
}

export function EntriesList({ dropId }: { dropId: string }) {
  const [opened, { toggle }] = useDisclosure(false);
  return (
    <div>
      <Button
        variant="subtle"
        px={4}
        leftSection={
          opened ? <IconChevronDown size={15} aria-hidden /> : <IconChevronRight size={15} aria-hidden />
        }
        onClick={toggle}
        aria-expanded={opened}
        data-testid="entries-toggle"
      >
        {opened ? 'Hide the files' : 'Show the files'}
      </Button>
      <Collapse expanded={opened} keepMounted={false}>
        <Entries dropId={dropId} />
      </Collapse>
    </div>
  );
}

function Entries({ dropId }: { dropId: string }) {
  const { bridge } = useAppStore();
  const [filter, setFilter] = useState<Filter>('all');
  const pages = usePages(
    useCallback(
      (cursor: string | null) => bridge.request('intake.entries', { dropId, filter, cursor, limit: 200 }),
      [bridge, dropId, filter],
    ),
  );
  return (
    <>
      <Group justify="space-between" my="xs">
        <SegmentedControl
          size="xs"
          value={filter}
          onChange={(value) => setFilter(value as Filter)}
          data={[...FILTERS]}
          aria-label="Files shown"
        />
        <Text size="xs" className="muted">
          {count(pages.total)} files
        </Text>
      </Group>
      {pages.error !== null && <ErrorAlert error={pages.error} />}
      <VirtualTable
        label="Files to submit"
        testId="entries-table"
        columns={COLUMNS}
        pages={pages}
        rowKey={({ path }) => path}
        rowHeight={30}
        height={320}
        empty={
          <Text size="sm" className="muted" p="md" ta="center">
            {EMPTY_TEXT.files}
          </Text>
        }
      />
    </>
  );
}
