/** What a stage's result follows from, so that a cached one is used exactly when it would come out the same. */
import { createHash } from 'node:crypto';
import type { Stage } from '../../../shared/stages.ts';
import type { StageLimits, StageResults } from '../../documents/types.ts';
import type { DocumentFacts } from '../../results/facts.ts';

/**
 * The first stage follows from the bytes, the type that was told of them and the limits that cut a text; the
 * later ones from what the first gave. Bytes alone would hand a text that was cut, or that lacks pages, on to
 * a run that has all of it. null: there is nothing to go by.
 * @param digest of the first stage's result, see `digestOf`
 */
export function cacheInput(
  stage: Stage,
  facts: DocumentFacts,
  digest: string | null,
  limits: Pick<StageLimits, 'maxPages' | 'maxCharacters'>,
): string | null {
  if (stage !== 'ocr') return digest;
  return facts.sha256 === null
    ? null
    : `${facts.sha256}:${facts.type}:${limits.maxPages}.${limits.maxCharacters}`;
}

/** SHA-256 of a first stage's result; worked out once, by whoever has the result first. */
export const digestOf = (result: StageResults['ocr']): string =>
  createHash('sha256').update(JSON.stringify(result)).digest('hex');

/** Whether a result may be used again: one that lacks pages is worth another try, not a memory. */
export function isWhole(stage: Stage, result: StageResults[Stage]): boolean {
  return (
    stage !== 'ocr' ||
    !(result as StageResults['ocr']).warnings.some((warning) => warning.code === 'partial_pages')
  );
}
