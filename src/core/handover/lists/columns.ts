/** The columns of the lists of a batch. */
import type { DocumentException, DocumentRow } from '../../../shared/documents.ts';
import type { BatchEntityRow, BatchRelationshipRow } from '../../../shared/entities.ts';
import type { ExceptionKind } from '../../../shared/exception-kind.ts';
import { EXCEPTIONS } from '../../../shared/exceptions.ts';
import type { Column } from './list-file.ts';

/** A document with one of its exceptions or warnings. */
export interface Problem {
  document: DocumentRow;
  problem: DocumentException;
}

const number = (value: number | null): string => (value === null ? '' : String(value));

export const DOCUMENT_COLUMNS: readonly Column<DocumentRow>[] = [
  { head: 'Document', cell: ({ id }) => id },
  { head: 'Path', cell: ({ path }) => path },
  { head: 'Type', cell: ({ type }) => type },
  { head: 'Status', cell: ({ status }) => status },
  { head: 'Bytes', cell: ({ bytes }) => String(bytes), isNumber: true },
  { head: 'SHA-256', cell: ({ sha256 }) => sha256 ?? '' },
  { head: 'In', cell: ({ parentId }) => parentId ?? '' },
  { head: 'Duplicate of', cell: ({ duplicateOf }) => duplicateOf ?? '' },
  { head: 'Pages', cell: ({ pages }) => number(pages), isNumber: true },
  { head: 'Characters', cell: ({ characters }) => number(characters), isNumber: true },
  { head: 'Entities', cell: ({ entities }) => number(entities), isNumber: true },
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

export const PROBLEM_COLUMNS: readonly Column<Problem>[] = [
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

export const problemJson = ({ document, problem }: Problem) => {
  const { label, sentence, action, actor, retryable } = EXCEPTIONS[problem.code];
  const { id, path, type } = document;
  return { documentId: id, path, type, ...problem, label, sentence, actor, action, retryable };
};

export const ENTITY_COLUMNS: readonly Column<BatchEntityRow>[] = [
  { head: 'Kind', cell: ({ kind }) => kind },
  { head: 'Name', cell: ({ name }) => name },
  { head: 'Documents', cell: ({ documents }) => String(documents), isNumber: true },
  { head: 'Mentions', cell: ({ mentions }) => String(mentions), isNumber: true },
  { head: 'Other names', cell: ({ aliases }) => aliases.join('; ') },
  { head: 'Number of other names', cell: ({ aliasCount }) => String(aliasCount), isNumber: true },
];

export const RELATIONSHIP_COLUMNS: readonly Column<BatchRelationshipRow>[] = [
  { head: 'Kind', cell: ({ kind }) => kind },
  { head: 'From', cell: ({ from }) => from.name },
  { head: 'Kind of from', cell: ({ from }) => from.kind },
  { head: 'Role', cell: ({ role }) => role ?? '' },
  { head: 'To', cell: ({ to }) => to.name },
  { head: 'Kind of to', cell: ({ to }) => to.kind },
  { head: 'Mentions', cell: ({ weight }) => String(weight), isNumber: true },
  { head: 'Documents', cell: ({ documents }) => String(documents), isNumber: true },
];
