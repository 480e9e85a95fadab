/** Reads transcripts: the marks of questions and answers, and who the speakers are. */
import type { EntityMatch } from '../match.ts';

const QUESTION = /(?:^|\n|\b\d{1,2} |[.?!] )Q\.? /g;
/** `Q.` and `A.` look like the initials of a name. After another mark, they are initials. */
const MARKER = /(?<=^|\n|\b\d{1,2} )[QA]\.?(?=[ \t])|(?<=[.?!:"”)] )(?<![QA]\. )[QA]\.(?= )/g;

const ANSWER = /(?:^|\n)A\.? /;

/** Returns the text of a transcript with line ends in place of its marks. Offsets do not change. */
export const withoutMarks = (flowing: string): string =>
  isTranscript(flowing) ? flowing.replace(MARKER, (mark) => '\n'.repeat(mark.length)) : flowing;

/** Returns true for two questions, or one with an answer. */
function isTranscript(flowing: string): boolean {
  const questions = flowing.matchAll(QUESTION);
  return questions.next().done !== true && (questions.next().done !== true || ANSWER.test(flowing));
}

/** The mark of an answer may have taken the first letter. */
const APPEARANCES = /\b(?:A ?)?P ?P ?E ?A ?R ?A ?N ?C ?E ?S\b/g;
/** What comes after the pages of appearances. */
const AFTER_APPEARANCES =
  /\bI ?N ?D ?E ?X\b|\bP ?R ?O ?C ?E ?E ?D ?I ?N ?G ?S\b|\bEXAMINATION\b|\bM[RS]S?\. [A-Z'’-]{2,30}:/;
const MAX_APPEARANCES = 8000;
const MAX_PAGES = 5;
/** The title of a speaker, in capitals as transcripts have it. */
const TITLE = /(?:^|[\s(])(?:MR|MS|MRS|MX|DR)\. ?$/;
const BY = /\bBY (?:MR|MS|MRS|MX|DR)\. ?$/;

/**
 * Gives speakers such as `MR. HALE:` and `BY MS. ORTIZ` the full name that the appearances have for them, where only one
 * person of that name appears.
 * @param names the names found in the text; those that are speakers get an antecedent
 */
export function withSpeakers(names: readonly EntityMatch[], flowing: string): EntityMatch[] {
  const appearing = appearances(names, flowing);
  if (appearing.size === 0) return [...names];
  return names.map((name) => {
    if (name.kind !== 'person' || name.antecedent !== undefined || /\s|\p{Ll}/u.test(name.normal))
      return name;
    const before = flowing.slice(Math.max(0, name.start - 12), name.start);
    const speaks = TITLE.test(before) && (flowing.charAt(name.end) === ':' || BY.test(before));
    const full = speaks ? appearing.get(name.normal.toLowerCase()) : undefined;
    return full === undefined ? name : { ...name, antecedent: full };
  });
}

/** Returns the people of the appearances by their family names, without those that two people share. */
function appearances(names: readonly EntityMatch[], flowing: string): Map<string, string> {
  const found = new Map<string, string | null>();
  let pages = 0;
  for (const { index } of flowing.matchAll(APPEARANCES)) {
    pages += 1;
    if (pages > MAX_PAGES) break;
    const section = flowing.slice(index, index + MAX_APPEARANCES);
    const length = AFTER_APPEARANCES.exec(section)?.index ?? section.length;
    for (const { kind, start, end, normal } of names) {
      if (kind !== 'person' || start < index || end > index + length || !normal.includes(' ')) continue;
      const family = normal
        .replace(/,? (?:Jr|Sr|II|III|IV)\.?$/i, '')
        .split(/\s+/)
        .at(-1)
        ?.toLowerCase();
      if (family === undefined) continue;
      const other = found.get(family);
      const same = other === undefined || other?.toLowerCase() === normal.toLowerCase();
      found.set(family, same ? (other ?? normal) : null);
    }
  }
  return new Map([...found].flatMap(([family, name]) => (name === null ? [] : [[family, name] as const])));
}
