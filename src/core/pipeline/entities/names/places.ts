/**
 * Finds cities with their state: `Albany, New York`, `San José, CA 95113`.
 * By convention the United States and each state are places wherever their name stands alone, also as a party to a case;
 * `the State of Ohio` is an organization, see governments.ts.
 */
// cspell:ignore HJMY
import { pattern } from '../letters.ts';
import { type EntityMatch, findAll } from '../match.ts';
import { STATE_PATTERN, STATES } from './lexicon.ts';

const CITY = String.raw`(?:(?:St|Ft|Mt)\. )?(?:De|Mc|La|Du|O['’])?\p{Lu}\p{Ll}{1,30}(?:[ -]\p{Lu}\p{Ll}{1,30}){0,2}`;
/** States as older papers shorten them. */
const SHORT_STATE = String.raw`(?:R\. ?I|N\. ?[HJMY]|N\. ?C|S\. ?C|Mass|Conn|Pa|Ill|Mich|Minn|Wis|Tenn|Ala|Fla|Tex|Cal|Calif|Colo|Ariz|Wash|Ore|Okla|Kan|Neb|Mo|Md|Va|Ky|Ga|Ind|Vt|Me)\.`;
const CITY_STATE = pattern(
  String.raw`(?<![\p{L}\p{N}])(${CITY}|NY(?=, NY)|LA(?=, CA)), (D\. ?C\.|${STATE_PATTERN}(?! (?:City|Beach|Springs|Heights|Falls)(?![\p{L}]))|${SHORT_STATE}(?! (?:App|Ct|Code|Stat|Gen|Rev|Super|Civ|Crim|Adv|Supp|L\.|R\.|\d))(?= |[,.;)\n]|$))(?:,? (?:USA|U\.S\.A\.))?(?![\p{L}])`,
  'gu',
);
const LEADING = /^(?:In|At|From|To|Near|Of|The|And|For|On) /;
/** What an address has in front of its city: `World Trade Center, 13th Floor, New York, New York`. */
const NO_CITY =
  /^(?:Floor|Street|Avenue|Road|Drive|Suite|Place|Building|Boulevard|Lane|Plaza|Square|Americas)$/;

/** What follows a city that has the name of a state. */
const CITY_OF_ITS_NAME: Readonly<Record<string, RegExp>> = {
  'New York': /^, (?:NY|N\. ?Y\.)/,
  Washington: /^,? D\.? ?C\b/,
};

/** A country whose name has initials, or words that are in no list. */
const COUNTRY = /\bP\. ?R\. ?China\b|\bPeople['’]s Republic of China\b/g;

/** Returns the cities in a text, and countries with initials. @param flowing the text with wrapped lines joined */
export function findCities(flowing: string): EntityMatch[] {
  const found = findAll(flowing, COUNTRY, (m) => ({
    kind: 'place',
    start: m.index,
    end: m.index + m[0].length,
    normal: m[0],
  }));
  CITY_STATE.lastIndex = 0;
  for (let m = CITY_STATE.exec(flowing); m !== null; m = CITY_STATE.exec(flowing)) {
    const lead = LEADING.exec(m[0])?.[0].length ?? 0;
    const [, city = '', state = ''] = m;
    const name = city.slice(lead);
    // In a list of states, a comma parts two of them: `Alabama, Florida, Georgia`.
    const listed =
      STATES.has(name.toLowerCase()) &&
      name !== state &&
      name !== 'Washington' &&
      !(name === 'New York' && state === 'NY');
    // `Roe Day, New York, NY`, `the Commission, Washington, D.C.`: the city is the second word.
    const isCity = CITY_OF_ITS_NAME[state]?.test(
      flowing.slice(m.index + m[0].length, m.index + m[0].length + 6),
    );
    if (listed || isCity === true || NO_CITY.test(name.split(' ').at(-1) ?? '')) {
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
