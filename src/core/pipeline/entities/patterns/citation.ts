/** Finds case citations: `Roe v. Wade, 410 U.S. 113, 120 (1973)`, `2020-Ohio-4123`, `Roe, 410 U.S. at 120`, `Id.` */
import { type EntityMatch, findAll } from '../match.ts';
import { caseNameBefore, shortNames, withoutFirst } from './case-name.ts';
import { withEvidence } from './citation-evidence.ts';
import type { Authority } from './citation-forms.ts';
import { findShortForms } from './citation-links.ts';
import { scanCitations } from './citation-scan.ts';
import { findLooseLeaf } from './loose-leaf.ts';
import { findNeutral } from './neutral-citation.ts';
import { findSingleVolumes } from './single-volume.ts';
import { caseNameAtEnd } from './supra-citation.ts';

/** Pages after the first one; a number before a reporter is the volume of the next citation. */
export const PIN = String.raw`(?:,? (?:at )?(?:pp?\. ?|¶¶? ?)?\*?\d{1,5}(?:[-–]\*?\d{1,5})?(?![\d-]| ?[A-Z][A-Za-z.'’]*[ .\d])(?: ?(?:& )?nn?\. ?\d{1,3}(?:[-–]\d{1,3})?)?){0,4}`;
const YEAR = String.raw`(?:[A-Z\d][\w.’'&, -]{0,50} )?(?:1[6-9]|20)\d{2}`;
const PARENTHESIS = String.raw`(?: ?\((?:${YEAR}|[A-Z][\w.]{0,8}(?: [\w.]{1,6}){0,2}\.(?:1[6-9]|20)\d{2})\)| ?\[${YEAR}\])?`;
const REST = new RegExp(PIN + PARENTHESIS, 'y');
/** A citation of an electronic reporter has a year, a database and a number. */
const ELECTRONIC =
  /(?<![\w.$])((?:1[6-9]|20)\d{2}) (WL|(?:U\. ?S\. ?|US )(?:Dist\.?|App\.?) LEXIS|(?:(?:[A-Z][\w.]{1,8}|&) ){1,6}LEXIS) (\d{1,9})(?!\d)/g;
