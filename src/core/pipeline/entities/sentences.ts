/** Finds sentences in legal English. A period after an abbreviation, an initial or a reporter does not end one. */

import { CITED_ABBREVIATIONS } from './cited-abbreviations.ts';
import { pattern } from './letters.ts';

const WORD_BEFORE = pattern(String.raw`[\p{L}.]{1,12}$`, 'u');
const INITIAL_BEFORE = pattern(String.raw`(?:^|[^\p{L}])\p{Lu}$`, 'u');

/** Titles, company forms, courts, reporters, months and citation signals; lower case, without the final period. */
const ABBREVIATIONS = new Set(
  `mr mrs ms dr prof hon rev gen col sgt capt lt messrs jr sr esq inc corp co ltd llc llp lp plc bros dept div
  no nos v vs u.s u.k u.s.c c.f.r f supp cir ct app dist bankr cal ill mass wis wash pa va md tex fla ga mich minn
  ariz colo conn del kan ky la me mo mont neb nev okla ore tenn vt wyo ala ark ind n.y n.j n.c s.c n.d s.d d.c s.ct
  l.ed l.j rev stat art arts sec secs para paras pp p ch cl ex exs fig vol ed eds cf id ibid e.g i.e et al seq viz
  approx est tel fax ext st ave rd blvd ste rm fl apt jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues
  wed thu thur thurs fri sat sun a.m p.m attn re p.c p.a n.a p.l.l.c l.l.c l.l.p l.p
  fed civ crim evid proc rptr op br tr mem assn assoc assocs comm intl natl ins mfg ry sup aff rem pet resp`.split(
    /\s+/,
  ),
);

/** `F.Supp`, `N.W`, but not the end of an address such as `acme.com`. */
const INITIALS = pattern(String.raw`^(?:\p{L}{1,2}\.)+(?!com$|org$|net$|gov$|edu$)\p{L}{1,4}$`, 'u');
/** A volume and a reporter, whatever its name: `24 Wheat. 1`. */
const VOLUME = pattern(String.raw`(?:^|[\s(])\d{1,4} \p{Lu}[\p{L}.'’& ]{1,16}$`, 'u');

const END = /[.!?]+["'”’)\]]*(?=\s)|\n[ \t]*\n\s*/g;
const NEXT_OPENS = pattern(String.raw`^["'“‘([]?[\p{Lu}\p{N}§¶]`, 'u');

export interface Span {
  start: number;
  end: number;
}

/** Returns the sentences without gaps or overlaps. White space belongs to the sentence before it. */
export function sentenceSpans(text: string): Span[] {
  const spans: Span[] = [];
  let start = 0;
  for (const match of text.matchAll(END)) {
    const stop = match.index + match[0].length;
    let end = stop;
    if (!match[0].startsWith('\n')) {
      while (end < text.length && /\s/.test(text.charAt(end))) end += 1;
      if (!NEXT_OPENS.test(text.slice(end, end + 3))) continue;
      if (match[0].startsWith('.') && isAbbreviation(text, match.index)) continue;
    }
    if (end <= start) continue;
    spans.push({ start, end });
    start = end;
  }
  if (start < text.length) spans.push({ start, end: text.length });
  return spans;
}

/** Returns true when the period at `at` belongs to an abbreviation or initial before it. */
export function isAbbreviation(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 24), at);
  const word = (WORD_BEFORE.exec(before)?.[0] ?? '').toLowerCase();
  return (
    INITIAL_BEFORE.test(before) ||
    ABBREVIATIONS.has(word) ||
    CITED_ABBREVIATIONS.has(word) ||
    INITIALS.test(word) ||
    (VOLUME.test(before) && /^\.,? (?:at )?\d/.test(text.slice(at, at + 6)))
  );
}
