/** Writes the lists of a batch: documents, exceptions, warnings, entities and relationships. */
import type { DocumentException, DocumentRow } from '../../../shared/documents.ts';
import type { BatchEntityRow, BatchRelationshipRow, Resolution } from '../../../shared/entities.ts';
import type { ExceptionKind } from '../../../shared/exception-kind.ts';
import { EXCEPTIONS } from '../../../shared/exceptions.ts';
import { yieldEvery } from '../../util/event-loop.ts';
import type { ExportFolder } from '../export-folder.ts';
import type { Work } from '../types.ts';
import { type Column, openList } from './list-file.ts';

/** A document with one of its exceptions or warnings. */
interface Problem {
  document: DocumentRow;
  problem: DocumentException;
}

const number = (value: number | null): string => (value === null ? '' : String(value));

const DOCUMENT_COLUMNS: readonly Column<DocumentRow>[] = [
  { head: 'Document', cell: ({ id }) => id },
  { head: 'Path', cell: ({ path }) => path },
  { head: 'Type', cell: ({ type }) => type },
  { head: 'Status', cell: ({ status }) => status },
  { head: 'Bytes', cell: ({ bytes }) => String(bytes) },
  { head: 'SHA-256', cell: ({ sha256 }) => sha256 ?? '' },
  { head: 'In', cell: ({ parentId }) => parentId ?? '' },
  { head: 'Duplicate of', cell: ({ duplicateOf }) => duplicateOf ?? '' },
  { head: 'Pages', cell: ({ pages }) => number(pages) },
  { head: 'Characters', cell: ({ characters }) => number(characters) },
  { head: 'Entities', cell: ({ entities }) => number(entities) },
  {
    head: 'Exception',
    cell: ({ exception }) => (exception === null ? '' : EXCEPTIONS[exception.code].label),
  },
  { head: 'Warnings', cell: ({ warnings }) => warnings.map(({ code }) => EXCEPTIONS[code].label).join('; ') },
];

const ACTOR: Readonly<Record<ExceptionKind['actor'], string>> = {
  paralegal: 'Paralegal',
  administrator: 'Administrator',
  custodian: 'Custodian',
};

const PROBLEM_COLUMNS: readonly Column<Problem>[] = [
  { head: 'Document', cell: ({ document }) => document.id },
  { head: 'Path', cell: ({ document }) => document.path },
  { head: 'Type', cell: ({ document }) => document.type },
  { head: 'Problem', cell: ({ problem }) => EXCEPTIONS[problem.code].label },
  { head: 'Stage', cell: ({ problem }) => problem.stage ?? '' },
  { head: 'What happened', cell: ({ problem }) => EXCEPTIONS[problem.code].sentence },
  { head: 'Detail', cell: ({ problem }) => problem.detail },
  { head: 'Pages', cell: ({ problem }) => (problem.pages ?? []).join(', ') },
  { head: 'Who must act', cell: ({ problem }) => ACTOR[EXCEPTIONS[problem.code].actor] },
  { head: 'What to do', cell: ({ problem }) => EXCEPTIONS[problem.code].action },
  { head: 'A retry can help', cell: ({ problem }) => (EXCEPTIONS[problem.code].retryable ? 'yes' : 'no') },
];

const problemJson = ({ document, problem }: Problem) => {
  const { label, sentence, action, actor, retryable } = EXCEPTIONS[problem.code];
  const { id, path, type } = document;
  return { documentId: id, path, type, ...problem, label, sentence, actor, action, retryable };
};

const ENTITY_COLUMNS: readonly Column<BatchEntityRow>[] = [
  { head: 'Kind', cell: ({ kind }) => kind },
  { head: 'Name', cell: ({ name }) => name },
  { head: 'Documents', cell: ({ documents }) => String(documents) },
  { head: 'Mentions', cell: ({ mentions }) => String(mentions) },
  { head: 'Other names', cell: ({ aliases }) => aliases.join('; ') },
  { head: 'Number of other names', cell: ({ aliasCount }) => String(aliasCount) },
];

const RELATIONSHIP_COLUMNS: readonly Column<BatchRelationshipRow>[] = [
  { head: 'Kind', cell: ({ kind }) => kind },
  { head: 'From', cell: ({ from }) => from.name },
  { head: 'Kind of from', cell: ({ from }) => from.kind },
  { head: 'Role', cell: ({ role }) => role ?? '' },
  { head: 'To', cell: ({ to }) => to.name },
  { head: 'Kind of to', cell: ({ to }) => to.kind },
  { head: 'Mentions', cell: ({ weight }) => String(weight) },
  { head: 'Documents', cell: ({ documents }) => String(documents) },
];

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
  const { deps, batch, signal } = work;
  const { inside } = work.selection;
  const yieldIfDue = yieldEvery();
  const documents = await openList(folder, 'documents', DOCUMENT_COLUMNS, ({ stages: _s, ...row }) => row);
  const exceptions = await openList(folder, 'exceptions', PROBLEM_COLUMNS, problemJson);
  const warnings = await openList(folder, 'warnings', PROBLEM_COLUMNS, problemJson);
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
  { signal }: Work,
  folder: ExportFolder,
  name: string,
  columns: readonly Column<Row>[],
  read: (cursor: string | null) => Page<Row>,
): Promise<void> {
  const list = await openList(folder, name, columns, (row) => row);
  for (let cursor: string | null = null; ; ) {
    signal.throwIfAborted();
    const page: Page<Row> = read(cursor);
    for (const row of page.items) await list.add(row);
    cursor = page.next;
    if (cursor === null) break;
  }
  await list.close();
}
