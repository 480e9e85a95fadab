/** The replies of the in-memory host about changing drops before they are submitted. */
import { preflightOf } from '../../../../src/core/app/preflight.ts';
import { Selection } from '../../../../src/core/intake/selection.ts';
import type { BridgeHandlers, RequestParsed } from '../../../../src/shared/bridge.ts';
import type { DropEntry } from '../../../../src/shared/intake.ts';
import type { FolderRow } from '../../../../src/shared/intake-edit.ts';
import type { LoadFileProblem } from '../../../../src/shared/load-file-record.ts';
import type { BridgeHost } from '../../../doubles/bridge-host.ts';
import { healthOf } from './health.ts';

type View = Pick<RequestParsed<'intake.folder'>, 'folder' | 'filter' | 'search'>;

const selections = new WeakMap<BridgeHost, Map<string, Selection>>();
function selectionOf(host: BridgeHost, dropId: string): Selection {
  const all = selections.get(host) ?? new Map<string, Selection>();
  selections.set(host, all);
  const selection = all.get(dropId) ?? new Selection();
  all.set(dropId, selection);
  return selection;
}

const isBelow = ({ path }: DropEntry, folder: string): boolean =>
  folder === '' || path.startsWith(`${folder}/`);

const counts = new WeakMap<readonly DropEntry[], Map<string, number>>();
function insideOf(entries: readonly DropEntry[]): Map<string, number> {
  const known = counts.get(entries) ?? new Map<string, number>();
  if (!counts.has(entries))
    for (const { parent } of entries) if (parent !== null) known.set(parent, (known.get(parent) ?? 0) + 1);
  counts.set(entries, known);
  return known;
}

const fileRow = (entry: DropEntry, entries: readonly DropEntry[]): FolderRow => ({
  kind: 'file',
  inside: insideOf(entries).get(entry.path) ?? 0,
  fixed: entry.parent !== null ? 'attached' : entry.excluded && entry.leftOut !== true ? 'system' : null,
  entry,
});

function folderRow(path: string, entries: readonly DropEntry[]): FolderRow {
  const below = entries.filter((entry) => isBelow(entry, path));
  const selectable = below.filter(
    ({ parent, excluded, leftOut }) => parent === null && (!excluded || leftOut === true),
  );
  return {
    kind: 'folder',
    path,
    name: path.slice(path.lastIndexOf('/') + 1),
    documents: below.length,
    bytes: below.reduce((sum, { bytes }) => sum + bytes, 0),
    selectable: selectable.length,
    leftOut: selectable.filter(({ leftOut }) => leftOut === true).length,
  };
}

function rowsOf(entries: readonly DropEntry[], { folder, filter, search }: View): FolderRow[] {
  if (filter !== 'all' || search !== '') return found(entries, { folder, filter, search });
  const parent = entries.find(({ path }) => path === folder);
  if (parent !== undefined)
    return entries.filter((one) => one.parent === folder).map((one) => fileRow(one, entries));
  const inside = entries.filter((entry) => entry.parent === null && isBelow(entry, folder));
  const start = folder === '' ? 0 : folder.length + 1;
  const folders = new Set<string>();
  const files: FolderRow[] = [];
  for (const entry of inside) {
    const end = entry.path.indexOf('/', start);
    if (end < 0) files.push(fileRow(entry, entries));
    else folders.add(entry.path.slice(0, end));
  }
  return [...[...folders].sort().map((path) => folderRow(path, entries)), ...files];
}

const found = (entries: readonly DropEntry[], { folder, filter, search }: View): FolderRow[] =>
  entries
    .filter(
      (entry) =>
        isBelow(entry, folder) &&
        entry.path.toLowerCase().includes(search.toLowerCase()) &&
        (filter === 'all' ||
          (filter === 'problems' && entry.exception !== null) ||
          (filter === 'duplicates' && entry.duplicateOf !== null) ||
          (filter === 'excluded' && entry.excluded)),
    )
    .map((entry) => fileRow(entry, entries));

