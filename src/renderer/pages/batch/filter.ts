/** The filter of a batch's document list, and how the page's address states it. */
import type { BatchStatus, Equation } from '../../../shared/batches.ts';
import type { RequestInput } from '../../../shared/bridge.ts';
import { BY_PATH, DOCUMENT_SORTS, type DocumentSort } from '../../../shared/document-list.ts';
import { DOCUMENT_STATUSES, type DocumentStatus } from '../../../shared/documents.ts';
import type { EntityKey } from '../../../shared/entities.ts';
import { EXCEPTION_CODES, type ExceptionCode } from '../../../shared/exceptions.ts';
import { FILE_TYPES, type FileType } from '../../../shared/file-types.ts';
import { ENTITY_KINDS } from '../../../shared/mentions.ts';
import { relationOf } from '../../../shared/similar.ts';
import { STAGES, type Stage } from '../../../shared/stages.ts';

export interface DocumentFilter {
  readonly status: DocumentStatus | null;
  readonly type: FileType | null;
  readonly code: ExceptionCode | null;
  readonly stage: Stage | null;
  /** Only documents with a warning. */
  readonly warned: boolean;
  /** Only documents that mention this entity. */
  readonly entity: EntityKey | null;
  /** Only documents with this tag. */
  readonly tag: string | null;
  /** Only documents with similar ones, mails of threads, or those of one family or thread; see `relatedSchema`. */
  readonly related: string | null;
  readonly search: string;
  /** Null: by path. */
  readonly sort: DocumentSort | null;
  /** Whether the address asks for every document, so that the default view of the list does not apply. */
  readonly all: boolean;
}

export const NO_FILTER: DocumentFilter = {
  status: null,
  type: null,
  code: null,
  stage: null,
  warned: false,
  entity: null,
  tag: null,
  related: null,
  search: '',
  sort: null,
  all: false,
};

/** Returns whether the filter excludes any document. */
export const isNarrowed = (filter: DocumentFilter): boolean =>
  paramsOfFilter({ ...filter, sort: null, all: false }).size > 0;

/** Returns whether the address says nothing about the list, so that its default view applies. */
export const isBare = (filter: DocumentFilter): boolean => paramsOfFilter(filter).size === 0;

/** Returns the filter for the documents that a term of the equation counts. */
export function filterOfTerm(term: keyof Equation, batch: BatchStatus): DocumentFilter {
  const status: Readonly<Record<keyof Equation, DocumentStatus | null>> = {
    received: null,
    completed: 'completed',
    duplicates: 'duplicate',
    // The equation counts canceled documents as excluded, and in a canceled batch they are the majority.
    excluded: batch === 'canceled' || batch === 'canceling' ? 'canceled' : 'excluded',
    exceptions: 'exception',
    pending: 'pending',
  };
  return { ...NO_FILTER, status: status[term] };
}

/** Names of the parameters. Addresses are kept in bookmarks, so a name never changes its meaning. */
const NAMES = {
  search: 'q',
  status: 'status',
  type: 'type',
  code: 'cause',
  stage: 'stage',
  warned: 'warned',
  entity: 'name',
  tag: 'tag',
  related: 'related',
  sort: 'sort',
  all: 'view',
} as const;
const ALL = 'all';

const oneOf = <T extends string>(all: readonly T[], value: string | null): T | null =>
  all.find((one) => one === value) ?? null;

/** Returns the entity that `person:Jane Doe` names. */
function entityOf(value: string | null): EntityKey | null {
  const at = value?.indexOf(':') ?? -1;
  if (value === null || at < 0) return null;
  const kind = oneOf(ENTITY_KINDS, value.slice(0, at));
  return kind === null ? null : { kind, name: value.slice(at + 1) };
}

const relatedOf = (value: string | null): string | null =>
  value === null || relationOf(value) === null ? null : value;

/** Returns the order that `bytes`, or `-bytes` for descending, names. */
export function sortOf(value: string | null): DocumentSort | null {
  const by = oneOf(DOCUMENT_SORTS, value?.replace(/^-/, '') ?? null);
  return by === null || value === BY_PATH.by ? null : { by, descending: value?.startsWith('-') === true };
}

/** Returns the filter that an address states. What it does not know is as if it were absent. */
export const filterOfParams = (params: URLSearchParams): DocumentFilter => ({
  search: (params.get(NAMES.search) ?? '').slice(0, 200),
  status: oneOf(DOCUMENT_STATUSES, params.get(NAMES.status)),
  type: oneOf(FILE_TYPES, params.get(NAMES.type)),
  code: oneOf(EXCEPTION_CODES, params.get(NAMES.code)),
  stage: oneOf(STAGES, params.get(NAMES.stage)),
  warned: params.get(NAMES.warned) === '1',
  entity: entityOf(params.get(NAMES.entity)),
  tag: params.get(NAMES.tag)?.trim().slice(0, 60) || null,
  related: relatedOf(params.get(NAMES.related)),
  sort: sortOf(params.get(NAMES.sort)),
  all: params.get(NAMES.all) === ALL,
});

/** Returns the parameters of a filter. */
export function paramsOfFilter(filter: DocumentFilter): URLSearchParams {
  const { entity, warned, sort, all, ...plain } = filter;
  const params = new URLSearchParams();
  for (const [field, value] of Object.entries(plain) as [Exclude<keyof typeof plain, never>, string | null][])
    if (value !== null && value !== '') params.set(NAMES[field], value);
  if (warned) params.set(NAMES.warned, '1');
  if (entity !== null) params.set(NAMES.entity, `${entity.kind}:${entity.name}`);
  if (sort !== null) params.set(NAMES.sort, `${sort.descending ? '-' : ''}${sort.by}`);
  if (all) params.set(NAMES.all, ALL);
  return params;
}

/** Returns the filter as requests have it. */
export const filterOfRequest = (
  batchId: string,
  { entity, sort: _sort, all: _all, ...filter }: DocumentFilter,
): RequestInput<'documents.ids'> => ({ batchId, ...filter, ...(entity === null ? {} : { entity }) });

/** Returns the request for one page of the documents that pass the filter. */
export const documentsQuery = (
  batchId: string,
  filter: DocumentFilter,
  cursor: string | null,
  limit = 100,
): RequestInput<'documents.list'> => ({
  ...filterOfRequest(batchId, filter),
  sort: filter.sort ?? BY_PATH,
  cursor,
  limit,
});

/** Returns the name under which the list is remembered. */
export const documentsKey = (batchId: string, filter: DocumentFilter): string =>
  `documents ${batchId} ${paramsOfFilter(filter)}`;
