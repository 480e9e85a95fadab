/** Decides whether a run of capitalized words is a person, an organization, a place, or nothing. */
import type { EntityMatch } from '../match.ts';
import { isNameAsWord, isOrdinary } from './common-words.ts';
import { lookUp } from './dictionary.ts';
import {
  COMPANY_FORMS,
  LEADING_WORDS,
  NAME_ENDINGS,
  NEVER_ORGANIZATIONS,
  ORGANIZATION_HEADS,
  PARTICLES,
  STREETS,
  TRAILING_WORDS,
} from './lexicon.ts';
import type { Run, Word } from './runs.ts';

const bare = (word: string): string =>
  word
    .toLowerCase()
    .replace(/[.,’']+$/g, '')
    .replace(/['’]s$/, '');
const isInitial = (word: string): boolean => /^\p{Lu}\.?$/u.test(word);
const isCapitals = (word: string): boolean => /^\p{Lu}{2,}$/u.test(word);

/** Small words at which a run may be split. */
const JOINTS = new Set(['and', '&', 'of', 'for']);
const AREA = /^(?:city|county|state|town|village|borough|commonwealth|republic|kingdom) of /i;
const AREA_END = / (?:County|Parish|Islands?|Valley|Beach|Heights|Springs|City|Township|Falls|Bay)$/;

/** Returns the names in a run. Small words may split it into several. */
export function classifyRun(run: Run, flowing: string): EntityMatch[] {
  const words = trim(run.words, flowing);
  const joint = words.findIndex((w) => JOINTS.has(w.text));
  const split = (): EntityMatch[] => [
    ...classifyRun({ words: words.slice(0, joint) }, flowing),
    ...classifyRun({ words: words.slice(joint + 1) }, flowing),
  ];
  // `Jane Doe of Albany` has two names; `Office of the Mayor` is one.
  if (joint > 0 && isPerson(words.slice(0, joint))) return split();
  const whole = classify(words, flowing);
  if (whole !== null) return [whole];
  if (joint >= 0) return split();
  // A sentence may start with any capitalized word: `Later Jane Doe left`.
  const [first, ...rest] = words;
  return first !== undefined && rest.length > 1 && isOrdinary(bare(first.text))
    ? classifyRun({ words: rest }, flowing)
    : [];
}

/** Drops leading and trailing words that are not part of a name. */
function trim(words: readonly Word[], flowing: string): Word[] {
  let from = 0;
  let to = words.length;
  const skip = (word: Word | undefined, set: ReadonlySet<string>): boolean =>
    word !== undefined && (set.has(bare(word.text)) || JOINTS.has(word.text));
  const first = words[0];
  // `Q.` and `A.` at the start of a line mean question and answer.
  if (
    first !== undefined &&
    /^[QA]\.$/.test(first.text) &&
    /^$|\n$/.test(flowing.slice(0, first.start).slice(-1))
  )
    from += 1;
  while (from < to && skip(words[from], LEADING_WORDS)) from += 1;
  while (to > from && skip(words[to - 1], TRAILING_WORDS)) to -= 1;
  // A last word in all capitals after normal spelling is emphasis: `the Court GRANTS`.
  const spelled = words.slice(from, to).some((w) => /\p{Ll}/u.test(w.text) && !PARTICLES.has(w.text));
  while (
    spelled &&
    to > from &&
    isCapitals(words[to - 1]?.text ?? '') &&
    isOrdinary(bare(words[to - 1]?.text ?? ''))
  )
    to -= 1;
  return words.slice(from, to);
}

function classify(words: readonly Word[], flowing: string): EntityMatch | null {
  const first = words[0];
  const last = words.at(-1);
  if (first === undefined || last === undefined) return null;
  const end = /['’]s$/.test(last.text) ? last.end - 2 : last.end;
  const text = flowing.slice(first.start, end);
  const matchOf = (kind: EntityMatch['kind']): EntityMatch => ({
    kind,
    start: first.start,
    end,
    normal: text,
  });
  const lower = words.map((w) => bare(w.text));
  if (words.length === 1) return classifyWord(text, lower[0] ?? '', matchOf);
  if (lower.some((w) => NEVER_ORGANIZATIONS.has(w)) || STREETS.has(lower.at(-1) ?? '')) return null;
  const head = lower.some((w) => ORGANIZATION_HEADS.has(w)) || COMPANY_FORMS.has(lower.at(-1) ?? '');
  if (head) return isOrganization(words, lower) ? matchOf('organization') : null;
  if (lower.some((w) => JOINTS.has(w) && w !== 'of')) return null;
  if (AREA.test(text) || AREA_END.test(text)) return matchOf('place');
  if (isPerson(words)) return withEnding(matchOf('person'), flowing);
  if (lookUp(text).place) return matchOf('place');
  return lookUp(text).organization && !lower.every(isOrdinary) ? matchOf('organization') : null;
}

function classifyWord(
  text: string,
  lower: string,
  matchOf: (kind: EntityMatch['kind']) => EntityMatch,
): EntityMatch | null {
  if (text.length < 3) return null;
  const entry = lookUp(text);
  if (entry.place && !entry.firstName) return matchOf('place');
  return entry.organization && !entry.firstName && !isOrdinary(lower) ? matchOf('organization') : null;
}

/** Returns true when a word besides the head tells which organization it is; `Board` alone names none. */
const isOrganization = (words: readonly Word[], lower: readonly string[]): boolean =>
  words.length >= 2 &&
  lower.some(
    (w, i) =>
      !ORGANIZATION_HEADS.has(w) && !JOINTS.has(w) && !PARTICLES.has(w) && (words[i]?.text.length ?? 0) > 1,
  ) &&
  !(lower.length === 2 && GENERIC.has(lower[0] ?? ''));

/** First words that do not tell which one is meant: `District Court`, `Human Resources`. */
const GENERIC = new Set(
  `district supreme superior circuit appellate trial federal state local county municipal human public general
  united special central high lower civil criminal family small escrow trust bank insurance financial`.split(
    /\s+/,
  ),
);

/**
 * Returns true for two to six words that start with a first name, an initial or an uncommon word. The rest must not be
 * ordinary words or places, unless the first name is a known one.
 */
export function isPerson(words: readonly Word[]): boolean {
  const lower = words.map((w) => bare(w.text));
  if (words.length < 2 || words.length > 6 || lower.some((w) => JOINTS.has(w) || w === 'the')) return false;
  const names = words.filter((_, i) => !PARTICLES.has(lower[i] ?? '') && !NAME_ENDINGS.has(lower[i] ?? ''));
  const [given, ...rest] = names;
  const family = rest.at(-1);
  if (given === undefined || family === undefined || rest.length > 3) return false;
  if (names.some((w) => /\d/.test(w.text))) return false;
  const first = bare(given.text);
  const isFirstName = lookUp(given.text).firstName;
  const rare = (w: Word): boolean =>
    isInitial(w.text) || !isOrdinary(bare(w.text)) || lookUp(w.text).lastName;
  if (isFirstName) return rest.every((w) => rare(w) || !lookUp(w.text).place);
  if (isCapitals(given.text) && given.text.length <= 4) return false;
  const plausible = isInitial(given.text) || isNameAsWord(first) || !isOrdinary(first);
  return plausible && !lookUp(given.text).place && rest.every((w) => rare(w) && !lookUp(w.text).place);
}

/** Extends a person by an ending such as `Jr.` and its period. */
function withEnding(person: EntityMatch, flowing: string): EntityMatch {
  const rest =
    /^(?:,? (?:Jr|Sr)\b\.?|,? (?:II|III|IV)\b|\.)/.exec(flowing.slice(person.end, person.end + 6))?.[0] ?? '';
  if (rest === '.' && !/(?:Jr|Sr)$/.test(person.normal)) return person;
  return { ...person, end: person.end + rest.length, normal: person.normal + rest };
}
