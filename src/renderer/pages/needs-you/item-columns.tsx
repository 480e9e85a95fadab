/** The columns of the list of items. */
import { Checkbox } from '@mantine/core';
import type { AttentionFilter, AttentionItem } from '../../../shared/attention.ts';
import { EXCEPTIONS } from '../../../shared/exceptions.ts';
import { FilePath } from '../../components/file-path.tsx';
import { Moment } from '../../components/moment.tsx';
import type { Column } from '../../components/table-column.ts';
import { NONE } from '../../lib/format.ts';
import { pagesSentence } from '../../text/batch.ts';
import { NEEDS_TEXT, problemAction, problemLabel } from '../../text/needs.ts';
import { itemPath } from './address.ts';
import classes from './needs-you.module.css';
import { keyOf } from './use-chosen.ts';

interface Selecting {
  readonly selected: ReadonlySet<string>;
  toggle(id: string, how: { range: boolean }): void;
}

export const itemColumns = (filter: AttentionFilter, selecting: Selecting): Column<AttentionItem>[] => [
  { id: 'select', header: 'Select', width: 76, cell: (item) => <Select item={item} {...selecting} /> },
  {
    id: 'document',
    header: 'Document',
    cell: (item, index) => (
      <div className={classes.two}>
        <FilePath path={item.path} member={item.member} href={itemPath(item, filter, index)} />
        <span className={`${classes.line} muted`} title={about(item)}>
          {about(item)}
        </span>
      </div>
    ),
  },
  { id: 'problem', header: 'What happened, and what to do', cell: (item) => <Problem item={item} /> },
  ...(filter.state === 'open'
    ? []
    : [
        {
          id: 'dismissed',
          header: 'Dismissed',
          width: 220,
          cell: (item: AttentionItem) => <Dismissed item={item} />,
        },
      ]),
  {
    id: 'assignee',
    header: 'Assigned to',
    width: 110,
    from: filter.state === 'open' ? 620 : 860,
    cell: ({ assignee }) =>
      assignee === null ? <span className="muted">{NEEDS_TEXT.nobody}</span> : assignee,
  },
];

const about = ({ batchName, matter }: AttentionItem): string =>
  matter === '' ? batchName : `${batchName} · ${matter}`;

function Select({ item, selected, toggle }: Selecting & { item: AttentionItem }) {
  const key = keyOf(item);
  return (
    <span className={classes.box}>
      <Checkbox
        size="xs"
        checked={selected.has(key)}
        // The row handles the keyboard, and a click says whether Shift is held.
        onChange={() => undefined}
        onClick={(event) => toggle(key, { range: event.shiftKey })}
        tabIndex={-1}
        aria-label={`Select ${item.path}: ${problemLabel(item)}`}
        data-testid="needs-box"
      />
    </span>
  );
}

function Problem({ item }: { item: AttentionItem }) {
  const { code, pages, detail } = item;
  const happened = `${EXCEPTIONS[code].sentence}${pagesSentence(pages.length === 0 ? undefined : pages)}`;
  const action = problemAction(item);
  return (
    <div className={classes.two}>
      <span className={classes.happened} title={detail === '' ? happened : `${happened}\n${detail}`}>
        <b>{problemLabel(item)}:</b> {happened}
      </span>
      <span className={`${classes.wrap} muted`} title={action}>
        {action}
      </span>
    </div>
  );
}

function Dismissed({ item: { dismissed } }: { item: AttentionItem }) {
  if (dismissed === null) return NONE;
  const { reason, by, at } = dismissed;
  return (
    <div className={classes.two}>
      <span className={classes.wrap} title={reason}>
        {reason}
      </span>
      <span className={`${classes.line} muted`}>
        {by === '' ? '' : `${by}, `}
        <Moment at={at} />
      </span>
    </div>
  );
}
