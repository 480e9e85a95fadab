/** Decides whether capitalized words can be the name of a person. */
// cspell:ignore NSEWMC Fitz aeiu
import { hasLower, isCapitals, isInitial, pattern } from '../letters.ts';
import { isNameAsWord, isOrdinary } from './common-words.ts';
import { lookUp, titleCase } from './dictionary.ts';
import { NEVER_PEOPLE, THINGS } from './labels.ts';
import { JOINTS, NAME_ENDINGS, PARTICLES } from './lexicon.ts';
import { bare, type Word } from './runs.ts';
import { isSectionName } from './section-names.ts';

const CAMEL_CASE = pattern(String.raw`^\p{Lu}\p{Ll}+\p{Lu}\p{Ll}`, 'u');

/** `Sent: Thu Dec 24` has a day and a month. */
const DAY_OF_MONTH =
  /^(?:Mon|Tue|Tues|Wed|Thu|Thur|Thurs|Fri|Sat|Sun) (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)$/;

/**
 * Returns true for two to six words that start with a first name, an initial or an uncommon word. The rest must not be
 * ordinary words or places, unless the first name is a known one.
 */
export function isPerson(words: readonly Word[]): boolean {
  const lower = words.map((w) => bare(w.text));
  if (words.length < 2 || words.length > 6 || lower.some((w) => JOINTS.has(w) || w === 'the')) return false;
  const names = words.filter(
    (w, i) => !PARTICLES.has(lower[i] ?? '') && !NAME_ENDINGS.has(lower[i] ?? '') && !/^Ste?\.$/.test(w.text),
  );
  const [given, ...rest] = names;
  const family = rest.at(-1);
  if (given === undefined || family === undefined || rest.length > 3) return false;
  if (names.some((w) => /[\d&]/.test(w.text) || isJoined(w.text))) return false;
  const text = words.map((w) => w.text).join(' ');
  if (/^U\.? ?S\b|^[NSEWMC]\.? ?D\.? /.test(text) || DAY_OF_MONTH.test(text)) return false;
  if (isInitial(family.text) || names.slice(0, -1).some((w) => /['’]s$/.test(w.text))) return false;
  const first = bare(given.text);
  // Short words in capitals may be acronyms, except beside a name in capitals: `REX DALTON`.
  const capitals = names.every((w) => !hasLower(w.text));
  const isFirstName = lookUp(capitals ? titleCase(given.text) : given.text).firstName;
  const rare = (w: Word): boolean =>
    isInitial(w.text) || !isOrdinary(bare(w.text)) || lookUp(bare(w.text)).lastName;
  const last = bare(family.text);
  // `Lithuanian FM`, `Julian Valentine, VP`: letters of an office.
  if (/^(?:PM|FM|VP|AG|DA|CEO|CFO|COO|CTO|USA|US|UK)$/.test(family.text)) return false;
  // `Thomas Thomas` is a name, and `KBC KBC` is not.
  if (names.every((w) => w.text === given.text) && !lookUp(given.text).firstName) return false;
  if (THINGS.has(last) && !lookUp(last).lastName) return false;
  if (names.some((w) => NEVER_PEOPLE.has(bare(w.text)) && !(isFirstName && lookUp(bare(w.text)).lastName)))
    return false;
  // `Ariel Account-Rule` is a heading.
  const parts = last.split('-');
  if (parts.length > 1 && parts.some((part) => NEVER_PEOPLE.has(part) && !lookUp(part).lastName))
    return false;
  // `Grace Period` has two ordinary words; `Grace Whitfield` and `Robert Post` have one.
  if (isFirstName && isOrdinary(first) && !rare(family)) return false;
  if (isFirstName) return rest.every((w) => rare(w) || !lookUp(w.text).place);
  if (isCapitals(given.text) && given.text.length <= 4 && !(capitals && isNameAsWord(first))) return false;
  if (isSectionName(lower)) return false;
  // `SonicWALL OEM`, `M NON-DISCLOSURE`: letters of a thing, and ordinary words.
  if (!capitals && isCapitals(family.text) && family.text.length <= 4 && !lookUp(last).lastName) return false;
  if (parts.length > 1 && parts.every((part) => isOrdinary(part))) return false;
  const plausible = isInitial(given.text) || isNameAsWord(first) || !isOrdinary(first);
  return plausible && !lookUp(given.text).place && rest.every((w) => rare(w) && !lookUp(w.text).place);
}

/** Returns true for `JavaScript` and `PowerPoint`, but not for `McKenzie`, `DiMaggio` and `LaRue`. */
const isJoined = (word: string): boolean =>
  CAMEL_CASE.test(word) && !/^(?:Ma?c|Fitz|D[aeiu]|De[lr]|L[aeo]|Van|Von|St|San|O)\p{Lu}/u.test(word);
