/**
 * Finds cities with their state: `Albany, New York`, `San José, CA 95113`.
 * By convention the United States and each state are places wherever their name stands alone, also as a party to a case;
 * `the State of Ohio` is an organization, see governments.ts.
 */
import type { EntityMatch } from '../match.ts';
import { STATE_PATTERN, STATES } from './lexicon.ts';

const CITY = String.raw`(?:(?:St|Ft|Mt)\. )?\p{Lu}\p{Ll}{1,30}(?:[ -]\p{Lu}\p{Ll}{1,30}){0,2}`;
const CITY_STATE = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(${CITY}), (D\.C\.|${STATE_PATTERN})(?:,? (?:USA|U\.S\.A\.))?(?![\p{L}])`,
  'gu',
);
const LEADING = /^(?:In|At|From|To|Near|Of|The|And|For|On) /;
/** What an address has in front of its city: `World Trade Center, 13th Floor, New York, New York`. */
const NO_CITY =
  /^(?:Floor|Street|Avenue|Road|Drive|Suite|Place|Building|Boulevard|Lane|Plaza|Square|Americas)$/;

/** Returns the cities in a text. @param flowing the text with wrapped lines joined */
export function findCities(flowing: string): EntityMatch[] {
  const found: EntityMatch[] = [];
  CITY_STATE.lastIndex = 0;
  for (let m = CITY_STATE.exec(flowing); m !== null; m = CITY_STATE.exec(flowing)) {
    const lead = LEADING.exec(m[0])?.[0].length ?? 0;
    const [, city = '', state = ''] = m;
    const name = city.slice(lead);
    // In a list of states, a comma parts two of them: `Alabama, Florida, Georgia`.
    const listed = STATES.has(name.toLowerCase()) && name !== state && name !== 'Washington';
    if (listed || NO_CITY.test(name.split(' ').at(-1) ?? '')) {
      CITY_STATE.lastIndex = m.index + city.length + 1;
      continue;
    }
    found.push({
      kind: 'place',
      start: m.index + lead,
      end: m.index + m[0].length,
      normal: m[0].slice(lead),
    });
  }
  return found;
}
