/** Reads the name of a case before its citation, and tells which case a short name means. */
import { isOrdinary } from '../names/common-words.ts';
import { isState } from './statute-words.ts';

/** The name of a case, and its parties. */
export interface CaseName {
  /** As it is written, up to the volume. It is empty where no name precedes. */
  written: string;
  parties: readonly string[];
}

const PARTY = String.raw`(?:(?:al|el|bin|ibn)-)?[A-ZÀ-Þ][\wÀ-ÿ’'&./#-]*(?:,? (?:of|the|and|for|de|la|von|van|ex rel\.|et al\.|d/b/a|[A-ZÀ-Þ&#][\wÀ-ÿ’'&./#-]*)){0,10}`;
const ALONE = '(?:In (?:the )?[Mm]atter of|In [Rr]e:?|Ex [Pp]arte|Matter of|Estate of)';
/** Between the name and the volume. California has the year there: `Doe v. Roe (2019) 7 Cal.5th 1`. */
const GAP = String.raw`(?:,? \((?:[A-Z][\w. ]{0,20} )?(?:1[6-9]|20)\d{2}\),? ?\[?|[,;] ?\[?| \(| )`;
const CASE_NAME = new RegExp(
  String.raw`(?<![\w.’'-])(?:(${PARTY}) vs?\.? (${PARTY}(?: \(${PARTY}\))?)|${ALONE} (${PARTY}))(${GAP})$`,
);
/** A docket number parts the name from a citation of a database, or of Ohio with the district. */
const DOCKET =
  /, (?:\d{1,2}(?:st|n?d|rd|th) Dist\. (?:[A-Z][a-z]+ )?)?(?:Case |Civ(?:il)?\.? (?:Action )?)?Nos?\. [\w:.()& -]{3,50}, $/;
/** Cases about ships have the name of the ship: `The Sea Gull, 218 F. 744`. */
const SHIP =
  /(?:^|[.;:(] ?|\b(?:See|Cf\.|[Cc]iting|[Ii]n|and) )(The (?!Court\b|Act\b|Company\b|Commission\b|Government\b|State\b|Board\b|Plaintiff|Defendant|Parties\b)[A-ZÀ-Þ][\wÀ-ÿ’'.-]*(?: (?:of |and )?[A-ZÀ-Þ][\wÀ-ÿ’'.-]*){0,3}),? $/;
/** The name of the case starts at most this many characters before the citation. */
const WINDOW = 190;
/** Words that may precede the name of a case but are not part of it. */
const SIGNAL =
  /^(?:Per|Quoting|Following|Applying|But|Thus|See also|See|Accord|Compare|But see|Cf\.|Cf|E\.g\.,?|In|As|Under|Citing|And|The|Also|With|Here|Contra|Unlike|Like|Similarly,|Although|While|Since|Because|Both|Moreover,|However,|Instead,|After|Before|When|Where|Nor|Overruling|Distinguishing) (?!re |the [Mm]atter)/;
/** A sentence that ends before a name: `the State. See Roe v. Wade`. */
const SENTENCE = /^(.*?([A-Za-z]{5,}|['’]s)[.!?] )(?=[A-Z].* vs?\.? )/;
const ABBREVIATED = new Set(['found', 'print', 'build', 'guard', 'house', 'trans', 'prods', 'assoc']);

const NO_NAME: CaseName = { written: '', parties: [] };

/** Returns the name directly before the volume at `at`. */
export function caseNameBefore(text: string, at: number): CaseName {
  const before = text.slice(Math.max(0, at - WINDOW), at).replace(/\n/g, ' ');
  const ship = SHIP.exec(before)?.[1];
  if (ship !== undefined) return { written: before.slice(before.lastIndexOf(ship)), parties: [ship] };
  if (!/ vs?\.? | [Rr]e:? |[Pp]arte |[Mm]atter of|Estate of/.test(before)) return NO_NAME;
  const docket = DOCKET.exec(before);
  const m = CASE_NAME.exec(docket === null ? before : `${before.slice(0, docket.index)}, `);
  if (m === null) return NO_NAME;
  const [whole, plaintiff, defendant, alone] = m;
  const name = plaintiff === undefined ? whole : trimmed(whole);
  const first = plaintiff === undefined ? alone : name.split(/ vs?\.? /)[0];
  return {
    written: docket === null ? name : `${name.slice(0, -2)}${before.slice(docket.index)}`,
    parties: [first, defendant].filter((party): party is string => party !== undefined && party !== ''),
  };
}

/** Drops what precedes the name of the plaintiff. */
function trimmed(name: string): string {
  let rest = name;
  for (let m = SENTENCE.exec(rest); m; m = SENTENCE.exec(rest)) {
    const word = (m[2] ?? '').toLowerCase();
    if (!/^['’]s$/.test(word) && (!isOrdinary(word) || ABBREVIATED.has(word))) break;
    rest = rest.slice((m[1] ?? '').length);
  }
  for (let m = SIGNAL.exec(rest); m && / vs?\.? /.test(rest.slice(m[0].length)); m = SIGNAL.exec(rest))
    rest = rest.slice(m[0].length);
  return rest;
}

/** Parties of many cases. They never name one. */
const GENERIC =
  /^(?:(?:The )?(?:United States|State|People|Commonwealth|Government|City|County|Town|Board|Estate|Matter|Doe|Roe|Company|Court|Bank|Department|U\. ?S\.|USA|In|Ex|New|First|National|American|General|International|Federal|University|School|District|Secretary|Commissioner|Director|Att(?:orne)?y)\b)/;
const ENDINGS =
  /,? (?:Inc|Corp|Co|Ltd|LLC|L\.L\.C|LLP|L\.P|N\.A|P\.C|et al|Jr|Sr|Company|Corporation)\b\.?,?$/;

/** Returns the short names that may stand for a case with these parties. */
export function shortNames(parties: readonly string[]): string[] {
  const names = new Set<string>();
  for (const party of parties) {
    let whole = party
      .replace(/ \(.*$/, '')
      .replace(/^The /, '')
      .replace(/[,;]$/, '');
    for (let m = ENDINGS.exec(whole); m; m = ENDINGS.exec(whole)) {
      names.add(whole);
      whole = whole.slice(0, m.index);
    }
    if (GENERIC.test(whole) || isState(whole)) continue;
    const words = whole.split(/,? /);
    names.add(whole);
    for (const count of [1, 2, 3]) {
      const start = words.slice(0, count).join(' ');
      if (/[a-z&]{2}$|^[A-Z]{2,}$|\.$/.test(start) && !/(?:^| )(?:of|the|and|for|&)$/.test(start))
        names.add(start);
    }
    // A person is called by the surname.
    const last = words.at(-1) ?? '';
    if (words.length <= 3 && words.every((word) => /^[A-Z]/.test(word)) && /^[A-Z][a-z’']/.test(last))
      names.add(last);
  }
  return [...names].filter((name) => name.length > 2 && !GENERIC.test(name) && !isState(name));
}

/** Drops a case that is named before the plaintiff: `Grutter and Regents v. Bakke` after Grutter is cited. */
export function withoutFirst(name: CaseName, known: (short: string) => boolean): CaseName {
  const [, first = '', and = ''] = /^([^,;]{2,60}?)( and )(?=[A-Z].* vs?\.? )/.exec(name.written) ?? [];
  if (first === '' || !known(first)) return name;
  const cut = first.length + and.length;
  const [plaintiff = '', ...others] = name.parties;
  return { written: name.written.slice(cut), parties: [plaintiff.slice(cut), ...others] };
}
