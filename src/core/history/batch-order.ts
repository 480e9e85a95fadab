/**
 * Sorts the list of batches by what it shows. The numbers of a batch come from its documents' rows or from its last save,
 * so no index has them: they are worked out once for each batch and kept until something of the batch changes.
 */
import { type BatchSort, type BatchSortKey, NEWEST_FIRST } from '../../shared/batch-list.ts';
import { BATCH_STATUSES, type Batch, PRIORITIES } from '../../shared/batches.ts';
import { type Steps, sortSteps } from '../util/event-loop.ts';
import { decodeCursor, encodeCursor, noSuchPage } from './cursors.ts';

/** What every row of the list has. */
export interface BatchNames {
  n: number;
  name: string;
  matter: string;
  custodian: string;
}

type TextKey = Exclude<keyof BatchNames, 'n'>;
type NumberKey = Exclude<BatchSortKey, TextKey>;

const NUMBERS: Readonly<Record<NumberKey, (batch: Batch) => number | null>> = {
  status: ({ status }) => BATCH_STATUSES.indexOf(status),
  priority: ({ priority }) => PRIORITIES.indexOf(priority),
  received: ({ equation }) => equation.received,
  completed: ({ equation }) => equation.completed,
  duplicates: ({ equation }) => equation.duplicates,
  excluded: ({ equation }) => equation.excluded,
  exceptions: ({ equation }) => equation.exceptions,
  warnings: ({ warnings }) => warnings,
  bytes: ({ bytes }) => bytes,
  pages: ({ pages }) => pages,
  entities: ({ entities }) => entities,
  duration: ({ durationMs }) => durationMs,
  submitted: ({ createdAt }) => createdAt,
  ended: ({ endedAt }) => endedAt,
};
const NUMBER_KEYS = Object.keys(NUMBERS) as NumberKey[];

/** The numbers that a batch is sorted by, in the order of `NUMBER_KEYS`. */
export type BatchValues = readonly (number | null)[];

/** Cursors hold whole numbers, so the list is sorted by such. */
export const valuesOf = (batch: Batch): BatchValues =>
  NUMBER_KEYS.map((key) => {
    const value = NUMBERS[key](batch);
    return value === null ? null : Math.round(value);
  });

interface Row {
  readonly n: number;
  readonly value: string | number | null;
}

const dictionary = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

const isTextKey = (by: BatchSortKey): by is TextKey => !(by in NUMBERS);

/** Whether the index has the order, so that nothing needs to be worked out. */
export const isPlain = (sort: BatchSort | undefined): boolean =>
  sort === undefined || (sort.by === NEWEST_FIRST.by && sort.descending === NEWEST_FIRST.descending);

function comparator({ by, descending }: BatchSort): (a: Row, b: Row) => number {
  const sign = descending ? -1 : 1;
  const compare = isTextKey(by)
    ? (a: string | number, b: string | number): number => dictionary.compare(String(a), String(b))
    : (a: string | number, b: string | number): number => Number(a) - Number(b);
  return (a, b) => {
    if (a.value === null || b.value === null) {
      if (a.value !== b.value) return a.value === null ? 1 : -1;
      return b.n - a.n;
    }
    return sign * compare(a.value, b.value) || b.n - a.n;
  };
}

/**
 * Returns the last row of the page before. A text never changes and is looked up. A number is in the cursor, because a
 * batch that has another one since must not move the place where the next page starts.
 */
function lastOf(cursor: string, by: BatchSortKey, names: (n: number) => BatchNames | undefined): Row {
  const [n = 0, value = null] = decodeCursor(cursor, 1, 2);
  if (!isTextKey(by)) return { n, value };
  const row = names(n);
  if (row === undefined || value !== null) throw noSuchPage();
  return { n, value: row[by] || null };
}

const cursorOf = ({ n, value }: Row): string => encodeCursor(typeof value === 'number' ? [n, value] : [n]);

export interface PageRequest {
  readonly sort: BatchSort;
  readonly cursor: string | null;
  readonly limit: number;
}

/**
 * Returns the numbers of the batches on a page, in their order, and the cursor of the next page.
 * @param rows every batch that passes the filter
 * @param names returns any batch @param values returns the numbers of a batch; null: it
 *   was deleted meanwhile
 * @throws RedwellError invalid_input for a cursor that leads nowhere, such as to a batch that was deleted meanwhile
 */
export function* pageOfBatches(
  { sort, cursor, limit }: PageRequest,
  rows: readonly BatchNames[],
  names: (n: number) => BatchNames | undefined,
  values: (n: number) => BatchValues | null,
): Steps<{ batches: number[]; next: string | null }> {
  const { by } = sort;
  const order = comparator(sort);
  const last = cursor === null ? null : lastOf(cursor, by, names);
  const after: Row[] = [];
  const place = NUMBER_KEYS.indexOf(by as NumberKey);
  for (const row of rows) {
    const numbers = isTextKey(by) ? [] : values(row.n);
    if (numbers === null) continue;
    const candidate = { n: row.n, value: isTextKey(by) ? row[by] || null : (numbers[place] ?? null) };
    if (last === null || order(candidate, last) > 0) after.push(candidate);
    yield;
  }
  const sorted = yield* sortSteps(after, order);
  const page = sorted.slice(0, limit);
  const end = page.at(-1);
  return {
    batches: page.map(({ n }) => n),
    next: sorted.length > limit && end !== undefined ? cursorOf(end) : null,
  };
}
