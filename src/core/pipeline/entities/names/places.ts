/**
 * Finds cities with their state: `Albany, New York`, `San José, CA 95113`.
 * By convention the United States and each state are places wherever their name stands alone, also as a party to a case.
 */
import { type EntityMatch, findAll } from '../match.ts';
import { STATE_PATTERN } from './lexicon.ts';

const CITY = String.raw`(?:(?:St|Ft|Mt)\. )?\p{Lu}\p{Ll}{1,30}(?:[ -]\p{Lu}\p{Ll}{1,30}){0,2}`;
const CITY_STATE = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(${CITY}), (D\.C\.|${STATE_PATTERN})(?:,? (?:USA|U\.S\.A\.))?(?![\p{L}])`,
  'gu',
);
const LEADING = /^(?:In|At|From|To|Near|Of|The|And|For|On) /;

/** Returns the cities in a text. @param flowing the text with wrapped lines joined */
export const findCities = (flowing: string): EntityMatch[] =>
  findAll(flowing, CITY_STATE, (m) => {
    const lead = LEADING.exec(m[0])?.[0].length ?? 0;
    const start = m.index + lead;
    return { kind: 'place', start, end: m.index + m[0].length, normal: m[0].slice(lead) };
  });
