/** The in-memory host's replies about the list of batches: filtered, sorted and exported. */
import { BATCH_FILE_COLUMNS } from '../../../../src/shared/batch-file.ts';
import { BATCH_STATUSES, type Batch, isTerminal } from '../../../../src/shared/batches.ts';
import type { BridgeHandlers, RequestParsed } from '../../../../src/shared/bridge.ts';
import { csvFile } from '../../../../src/shared/csv.ts';
import type { BridgeHost } from '../../../doubles/bridge-host.ts';

type Filter = Pick<RequestParsed<'batches.list'>, 'search' | 'status' | 'sort'>;

/** What a column sorts by: what its file has, with numbers as numbers. */
function sortValue(batch: Batch, by: NonNullable<Filter['sort']>['by']): string | number {
  if (by === 'status') return BATCH_STATUSES.indexOf(batch.status);
  const { cell, isNumber } = BATCH_FILE_COLUMNS[by];
  return isNumber === true ? Number(cell(batch)) : cell(batch).toLowerCase();
}

function matching(host: BridgeHost, { search, status, sort }: Filter): Batch[] {
  const wanted = search.toLowerCase();
  const all = host
    .views()
    .filter(
      (batch) =>
        `${batch.name} ${batch.matter} ${batch.custodian}`.toLowerCase().includes(wanted) &&
        (status === 'all' ||
          (status === 'active' && !isTerminal(batch.status)) ||
          (status === 'completed' && batch.status.startsWith('completed')) ||
          (status === 'exceptions' && batch.status === 'completed_with_exceptions') ||
          batch.status === status),
    );
  // The host's own order is newest first.
  if (sort === undefined || (sort.by === 'submitted' && sort.descending)) return all;
  return all.sort((a, b) => {
    const [x, y] = [sortValue(a, sort.by), sortValue(b, sort.by)];
    return (sort.descending ? -1 : 1) * (x < y ? -1 : x > y ? 1 : 0) || b.createdAt - a.createdAt;
  });
}

export const batchListAnswers = (
  host: BridgeHost,
): Pick<BridgeHandlers, 'batches.list' | 'batches.export'> => ({
  'batches.list': async ({ cursor, limit, ...filter }) => {
    const all = matching(host, filter);
    const from = cursor === null ? 0 : Number(cursor);
    const next = from + limit < all.length ? String(from + limit) : null;
    return { items: all.slice(from, from + limit), next, total: all.length };
  },
  'batches.export': async ({ columns: ids, format, into, ...filter }) => {
    const columns = ids.map((id) => BATCH_FILE_COLUMNS[id]);
    const all = matching(host, filter);
    const file = csvFile(
      columns.map(({ head }) => head),
      all.map((batch) => columns.map(({ cell }) => cell(batch))),
    );
    const name = `Redwell batches.${format}`;
    const content = into === null ? Buffer.from(file).toString('base64') : null;
    return { name, batches: all.length, cut: 0, content, path: into === null ? null : `${into}/${name}` };
  },
});
