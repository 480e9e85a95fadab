/** The columns of a document list: what they show on the page, and what they write into an exported file. */
import type { DocumentSortKey, ListedDocument } from '../../../shared/document-list.ts';
import { EXCEPTIONS } from '../../../shared/exceptions.ts';
import { shownDay } from '../../../shared/search-dates.ts';
import { STAGE_LABEL, STAGES } from '../../../shared/stages.ts';
import { FilePath } from '../../components/file-path.tsx';
import { Moment } from '../../components/moment.tsx';
import { StageMarks } from '../../components/stage-marks.tsx';
import { DocumentStatusBadge } from '../../components/status.tsx';
import type { Column } from '../../components/table-column.ts';
import { bytes, count, duration, NONE, statedTime } from '../../lib/format.ts';
import { DOCUMENT_STATUS_LABEL, TYPE_LABEL } from '../../text/labels.ts';
import { SIMILAR_TEXT } from '../../text/similar.ts';
import { leftOutReason, Note, Tags } from './document-cells.tsx';

export interface DocumentColumn extends Column<ListedDocument> {
  readonly sort?: DocumentSortKey;
  /** What the column is called in a file, with its unit; absent: its header. */
  readonly fileHeader?: string;
  /** What a file has in this column: numbers without separators, times as ISO 8601 in UTC. */
  text(row: ListedDocument): string;
}

const threadText = (inclusive: boolean | null | undefined): string =>
  inclusive == null ? '' : inclusive ? SIMILAR_TEXT.inclusive : SIMILAR_TEXT.contained;
const number = (value: number | null): string => (value === null ? '' : String(value));
const time = (at: number | null): string => (at === null ? '' : new Date(at).toISOString());
const warningsOf = ({ warnings }: ListedDocument): string =>
  warnings.map(({ code }) => EXCEPTIONS[code].label).join('; ');

/** The stage that failed, or the first that has not ended; null for a document that is done. */
function stageOf({ exception, status, stages }: ListedDocument): string | null {
  if (exception !== null) return exception.stage === null ? null : STAGE_LABEL[exception.stage];
  if (status !== 'pending' && status !== 'running') return null;
  const next = STAGES.find((stage) => stages[stage].status !== 'completed');
  return next === undefined ? null : STAGE_LABEL[next];
}

/** @param hrefOf returns the address of a document at a place in the list */
export const documentColumns = (
  hrefOf: (documentId: string, index: number) => string,
): readonly DocumentColumn[] => [
  {
    id: 'path',
    header: 'Document',
    fileHeader: 'Path',
    sort: 'path',
    cell: ({ id, path, parentId }, index) => (
      <FilePath path={path} member={parentId !== null} href={hrefOf(id, index)} />
    ),
    text: ({ path }) => path,
  },
  ...OTHER_COLUMNS,
];

