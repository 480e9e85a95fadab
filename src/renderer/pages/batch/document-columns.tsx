/** The columns of a document list. */
import { Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { DocumentRow } from '../../../shared/documents.ts';
import { EXCEPTIONS } from '../../../shared/exceptions.ts';
import { FilePath } from '../../components/file-path.tsx';
import { StageMarks } from '../../components/stage-marks.tsx';
import { DocumentStatusBadge } from '../../components/status.tsx';
import type { Column } from '../../components/virtual-table.tsx';
import { bytes, count } from '../../lib/format.ts';
import { TYPE_LABEL } from '../../text/labels.ts';

/** @param hrefOf returns the address of a document at a place in the list */
export const documentColumns = (
  hrefOf: (documentId: string, index: number) => string,
): readonly Column<DocumentRow>[] => [
  {
    id: 'path',
    header: 'Document',
    cell: ({ id, path, parentId }, index) => (
      <FilePath path={path} member={parentId !== null} href={hrefOf(id, index)} />
    ),
  },
  ...OTHER_COLUMNS,
];

const OTHER_COLUMNS: readonly Column<DocumentRow>[] = [
  {
    id: 'status',
    header: 'Status',
    width: 132,
    cell: ({ status }) => <DocumentStatusBadge status={status} />,
  },
  {
    id: 'stages',
    header: 'Stages',
    width: 130,
    from: 600,
    cell: ({ stages }) => <StageMarks stages={stages} />,
  },
  { id: 'type', header: 'Type', width: 122, from: 900, cell: ({ type }) => TYPE_LABEL[type] },
  { id: 'bytes', header: 'Size', width: 78, from: 860, numeric: true, cell: (row) => bytes(row.bytes) },
  { id: 'pages', header: 'Pages', width: 62, from: 720, numeric: true, cell: ({ pages }) => count(pages) },
  {
    id: 'entities',
    header: 'Names',
    width: 72,
    from: 960,
    numeric: true,
    cell: ({ entities }) => count(entities),
  },
  { id: 'remark', header: 'Note', width: 146, cell: (row) => <Note row={row} /> },
];

function Note({ row: { exception, warnings, duplicateOf } }: { row: DocumentRow }) {
  if (exception !== null)
    return (
      <Text
        size="sm"
        c="var(--rw-bad)"
        fz="inherit"
        title={`${EXCEPTIONS[exception.code].sentence} ${exception.detail}`}
      >
        {EXCEPTIONS[exception.code].label}
      </Text>
    );
  const first = warnings[0];
  if (first !== undefined)
    return (
      <Text
        span
        c="var(--rw-warn)"
        fz="inherit"
        title={warnings.map(({ code }) => EXCEPTIONS[code].sentence).join(' ')}
      >
        <IconAlertTriangle size={13} style={{ verticalAlign: -2, marginRight: 4 }} aria-hidden />
        {EXCEPTIONS[first.code].label}
        {warnings.length > 1 ? ` +${warnings.length - 1}` : ''}
      </Text>
    );
  return duplicateOf === null ? null : 'Same as another';
}
