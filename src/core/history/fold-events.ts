/**
 * Folds events into the state of a document. Events may repeat and arrive in any order: each stage keeps its newest
 * (run, attempt, status), and the document keeps its newest (run, status). Both are maxima, so order doesn't matter. The
 * status that the app shows for a stage is derived from the two.
 */
import type { DocumentException, DocumentStatus } from '../../shared/documents.ts';
import { STAGE_LETTER } from '../../shared/letters.ts';
import { STAGES, type StageStatus } from '../../shared/stages.ts';
import type { StageEvent } from './types.ts';

/** Skipped stages follow from the document's status and are never stored. */
type StoredStatus = Exclude<StageStatus, 'skipped'>;
type Letter = (typeof STAGE_LETTER)[StoredStatus];
const STATUS_OF = Object.fromEntries(
  Object.entries(STAGE_LETTER)
    .filter(([status]) => status !== 'skipped')
    .map(([status, letter]) => [letter, status]),
) as Record<Letter, StoredStatus>;
/** Order of the statuses within one attempt. */
const RANK: Record<Letter, number> = { w: 0, r: 1, y: 2, c: 3, f: 3 };

/** The newest event of one stage. */
export interface FoldedStage {
  run: number;
  attempt: number;
  letter: Letter;
}

export interface FoldedDocument {
  status: DocumentStatus;
  run: number;
  stages: FoldedStage[];
  exception: DocumentException | null;
  /** When the document reached its final status; null while it is open. */
  endedAt: number | null;
}

/** The stored stages of a document without events. */
export const UNTOUCHED = STAGES.map(() => '0.0.w').join(' ');

export const packStages = (stages: readonly FoldedStage[]): string =>
  stages.map((s) => `${s.run}.${s.attempt}.${s.letter}`).join(' ');

/** Reads what `packStages` wrote. @throws RangeError for any other text */
export function unpackStages(packed: string): FoldedStage[] {
  return packed.split(' ').map((text) => {
    const [run, attempt, letter] = text.split('.');
    if (letter === undefined || !Object.hasOwn(STATUS_OF, letter))
      throw new RangeError(`Unknown stage state ${JSON.stringify(text)}`);
    return { run: Number(run), attempt: Number(attempt), letter: letter as Letter };
  });
}

/** Whether a document has not ended. */
export const isOpen = (status: DocumentStatus): boolean => status === 'pending' || status === 'running';
const finality = (status: DocumentStatus): number =>
  status === 'pending' ? 0 : status === 'running' ? 1 : 2;

/** Applies one event. @returns whether anything changed */
export function foldEvent(state: FoldedDocument, event: StageEvent): boolean {
  const moved = foldDocument(state, event);
  return foldStage(state, event) || moved;
}

function foldStage(state: FoldedDocument, event: StageEvent): boolean {
  const index = STAGES.indexOf(event.stage);
  const had = state.stages[index];
  // A skipped event means that the document was canceled. It belongs to no stage.
  if (event.status === 'skipped' || had === undefined) return false;
  const letter = STAGE_LETTER[event.status];
  const newer = event.run - had.run || event.attempt - had.attempt || RANK[letter] - RANK[had.letter];
  if (newer <= 0) return false;
  state.stages[index] = { run: event.run, attempt: event.attempt, letter };
  return true;
}

function foldDocument(state: FoldedDocument, event: StageEvent): boolean {
  if (event.run < state.run) return false;
  let changed = false;
  if (event.run > state.run || finality(event.documentStatus) > finality(state.status)) {
    if (event.run > state.run) state.exception = null;
    state.run = event.run;
    state.status = event.documentStatus;
    state.endedAt = null;
    changed = true;
  }
  if (!isOpen(event.documentStatus)) {
    if (state.endedAt === null || event.at < state.endedAt) {
      state.endedAt = event.at;
      changed = true;
    }
  }
  if (event.status === 'failed' && event.documentStatus === 'exception') {
    const exception: DocumentException = {
      code: event.exception ?? 'infrastructure',
      stage: event.stage,
      detail: event.detail,
      attempt: event.attempt,
    };
    if (state.exception === null || saysMore(exception, state.exception)) {
      state.exception = exception;
      changed = true;
    }
  }
  return changed;
}

/** A run ends in one exception. When two events report it, the one with more detail wins (catch-up has none). */
function saysMore(a: DocumentException, b: DocumentException): boolean {
  if (a.attempt !== b.attempt) return a.attempt > b.attempt;
  return a.detail.length > b.detail.length || (a.detail.length === b.detail.length && a.detail > b.detail);
}

/** Returns the status to show for each stage. A run resets the stage it starts at and all later stages. */
export function shownStages(state: Pick<FoldedDocument, 'status' | 'run' | 'stages'>): StageStatus[] {
  const first = state.stages.findIndex((s) => s.run === state.run);
  const open = isOpen(state.status);
  return state.stages.map((stage, i) => {
    const reset = stage.run < state.run && first >= 0 && i >= first;
    const status = reset ? 'waiting' : STATUS_OF[stage.letter];
    const ended = status === 'completed' || status === 'failed';
    return open || ended ? status : 'skipped';
  });
}

/** Returns the stage that failed or is next, 0-5; null when there is none. */
export function currentStage(state: FoldedDocument): number | null {
  if (state.status === 'exception')
    return state.exception?.stage == null ? null : STAGES.indexOf(state.exception.stage);
  if (!isOpen(state.status)) return null;
  const index = shownStages(state).findIndex((status) => status !== 'completed');
  return index < 0 ? null : index;
}
