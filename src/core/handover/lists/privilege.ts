/** Lists the documents that may be privileged: those with the names, domains and addresses of a list. */
import { yieldEvery } from '../../util/event-loop.ts';
import type { ExportFolder } from '../export-folder.ts';
import type { Work } from '../types.ts';
import { type Column, openList } from './list-file.ts';
import { type PrivilegeHit, type PrivilegeTerm, privilegeScreen } from './privilege-terms.ts';

/** A hit, or a document whose text could not be screened. */
interface Screened {
  id: string;
  path: string;
  /** The document that it is in; empty if it is in none. */
  parent: string;
  hit: PrivilegeHit | null;
}

const NOT_SCREENED = 'not screened: there is no text';

const COLUMNS: readonly Column<Screened>[] = [
  { head: 'Document', cell: ({ id }) => id },
  { head: 'Path', cell: ({ path }) => path },
  { head: 'In', cell: ({ parent }) => parent },
  { head: 'Term', cell: ({ hit }) => hit?.term.text ?? '' },
  { head: 'Kind', cell: ({ hit }) => hit?.term.kind ?? '' },
  { head: 'Where', cell: ({ hit }) => hit?.where ?? NOT_SCREENED },
  { head: 'Times', cell: ({ hit }) => (hit === null ? '' : String(hit.count)), isNumber: true },
  { head: 'Found', cell: ({ hit }) => hit?.found ?? '' },
];

const jsonOf = ({ id, path, parent, hit }: Screened) => ({
  ...{ documentId: id, path, parentId: parent === '' ? null : parent },
  ...(hit === null
    ? { screened: false }
    : { screened: true, term: hit.term.text, kind: hit.term.kind, where: hit.where, count: hit.count }),
});

/** @throws what the disk says; the signal's reason */
export async function writePrivilege(
  { deps, batch, selection, notes, signal }: Work,
  folder: ExportFolder,
  terms: readonly PrivilegeTerm[],
): Promise<void> {
  const yieldIfDue = yieldEvery();
  const screen = privilegeScreen(terms);
  const list = await openList({ folder, notes }, 'privilege', COLUMNS, jsonOf);
  for (const { id, path, parentId } of deps.history.allDocuments(batch.id)) {
    signal.throwIfAborted();
    await yieldIfDue();
    if (selection.inside?.has(id) === false) continue;
    const document = deps.history.documentContent(id);
    if (document === null) continue;
    const row = { id, path, parent: parentId ?? '' };
    for (const hit of screen(document)) await list.add({ ...row, hit });
    if (document.text === null) await list.add({ ...row, hit: null });
  }
  await list.close();
}
