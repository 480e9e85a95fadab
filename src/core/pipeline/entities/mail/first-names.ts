/** Finds first names that stand alone in e-mail, where people seldom write more. */
import { isCapitalizedWord, pattern } from '../letters.ts';
import type { EntityMatch } from '../match.ts';
import { isOrdinary } from '../names/common-words.ts';
import { lookUp } from '../names/dictionary.ts';
import { LEADING_WORDS } from '../names/lexicon.ts';
import { type KnownPeople, whoIs } from './known-people.ts';
import type { Correspondence } from './salutations.ts';

const WORD = pattern(
  String.raw`(?<![\p{L}\p{N}_@.'’/&-])\p{Lu}\p{Ll}{1,20}(?:-\p{Lu}\p{Ll}{1,20})?(?=['’]s\b|(?![\p{L}\p{N}_@&'’]|[.-]\p{L}))`,
  'gu',
);
const SENTENCE_START = /(?:^|[.?!:;\n•*>-][\s"'“(]{0,3})$/;
const BEFORE = pattern(String.raw`(\p{Lu}[\p{L}.'’-]{0,40}) $`, 'u');
const AFTER = pattern(String.raw`^ (\p{Lu}[\p{L}'’-]{0,40})`, 'u');
const MONTHS = /^(?:January|February|March|April|May|June|July|August|September|October|November|December)$/;

/**
 * Returns the first names in the bodies of messages.
 * @param taken marks the characters that are part of a name already
 */
export function findFirstNames(
  flowing: string,
  letters: readonly Correspondence[],
  known: KnownPeople,
  taken: Uint8Array,
): EntityMatch[] {
  const found: EntityMatch[] = [];
  for (const { bodyStart, bodyEnd, isMessage } of letters) {
    if (!isMessage) continue;
    const body = flowing.slice(bodyStart, bodyEnd);
    for (const match of body.matchAll(WORD)) {
      const start = bodyStart + match.index;
      const [name] = match;
      const end = start + name.length;
      if (taken[start] === 1 || taken[end - 1] === 1 || MONTHS.test(name)) continue;
      if (
        isFirstName(name, flowing.slice(Math.max(0, start - 45), start), flowing.slice(end, end + 45), known)
      )
        found.push({ kind: 'person', start, end, normal: name });
    }
  }
  return found;
}

function isFirstName(name: string, before: string, after: string, known: KnownPeople): boolean {
  const lower = name.toLowerCase();
  const corresponds = whoIs(known, name).some((person) => person.given.length > 1);
  if (!corresponds && (LEADING_WORDS.has(lower) || isOrdinary(lower))) return false;
  const next = AFTER.exec(after)?.[1];
  if (next !== undefined && !LEADING_WORDS.has(next.toLowerCase()) && !isOrdinary(next.toLowerCase()))
    return false;
  const previous = BEFORE.exec(before)?.[1];
  if (
    previous !== undefined &&
    !LEADING_WORDS.has(previous.toLowerCase()) &&
    !isOrdinary(previous.toLowerCase())
  )
    return false;
  if (corresponds) return !isOrdinary(lower) || (!SENTENCE_START.test(before) && next === undefined);
  if (next !== undefined && isCapitalizedWord(next)) return false;
  const { firstName, place, organization, lastName } = lookUp(name);
  return (
    firstName && !place && !organization && !(lastName && /\bthe $/.test(before)) && !/\bthe $/i.test(before)
  );
}
