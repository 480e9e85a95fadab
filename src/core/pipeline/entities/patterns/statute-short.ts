/**
 * Finds rules and sections without the body of law that they belong to, where the document cites it in full elsewhere:
 * `Rule 12(b)(6)` beside `Fed. R. Civ. P. 12(b)(1)`, `§ 1983` beside `42 U.S.C. § 1983`.
 */
import type { EntityMatch } from '../match.ts';

/** The first and last rule of each set. A number outside them belongs to something else. */
const RANGES: Readonly<Record<string, readonly [from: number, to: number]>> = {
  'Fed. R. Civ. P.': [1, 87],
  'Fed. R. Crim. P.': [1, 62],
  'Fed. R. App. P.': [1, 48],
  'Fed. R. Evid.': [101, 1103],
  'Fed. R. Bankr. P.': [1001, 9037],
};
const SUBSECTIONS = String.raw`(?:\([A-Za-z0-9]{1,4}\)){0,6}`;
const RULE = new RegExp(
  String.raw`(?<![\w.-])(?<!\b(?:Local|Circuit|Court|Ct\.|Chambers|Commission|SEC|Exchange|NASD|FINRA|Standing|General|State|Civil|Criminal|Evidence|Appellate|Bankruptcy|Sup\.|Super\.|L\.|Model|Ethics|Proposed|Interim|Procedure) )(?:Rule|Rules(?= [\d()A-Za-z]{1,24},? (?:and|or|&) )) (\d{1,4})(${SUBSECTIONS})(?:,? (?:and|or|&) (\d{1,4}${SUBSECTIONS}))?(?![\w-]|\.\d|\(\d{4}\)| of )`,
  'g',
);
const SECTION = new RegExp(
  String.raw`(?<![\w.])(?<!\d )(?:§ ?|[Ss]ections? )(\d{1,5}[a-z]{0,2}(?:-\d{1,4}[a-z]?)?)(${SUBSECTIONS})(?![\w-]|\.\d| ?(?:et al|of (?:this|the|that|Title|title)\b|hereof|above|below)| U\.S)`,
  'g',
);
const FULL_RULE = /^(.*\bR\.(?: [A-Z][A-Za-z.’']*)*) (\d+)/;
const FULL_SECTION = /^(\d+ (?:U\.S\.C\.|C\.F\.R\.)) §§? (.+)$/;

/**
 * Returns the short forms. A rule counts where only one of the cited sets can have it; a section where one code has it.
 * @param statutes the statutes of the same text, in text order
 */
export function findShortStatutes(text: string, statutes: readonly EntityMatch[]): EntityMatch[] {
  const free = outside(statutes);
  return [...rules(text, statutes), ...sections(text, statutes)].filter(({ start, end }) => free(start, end));
}

function rules(text: string, statutes: readonly EntityMatch[]): EntityMatch[] {
  // The sets, and the numbers of their rules that are cited.
  const sets = new Map<string, Set<string>>();
  for (const { normal } of statutes) {
    const [, name, number = ''] = FULL_RULE.exec(normal) ?? [];
    if (name === undefined) continue;
    sets.set(name, (sets.get(name) ?? new Set()).add(number));
  }
  if (sets.size === 0) return [];
  const found: EntityMatch[] = [];
  for (const m of text.matchAll(RULE)) {
    const [whole, number = '', subsections = '', second] = m;
    const name = setOf(sets, number);
    if (name === null || (second !== undefined && setOf(sets, /^\d+/.exec(second)?.[0] ?? '') !== name))
      continue;
    const normal = `${name} ${number}${subsections}${second === undefined ? '' : `, ${second}`}`;
    found.push({ kind: 'statute', start: m.index, end: m.index + whole.length, normal });
  }
  return found;
}

/** Returns the one set that may have a rule: by the range of its numbers, or because it is cited with this number. */
function setOf(sets: ReadonlyMap<string, ReadonlySet<string>>, number: string): string | null {
  const able = [...sets].filter(([name]) => {
    const [from, to] = RANGES[name] ?? [0, 9999];
    return from <= Number(number) && Number(number) <= to;
  });
  const cited = able.filter(([, numbers]) => numbers.has(number));
  const [only, ...others] = able.length > 1 ? cited : able;
  return only === undefined || others.length > 0 ? null : only[0];
}

function sections(text: string, statutes: readonly EntityMatch[]): EntityMatch[] {
  const codes = new Map<string, string | null>();
  for (const { normal } of statutes) {
    const [, code, list] = FULL_SECTION.exec(normal) ?? [];
    if (code === undefined || list === undefined) continue;
    for (const section of list.split(', ')) {
      const key = section.replace(/\(.*$/, '');
      // A section that two codes have is neither's.
      codes.set(key, (codes.get(key) ?? code) === code && codes.get(key) !== null ? code : null);
    }
  }
  if (codes.size === 0) return [];
  const found: EntityMatch[] = [];
  for (const m of text.matchAll(SECTION)) {
    const [whole, number = '', subsections = ''] = m;
    const code = codes.get(number) ?? null;
    // Sections of contracts have small numbers.
    if (code === null || number.length < 3) continue;
    const end = m.index + whole.length;
    found.push({ kind: 'statute', start: m.index, end, normal: `${code} § ${number}${subsections}` });
  }
  return found;
}

/** Returns what tells whether a span overlaps none of the others. They are in text order. */
function outside(others: readonly EntityMatch[]): (start: number, end: number) => boolean {
  return (start, end) => {
    let from = 0;
    let to = others.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((others[middle]?.end ?? 0) <= start) from = middle + 1;
      else to = middle;
    }
    return (others[from]?.start ?? Number.POSITIVE_INFINITY) >= end;
  };
}
