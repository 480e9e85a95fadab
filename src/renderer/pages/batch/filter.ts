/** The filter of a batch's document list. */
import type { BatchStatus, Equation } from '../../../shared/batches.ts';
import type { DocumentStatus, FileType } from '../../../shared/documents.ts';
import type { EntityKey } from '../../../shared/entities.ts';
import type { ExceptionCode } from '../../../shared/exceptions.ts';
import type { Stage } from '../../../shared/stages.ts';

export interface DocumentFilter {
  readonly status: DocumentStatus | null;
  readonly type: FileType | null;
  readonly code: ExceptionCode | null;
  readonly stage: Stage | null;
  /** Only documents with a warning. */
  readonly warned: boolean;
  /** Only documents that mention this entity. */
  readonly entity: EntityKey | null;
  readonly search: string;
}

export const NO_FILTER: DocumentFilter = {
  status: null,
  type: null,
  code: null,
  stage: null,
  warned: false,
  entity: null,
  search: '',
};

/** Returns whether the filter excludes any document. */
export const isNarrowed = (filter: DocumentFilter): boolean =>
  JSON.stringify(filter) !== JSON.stringify(NO_FILTER);

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
