/**
 * Converts the British spelling of kinds and codes that version 0.1.0 stored in results, attempt records and events. They
 * are converted when they are read, because they expire after 14 days anyway.
 * Each function changes the value it is given, which must be freshly decoded.
 */
import type { Attempt } from '../../shared/documents.ts';
import type { ExceptionCode } from '../../shared/exceptions.ts';
import type { EntityKind } from '../../shared/mentions.ts';
import type { ResolutionPart } from '../documents/resolution.ts';
import type { StageResults, StageWarning } from '../documents/types.ts';

/** Old spelling to new. Batch hashes are rewritten instead (see redis/upgrade.ts). */
const RESPELLED: ReadonlyMap<string, string> = new Map([
  ['organisation', 'organization'],
  ['unrecognised', 'unrecognized'],
  ['cancelled', 'canceled'],
]);

/** Returns a stored word in its current spelling. */
export const respell = (word: string): string => RESPELLED.get(word) ?? word;

const respellKinds = (items: readonly { kind: EntityKind }[]): void => {
  for (const item of items) item.kind = respell(item.kind) as EntityKind;
};

const respellCodes = (warnings: readonly StageWarning[]): void => {
  for (const warning of warnings) warning.code = respell(warning.code) as StageWarning['code'];
};

/** Respells the kinds and codes in stage results. */
export function respellResults(results: Partial<StageResults>): Partial<StageResults> {
  respellCodes(results.ocr?.warnings ?? []);
  respellCodes(results.finalization?.warnings ?? []);
  respellKinds(results.entity_extraction?.mentions ?? []);
  respellKinds(results.entity_resolution?.entities ?? []);
  respellKinds(results.entity_resolution?.canonical ?? []);
  for (const one of results.relationship_building?.relationships ?? []) {
    one.fromKind = respell(one.fromKind) as EntityKind;
    one.toKind = respell(one.toKind) as EntityKind;
  }
  return results;
}

/** Respells the outcome and the error code of an attempt record. */
export function respellAttempt<A extends Attempt>(attempt: A): A {
  attempt.outcome = respell(attempt.outcome) as Attempt['outcome'];
  if (attempt.error !== null) attempt.error.code = respell(attempt.error.code) as ExceptionCode;
  return attempt;
}

/** Respells the kinds in a part of a batch's canonical entities. */
export function respellPart(part: ResolutionPart): ResolutionPart {
  if ('entities' in part) respellKinds(part.entities);
  else for (const { from, to } of part.relationships) respellKinds([from, to]);
  return part;
}
