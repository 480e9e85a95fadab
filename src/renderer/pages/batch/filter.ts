/** Which documents of a batch are shown. */
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
  /** Only what has a warning. */
  readonly warned: boolean;
  /** Only what mentions this entity of the batch. */
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

/** Whether anything is left out. */
export const isNarrowed = (filter: DocumentFilter): boolean =>
  JSON.stringify(filter) !== JSON.stringify(NO_FILTER);

/** The documents that a term of the equation counts. */
export function filterOfTerm(term: keyof Equation, batch: BatchStatus): DocumentFilter {
  const status: Readonly<Record<keyof Equation, DocumentStatus | null>> = {
    received: null,
    completed: 'completed',
    duplicates: 'duplicate',
    // What the operator canceled counts as excluded, and is most of it in a canceled batch.
    excluded: batch === 'canceled' || batch === 'canceling' ? 'canceled' : 'excluded',
    exceptions: 'exception',
    pending: 'pending',
  };
  return { ...NO_FILTER, status: status[term] };
}