/** Between two citations of one case. */
const PARALLEL = /^,? ?\[?$/;
/** Citations inside these say what the cited case quotes, or what became of it. `Id.` never means them. */
const ASIDE =
  /(?:\((?:[^()]{0,60}[ ,])?(?:quoting|citing|cited in|quoted in|overruling|discussing)[^()]{0,40}|(?:aff['’]d|rev['’]d|vacated|overruled|abrogated|cert\. denied|cert\. granted|superseded|modified|remanded|reh['’]g denied|appeal d(?:ismissed|enied))[^;.()]{0,50},? ?)$/;

interface Found {
  start: number;
  end: number;
  normal: string;
}

/**
 * Returns the citations. The normal form is volume, reporter and first page, the same for all citations of a case.
 * @param statutes the citations of statutes in the same text, which `Id.` may mean
 */
export function findCitations(text: string, statutes: readonly EntityMatch[] = []): EntityMatch[] {
  const scanned = withEvidence(text, scanCitations(text));
  const others: Found[] = [
    ...findAll(text, ELECTRONIC, (m) => ({
      kind: 'case_citation',
      start: m.index,
      end: m.index + m[0].length,
      normal: `${m[1]} ${database(m[2] ?? '')} ${m[3]}`,
    })),
    ...findNeutral(text),
    ...findLooseLeaf(text),
    ...findSingleVolumes(text),
  ].sort((a, b) => a.start - b.start);
  const free = outside(
    scanned,
    [...others, ...statutes].sort((a, b) => a.start - b.start),
  );
  const full: Found[] = free
    // A slip opinion says in its running head how it is cited.
    .filter(({ short, start }) => !short && !/Cite as: ?$/.test(text.slice(Math.max(0, start - 10), start)))
    .map(({ start, end, volume, reporter, page }) => ({
      start,
      end,
      normal: `${volume} ${reporter} ${/^[_—-]/.test(page) ? '___' : page}`,
    }));
  const authorities = inGroups(
    text,
    [...full, ...others].sort((a, b) => a.start - b.start),
  );
  return [
    ...authorities.map(
      ({ start, end, normal, antecedent }): EntityMatch => ({
        kind: 'case_citation',
        start,
        end,
        normal,
        ...(antecedent === undefined ? {} : { antecedent }),
      }),
    ),
    ...findShortForms(
      text,
      authorities,
      free.filter(({ short }) => short),
      statutes,
    ),
  ];
}

/** Returns the spans that do not overlap any of the others. Both are in text order. */
function outside<T extends { start: number; end: number }>(
  spans: readonly T[],
  others: readonly { start: number; end: number }[],
): T[] {
  let at = 0;
  let reach = 0;
  return spans.filter(({ start, end }) => {
    for (let other = others[at]; other !== undefined && other.start < end; other = others[at]) {
      reach = Math.max(reach, other.end);
      at += 1;
    }
    return reach <= start;
  });
}

/** Extends citations by the name of the case, the pages and the year, and tells which of them cite one case. */
function inGroups(text: string, found: readonly Found[]): Authority[] {
  const authorities: Authority[] = [];
  const groups = new Map<string, number>();
  const shorts = new Set<string>();
  const namesOfGroup = new Map<number, Set<string>>();
  for (const { start, end, normal } of found) {
    const last = authorities.at(-1);
    if (last !== undefined && start < last.coreEnd) continue;
    REST.lastIndex = end;
    const rest = REST.exec(text)?.[0].length ?? 0;
    const name = withoutFirst(caseNameBefore(text, start), (short) => shorts.has(short));
    for (const short of shortNames(name.parties)) shorts.add(short);
    const parallel =
      last !== undefined &&
      name.parties.length === 0 &&
      !/[)\]]$/.test(text.slice(last.coreEnd, last.end)) &&
      PARALLEL.test(text.slice(last.end, start));
    const closing =
      (/\($/.test(name.written) && text.charAt(end + rest) === ')') ||
      (/\[$/.test(name.written) && text.charAt(end + rest) === ']')
        ? 1
        : 0;
    const group = (parallel ? last?.group : groups.get(normal)) ?? authorities.length;
    if (!normal.endsWith('___')) groups.set(normal, group);
    const known = namesOfGroup.get(group) ?? new Set(shortNames(name.parties));
    namesOfGroup.set(group, known);
    const written = name.written === '' ? shortNameBefore(text, start, known) : name.written;
    const from = Math.max(start - written.length, last?.end ?? 0);
    authorities.push({
      start: from,
      core: start,
      coreEnd: end,
      end: end + rest + closing,
      normal,
      parties: parallel ? last.parties : name.parties,
      group,
      aside: parallel ? last.aside : ASIDE.test(text.slice(Math.max(0, from - 110), from)),
    });
  }
  return authorities.map((authority, i) => withoutPage(authority, authorities[i + 1]));
}

/** Returns the short name before a citation that is repeated in full: `Loomis, 676 P.2d 1170`, `Loomis, supra, 676 P.2d 1170`. */
function shortNameBefore(text: string, at: number, names: ReadonlySet<string>): string {
  const before = text.slice(Math.max(0, at - 60), at);
  const [supra = ''] = /supra, $/.exec(before) ?? [];
  if (supra !== '') {
    const name = caseNameAtEnd(before.slice(0, -supra.length).replace(/\n/g, ' '));
    return name === '' ? '' : name + supra;
  }
  if (names.size === 0 || !before.endsWith(', ')) return '';
  for (const name of names) {
    const start = before.length - name.length - 2;
    if (start >= 0 && before.startsWith(name, start) && !/[\w.’'-] ?$/.test(before.slice(0, start).slice(-1)))
      return before.slice(start);
  }
  return '';
}

/** A case that is not yet printed has no page: its normal form is the parallel citation, or has the name of the case. */
function withoutPage(authority: Authority, next: Authority | undefined): Authority {
  if (!authority.normal.endsWith(' ___')) return authority;
  const normal =
    authority.parties.length > 0
      ? `${authority.parties.join(' v. ')}, ${authority.normal}`
      : authority.normal;
  return next?.group === authority.group && !next.normal.endsWith(' ___')
    ? { ...authority, normal, antecedent: next.normal }
    : { ...authority, normal };
}

/** Writes the name of a database like The Bluebook: `U.S. Dist. LEXIS`. */
const database = (written: string): string =>
  written.replace(/^(?:US|U\. ?S\.) ?/, 'U.S. ').replace(/\b(Dist|App)(?!\.)/g, '$1.');
