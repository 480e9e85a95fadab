/** What a pattern finds: a span of the text with its normal form. */
import type { EntityKind } from '../../../shared/documents.ts';

export interface Found {
  kind: EntityKind;
  start: number;
  end: number;
  normal: string;
}

/** All matches of a global pattern, each turned into a find or dropped. `s` flags and groups are the pattern's own. */
export function findAll(
  text: string,
  pattern: RegExp,
  make: (match: RegExpExecArray) => Found | null,
): Found[] {
  const found: Found[] = [];
  for (const match of text.matchAll(pattern)) {
    const made = make(match as RegExpExecArray);
    if (made !== null) found.push(made);
  }
  return found;
}
