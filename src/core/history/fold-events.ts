/**
 * Where a document and its stages stand, folded from events that may repeat and come in any order.
 * Each stage keeps its newest (run, attempt, status); what is shown is worked out from these and from the
 * document's own newest (run, status). Both are maxima, so the order of events cannot matter.
 */
import type { DocumentException, DocumentStatus } from '../../shared/documents.ts';
import { STAGES, type StageStatus } from '../../shared/stages.ts';
import type { StageEvent } from './types.ts';

const LETTERS = { w: 'waiting', r: 'running', y: 'retrying', c: 'completed', f: 'failed' } as const;
type Letter = keyof typeof LETTERS;
const LETTER_OF: Partial<Record<StageStatus, Letter>> = {
  waiting: 'w',
  running: 'r',
  retrying: 'y',
  completed: 'c',
  failed: 'f',
};
/** How far a status is within one attempt. */
const RANK: Record<Letter, number> = { w: 0, r: 1, y: 2, c: 3, f: 3 };

export interface StagePlace {
  run: number;
  attempt: number;
  letter: Letter;
}

export interface DocumentState {
  status: DocumentStatus;
  run: number;
  stages: StagePlace[];
  exception: DocumentException | null;
  /** When it got its final status; null while it is open. */
  endedAt: number | null;
}

/** A document that nothing has happened to, as it is stored. */
export const UNTOUCHED = STAGES.map(() => '0.0.w').join(' ');

export const packStages = (stages: readonly StagePlace[]): string =>
  stages.map((s) => `${s.run}.${s.attempt}.${s.letter}`).join(' ');

/** @throws RangeError when the text was not written by `packStages` */
export function unpackStages(packed: string): StagePlace[] {
  return packed.split(' ').map((text) => {
    const [run, attempt, letter] = text.split('.');
    if (letter === undefined || !Object.hasOwn(LETTERS, letter))
      throw new RangeError(`Unknown stage place ${JSON.stringify(text)}`);
    return { run: Number(run), attempt: Number(attempt), letter: letter as Letter };
  });
}

const isOpen = (status: DocumentStatus): boolean => status === 'pending' || status === 'running';
const finality = (status: DocumentStatus): number =>
  status === 'pending' ? 0 : status === 'running' ? 1 : 2;

/** Takes one event into the state. @returns whether anything changed */
export function foldEvent(state: DocumentState, event: StageEvent): boolean {
  const moved = foldDocument(state, event);
  return foldStage(state, event) || moved;
}

function foldStage(state: DocumentState, event: StageEvent): boolean {
  const letter = LETTER_OF[event.status];
  const index = STAGES.indexOf(event.stage);
  const had = state.stages[index];
  // Skipped stages follow from the document's status; the event that says so names no stage of its own.
  if (letter === undefined || had === undefined) return false;
  const newer = event.run - had.run || event.attempt - had.attempt || RANK[letter] - RANK[had.letter];
  if (newer <= 0) return false;
  state.stages[index] = { run: event.run, attempt: event.attempt, letter };
  return true;
}

function foldDocument(state: DocumentState, event: StageEvent): boolean {
  if (event.run < state.run) return false;
  let changed = false;
  if (event.run > state.run || finality(event.documentStatus) > finality(state.status)) {
    const anew = event.run > state.run;
    state.run = event.run;
    state.status = event.documentStatus;
    state.endedAt = null;
    if (anew) state.exception = null;
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

/** A run ends in one exception; told twice, the telling with the detail is kept (a gap's has none). */
function saysMore(a: DocumentException, b: DocumentException): boolean {
  if (a.attempt !== b.attempt) return a.attempt > b.attempt;
  return a.detail.length > b.detail.length || (a.detail.length === b.detail.length && a.detail > b.detail);
}

/** What is shown of each stage. A run begins at some stage: that one and those after it start again. */
export function shownStages(state: Pick<DocumentState, 'status' | 'run' | 'stages'>): StageStatus[] {
  const first = state.stages.findIndex((s) => s.run === state.run);
  const open = isOpen(state.status);
  return state.stages.map((place, i) => {
    const reset = place.run < state.run && first >= 0 && i >= first;
    const status = reset ? 'waiting' : LETTERS[place.letter];
    const ended = status === 'completed' || status === 'failed';
    return open || ended ? status : 'skipped';
  });
}

/** The stage a document stands at, 0-5: see the schema. */
export function standsAt(state: DocumentState): number | null {
  if (state.status === 'exception')
    return state.exception?.stage == null ? null : STAGES.indexOf(state.exception.stage);
  if (!isOpen(state.status)) return null;
  const index = shownStages(state).findIndex((status) => status !== 'completed');
  return index < 0 ? null : index;
}
