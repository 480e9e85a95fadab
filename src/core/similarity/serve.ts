/** Answers the questions of the keeper, in a thread or beside other work. */

import { toWireError, type WireError } from '../../shared/errors.ts';
import type { SimilarChanges, SimilarText } from '../history/similar/types.ts';
import { yieldEvery } from '../util/event-loop.ts';
import { type SimilarityEngine, similarityEngine } from './engine.ts';

export type SimilarityQuestion =
  | { readonly kind: 'look'; readonly documents: readonly number[] }
  /** Begins to work out a scope; `more` returns what changed, slice by slice, then null. */
  | { readonly kind: 'work_out'; readonly scope: string }
  | { readonly kind: 'more' };

export interface SimilarityAnswer {
  readonly rows?: readonly SimilarText[];
  readonly changes?: SimilarChanges | null;
  readonly error?: WireError;
}

export interface SimilarityServer {
  answer(question: SimilarityQuestion): Promise<SimilarityAnswer>;
  close(): void;
}

/** @param path the file of history; opened by the first question */
export function similarityServer(path: string): SimilarityServer {
  let engine: SimilarityEngine | null = null;
  let work: ReturnType<SimilarityEngine['workOut']> | null = null;

  const more = async (): Promise<SimilarChanges | null> => {
    const yieldIfDue = yieldEvery();
    for (;;) {
      const step = work?.next();
      if (step === undefined || step.done === true) return null;
      if (step.value !== null) return step.value;
      await yieldIfDue();
    }
  };

  return {
    async answer(question) {
      try {
        engine ??= similarityEngine(path);
        if (question.kind === 'look') return { rows: engine.look(question.documents) };
        if (question.kind === 'work_out') work = engine.workOut(question.scope);
        return { changes: await more() };
      } catch (error) {
        return { error: toWireError(error) };
      }
    },
    close() {
      engine?.close();
      engine = null;
      work = null;
    },
  };
}
