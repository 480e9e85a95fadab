/** Decides which documents of a batch an export holds, and in which order. Families stay together. */

import { RedwellError } from '../../shared/errors.ts';
import type { FileType } from '../../shared/file-types.ts';
import type { LeftOutReason } from '../../shared/handover.ts';
import type { OutlineRow } from '../history/outline.ts';
import { yieldEvery } from '../util/event-loop.ts';

export interface SelectedDocument {
  id: string;
  /** Index of its nearest ancestor in `documents`; -1 if it has none there. */
  parent: number;
  /** Index of the first and of the last document of its family. */
  family: { first: number; last: number };
  /** Documents directly below it. */
  children: number;
  /** Null if there is no original. */
  sha256: string | null;
  bytes: number;
  characters: number;
  type: FileType;
  /** Null if it has none, or if it was not read. */
  pages: number | null;
}

export interface Selection {
  documents: SelectedDocument[];
  /** Documents that are not exported, each with its reason. Those that nobody chose are not among them. */
  leftOut: { id: string; reason: LeftOutReason }[];
  /** The documents of all chosen families, also those that are left out; null: the whole batch. */
  inside: ReadonlySet<string> | null;
  /** Documents of the batch. */
  received: number;
}

/** `processed`: what was read, each content once, families whole. `received`: everything that came in. */
export type Scope = 'processed' | 'received';

/** Returns the number at the end of a document's id. Contents directly follow what they are in. */
const numberOf = ({ id }: OutlineRow): number => Number(id.slice(id.lastIndexOf('-d') + 2));

interface Tree {
  byId: Map<string, OutlineRow>;
  roots: OutlineRow[];
  below: Map<string, OutlineRow[]>;
}

function treeOf(rows: readonly OutlineRow[]): Tree {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const below = new Map<string, OutlineRow[]>();
  const roots: OutlineRow[] = [];
  for (const row of rows) {
    if (row.parentId === null || !byId.has(row.parentId)) {
      roots.push(row);
      continue;
    }
    const siblings = below.get(row.parentId);
    if (siblings === undefined) below.set(row.parentId, [row]);
    else siblings.push(row);
  }
  return { byId, roots, below };
}

/** Where the families of an export are collected. */
interface Collected extends Selection {
  tree: Tree;
  scope: Scope;
  /** The first duplicate of a document that nobody chose, by the id of that document: it stands in for it. */
  standIns: Map<string, string>;
}

/** Returns why a document is left out; null if it is exported. */
function reasonToLeaveOut(row: OutlineRow, { tree, inside, standIns }: Collected): LeftOutReason | null {
  const { byId, below } = tree;
  if (row.status === 'excluded' || row.status === 'canceled') return row.status;
  if (row.status !== 'duplicate') return null;
  // A member of a family is exported again, because a family is never torn apart.
  if (row.parentId !== null || below.has(row.id)) return null;
  const twin = row.duplicateOf === null ? undefined : byId.get(row.duplicateOf);
  if (twin === undefined) return null;
  if (twin.status === 'excluded' || twin.status === 'canceled') return twin.status;
  if (inside === null || inside.has(twin.id)) return 'duplicate';
  // Its content must not be missing because only a copy of it was chosen.
  if (standIns.has(twin.id)) return 'duplicate';
  standIns.set(twin.id, row.id);
  return null;
}

/** @throws RedwellError not_found when a chosen document is not in the batch */
function refuseStrangers(chosen: ReadonlySet<string>, { byId }: Tree): void {
  const strangers = [...chosen].filter((id) => !byId.has(id));
  if (strangers.length === 0) return;
  throw new RedwellError(
    'not_found',
    `${strangers.length} of the chosen documents are not in this batch. The first is ${strangers[0]}.`,
    { action: 'Choose the documents again. Nothing was handed over.' },
  );
}

/** Returns the ids of everything in the families of the chosen documents. */
function familiesOf({ roots, below }: Tree, chosen: ReadonlySet<string>): Set<string> {
  const inside = new Set<string>();
  for (const root of roots) {
    const family = [root];
    // The list grows while it is read.
    for (const { id } of family) family.push(...(below.get(id) ?? []));
    if (family.some(({ id }) => chosen.has(id))) for (const { id } of family) inside.add(id);
  }
  return inside;
}

/**
 * @param rows all documents of a batch, in any order
 * @param chosen ids of documents of the batch, whose families are exported; null: the whole batch
 * @throws RedwellError conflict when documents have not ended; not_found when a chosen one is not in the batch;
 * invalid_input when none is left to export
 */
export async function selectDocuments(
  rows: Iterable<OutlineRow>,
  scope: Scope,
  chosen: ReadonlySet<string> | null = null,
): Promise<Selection> {
  const yieldIfDue = yieldEvery();
  const all: OutlineRow[] = [];
  for (const row of rows) {
    if (row.status === 'pending' || row.status === 'running')
      throw new RedwellError('conflict', 'The batch has not ended, so it cannot be handed over yet.', {
        action: 'Wait until it has ended, or cancel it.',
      });
    all.push(row);
    await yieldIfDue();
  }
  all.sort((a, b) => numberOf(a) - numberOf(b));
  const tree = treeOf(all);
  if (chosen !== null) refuseStrangers(chosen, tree);
  const inside = chosen === null ? null : familiesOf(tree, chosen);
  const collected: Collected = {
    ...{ documents: [], leftOut: [], inside, received: all.length },
    ...{ tree, scope, standIns: new Map() },
  };
  const { documents, leftOut } = collected;
  for (const root of tree.roots) {
    if (inside !== null && !inside.has(root.id)) continue;
    await yieldIfDue();
    const first = documents.length;
    addFamily(root, collected);
    const family = { first, last: documents.length - 1 };
    for (let i = first; i < documents.length; i += 1) {
      const document = documents[i];
      if (document !== undefined) document.family = family;
    }
  }
  if (documents.length === 0)
    throw new RedwellError(
      'invalid_input',
      chosen === null
        ? 'The batch has no documents that can be handed over.'
        : 'None of the chosen documents can be handed over.',
      { action: 'Look at the documents to see why.' },
    );
  return { documents, leftOut, inside, received: all.length };
}

/** Adds a document and everything below it, in order. */
function addFamily(root: OutlineRow, collected: Collected): void {
  const { documents, leftOut, tree, scope } = collected;
  const open: { row: OutlineRow; parent: number }[] = [{ row: root, parent: -1 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { row, parent } = next;
    const reason = scope === 'received' ? null : reasonToLeaveOut(row, collected);
    let nearest = parent;
    if (reason === null) {
      nearest = documents.length;
      const above = documents[parent];
      if (above !== undefined) above.children += 1;
      documents.push({
        id: row.id,
        parent,
        family: { first: 0, last: 0 },
        children: 0,
        sha256: row.sha256,
        bytes: row.sha256 === null ? 0 : row.bytes,
        characters: row.characters ?? 0,
        type: row.type,
        pages: row.pages,
      });
    } else leftOut.push({ id: row.id, reason });
    const below = tree.below.get(row.id) ?? [];
    for (let i = below.length - 1; i >= 0; i -= 1) {
      const child = below[i];
      if (child !== undefined) open.push({ row: child, parent: nearest });
    }
  }
}
