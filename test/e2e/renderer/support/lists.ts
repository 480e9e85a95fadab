/** The in-memory host's replies about lists: sorted documents, selections, tags and saved views. */
import type { BridgeHandlers, RequestParsed } from '../../../../src/shared/bridge.ts';
import type {
  DocumentSort,
  DocumentSortKey,
  ListedDocument,
  ListName,
  ListView,
} from '../../../../src/shared/document-list.ts';
import { DOCUMENT_STATUSES, type DocumentRow } from '../../../../src/shared/documents.ts';
import { EXCEPTION_CODES } from '../../../../src/shared/exceptions.ts';
import { FILE_TYPES } from '../../../../src/shared/file-types.ts';
import { STAGES } from '../../../../src/shared/stages.ts';
import type { BridgeHost } from '../../../doubles/bridge-host.ts';
import { mentions } from './entities.ts';
import { missing } from './missing.ts';

/** What people made of the lists. */
export class FakeLists {
  /** Tags by the id of a document. */
  readonly tags = new Map<string, string[]>();
  readonly views = new Map<ListName, ListView[]>();
}

type Names =
  | 'documents.list'
  | 'documents.ids'
  | 'documents.retry'
  | 'tags.list'
  | 'tags.set'
  | 'views.list'
  | 'views.save'
  | 'views.rename'
  | 'views.remove'
  | 'views.default';

const DAY_MS = 86_400_000;
const START = Date.UTC(2021, 2, 14);

/** Returns the row with invented times and days, the same for each id. */
function listed(row: DocumentRow, tags: readonly string[]): ListedDocument {
  const number = Number(row.id.slice(row.id.lastIndexOf('d') + 1));
  const stages = STAGES.map((stage) => row.stages[stage]);
  const ran = stages.filter(({ durationMs }) => durationMs !== null);
  const runningMs = stages.reduce((sum, { durationMs, cached }) => sum + (cached ? 0 : (durationMs ?? 0)), 0);
  const startedAt = ran.length === 0 ? null : START + number * 1000;
  const day = new Date(START + ((number * 37) % 900) * DAY_MS).toISOString().slice(0, 10);
  const open = row.status === 'pending' || row.status === 'running';
  return {
    ...row,
    custodian: 'Harlan, J.',
    day: number % 5 === 0 ? null : Number(day.replaceAll('-', '')),
    attempts: ran.length === 0 ? null : Math.max(...stages.map(({ attempts }) => attempts)),
    startedAt,
    endedAt: startedAt === null || open ? null : startedAt + 1000 + runningMs,
    runningMs: runningMs === 0 ? null : runningMs,
    tags: [...tags].sort(),
  };
}

const VALUE: Readonly<Record<DocumentSortKey, (row: ListedDocument) => string | number | null>> = {
  path: ({ path }) => path,
  status: ({ status }) => DOCUMENT_STATUSES.indexOf(status),
  stage: ({ exception }) => (exception?.stage == null ? null : STAGES.indexOf(exception.stage)),
  type: ({ type }) => FILE_TYPES.indexOf(type),
  bytes: ({ bytes }) => bytes,
  pages: ({ pages }) => pages,
  entities: ({ entities }) => entities,
  date: ({ day }) => day,
  warnings: ({ warnings }) => warnings.length || null,
  exception: ({ exception }) => (exception === null ? null : EXCEPTION_CODES.indexOf(exception.code)),
  attempts: ({ attempts }) => attempts,
  started: ({ startedAt }) => startedAt,
  ended: ({ endedAt }) => endedAt,
  duration: ({ runningMs }) => runningMs,
  hash: ({ sha256 }) => sha256,
  control: ({ control }) => control ?? null,
};

const compare = (a: string | number, b: string | number): number => (a < b ? -1 : a > b ? 1 : 0);

