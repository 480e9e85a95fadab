/** Decides whether a run of capitalized words is a person, an organization, a place, or nothing. */
// cspell:ignore Logue Dunkin DPRK
import { hasLower, isCapitalized, isCapitals, pattern } from '../letters.ts';
import type { EntityMatch } from '../match.ts';
import { isOrdinary } from './common-words.ts';
import { lookUp } from './dictionary.ts';
import { BREAKS, DOCUMENT_PARTS } from './labels.ts';
import {
  COMPANY_FORMS,
  JOINTS,
  LEADING_WORDS,
  NEVER_ORGANIZATIONS,
  ORGANIZATION_HEADS,
  PARTICLES,
  STATE_PATTERN,
  STATES,
  STREETS,
  TRAILING_WORDS,
} from './lexicon.ts';
import { isOrganization } from './organization-words.ts';
import { isPerson } from './person.ts';
import { bare, type Run, type Word } from './runs.ts';
import { isThing } from './things.ts';

const AREA =
  /^(?:(?:federal|people['’]s|islamic) )?(?:city|county|town|village|borough|republic|kingdom) of /i;
const STATE = new RegExp(`^(?:state|commonwealth) of (?:the )?${STATE_PATTERN}`, 'i');
const AREA_END =
  / (?:County|Parish|Islands?|Valley|Beach|Heights|Springs|City|Township|Falls|Bay|Village|River|Province|Plateau|Peninsula|Mountains|Harbor|Ocean|Bay Area)$/;
/** `Southern California`, `West Germany`, but not `South Street`. */
const REGION = pattern(
  String.raw`^(?:(?:North|South|East|West|Northern|Southern|Eastern|Western|Central|Upper|Lower|New|Greater|Mid)[ -])+(\p{Lu}[\p{L} ]+)$`,
  'u',
);

/** Two words that name a company by its trade: `Harlan Maritime`. */
const TRADE = pattern(String.raw`^\p{Lu}\p{Ll}+ (?:Maritime|Marine|Freight|Cargo)$`, 'u');

/** Spanish names of cities: `San Diego`, `Los Angeles`. */
const SAINT = pattern(String.raw`^(?:San|Santa) \p{Lu}\p{L}+(?: \p{Lu}\p{L}+)?$`, 'iu');
/** After another article, only the words before tell a place from the name of a group or shop. */
const ARTICLED = pattern(String.raw`^(?:Los|Las) \p{Lu}\p{L}+$`, 'iu');
const PLACED = /\b(?:in|at|near|from|to|of|outside|around) $/i;

/** Returns the names in a run. Small words may split it into several. */
export function classifyRun(run: Run, flowing: string): EntityMatch[] {
  return pieces(run.words).flatMap((words) => classifyPiece(words, flowing));
}

/** Splits words at those that no name has inside: `Company | The Company`, `Fifth Circuit's | Harlan`. */
function pieces(words: readonly Word[]): Word[][] {
  const parts: Word[][] = [[]];
  for (const word of words) {
    const lower = bare(word.text);
    const before = parts.at(-1)?.at(-1)?.text.toLowerCase() ?? '';
    if (BREAKS.has(lower) && isCapitalized(word.text) && !JOINTS.has(before)) {
      parts.push([]);
      continue;
    }
    parts.at(-1)?.push(word);
    const owner =
      /['’]s?$/.test(word.text) &&
      (lookUp(lower).place ||
        ORGANIZATION_HEADS.has(lower) ||
        COMPANY_FORMS.has(lower) ||
        /^\p{Lu}{2,}['’]/u.test(word.text));
    if (owner) parts.push([]);
  }
  return parts.filter((part) => part.length > 0);
}

/** `United States Attorney` is an office; the country is not named. */
export const FEDERAL_OFFICE =
  /\b(?:United States|UNITED STATES) (?:Attorney|ATTORNEY|Marshal|MARSHAL|Magistrate|MAGISTRATE|District|DISTRICT|Circuit|CIRCUIT|Bankruptcy|BANKRUPTCY|Senator|SENATOR|Representative|Ambassador|Code|CODE|Constitution|CONSTITUTION)/;

function classifyPiece(run: readonly Word[], flowing: string): EntityMatch[] {
  const words = trim(run, flowing);
  const joint = words.findIndex((w) => JOINTS.has(w.text));
  const split = (): EntityMatch[] => [
    ...classifyPiece(words.slice(0, joint), flowing),
    ...classifyPiece(words.slice(joint + 1), flowing),
  ];
  // `Jane Doe of Albany` has two names; `Office of the Mayor` is one.
  if (joint > 0 && isPerson(words.slice(0, joint))) return split();
  // `Howard University and Xavier University` are two.
  if (joint > 0 && words[joint]?.text === 'and') {
    const sides = [words.slice(0, joint), words.slice(joint + 1)].map((side) => classify(side, flowing));
    if (sides.every((side) => side?.kind === 'organization')) return split();
  }
  const whole = classify(words, flowing);
  if (whole !== null) return [whole];
  if (joint >= 0) return split();
  // A sentence may start with any capitalized word: `Later Jane Doe left`.
  const [first, ...rest] = words;
  return first !== undefined && rest.length > 1 && isOrdinary(bare(first.text))
    ? classifyPiece(rest, flowing)
    : [];
}

/** Drops leading and trailing words that are not part of a name. */
function trim(words: readonly Word[], flowing: string): Word[] {
  let from = 0;
  let to = words.length;
  const skip = (word: Word | undefined, set: ReadonlySet<string>): boolean =>
    word !== undefined &&
    (JOINTS.has(word.text) ||
      set.has(bare(word.text)) ||
      // `Plaintiff-appellant David Cole`.
      // `Plaintiff-in-interpleader Ida Cole`.
      (word.text.includes('-') &&
        bare(word.text)
          .replace(/-in-\w+$/, '')
          .split('-')
          .every((part) => set.has(part))));
  while (from < to && skip(words[from], LEADING_WORDS) && !isNameFirst(words.slice(from), flowing)) from += 1;
  while (to > from && skip(words[to - 1], TRAILING_WORDS)) to -= 1;
  // `Opinion of the Court of Appeals` names the court only.
  while (to - from > 2 && DOCUMENT_PARTS.has(bare(words[from]?.text ?? '')) && isSmall(words[from + 1])) {
    from += 2;
    while (from < to && isSmall(words[from])) from += 1;
  }
  // A last word in all capitals after normal spelling is emphasis: `the Court GRANTS`.
  const spelled = words.slice(from, to).some((w) => hasLower(w.text) && !PARTICLES.has(w.text));
  // The same before: `ARRIVE State Department`.
  while (
    spelled &&
    to - from > 1 &&
    isCapitals(words[from]?.text ?? '') &&
    isOrdinary(bare(words[from]?.text ?? ''))
  )
    from += 1;
  while (
    spelled &&
    to > from &&
    isCapitals(words[to - 1]?.text ?? '') &&
    isOrdinary(bare(words[to - 1]?.text ?? ''))
  )
    to -= 1;
  return words.slice(from, to);
}

/** Returns true for a joint, or an article or preposition that the run took in. */
const isSmall = (word: Word | undefined): boolean =>
  word !== undefined && (JOINTS.has(word.text) || word.text === 'the');

/** First names that also start a question or are a month. */
const NAME_FIRST = /^(?:Will|May|April|June|August)$/;
const BEFORE_MONTH =
  /\b(?:in|of|on|by|since|until|till|last|next|this|early|late|mid|during|from|through|to|and|or|before|after|for|that|each|every) $/i;

/** Returns true for `Will Parker`, but not for `Will Parker pay?` or `in June Parker paid`. */
function isNameFirst([first, next]: readonly Word[], flowing: string): boolean {
  if (first === undefined || next === undefined || !NAME_FIRST.test(first.text)) return false;
  const { firstName, place, organization } = lookUp(next.text);
  if (firstName || place || organization || !hasLower(next.text) || isOrdinary(bare(next.text))) return false;
  if (LEADING_WORDS.has(bare(next.text))) return false;
  if (/^(?:Will|May)$/.test(first.text)) {
    const end = /[.?!\n]/.exec(flowing.slice(next.end, next.end + 200))?.[0];
    return end !== '?';
  }
  return !BEFORE_MONTH.test(flowing.slice(Math.max(0, first.start - 10), first.start));
}

function classify(words: readonly Word[], flowing: string): EntityMatch | null {
  const first = words[0];
  const last = words.at(-1);
  if (first === undefined || last === undefined) return null;
  const end = last.end - (/['’]s$|(?<=s)['’]$/.exec(last.text)?.[0].length ?? 0);
  const text = flowing.slice(first.start, end);
  const matchOf = (kind: EntityMatch['kind']): EntityMatch => ({
    kind,
    start: first.start,
    end,
    normal: text,
  });
  const lower = words.map((w) => bare(w.text));
  if (/^united states$/i.test(text) && FEDERAL_OFFICE.test(flowing.slice(first.start, end + 16))) return null;
  if (words.length === 1) return classifyWord(text, lower[0] ?? '', matchOf);
  if (lower.some((w) => NEVER_ORGANIZATIONS.has(w)) || STREETS.has(lower.at(-1) ?? '')) return null;
  const head = lower.some((w) => ORGANIZATION_HEADS.has(w)) || COMPANY_FORMS.has(lower.at(-1) ?? '');
  // `6 Logue Court` is an address.
  if (lower.at(-1) === 'court' && /\d $/.test(flowing.slice(Math.max(0, first.start - 2), first.start)))
    return null;
  if (head) {
    if (isOrganization(words, lower)) return matchOf('organization');
    // `a California Corporation` tells where a company is from.
    const home = /^(?:corporation|company|partnership|llc|lp|llp|inc)$/.test(lower.at(-1) ?? '')
      ? text.replace(/ \S+$/, '')
      : '';
    return STATES.has(home.toLowerCase())
      ? { kind: 'place', start: first.start, end: first.start + home.length, normal: home }
      : null;
  }
  if (lower.some((w) => JOINTS.has(w) && w !== 'of')) return null;
  if (AREA.test(text) || STATE.test(text) || AREA_END.test(text) || SAINT.test(text) || isRegion(text))
    return matchOf('place');
  if (ARTICLED.test(text)) {
    const before = flowing.slice(Math.max(0, first.start - 9), first.start);
    return lookUp(text).place || PLACED.test(before) ? matchOf('place') : null;
  }
  if (lookUp(text).place && (TOWN_END.test(text) || !lookUp(first.text).firstName)) return matchOf('place');
  if (isListed(text, lower)) return matchOf('organization');
  if (TRADE.test(text) && !isOrdinary(lower[0] ?? '')) return matchOf('organization');
  if (isPerson(words) && !isThing(words, flowing)) return withEnding(matchOf('person'), flowing);
  if (lookUp(text).place) return matchOf('place');
  return lookUp(text).organization && !lower.every(isOrdinary) ? matchOf('organization') : null;
}

/** Returns true for a company of two words in a list, which looks like a person: `Dunkin Donuts`. */
const isListed = (text: string, lower: readonly string[]): boolean =>
  lookUp(text).organization && !lookUp(lower[0] ?? '').firstName && !lower.every(isOrdinary);

/** What makes a place of a first name: `George Town`, `Virginia Beach`. */
const TOWN_END = / (?:Town|City|Beach|Heights|Springs|Falls)$/;

const isRegion = (text: string): boolean => {
  const rest = REGION.exec(text)?.[1];
  return rest !== undefined && lookUp(rest).place && !lookUp(text).organization;
};

/** Parts of names of courts and offices, which name none alone. */
const ABBREVIATIONS = new Set(
  'dept div dist cir ct app supp bankr crim civ mass cal tenn fed bank company board court state congress'.split(
    ' ',
  ),
);

/** Countries and cities by their letters. */
const SHORT_PLACES = new Set(['UK', 'UAE', 'NYC', 'PRC', 'DPRK']);

function classifyWord(
  text: string,
  lower: string,
  matchOf: (kind: EntityMatch['kind']) => EntityMatch,
): EntityMatch | null {
  if (SHORT_PLACES.has(text)) return matchOf('place');
  if (text.length < 3 || COMPANY_FORMS.has(lower) || ABBREVIATIONS.has(lower)) return null;
  const entry = lookUp(text);
  if (entry.place && !entry.firstName) return matchOf('place');
  return entry.organization && !entry.firstName && (!isOrdinary(lower) || lower.includes('&'))
    ? matchOf('organization')
    : null;
}

/** Extends a person by an ending such as `Jr.` and its period. */
function withEnding(person: EntityMatch, flowing: string): EntityMatch {
  const rest =
    /^(?:,? (?:Jr|Sr)\b\.?|,? (?:II|III|IV)\b|\.)/.exec(flowing.slice(person.end, person.end + 6))?.[0] ?? '';
  if (rest === '.' && !/(?:Jr|Sr)$/.test(person.normal)) return person;
  return { ...person, end: person.end + rest.length, normal: person.normal + rest };
}
