/** Finds judges by the way opinions name them: `SMITH, J.`, `ROBERTS, C. J.`, `Lynch, Chief Judge`. */
// cspell:ignore Pieras
import { hasLower, pattern } from '../letters.ts';
import type { EntityMatch } from '../match.ts';
import { isOrdinary } from './common-words.ts';
import { lookUp } from './dictionary.ts';
import { NEVER_PEOPLE } from './labels.ts';

const NAME = String.raw`(?:\p{Lu}\. ?){0,2}(?:(?:Van|Von|De|Del|La|Le|St\.) )?(?:Mc|Mac|O['’]|D['’])?\p{Lu}[\p{L}]{1,24}(?:[-'’]\p{Lu}[\p{L}]{1,24})?`;
const FULL_NAME = String.raw`(?:\p{Lu}\p{Ll}{2,24} ){0,2}${NAME}`;
const RANK = String.raw`(?:(?:Chief|Senior|Circuit|District|Magistrate|Associate|Presiding|Administrative|Bankruptcy|Visiting|Acting|United States|U\.S\.) )`;
const OFFICE = String.raw`(?:C\. ?J\.|P\. ?J\.|A\. ?C\. ?J\.|A\. ?J\.|J\.A\.|JJ?\.|${RANK}{0,3}(?:Judges?|Justices?)\b|${RANK}{1,3}(?:JUDGES?|JUSTICES?)\b)`;
/** A judge with the office; \`KAGAN, J., filed\`. A mark of a footnote may follow the name. */
const WITH_OFFICE = pattern(
  String.raw`(?<![\p{L}\p{N}.])(${FULL_NAME})(?:,? (?:Jr\.|Sr\.|II|III|IV))?(?:,?[*†‡]|,\d)?,?[*†‡]? ${OFFICE}`,
  'gu',
);
/** Up to twelve judges before the office of all: \`SCALIA, THOMAS, and ALITO, JJ.\` */
const LIST = pattern(
  String.raw`(?<![\p{L}\p{N}.])(${NAME}(?:[*†‡]?,? (?:(?:and|AND) )?${NAME}|[*†‡]? (?:and|AND) ${NAME}|, ){1,12}),?[*†‡]? (?:JJ\.|${RANK}{0,3}(?:Judges|Justices)\b)`,
  'gu',
);
const EACH = pattern(NAME, 'gu');
/** A list in capitals has its `AND` in capitals too. */
const SMALL_WORD = /^(?:AND|And|IN|In|THE|The|OF|BY|BEFORE)$/;
const HAS_OFFICE = /J\.|Judge|Justice|JUDGE|JUSTICE/;

/** Returns the judges in a text. @param flowing the text with wrapped lines joined */
export function findJudges(flowing: string): EntityMatch[] {
  if (!HAS_OFFICE.test(flowing)) return [];
  const found: EntityMatch[] = [];
  const add = (name: string, start: number, bare = name): void => {
    const words = bare.toLowerCase().split(' ');
    if (words.some((w) => NEVER_PEOPLE.has(w)) || SMALL_WORD.test(bare)) return;
    const last = words.at(-1) ?? '';
    if (isOrdinary(last) && !lookUp(last).lastName && hasLower(bare)) return;
    found.push({ kind: 'person', start, end: start + name.length, normal: name });
  };
  for (const m of flowing.matchAll(LIST)) {
    const list = m[1] ?? '';
    for (const each of list.matchAll(EACH)) add(withoutLead(each[0]), m.index + each.index + lead(each[0]));
  }
  for (const m of flowing.matchAll(WITH_OFFICE)) {
    const name = m[1] ?? '';
    // `William J. Conley` has a middle initial, and no office.
    const after = flowing.slice(m.index + m[0].length, m.index + m[0].length + 3);
    if (/^ J\.$/.test(m[0].slice(name.length)) && /^ ?\p{Lu}[\p{L}'’]/u.test(after)) continue;
    // `Justice` before a comma and an office is a title, and the word before it no name.
    if (m[0].charAt(name.length) === ' ' && !/^ (?:C\.|J|P\.|A\.)/.test(m[0].slice(name.length))) continue;
    // Of `Jaime Pieras, Jr., U.S. District Judge` the ending is part of the name.
    const ending = /^,? (?:[JS]r\.|II|III|IV)/.exec(m[0].slice(name.length))?.[0] ?? '';
    add(withoutLead(name) + ending, m.index + lead(name), name);
  }
  return found;
}

const LEADING =
  /^(?:Before|BEFORE|Before:|The|And|By|BY|Per|In|See|Present|PRESENT|Hon|Honorable|Judge|Judges|Justice|Justices|JUSTICE) /;
const lead = (name: string): number => LEADING.exec(name)?.[0].length ?? 0;
const withoutLead = (name: string): string => name.slice(lead(name));
