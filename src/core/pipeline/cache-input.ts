/** What a stage's result follows from, so that a cached one is used exactly when it would come out the same. */
import { createHash } from 'node:crypto';
import type { Stage } from '../../shared/stages.ts';
import type { DocumentFacts } from '../batches/submit.ts';
import type { StageLimits, StageResults } from './types.ts';

/**
 * The first stage follows from the bytes, the type that was told of them and the limits that cut a text; the
 * later ones from what the first gave. Bytes alone would hand a text that was cut, or that lacks pages, on to
 * a run that has all of it. null: there is nothing to go by.
 */
export function cacheInput(
  stage: Stage,
  facts: DocumentFacts,
  results: Partial<StageResults>,
  limits: StageLimits,
): string | null {
  if (stage === 'ocr')
    return facts.sha256 === null
      ? null
      : `${facts.sha256}:${facts.type}:${limits.maxPages}.${limits.maxCharacters}`;
  if (results.ocr === undefined) return null;
  return createHash('sha256').update(JSON.stringify(results.ocr)).digest('hex');
}

/** Whether a result may be used again: one that lacks pages is worth another try, not a memory. */
export function isWhole(stage: Stage, result: StageResults[Stage]): boolean {
  return (
    stage !== 'ocr' ||
    !(result as StageResults['ocr']).warnings.some((warning) => warning.code === 'partial_pages')
  );
}
