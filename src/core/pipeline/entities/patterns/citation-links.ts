/** Finds short forms, and tells which full citation of the same document each means. */
import type { EntityMatch } from '../match.ts';
import { findCaseReferences } from './case-references.ts';
import type { Authority, ShortForm } from './citation-forms.ts';
import type { ScannedCitation } from './citation-scan.ts';
import { findIds } from './id-citation.ts';
import { namesOf } from './short-names.ts';
import { caseNameAtEnd, findSupras } from './supra-citation.ts';

const PIN_RANGE =
  /^(?:[-–]\d{1,5})?(?:,? \d{1,5}[-–]\d{1,5}| ?(?:& )?nn?\. ?\d{1,3}){0,3}(?: \((?:1[6-9]|20)\d{2}\))?/;
const NAME_BEFORE =
  /((?:In re |Ex parte )?[A-ZÀ-Þ][\wÀ-ÿ’'&.-]*(?:,? (?:of|the|and|&|vs?\.?|[A-ZÀ-Þ][\wÀ-ÿ’'&.-]*)){0,9},? (?:supra,? )?)(?:at )?$/;

/** Returns the short forms of cases: `410 U.S. at 120`, `Roe, supra`, `Id.`, `In Roe, the Court held`. */
export function findShortForms(
  text: string,
  authorities: readonly Authority[],
  scanned: readonly ScannedCitation[],
  statutes: readonly EntityMatch[],
): EntityMatch[] {
  const names = namesOf(authorities);
  const shorts = linkPages(text, authorities, scanned, names);
  const taken = new Uint8Array(authorities.length > 0 || scanned.length > 0 ? text.length : 0);
  const free = (forms: readonly ShortForm[]): ShortForm[] =>
    forms.filter(({ start, end }) => {
      for (let i = start; i < end; i += 1) if (taken[i] === 1) return false;
      return true;
    });
  for (const { start, end } of [...authorities, ...shorts, ...statutes]) taken.fill(1, start, end);
  const supras = free(findSupras(text, names));
  for (const { start, end } of supras) taken.fill(1, start, end);
  const forms = [...shorts, ...supras, ...free(findCaseReferences(text, names))];
  const cited: EntityMatch[] = forms.map(({ start, end, normal, antecedent }) => ({
    kind: 'case_citation',
    start,
    end,
    normal,
    ...(antecedent === undefined ? {} : { antecedent }),
  }));
  return [...cited, ...findIds(text, authorities, forms, statutes)];
}

type Names = ReturnType<typeof namesOf>;

/** `477 U.S. at 322` cites a page inside the case that starts before it. */
function linkPages(
  text: string,
  authorities: readonly Authority[],
  scanned: readonly ScannedCitation[],
  names: Names,
): ShortForm[] {
  const byVolume = new Map<string, { page: number; authority: Authority }[]>();
  for (const authority of authorities) {
    const [, volume = '', page = ''] = /^(.*) (\d+)$/.exec(authority.normal) ?? [];
    const cases = byVolume.get(volume) ?? [];
    if (cases.length === 0) byVolume.set(volume, cases);
    cases.push({ page: Number(page), authority });
  }
  for (const cases of byVolume.values()) cases.sort((a, b) => a.page - b.page);
  return scanned.map(({ start, end, volume, reporter, page }): ShortForm => {
    const key = `${volume} ${reporter}`;
    const cases = byVolume.get(key) ?? [];
    let from = 0;
    let to = cases.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((cases[middle]?.page ?? 0) <= Number(page)) from = middle + 1;
      else to = middle;
    }
    const best = cases[from - 1]?.authority ?? null;
    const before = NAME_BEFORE.exec(text.slice(Math.max(0, start - 90), start))?.[1] ?? '';
    const name = best === null ? '' : suffixNaming(before, names, best.group, start);
    const last = end + (PIN_RANGE.exec(text.slice(end, end + 40))?.[0].length ?? 0);
    if (best === null && before.endsWith('supra, ')) {
      const named = namedBefore(before, names, start);
      if (named !== null && !names.isElsewhere(named.group, volume, reporter)) {
        const normal = names.normalOf(named.group);
        return { start: start - named.length, end: last, normal, antecedent: normal, group: named.group };
      }
    }
    // The name belongs to the citation even where the case is not cited in full.
    if (best === null) {
      const written = before.endsWith('supra, ') ? nameOnly(before) : caseNameAtEnd(before);
      return { start: start - written.length, end: last, normal: `${key} at ${page}` };
    }
    return {
      start: start - name.length,
      end: last,
      normal: best.normal,
      antecedent: best.normal,
      group: best.group,
    };
  });
}

/** Drops the words before a name that is followed by `supra`. */
const nameOnly = (before: string): string =>
  before.replace(/^(?:(?:See also|See|In|Cf\.|But see|But|Compare|And|Under|Accord|Citing|Quoting),? )+/, '');

/** Returns the length of the end of `before` that names exactly one case. */
function namedBefore(before: string, names: Names, at: number): { length: number; group: number } | null {
  const words = before.split(/(?<= )/);
  for (let i = 0; i < words.length; i += 1) {
    const suffix = words.slice(i).join('');
    const groups = names.groups(suffix.replace(/,? (?:supra,? )?$/, ''), at);
    const [group] = groups;
    if (groups.size === 1 && group !== undefined) return { length: suffix.length, group };
  }
  return null;
}

/** Returns the end of `before` that names the case of a group, with the comma after it. */
function suffixNaming(before: string, names: Names, group: number, at: number): string {
  const words = before.split(/(?<= )/);
  for (let i = 0; i < words.length; i += 1) {
    const suffix = words.slice(i).join('');
    const name = suffix.replace(/,? (?:supra,? )?$/, '');
    if (names.groups(name, at).has(group)) return suffix;
  }
  return '';
}
