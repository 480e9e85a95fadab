/** What a run of capitals is: a person, an organization, a place, or nothing. */
import type { Found } from '../found.ts';
import { isNameAsWord, isOrdinary } from './common-words.ts';
import { look } from './dictionary.ts';
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

/** A small word at which a run may be parted. */
const JOINTS = new Set(['and', '&', 'of', 'for']);
const AREA = /^(?:city|county|state|town|village|borough|commonwealth|republic|kingdom) of /i;
const AREA_END = / (?:County|Parish|Islands?|Valley|Beach|Heights|Springs|City|Township|Falls|Bay)$/;

/** Names in a run; small words inside it may part it into several. */
export function classifyRun(run: Run, flowing: string): Found[] {
  const words = trim(run.words, flowing);
  const joint = words.findIndex((w) => JOINTS.has(w.text));
  const parted = (): Found[] => [
    ...classifyRun({ words: words.slice(0, joint) }, flowing),
    ...classifyRun({ words: words.slice(joint + 1) }, flowing),
  ];
  // Somebody of somewhere is two names; an office of something is one.
  if (joint > 0 && isPerson(words.slice(0, joint))) return parted();
  const whole = classify(words, flowing);
  if (whole !== null) return [whole];
  if (joint >= 0) return parted();
  // A sentence may begin with any word: `Later Jane Doe left`.
  const [first, ...rest] = words;
  return first !== undefined && rest.length > 1 && isOrdinary(bare(first.text))
    ? classifyRun({ words: rest }, flowing)
    : [];
}

function trim(words: readonly Word[], flowing: string): Word[] {
  let from = 0;
  let to = words.length;
  const skip = (word: Word | undefined, set: ReadonlySet<string>): boolean =>
    word !== undefined && (set.has(bare(word.text)) || JOINTS.has(word.text));
  const first = words[0];
  // `Q.` and `A.` at the beginning of a line stand for question and answer.
  if (
    first !== undefined &&
    /^[QA]\.$/.test(first.text) &&
    /^$|\n$/.test(flowing.slice(0, first.start).slice(-1))
  )
    from += 1;
  while (from < to && skip(words[from], LEADING_WORDS)) from += 1;
  while (to > from && skip(words[to - 1], TRAILING_WORDS)) to -= 1;
  // A word in capitals at the end of one in ordinary spelling is emphasis: `the Court GRANTS`.
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

function classify(words: readonly Word[], flowing: string): Found | null {
  const first = words[0];
  const last = words.at(-1);
  if (first === undefined || last === undefined) return null;
  const end = /['’]s$/.test(last.text) ? last.end - 2 : last.end;
  const text = flowing.slice(first.start, end);
  const find = (kind: Found['kind']): Found => ({ kind, start: first.start, end, normal: text });
  const lower = words.map((w) => bare(w.text));
  if (words.length === 1) return single(text, lower[0] ?? '', find);
  if (lower.some((w) => NEVER_ORGANIZATIONS.has(w)) || STREETS.has(lower.at(-1) ?? '')) return null;
  const head = lower.some((w) => ORGANIZATION_HEADS.has(w)) || COMPANY_FORMS.has(lower.at(-1) ?? '');
  if (head) return isOrganization(words, lower) ? find('organization') : null;
  if (lower.some((w) => JOINTS.has(w) && w !== 'of')) return null;
  if (AREA.test(text) || AREA_END.test(text)) return find('place');
  if (isPerson(words)) return withEnding(find('person'), flowing);
  if (look(text).place) return find('place');
  return look(text).organization && !lower.every(isOrdinary) ? find('organization') : null;
}

function single(text: string, lower: string, find: (kind: Found['kind']) => Found): Found | null {
  if (text.length < 3) return null;
  const known = look(text);
  if (known.place && !known.firstName) return find('place');
  return known.organization && !known.firstName && !isOrdinary(lower) ? find('organization') : null;
}

/** Heads alone (`Board`, `Services Agreement`) name nothing; something must tell which one it is. */
const isOrganization = (words: readonly Word[], lower: readonly string[]): boolean =>
  words.length >= 2 &&
  lower.some(
    (w, i) =>
      !ORGANIZATION_HEADS.has(w) && !JOINTS.has(w) && !PARTICLES.has(w) && (words[i]?.text.length ?? 0) > 1,
  ) &&
  !(lower.length === 2 && GENERIC.has(lower[0] ?? ''));

/** `District Court`, `Human Resources`: which one is not said. */
const GENERIC = new Set(
  `district supreme superior circuit appellate trial federal state local county municipal human public general
  united special central high lower civil criminal family small escrow trust bank insurance financial`.split(
    /\s+/,
  ),
);

/**
 * Two to five words: a first name, initial or unknown word, and a family name that is no ordinary word
 * unless the first name is a known one.
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
  const known = look(given.text).firstName;
  const rare = (w: Word): boolean => isInitial(w.text) || !isOrdinary(bare(w.text)) || look(w.text).lastName;
  if (known) return rest.every((w) => rare(w) || !look(w.text).place);
  if (isCapitals(given.text) && given.text.length <= 4) return false;
  const plausible = isInitial(given.text) || isNameAsWord(first) || !isOrdinary(first);
  return plausible && !look(given.text).place && rest.every((w) => rare(w) && !look(w.text).place);
}

/** `Jr.` with its stop. */
function withEnding(found: Found, flowing: string): Found {
  const rest =
    /^(?:,? (?:Jr|Sr)\b\.?|,? (?:II|III|IV)\b|\.)/.exec(flowing.slice(found.end, found.end + 6))?.[0] ?? '';
  if (rest === '.' && !/(?:Jr|Sr)$/.test(found.normal)) return found;
  return { ...found, end: found.end + rest.length, normal: found.normal + rest };
}
