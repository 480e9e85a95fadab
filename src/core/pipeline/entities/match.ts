import type { EntityKind } from '../../../shared/mentions.ts';

/** A span of the text that a pattern found, with its normal form. */
export interface EntityMatch {
  kind: EntityKind;
  start: number;
  end: number;
  normal: string;
  /** The normal form of what this short form means in this document; see `Mention`. */
  antecedent?: string;
}

/**
 * Returns the matches of a pattern.
 * @param pattern must have the `g` flag
 * @param make turns a match into an entity, or returns null to drop it
 */
export function findAll(
  text: string,
  pattern: RegExp,
  make: (match: RegExpExecArray) => EntityMatch | null,
): EntityMatch[] {
  const matches: EntityMatch[] = [];
  for (const match of text.matchAll(pattern)) {
    const made = make(match as RegExpExecArray);
    if (made !== null) matches.push(made);
  }
  return matches;
}
