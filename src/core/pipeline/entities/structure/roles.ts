/** The roles of parties: `Plaintiff`, `Defendants/Counterclaimants`, `Plaintiff, Appellant`. */

const BASE = String.raw`(?:plaintiff|defendant|petitioner|respondent|appellant|appellee|debtor|intervenor|claimant|counter-?claimant|cross-?claimant|relator|movant|garnishee|complainant|obligor|obligee|amicus curiae|amici curiae|real part(?:y|ies) in interest)`;
const QUALIFIER = String.raw`(?:(?:third|fourth)[- ]party|cross|counter(?:claim)?|nominal|involuntary|proposed|putative|intervenor|consolidated|chapter \d{1,2}|adversary)`;
const ONE = String.raw`(?:${QUALIFIER}[- ]?){0,4}${BASE}(?:\(s\)|\[s\]|s)?`;
/** One role or several joined. */
export const ROLE = new RegExp(
  String.raw`\b${ONE}(?:(?: ?[-–—/] ?|,? (?:and |& )?)${ONE}){0,4}(?![A-Za-z'’])`,
  'i',
);
const ONLY = new RegExp(`^${ROLE.source}[.,;:]{0,2}(?: and)?$`, 'i');

/** Returns true for a line that has a role and nothing else. */
export const isRoleOnly = (line: string): boolean => ONLY.test(line);

/** Returns a role in lower case and singular: `Plaintiffs, Appellants` is `plaintiff-appellant`. */
export function roleName(written: string): string {
  const one = written
    .toLowerCase()
    .replace(/\((?:s)\)|\[s\]/g, '')
    .replace(/parties in interest/g, 'party in interest')
    .replace(/amici/g, 'amicus')
    .replace(/(?<=[a-z](?:tiff|ant|oner|dent|lee|tor|nor|igor|gee|shee))s\b/g, '')
    .replace(/,? (?:and|&) /g, ' and ');
  return one
    .replace(/ ?\/ ?/g, '/')
    .replace(/ ?[-–—] ?|, /g, '-')
    .replace(/\s+/g, ' ')
    .trim();
}

const COMPLEMENTS: readonly [string, string][] = [
  ['plaintiff', 'defendant'],
  ['petitioner', 'respondent'],
  ['appellant', 'appellee'],
];

/** Returns the role of the other side, when the caption gives only one; undefined when it does not follow. */
export function complementOf(role: string): string | undefined {
  for (const [a, b] of COMPLEMENTS) if (role === a || role === b) return role === a ? b : a;
  return undefined;
}
