/** Writes the lists of a batch: documents, exceptions, warnings, entities, relationships, and what was asked for besides. */
import type { Resolution } from '../../../shared/entities.ts';
import { yieldEvery } from '../../util/event-loop.ts';
import type { ExportFolder } from '../export-folder.ts';
import type { Work } from '../types.ts';
import {
  DOCUMENT_COLUMNS,
  ENTITY_COLUMNS,
  PROBLEM_COLUMNS,
  problemJson,
  RELATIONSHIP_COLUMNS,
} from './columns.ts';
import { writeHits } from './hits.ts';
import { type Column, openList } from './list-file.ts';
import { writePrivilege } from './privilege.ts';

/** Rows of a list that are read at once. */
const PAGE = 500;

/**
 * @param count whether each document counts as done: not if another part of the export does that
 * @returns from what the lists of entities and relationships are; null if there are none
 */
export async function writeLists(
  work: Work,
  folder: ExportFolder,
  count: boolean,
): Promise<Resolution | null> {
  await writeDocuments(work, folder, count);
  const { search, privilege } = work.lists;
  if (search !== undefined) await writeHits(work, folder, search);
  if (privilege !== undefined) await writePrivilege(work, folder, privilege);
  // The names of a batch come from all of its documents, also from those that nobody chose.
  if (work.selection.inside !== null) return null;
  const { history } = work.deps;
  const batchId = work.batch.id;
  const { resolution } = history.listEntities({ batchId, kind: null, search: '', cursor: null, limit: 1 });
  // An empty list would say that there are no names.
  if (resolution === null) return null;
  await writePages(work, folder, 'entities', ENTITY_COLUMNS, (cursor) =>
    history.listEntities({ batchId, kind: null, search: '', cursor, limit: PAGE }),
  );
  await writePages(work, folder, 'relationships', RELATIONSHIP_COLUMNS, (cursor) =>
    history.listRelationships({ batchId, entity: null, cursor, limit: PAGE }),
  );
  return resolution;
}

async function writeDocuments(work: Work, folder: ExportFolder, count: boolean): Promise<void> {
  const { deps, batch, notes, signal } = work;
  const { inside } = work.selection;
  const yieldIfDue = yieldEvery();
  const documents = await openList(
    { folder, notes },
    'documents',
    DOCUMENT_COLUMNS,
    ({ stages: _s, ...row }) => row,
  );
  const exceptions = await openList({ folder, notes }, 'exceptions', PROBLEM_COLUMNS, problemJson);
  const warnings = await openList({ folder, notes }, 'warnings', PROBLEM_COLUMNS, problemJson);
  for (const document of deps.history.allDocuments(batch.id)) {
    signal.throwIfAborted();
    await yieldIfDue();
    if (inside !== null && !inside.has(document.id)) continue;
    await documents.add(document);
    if (document.exception !== null) await exceptions.add({ document, problem: document.exception });
    for (const problem of document.warnings) await warnings.add({ document, problem });
    if (count) work.documentDone({ original: false, bytes: 0 });
  }
  for (const list of [documents, exceptions, warnings]) await list.close();
}

interface Page<Row> {
  items: readonly Row[];
  next: string | null;
}

async function writePages<Row>(
  { notes, signal }: Work,
  folder: ExportFolder,
  name: string,
  columns: readonly Column<Row>[],
  read: (cursor: string | null) => Page<Row>,
): Promise<void> {
  const list = await openList({ folder, notes }, name, columns, (row) => row);
  for (let cursor: string | null = null; ; ) {
    signal.throwIfAborted();
    const page: Page<Row> = read(cursor);
    for (const row of page.items) await list.add(row);
    cursor = page.next;
    if (cursor === null) break;
  }
  await list.close();
}
