/** The cells of one row of a drop's files: whether it is submitted, its name, and what intake found out about it. */
import { Badge, Checkbox, UnstyledButton } from '@mantine/core';
import { IconChevronRight, IconFolder } from '@tabler/icons-react';
import { EXCEPTIONS } from '../../../shared/exceptions.ts';
import type { FolderRow } from '../../../shared/intake-edit.ts';
import { FilePath } from '../../components/file-path.tsx';
import { count, plural } from '../../lib/format.ts';
import { fixedNote } from '../../text/intake.ts';
import classes from './folder-row.module.css';
import type { Edits } from './use-edits.ts';

export const pathOf = (row: FolderRow): string => (row.kind === 'folder' ? row.path : row.entry.path);

/** Whether a row is submitted: all of it, none, or a part. */
function stateOf(row: FolderRow): 'all' | 'none' | 'some' {
  if (row.kind === 'file') return row.entry.excluded ? 'none' : 'all';
  if (row.selectable === 0 || row.leftOut === row.selectable) return 'none';
  return row.leftOut === 0 ? 'all' : 'some';
}

const isFixed = (row: FolderRow): boolean =>
  row.kind === 'folder' ? row.selectable === 0 : row.fixed !== null;

export function SubmittedCell({ row, edits }: { row: FolderRow; edits: Edits }) {
  const state = stateOf(row);
  const path = pathOf(row);
  return (
    <Checkbox
      size="xs"
      // The arrow keys reach the row, and the space bar changes it.
      tabIndex={-1}
      aria-label={`Submit ${path}`}
      checked={state === 'all'}
      indeterminate={state === 'some'}
      disabled={isFixed(row)}
      onChange={() => edits.run({ out: state === 'all', choices: [{ kind: 'path', path }] })}
    />
  );
}

export function NameCell({ row, open }: { row: FolderRow; open: (path: string) => void }) {
  if (row.kind === 'folder')
    return (
      <UnstyledButton className={classes.open} onClick={() => open(row.path)} title={row.path}>
        <IconFolder size={16} aria-hidden />
        <span className="truncate">{row.name}</span>
      </UnstyledButton>
    );
  const { entry, inside } = row;
  const name = <FilePath path={entry.path} member={entry.parent !== null} />;
  if (inside === 0) return name;
  return (
    <UnstyledButton
      className={classes.open}
      onClick={() => open(entry.path)}
      aria-label={`${entry.path}, ${plural(inside, 'document')} inside`}
    >
      <span className={classes.path}>{name}</span>
      <span className={classes.inside}>
        {count(inside)} inside
        <IconChevronRight size={13} aria-hidden />
      </span>
    </UnstyledButton>
  );
}

export function NoteCell({ row }: { row: FolderRow }) {
  if (row.kind === 'folder')
    return row.leftOut === 0 ? null : (
      <span>{row.leftOut === row.selectable ? 'Left out' : `${count(row.leftOut)} left out`}</span>
    );
  const { exception, duplicateOf, excluded, detail } = row.entry;
  if (excluded) return <span title={detail}>{detail}</span>;
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
  const note = row.fixed === null ? '' : fixedNote(row.fixed);
  return note === '' ? null : <span title={note}>{note}</span>;
}