/** Sorts rows as history does; documents without a value come last. */
export function sorted(
  rows: readonly ListedDocument[],
  { by, descending }: DocumentSort,
  number: (row: ListedDocument) => number,
): ListedDocument[] {
  const sign = descending ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [x, y] = [VALUE[by](a), VALUE[by](b)];
    if (x === null || y === null) return x === y ? sign * (number(a) - number(b)) : x === null ? 1 : -1;
    return sign * (compare(x, y) || number(a) - number(b));
  });
}

function matching(host: BridgeHost, filter: RequestParsed<'documents.ids'>): ListedDocument[] {
  const { batchId, status, type, code, stage, warned, entity, tag, search } = filter;
  const wanted = search.toLowerCase();
  return host
    .batch(batchId)
    .rows.map((row) => listed(row, host.lists.tags.get(row.id) ?? []))
    .filter(
      (row) =>
        (entity === undefined || mentions(row, entity)) &&
        (status === null || row.status === status) &&
        (type === null || row.type === type) &&
        (code === null ||
          row.exception?.code === code ||
          row.warnings.some((warning) => warning.code === code)) &&
        (stage === null || row.exception?.stage === stage) &&
        (tag === null || row.tags.includes(tag)) &&
        (!warned || row.warnings.length > 0) &&
        row.path.toLowerCase().includes(wanted),
    );
}

export function listAnswers(host: BridgeHost): Pick<BridgeHandlers, Names> {
  const { tags, views } = host.lists;
  const changed = (list: ListName, change: (all: ListView[]) => ListView[]): ListView[] => {
    const next = change(views.get(list) ?? []);
    views.set(list, next);
    return next;
  };
  return {
    'documents.list': async ({ sort, cursor, limit, ...filter }) => {
      const rows = matching(host, filter);
      const order = new Map(rows.map(({ id }, index) => [id, index]));
      // Rows are made in the order of their number, and their paths are not.
      const isPlain = sort.by === 'path' && !sort.descending;
      const all = isPlain ? rows : sorted(rows, sort, ({ id }) => order.get(id) ?? 0);
      const from = cursor === null ? 0 : Number(cursor);
      const next = from + limit < all.length ? String(from + limit) : null;
      return { items: all.slice(from, from + limit), next, total: all.length };
    },
    'documents.ids': async (filter) => ({ ids: matching(host, filter).map(({ id }) => id) }),
    'documents.retry': async ({ batchId, documentIds }) => {
      const batch = host.batch(batchId);
      const retried = batch.retry(({ id }) => documentIds.includes(id));
      return { retried, batch: host.tell(batch) };
    },
    'tags.list': async ({ batchId }) => {
      const counts = new Map<string, number>();
      for (const [id, all] of tags)
        if (batchId === null || id.startsWith(`${batchId}-`))
          for (const tag of all) counts.set(tag, (counts.get(tag) ?? 0) + 1);
      return [...counts].map(([tag, documents]) => ({ tag, documents }));
    },
    'tags.set': async ({ batchId, documentIds, tag, isOn }) => {
      let count = 0;
      for (const id of documentIds) {
        const before = tags.get(id) ?? [];
        if (before.includes(tag) === isOn) continue;
        count += 1;
        tags.set(id, isOn ? [...before, tag] : before.filter((one) => one !== tag));
      }
      host.emit('documents.changed', { batchId });
      return { changed: count };
    },
    'views.list': async ({ list }) => views.get(list) ?? [],
    'views.save': async ({ list, view }) =>
      changed(list, (all) => [...all.filter(({ name }) => name !== view.name), view]),
    'views.rename': async ({ list, name, to }) =>
      changed(list, (all) => all.map((view) => (view.name === name ? { ...view, name: to } : view))),
    'views.remove': async ({ list, name }) =>
      changed(list, (all) => all.filter((view) => view.name !== name)),
    'views.default': async ({ list, name }) =>
      changed(list, (all) => {
        if (name !== null && !all.some((view) => view.name === name)) throw missing('view');
        return all.map((view) => ({ ...view, isDefault: view.name === name }));
      }),
  };
}
