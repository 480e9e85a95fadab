/** Finds the court that a caption names, on one line or several. */
import { startsLower } from '../letters.ts';
import type { BlockLine } from './block-lines.ts';

export interface CourtName {
  start: number;
  end: number;
  name: string;
}

const STATE = String.raw`[A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+){0,2}`;
const KIND = String.raw`(?:district|bankruptcy|tax|superior|supreme|circuit|county|family|probate|municipal|surrogate['’]s|juvenile|chancery|criminal|civil|city|common pleas|appellate|land|housing|justice|general|trial)`;
/** A line that is the name of a court and nothing else. */
const COURT = new RegExp(
  String.raw`^(?:in the )?((?:(?:the )?(?:united states|u\.s\.|${STATE}) )?(?:(?:${KIND} )+court\b|court of [a-z]+(?: [a-z]+)?|appellate division|high court)[\w ,.'’\-]{0,90})$`,
  'i',
);
/** What may follow on the next line: where the court is, and which part of it. */
const MORE =
  /^(?:(?:(?:of|in and for) the |for (?:the )?|of |county of |(?:northern|southern|eastern|western|central|middle) district of |district of |at )[\w ,.'’-]{1,80}|[\w .'’-]{2,40} county(?:, [a-z]+(?: [a-z]+)?)?|(?:[\w-]+ ){1,3}(?:division|(?:appellate|judicial) (?:district|circuit|department)))$/i;
/** A name that ends so goes on. */
const OPEN = /\b(?:of|for|the|and)$/i;
const COUNTY_OF =
  /^(?:COUNTY OF [A-Z]|[A-Z .'’-]{2,40} COUNTY(?:, [A-Z]+(?: [A-Z]+)?)?$|(?:FOR THE )?(?:NORTHERN|SOUTHERN|EASTERN|WESTERN|CENTRAL|MIDDLE)? ?DISTRICT OF [A-Z])/;
/** Words of a sentence, not of a name. */
const PROSE =
  /\b(?:is|was|has|have|had|may|shall|must|will|should|held|finds?|that|this|which|from|to|on|granted|denied|erred|order|orders|clerk|case|no|exhibit|rules?|opinion|reporter|judge|proceedings?)\b/i;

/** Returns true for a line of a caption that names its court. */
export const isCourtLine = (line: string): boolean =>
  (COURT.test(line) && !PROSE.test(line) && isTitle(line)) || COUNTY_OF.test(line);

/** Every word but the small ones has a capital. */
const isTitle = (line: string): boolean =>
  line.split(/\s+/).every((w) => /^(?:of|the|for|and|in|de|la|&|at)$/.test(w) || !startsLower(w));

/** Returns true for a line of prose, which the next line may continue. */
const continues = (before: BlockLine | undefined): boolean =>
  before !== undefined && before.text !== '' && !isTitle(before.text) && !/[.:;]$/.test(before.text);

/** Returns the court whose name starts on a line, or null. @param at the line's index */
export function courtAt(lines: readonly BlockLine[], at: number): CourtName | null {
  const line = lines[at];
  if (line === undefined || !/court|appellate division/i.test(line.text)) return null;
  const first = line.text.split(/\t| {3,}/)[0]?.trim() ?? '';
  const found = COURT.exec(first);
  if (found?.[1] === undefined || PROSE.test(first) || !isTitle(first) || continues(lines[at - 1]))
    return null;
  const start = line.start + line.text.indexOf(found[1]);
  let name = found[1];
  let end = start + name.length;
  for (let i = at + 1, blanks = 0; i < at + 4; i += 1) {
    const next = lines[i];
    if (next === undefined) break;
    if (next.text === '') {
      blanks += 1;
      if (blanks > 1) break;
      continue;
    }
    if (!((MORE.test(next.text) || OPEN.test(name)) && isTitle(next.text) && !PROSE.test(next.text))) break;
    name += ` ${next.text}`;
    end = next.start + next.text.length;
  }
  name = name.replace(/[,.]$/, '');
  if (/[,.]$/.test(found[1]) && end === start + found[1].length) end -= 1;
  // `Superior Court` alone does not tell which one is meant.
  if (
    /^(?:(?:the )?(?:\w+ )?court|(?:\w+ ){0,2}court of appeals)$/i.test(name) &&
    !/united states/i.test(name)
  )
    return null;
  return { start, end, name };
}
