/** Finds people written as `Last, First M.`, in a sentence, in a list or in a cell of a table. */
import { pattern } from '../letters.ts';
import type { EntityMatch } from '../match.ts';
import { isOrdinary } from './common-words.ts';
import { lookUp } from './dictionary.ts';
import { COMPANY_FORMS, LEADING_WORDS } from './lexicon.ts';

const FAMILY = String.raw`(?:Mc|Mac|O['’]|D['’])?\p{Lu}\p{Ll}+(?:-\p{Lu}\p{Ll}+)?`;
const GIVEN = String.raw`\p{Lu}\p{Ll}+(?:-\p{Lu}\p{Ll}+)?(?: \p{Lu}\.)?`;
/** Not inside a list of something else, or a longer name. */
const INVERTED = pattern(
  String.raw`(?=\p{Lu})(?<![\p{L}\p{N}'’])(?<!\p{Lu}[\p{L}.]{0,20} |, )(${FAMILY}), (${GIVEN})(?![\p{L}'’]| \p{Lu}\p{L})`,
  'gu',
);
const LIST_BEFORE = /(?:\t|; ?(?:and |or )?)$/;
const LIST_AFTER = /^(?:\t|;)/;

/** Returns the people. Their normal form has the first name first. */
export function findInverted(flowing: string): EntityMatch[] {
  const sure: EntityMatch[] = [];
  const likely: EntityMatch[] = [];
  for (const m of flowing.matchAll(INVERTED)) {
    const [whole, last = '', first = ''] = m;
    const end = m.index + whole.length;
    const given = first.split(' ')[0] ?? '';
    const family = last.toLowerCase();
    if (LEADING_WORDS.has(family) || COMPANY_FORMS.has(given.toLowerCase())) continue;
    const person: EntityMatch = { kind: 'person', start: m.index, end, normal: `${first} ${last}` };
    const follows = LIST_BEFORE.test(flowing.slice(Math.max(0, m.index - 6), m.index));
    const listed = follows || LIST_AFTER.test(flowing.slice(end, end + 1));
    const { firstName, place } = lookUp(given);
    const initial = first.endsWith('.');
    // An ordinary word before a comma is usually a weekday or an adverb, and a place is one in its state.
    const odd = isOrdinary(family) || lookUp(last).firstName || lookUp(last).place;
    if (firstName) {
      if (place ? initial && !lookUp(last).place : initial || listed || !odd) sure.push(person);
    } else if (follows && !place && !odd && !isOrdinary(given.toLowerCase())) likely.push(person);
  }
  // An unknown first name in a list of people is one too.
  return sure.length > 0 ? [...sure, ...likely] : sure;
}