type Edit =
  | 'intake.edit'
  | 'intake.folder'
  | 'intake.join'
  | 'intake.loadFile'
  | 'intake.loadFileProblems'
  | 'intake.preflight'
  | 'intake.labels';

const at = (row: number, control: string) => ({ file: 'DATA/prod.dat', row, control });
const PROBLEMS: LoadFileProblem[] = [
  {
    ...{ ...at(4, 'ABC003'), code: 'hash_differs', contradiction: true },
    message:
      'Row 4 of DATA/prod.dat: the original of ABC003 is not the file that the load file describes. Its MD5 hash differs.',
  },
  {
    ...{ ...at(5, 'ABC004'), code: 'file_missing', contradiction: false },
    message: 'Row 5 of DATA/prod.dat: the original of ABC004, NATIVES\\ABC004.docx, is not there.',
  },
];

export function intakeEditAnswers(host: BridgeHost): Pick<BridgeHandlers, Edit> {
  const entriesOf = (dropId: string): DropEntry[] => host.entries.get(dropId) ?? [];
  return {
    'intake.edit': async ({ dropId, out, choices, found: view }) => {
      const selection = selectionOf(host, dropId);
      const paths = view === undefined ? [] : found(entriesOf(dropId), view);
      selection.apply({
        out,
        choices: [
          ...choices,
          ...paths.flatMap((row) =>
            row.kind === 'file' && row.fixed === null
              ? [{ kind: 'path' as const, path: row.entry.path }]
              : [],
          ),
        ],
      });
      const byPath = new Map(entriesOf(dropId).map((entry) => [entry.path, entry]));
      const changed = entriesOf(dropId).map((entry): DropEntry => {
        if (entry.excluded && entry.leftOut !== true) return entry;
        const file = byPath.get(entry.parent ?? '') ?? entry;
        const leftOut = selection.leavesOut(file.path, file.type);
        const detail = leftOut ? 'Left out by the operator.' : entry.leftOut === true ? '' : entry.detail;
        return { ...entry, leftOut, excluded: leftOut, detail };
      });
      host.entries.set(dropId, changed);
      return host.ready(host.drop(dropId));
    },
    'intake.folder': async ({ dropId, cursor, limit, ...view }) => {
      const rows = rowsOf(entriesOf(dropId), view);
      const from = Number(cursor ?? 0);
      const next = from + limit < rows.length ? String(from + limit) : null;
      return { items: rows.slice(from, from + limit), next, total: rows.length };
    },
    'intake.loadFile': async ({ dropId, taken }) => {
      const drop = host.drop(dropId);
      if (drop.loadFile === undefined) throw new Error('The drop has no load file');
      return host.put({ ...drop, loadFile: { ...drop.loadFile, taken, chosen: true } });
    },
    'intake.loadFileProblems': async () => ({ items: PROBLEMS, next: null, total: PROBLEMS.length }),
    'intake.join': async ({ dropIds }) => {
      const parts = dropIds.map((dropId) => host.drop(dropId));
      const entries = parts.flatMap(({ id, name }) =>
        entriesOf(id).map((entry) => ({ ...entry, path: `${name}/${entry.path}` })),
      );
      for (const part of parts) {
        host.put({ ...part, status: 'discarded' });
        host.drops.delete(part.id);
      }
      return host.ready(host.begin(`${parts[0]?.name} and ${parts.length - 1} more`, entries, 'path'));
    },
    'intake.preflight': async ({ dropId }) => {
      const { inventory } = host.drop(dropId);
      if (inventory === null) throw new Error('The drop has no inventory.');
      return preflightOf({
        at: host.now(),
        inventory,
        needs: { neededBytes: inventory.bytes, freeBytes: 120e9, types: new Map([['pdf', 12]]) },
        health: healthOf(host.scenario, host.now(), host.running()),
        memory: { availableBytes: 6.2e9, totalBytes: 16e9, isShort: false },
      });
    },
    'intake.labels': async () =>
      [...host.batches.values()].map((batch) => {
        const { matter, custodian, createdAt } = batch.view(host.now());
        return { matter, custodian, usedAt: createdAt };
      }),
  };
}
