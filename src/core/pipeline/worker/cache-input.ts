/** Identifies the input of a stage, so that a cached result is used only if the stage would return the same. */
import { createHash } from 'node:crypto';
import type { Stage } from '../../../shared/stages.ts';
import type { StageLimits, StageResults } from '../../documents/types.ts';
import type { DocumentFacts } from '../../results/facts.ts';

/**
 * Returns the cache input of a stage; null if there is none. The result of the first stage depends on the bytes, the
 * detected type and the limits that truncate a text. The results of later stages depend only on the first stage's
 * result: with the bytes as their input, a truncated or partial text would be reused where the full text is available.
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

/** Returns the SHA-256 of a first stage's result. It is computed once and stored with the result. */
export const digestOf = (result: StageResults['ocr']): string =>
  createHash('sha256').update(JSON.stringify(result)).digest('hex');

/** Returns whether a result may be cached. A result that lacks pages may not, so that a retry reads them again. */
export function isCacheable(stage: Stage, result: StageResults[Stage]): boolean {
  return (
    stage !== 'ocr' ||
    !(result as StageResults['ocr']).warnings.some((warning) => warning.code === 'partial_pages')
  );
}
