/** Finds firms without a form in lists of counsel: `(Ada Poe, on the brief), Roe Day, New York, NY, for Hill Corp.` */
// cspell:ignore amic
import { pattern, startsWithInitial } from '../letters.ts';
import { type EntityMatch, findAll } from '../match.ts';
import { lookUp } from './dictionary.ts';
import { isPerson } from './person.ts';

const WORD = String.raw`\p{Lu}[\p{L}'’.-]{1,20}`;
const FIRM = pattern(
  String.raw`(?<=[)\p{L}], )(${WORD}(?: (?:& |and )?${WORD}){1,4})(?=, (\p{Lu}[\p{L}. ]{2,20}), (?:[A-Z]{2}|\p{Lu}[\p{L}.]+(?: \p{Lu}\p{L}+)?),? (?:\([^()]{2,60}\), )?for (?:\p{Lu}|the |appell|plaintiff|defend|amic))`,
  'gu',
);

/** Returns the firms. A lawyer may stand in the same place after another one. @param flowing the text with wrapped lines joined */
export function findCounselFirms(flowing: string): EntityMatch[] {
  return findAll(flowing, FIRM, ({ 0: text, 1: normal = text, 2: city = '', index }) => {
    const words = normal.split(' ').map((word) => ({ text: word, start: 0, end: word.length }));
    const lawyer = isPerson(words) && (lookUp(words[0]?.text ?? '').firstName || startsWithInitial(normal));
    const isPlace = lookUp(normal).place || !lookUp(city).place;
    return (lawyer && flowing.charAt(index - 3) !== ')') || isPlace
      ? null
      : { kind: 'organization', start: index, end: index + normal.length, normal };
  });
}
