/** Tells whether an abbreviation between two numbers is a reporter: `5 Mass. 210 (1809)`, but not `Room 5 Mass. 02110`. */
import { caseNameBefore } from './case-name.ts';
import type { ScannedCitation } from './citation-scan.ts';
import { isState } from './statute-words.ts';

const BEFORE =
  /(?:\b(?:[Ss]ee|[Ss]ee also|[Cc]f\.|[Aa]ccord|citing|quoting|cited|also|in|under|e\.g\.,?|[Cc]ompare|overruled by|aff['’]d,?|rev['’]d,?|(?:dismissed|den(?:ied)?|allowed|affirmed|reversed|granted|adhered to|modified|vacated|overruled),?) |[(“"])$/;
/** What became of a case, before the citation of it: `rev den, 342 Or 255`. */
const HISTORY =
  /\b(?:dismissed|den(?:ied)?|allowed|affirmed|aff['’]d|reversed|rev['’]d|granted|modified|vacated),? $/;
const YEAR_BEFORE = /\((?:1[6-9]|20)\d{2}\),? $/;
/** A year in parentheses, with the court. */
export const YEAR_AFTER = /^[^()[\]\n;]{0,30}[([](?:[A-Z\d][\w.’',& ]{0,40} )?(?:1[6-9]|20)\d{2}[)\]]/;
/** Between citations of one list. */
const JOINT = /^(?: ?\([^()]{0,40}\d{4}\))?(?:[,;=]|,? and|; ?see(?: also)?)? ?[([]?$/;

/** Returns the citations that are sure or have evidence. */
export function withEvidence(text: string, scanned: readonly ScannedCitation[]): ScannedCitation[] {
  const kept = new Set(
    scanned.filter(
      (c) => c.certainty === 'sure' || (c.short ? c.certainty === 'abbreviation' : hasEvidence(text, c)),
    ),
  );
  // Neighbors of a citation are citations, too: `5 Mass. 210, 12 N.E.2d 4`.
  const ordered = [...scanned];
  for (const order of [ordered, [...ordered].reverse()])
    order.forEach((c, i) => {
      const other = order[i - 1];
      if (kept.has(c) || c.short || other === undefined || !kept.has(other)) return;
      const [a, b] = other.start < c.start ? [other, c] : [c, other];
      if (b.start - a.end < 70 && JOINT.test(pinless(text.slice(a.end, b.start)))) kept.add(c);
    });
  const cited = new Set([...kept].map((c) => `${c.volume} ${c.reporter}`));
  return ordered.filter((c) => kept.has(c) || (c.short && cited.has(`${c.volume} ${c.reporter}`)));
}

const pinless = (between: string): string => between.replace(/^(?:, ?\d{1,5}(?:[-–]\d{1,5})?){1,2}(?=,)/, '');

function hasEvidence(text: string, { start, end, certainty, reporter }: ScannedCitation): boolean {
  if (YEAR_AFTER.test(text.slice(end, end + 90))) return true;
  const before = text.slice(Math.max(0, start - 30), start);
  if (YEAR_BEFORE.test(before) || caseNameBefore(text, start).written !== '') return true;
  if (certainty === 'word') return isState(reporter) && HISTORY.test(before);
  if (BEFORE.test(before)) return true;
  const alone = /(?:^|\n)[^\S\n]*$/.test(before) || start === 0;
  return alone && /^[^\S\n]*[.;]?[^\S\n]*(?:\n|$)/.test(text.slice(end, end + 20));
}
