/** Finds companies that look like people, by what the document says right after them. */
// cspell:ignore Dassault Systemes anonyme soci Tsukimi Kaihatsu
import { pattern } from '../letters.ts';
import type { EntityMatch } from '../match.ts';

/** `Dassault Systemes, a societe anonyme organized under the laws of France`; a person is `an individual`. */
const COMPANY_AFTER = pattern(
  String.raw`^,? (?:\([^()]{1,60}\),? )?an? (?:[\p{L}-]+ ){0,4}(?:corporation|company|partnership|soci[eé]t[eé] anonyme|bank|limited liability company|business trust)\b(?! (?:executive|officer|employee|president|director|lawyer|attorney|secretary))`,
  'iu',
);
/** `Tsukimi Kaihatsu Sha ("TKS")`: nobody is called by three initials. */
const INITIALS_AFTER = pattern(String.raw`^,? \((?:the )?["“](\p{Lu}{3,6})["”]\)`, 'u');

const initialsOf = (name: string): string =>
  name
    .split(/[ -]/)
    .map((word) => word.charAt(0))
    .join('');

/**
 * Returns the names, where a guessed person who is a company has become one, at every place.
 * @param sure the first names of the list, which were found by their grammar
 */
export function withoutCompaniesAsPeople(
  names: readonly EntityMatch[],
  sure: number,
  flowing: string,
): EntityMatch[] {
  const companies = new Set<string>();
  names.forEach(({ kind, normal, end }, i) => {
    if (kind !== 'person' || i < sure || !normal.includes(' ')) return;
    const after = flowing.slice(end, end + 140);
    if (COMPANY_AFTER.test(after) || INITIALS_AFTER.exec(after)?.[1] === initialsOf(normal))
      companies.add(normal);
  });
  if (companies.size === 0) return [...names];
  return names.map((name, i) =>
    name.kind === 'person' && i >= sure && companies.has(name.normal)
      ? { ...name, kind: 'organization' }
      : name,
  );
}
