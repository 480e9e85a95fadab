/**
 * How lists of documents are sorted. An order is a series of segments that are read one after the other, each along an
 * index: the statuses in their order, for example, or the documents with a value before those without one.
 */
import type { DocumentSort, DocumentSortKey } from '../../shared/document-list.ts';
import { DOCUMENT_STATUSES } from '../../shared/documents.ts';
import { EXCEPTION_CODES } from '../../shared/exceptions.ts';
import { FILE_TYPES } from '../../shared/file-types.ts';

type Value = string | number;

interface Order {
  /** SQL of the value in `documents d` or `list_values v`. */
  readonly value: string;
  /** The values in their order; absent where SQLite sorts by the value itself. */
  readonly values?: readonly string[];
  readonly isNullable?: boolean;
  /**
   * Whether the value never changes. A cursor of another value holds the value itself, because a document that has a new
   * one since must not move the place where the next page starts.
   */
  readonly isFixed?: boolean;
}

const ORDERS: Readonly<Record<DocumentSortKey, Order>> = {
  path: { value: 'd.path', isFixed: true },
  control: { value: 'd.control', isNullable: true, isFixed: true },
  status: { value: 'd.status', values: DOCUMENT_STATUSES },
  stage: { value: 'd.stage', isNullable: true },
  type: { value: 'd.type', values: FILE_TYPES },
  bytes: { value: 'd.bytes' },
  pages: { value: 'd.pages', isNullable: true },
  entities: { value: 'd.entities', isNullable: true },
  date: { value: 'v.day', isNullable: true },
  warnings: { value: 'v.warnings', isNullable: true },
  exception: { value: 'd.code', values: EXCEPTION_CODES, isNullable: true },
  attempts: { value: 'v.attempts', isNullable: true },
  started: { value: 'v.started_at', isNullable: true },
  ended: { value: 'd.ended_at', isNullable: true },
  duration: { value: 'v.running_ms', isNullable: true },
  hash: { value: 'd.sha256', isNullable: true, isFixed: true },
};

/** A part of a sorted list. */
export interface Segment {
  /** SQL that its documents fulfill; `values` are its parameters. */
  readonly where: string;
  readonly values: readonly Value[];
  /** SQL of the value that sorts the segment; null: only the order in which documents were received. */
  readonly value: string | null;
  readonly isFixed: boolean;
}

export interface DocumentOrder {
  readonly segments: readonly Segment[];
  /** SQL that reads the rows in this order. With CROSS JOIN, SQLite keeps the order of the tables. */
  readonly tables: string;
  /** SQL of the number by which equal values are sorted, from the table that the index belongs to. */
  readonly n: string;
  readonly descending: boolean;
}

const BATCH = 'JOIN batches b ON b.n = d.batch';
const FROM_DOCUMENTS = `documents d LEFT JOIN list_values v ON v.document = d.n ${BATCH}`;
const FROM_VALUES = `list_values v CROSS JOIN documents d ON d.n = v.document ${BATCH}`;

export function documentOrder({ by, descending }: DocumentSort): DocumentOrder {
  const { value, values, isNullable = false, isFixed = false } = ORDERS[by];
  const ordered = descending ? values?.toReversed() : values;
  const known: Segment[] =
    ordered === undefined
      ? [{ where: isNullable ? `${value} IS NOT NULL` : 'true', values: [], value, isFixed }]
      : ordered.map((one) => ({ where: `${value} = ?`, values: [one], value: null, isFixed: true }));
  const without: Segment = { where: `${value} IS NULL`, values: [], value: null, isFixed: true };
  const fromValues = value.startsWith('v.');
  return {
    segments: isNullable ? [...known, without] : known,
    tables: fromValues ? FROM_VALUES : FROM_DOCUMENTS,
    n: fromValues ? 'v.document' : 'd.n',
    descending,
  };
}
