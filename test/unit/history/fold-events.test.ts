import { describe, expect, it } from 'vitest';
import {
  currentStage,
  type FoldedDocument,
  foldEvent,
  packStages,
  shownStages,
  UNTOUCHED,
  unpackStages,
} from '../../../src/core/history/fold-events.ts';
import type { StageEvent } from '../../../src/core/history/types.ts';

const fresh = (): FoldedDocument => ({
  status: 'pending',
  run: 1,
  stages: unpackStages(UNTOUCHED),
  exception: null,
  endedAt: null,
});
const event = (change: Partial<StageEvent>): StageEvent => ({
  batchId: 'b',
  documentId: 'b-d00001',
  run: 1,
  stage: 'ocr',
  status: 'running',
  attempt: 1,
  at: 1000,
  documentStatus: 'running',
  exception: null,
  detail: '',
  ...change,
});

describe('folding events', () => {
  it('unpacks the stages that it packed', () => {
    const state = fresh();
    foldEvent(state, event({ attempt: 3, status: 'retrying' }));
    expect(unpackStages(packStages(state.stages))).toEqual(state.stages);
  });

  it('shows the stages after a failed one as skipped, and keeps the cause and the time', () => {
    const state = fresh();
    foldEvent(state, event({ status: 'completed' }));
    foldEvent(
      state,
      event({
        stage: 'chunking',
        status: 'failed',
        documentStatus: 'exception',
        exception: 'corrupt',
        detail: 'bad xref',
        at: 1500,
        attempt: 2,
      }),
    );
    expect(shownStages(state)).toEqual(['completed', 'failed', 'skipped', 'skipped', 'skipped', 'skipped']);
    expect(state.exception).toEqual({ code: 'corrupt', stage: 'chunking', detail: 'bad xref', attempt: 2 });
    expect(state.endedAt).toBe(1500);
    expect(currentStage(state)).toBe(1);
  });

  it('resets the stage that a retry starts at and all later ones', () => {
    const state = fresh();
    foldEvent(state, event({ status: 'completed' }));
    foldEvent(
      state,
      event({ stage: 'chunking', status: 'failed', documentStatus: 'exception', exception: 'ocr_timeout' }),
    );
    foldEvent(
      state,
      event({
        stage: 'chunking',
        status: 'waiting',
        run: 2,
        attempt: 0,
        documentStatus: 'pending',
        at: 9000,
      }),
    );
    expect(shownStages(state)).toEqual(['completed', 'waiting', 'waiting', 'waiting', 'waiting', 'waiting']);
    expect(state).toMatchObject({ status: 'pending', run: 2, exception: null, endedAt: null });
    expect(currentStage(state)).toBe(1);
  });

  it('keeps the completed stages of a canceled document', () => {
    const state = fresh();
    foldEvent(state, event({ status: 'completed' }));
    foldEvent(
      state,
      event({ stage: 'ocr', status: 'skipped', run: 1, attempt: 0, documentStatus: 'canceled' }),
    );
    expect(shownStages(state)).toEqual(['completed', 'skipped', 'skipped', 'skipped', 'skipped', 'skipped']);
    expect(currentStage(state)).toBeNull();
  });

  it('ignores an older run and an older attempt', () => {
    const state = fresh();
    foldEvent(state, event({ run: 2, attempt: 2 }));
    expect(foldEvent(state, event({ run: 1, attempt: 9, status: 'completed' }))).toBe(false);
    expect(foldEvent(state, event({ run: 2, attempt: 1, status: 'retrying' }))).toBe(false);
    expect(foldEvent(state, event({ run: 2, attempt: 2, status: 'retrying' }))).toBe(true);
  });

  it('reports a failure without a code as an infrastructure failure', () => {
    const state = fresh();
    foldEvent(state, event({ status: 'failed', documentStatus: 'exception' }));
    expect(state.exception?.code).toBe('infrastructure');
  });

  it('rejects a stage state with an unknown letter', () => {
    expect(() => unpackStages('1.1.q')).toThrow(RangeError);
  });
});