const OTHER_COLUMNS: readonly DocumentColumn[] = [
  {
    id: 'control',
    header: 'Control number',
    width: 150,
    sort: 'control',
    cell: ({ control }) => control ?? NONE,
    text: ({ control = '' }) => control,
  },
  {
    id: 'status',
    header: 'Status',
    width: 132,
    sort: 'status',
    cell: ({ status }) => <DocumentStatusBadge status={status} />,
    text: ({ status }) => DOCUMENT_STATUS_LABEL[status],
  },
  {
    id: 'stages',
    header: 'Stages',
    width: 130,
    from: 640,
    cell: ({ stages }) => <StageMarks stages={stages} />,
    text: ({ stages }) => STAGES.map((stage) => `${STAGE_LABEL[stage]}: ${stages[stage].status}`).join('; '),
  },
  {
    id: 'stage',
    header: 'Stage',
    width: 124,
    sort: 'stage',
    hint: 'The stage that failed, or the one that comes next',
    cell: (row) => stageOf(row) ?? NONE,
    text: (row) => stageOf(row) ?? '',
  },
  {
    id: 'type',
    header: 'Type',
    width: 122,
    from: 940,
    sort: 'type',
    cell: ({ type }) => TYPE_LABEL[type],
    text: ({ type }) => TYPE_LABEL[type],
  },
  {
    id: 'bytes',
    header: 'Size',
    fileHeader: 'Size (bytes)',
    width: 78,
    from: 900,
    numeric: true,
    sort: 'bytes',
    cell: (row) => bytes(row.bytes),
    text: (row) => number(row.bytes),
  },
  {
    id: 'pages',
    header: 'Pages',
    width: 70,
    from: 760,
    numeric: true,
    sort: 'pages',
    cell: ({ pages }) => count(pages),
    text: ({ pages }) => number(pages),
  },
  {
    id: 'entities',
    header: 'Names',
    width: 76,
    from: 1000,
    numeric: true,
    sort: 'entities',
    hint: 'How often the document names somebody or something',
    cell: ({ entities }) => count(entities),
    text: ({ entities }) => number(entities),
  },
  {
    id: 'remark',
    header: 'Note',
    width: 146,
    sort: 'exception',
    cell: (row) => <Note row={row} />,
    text: (row) =>
      row.exception === null ? (leftOutReason(row) ?? warningsOf(row)) : EXCEPTIONS[row.exception.code].label,
  },
  {
    id: 'tags',
    header: 'Tags',
    width: 130,
    cell: ({ tags }) => <Tags tags={tags} />,
    text: ({ tags }) => tags.join('; '),
  },
  {
    id: 'similar',
    header: 'Similar',
    fileHeader: 'Similar (%)',
    width: 84,
    numeric: true,
    hint: SIMILAR_TEXT.percentHint,
    cell: ({ similar }) => (similar == null ? NONE : `${similar}%`),
    text: ({ similar }) => number(similar ?? null),
  },
  {
    id: 'thread',
    header: 'Thread',
    width: 116,
    hint: SIMILAR_TEXT.inclusiveHint,
    cell: ({ inclusive }) => threadText(inclusive) || NONE,
    text: ({ inclusive }) => threadText(inclusive),
  },
  {
    id: 'custodian',
    header: 'Custodian',
    width: 140,
    cell: ({ custodian }) => (custodian === '' ? NONE : custodian),
    text: ({ custodian }) => custodian,
  },
  {
    id: 'date',
    header: 'Date',
    width: 108,
    sort: 'date',
    hint: 'The day that the document states, or that the file was last changed',
    cell: ({ day }) => (day === null ? NONE : statedTime(shownDay(day))),
    text: ({ day }) => (day === null ? '' : shownDay(day)),
  },
  {
    id: 'exception',
    header: 'Exception',
    width: 140,
    sort: 'exception',
    cell: ({ exception }) => (exception === null ? NONE : EXCEPTIONS[exception.code].label),
    text: ({ exception }) => (exception === null ? '' : EXCEPTIONS[exception.code].label),
  },
  {
    id: 'warnings',
    header: 'Warnings',
    width: 92,
    numeric: true,
    sort: 'warnings',
    cell: ({ warnings }) => (warnings.length === 0 ? NONE : count(warnings.length)),
    text: warningsOf,
  },
  {
    id: 'attempts',
    header: 'Attempts',
    width: 90,
    numeric: true,
    sort: 'attempts',
    hint: 'The most attempts at any one stage',
    cell: ({ attempts }) => count(attempts),
    text: ({ attempts }) => number(attempts),
  },
  {
    id: 'started',
    header: 'Started',
    width: 178,
    numeric: true,
    sort: 'started',
    cell: ({ startedAt }) => <Moment at={startedAt} />,
    text: ({ startedAt }) => time(startedAt),
  },
  {
    id: 'ended',
    header: 'Ended',
    width: 178,
    numeric: true,
    sort: 'ended',
    cell: ({ endedAt }) => <Moment at={endedAt} />,
    text: ({ endedAt }) => time(endedAt),
  },
  {
    id: 'duration',
    header: 'Duration',
    fileHeader: 'Duration (ms)',
    width: 96,
    numeric: true,
    sort: 'duration',
    hint: 'How long its stages ran, without waiting and without results that were already known',
    cell: ({ runningMs }) => duration(runningMs),
    text: ({ runningMs }) => number(runningMs),
  },
  {
    id: 'hash',
    header: 'SHA-256',
    width: 150,
    sort: 'hash',
    cell: ({ sha256 }) => (sha256 === null ? NONE : <span title={sha256}>{sha256}</span>),
    text: ({ sha256 }) => sha256 ?? '',
  },
];

/**
 * The columns that a list shows until somebody chooses. Tags are among them once there are some, and a list of similar
 * documents or mails of threads says how similar they are, and which are inclusive.
 */
export const defaultColumns = (hasTags: boolean, related: string | null): readonly string[] => [
  'path',
  'status',
  ...(related === null ? ['stages'] : related.startsWith('similar') ? ['similar'] : ['thread', 'date']),
  'type',
  'bytes',
  'pages',
  // Beside the other columns, both leave too little room for the name.
  hasTags ? 'tags' : 'entities',
  'remark',
];
