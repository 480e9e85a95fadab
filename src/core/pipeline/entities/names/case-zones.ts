/**
 * Finds the names of cases before their citations, also where the citation itself is not read: in tables of authorities,
 * which break it over lines. Who is named there is a party of another case and nobody in this one.
 */
import { pattern } from '../letters.ts';

const VERSUS = / vs?\.\s/g;
/**
 * What follows the name: a volume with its reporter, or a docket number with a database or a slip opinion. A docket number
 * alone stands in the heading of a letter about the case itself.
 */
const CITED =
  /^[^\n]{2,90}?(?:\n[^\n]{2,60}?)?,\s{1,60}(?:\d{1,4}\s{1,20}(?:[A-Z]\.|[A-Z][a-z]{1,8}\.|F\.|WL|Cal|So\.)|Nos?\. ?\d[^\n]{0,60}?(?:\n[^\n]{0,60}?)?, (?:\d{4} (?:WL|U\.S\.)|slip op))/;
const DEFENDANT = /^[^\n]{2,90}?(?:\n[^\n]{2,60}?)?(?=,\s{1,60}(?:\d{1,4} [A-Z]|Nos?\. ?\d))/;
const ABBREVIATED = pattern(String.raw`(?:^|[ .])(?:\p{Lu}|\p{L}{1,5})\. ?$`, 'u');

/** Returns marks for the characters of a text that belong to the name of a cited case. */
export function casesIn(flowing: string): Uint8Array {
  const marks = new Uint8Array(flowing.length);
  for (const { 0: versus, index } of flowing.matchAll(VERSUS)) {
    const after = flowing.slice(index + versus.length, index + versus.length + 230);
    if (!CITED.test(after)) continue;
    const defendant = DEFENDANT.exec(after)?.[0].length ?? 0;
    marks.fill(1, startOf(flowing, index), index + versus.length + defendant);
  }
  return marks;
}

/** Returns where the plaintiff's name starts: a period after a short word belongs to it. */
function startOf(flowing: string, versus: number): number {
  let from = Math.max(0, versus - 100);
  const line = flowing.lastIndexOf('\n', versus - 1);
  if (line >= from) from = line + 1;
  const before = flowing.slice(from, versus);
  for (let at = before.length - 1; at > 0; at -= 1) {
    const rest = before.slice(0, at);
    if (/[;:(“"]$/.test(rest) || /\b(?:[Ss]ee|[Ii]n|[Cc]f\.|[Cc]iting|[Qq]uoting) $/.test(rest))
      return from + at;
    if (/[.?!] $/.test(rest) && !ABBREVIATED.test(rest)) return from + at;
  }
  return from;
}
