/** Turns the records of a load file into documents with their families. */
import { yieldEvery } from '../../util/event-loop.ts';
import { blank, type Forest, fileEntry, leaveOut, type Node } from '../nodes.ts';
import type { Entry, FileRecord } from '../records.ts';
import { leftOutWith } from '../selection.ts';
import type { DropState } from '../state.ts';
import type { Production, ProductionRow } from './types.ts';

/**
 * Documents are in the order of their records, each followed by what is attached to it. Files that no record names come
 * after them, and last the files that belong to other documents.
 */
export async function productionForest(
  state: DropState,
  production: Production,
  records: readonly FileRecord[],
): Promise<Forest> {
  const yieldIfDue = yieldEvery();
  const nodes = new Map<string, Node>();
  const below = new Map<string, Node[]>();
  const roots: Node[] = [];
  for (const row of production.rows) {
    await yieldIfDue();
    const node = rowNode(state, row);
    nodes.set(row.stated.control, node);
    below.set(row.path, pageNodes(state, row));
  }
  for (const { stated, parent } of production.rows) {
    const node = nodes.get(stated.control);
    const above = parent === null ? undefined : nodes.get(parent);
    if (node === undefined) continue;
    if (above === undefined) roots.push(node);
    else {
      Object.assign(node.entry, { parent: above.entry.path, attached: true });
      below.get(above.entry.path)?.push(node);
    }
  }
  for (const root of roots) settleFamily(root, below);
  const loose = records.flatMap((record) => otherNode(state, production, record));
  const others = [
    ...loose.filter(({ entry }) => !entry.isCompanion),
    ...loose.filter(({ entry }) => entry.isCompanion),
  ];
  const top = [
    ...nodes.values(),
    ...[...below.values()].flat().filter(({ entry }) => isPage(entry)),
    ...others,
  ];
  return {
    top,
    roots() {
      for (const node of nodes.values()) node.members.push(...(below.get(node.entry.path) ?? []));
      return [...roots, ...others];
    },
  };
}

const isPage = ({ stated }: Entry): boolean => stated?.original === 'page';

/** Leaves out what is attached to a document that is left out, and notes what its containers need not list again. */
function settleFamily(root: Node, below: ReadonlyMap<string, readonly Node[]>): void {
  const listed = new Map<string, number>();
  const open = [root];
  for (const node of open) {
    node.listed = listed;
    for (const child of below.get(node.entry.path) ?? []) {
      if (node.entry.leftOut) leaveOut(child.entry, leftOutWith(node.entry.path));
      const { sha256 } = child.entry;
      if (sha256 !== null) listed.set(sha256, (listed.get(sha256) ?? 0) + 1);
      open.push(child);
    }
  }
}

function rowNode(state: DropState, row: ProductionRow): Node {
  const { path, original, stated, textPath } = row;
  const entry = original === null ? withoutFile(row) : { ...fileEntry(state, original), path };
  entry.stated = { ...stated, textPath };
  if (entry.status === 'pending') entry.warnings.push(...warningsOf(row));
  return { entry, description: original?.description ?? '', members: [] };
}

/** Nothing of the document came, which is not the same as a document that does not exist. */
const withoutFile = ({ path, stated }: ProductionRow): Entry => ({
  ...blank(path),
  status: 'exception',
  exception: {
    code: 'source_missing',
    detail: `Row ${stated.row} of ${stated.file} lists ${stated.control}, but neither an original nor a text or a page image of it is in the folder.`,
  },
});

const NO_ORIGINAL: Readonly<Record<string, string>> = {
  text: 'its text, as it came with the load file,',
  image: 'its page image',
  pages: 'its first page image, with the other pages attached to it,',
};

function warningsOf({ stated, otherHashes, missingParent }: ProductionRow): Entry['warnings'] {
  const substitute = NO_ORIGINAL[stated.original];
  return [
    ...(otherHashes.length === 0
      ? []
      : [
          {
            code: 'stated_hash_differs' as const,
            detail: `The load file gives another ${otherHashes.join(' and another ')} for ${stated.control}.`,
          },
        ]),
    ...(missingParent === ''
      ? []
      : [
          {
            code: 'family_torn' as const,
            detail: `The load file attaches ${stated.control} to ${missingParent}, which it does not list.`,
          },
        ]),
    ...(substitute === undefined
      ? []
      : [
          {
            code: 'original_missing' as const,
            detail: `No original of ${stated.control} came. Redwell took ${substitute} in its place.`,
          },
        ]),
  ];
}

function pageNodes(state: DropState, { path, pages, stated }: ProductionRow): Node[] {
  return pages.map((page) => {
    const entry: Entry = {
      ...fileEntry(state, page.file),
      ...{ path: page.path, parent: path, attached: true },
      stated: {
        ...{ file: page.list.path, sha256: page.list.sha256, row: page.row, control: page.key },
        ...{ custodian: stated.custodian, original: 'page', fields: {}, textPath: null, textColumn: null },
      },
    };
    return { entry, description: page.file.description, members: [] };
  });
}

/** Returns a document for a file that is the original of no record; none for one that is. */
function otherNode(state: DropState, { companions, unnamed }: Production, record: FileRecord): Node[] {
  const reason = companions.get(record.path);
  if (reason === undefined && record.excluded === null && !unnamed.has(record.path)) return [];
  const entry = fileEntry(state, record);
  if (reason !== undefined)
    Object.assign(entry, {
      status: 'excluded',
      excluded: reason,
      leftOut: false,
      exception: null,
      isCompanion: true,
    });
  else if (entry.status === 'pending')
    entry.warnings.push({
      code: 'not_in_load_file',
      detail: 'No record of the load file names this file.',
    });
  return [{ entry, description: record.description, members: [] }];
}
