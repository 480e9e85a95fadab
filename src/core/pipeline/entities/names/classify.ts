/** What a run of capitals is: a person, an organisation, a place, or nothing. */
import type { Found } from '../found.ts';
import { look } from './dictionary.ts';
import {
  COMPANY_FORMS,
  LEADING_WORDS,
  NAME_ENDINGS,
  ORGANISATION_HEADS,
  PARTICLES,
  TRAILING_WORDS,
} from './lexicon.ts';
import type { Run, Word } from './runs.ts';

const bare = (word: string): string =>
  word
    .toLowerCase()
    .replace(/[.,’']+$/g, '')
    .replace(/['’]s$/, '');
const isInitial = (word: string): boolean => /^\p{Lu}\.?$/u.test(word);

/** Names in a run; `and` and commas inside it may part it into several. */
export function classifyRun(run: Run, flowing: string): Found[] {
  const whole = classify(trim(run.words), flowing);
  if (whole !== null) return [whole];
  const at = run.words.findIndex((w) => w.text === 'and' || w.text === '&');
  if (at < 0) return [];
  return [
    ...classifyRun({ words: run.words.slice(0, at) }, flowing),
    ...classifyRun({ words: run.words.slice(at + 1) }, flowing),
  ];
}

function trim(words: readonly Word[]): Word[] {
  let from = 0;
  let to = words.length;
  const skip = (word: Word | undefined, set: ReadonlySet<string>): boolean =>
    word !== undefined && (set.has(bare(word.text)) || word.text === '&' || word.text === 'and');
  while (from < to && skip(words[from], LEADING_WORDS)) from += 1;
  while (to > from && skip(words[to - 1], TRAILING_WORDS)) to -= 1;
  return words.slice(from, to);
}

function classify(words: readonly Word[], flowing: string): Found | null {
  const first = words[0];
  const last = words.at(-1);
  if (first === undefined || last === undefined) return null;
  const end = last.text.endsWith("'s") || last.text.endsWith('’s') ? last.end - 2 : last.end;
  const text = flowing.slice(first.start, end);
  const find = (kind: Found['kind']): Found => ({ kind, start: first.start, end, normal: text });
  const lower = words.map((w) => bare(w.text));
  const joined = lower.includes('and') || lower.includes('&');
  if (words.length === 1) {
    if (text.length < 3) return null;
    const known = look(text);
    if (known.place && !known.firstName) return find('place');
    return known.organisation && !known.common && !known.firstName ? find('organisation') : null;
  }
  if (lower.some((w) => ORGANISATION_HEADS.has(w)) || COMPANY_FORMS.has(lower.at(-1) ?? ''))
    return plural(lower) ? null : find('organisation');
  if (joined) return null;
  if (/^(?:city|county|state|town|village|borough|commonwealth|republic|kingdom|district) of /i.test(text))
    return find('place');
  if (/ (?:County|Parish|Island|Islands|Valley|Beach|Heights|Springs|City|Township)$/.test(text))
    return find('place');
  if (look(text).place) return find('place');
  return isPerson(words, lower) ? find('person') : look(text).organisation ? find('organisation') : null;
}

/** `Courts` or `Services` alone at the end of ordinary words is no name; two heads with capitals are. */
const plural = (lower: readonly string[]): boolean =>
  lower.every((w) => look(w).common && !ORGANISATION_HEADS.has(w));

/** Two to five words, the first a first name or an initial, none of them an ordinary word. */
function isPerson(words: readonly Word[], lower: readonly string[]): boolean {
  if (words.length > 6 || lower.includes('of') || lower.includes('the') || lower.includes('for'))
    return false;
  const names = words.filter((_w, i) => !PARTICLES.has(lower[i] ?? '') && !NAME_ENDINGS.has(lower[i] ?? ''));
  const [given, ...rest] = names;
  if (given === undefined || rest.length === 0 || rest.length > 4) return false;
  if (!isInitial(given.text) && !look(given.text).firstName) return false;
  return (
    rest.every((w) => isInitial(w.text) || !look(w.text).place || look(w.text).firstName) &&
    !/\d/.test(given.text)
  );
}
