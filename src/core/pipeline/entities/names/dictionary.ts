/** Looks up words and short phrases in lists of names. The lists are those of compromise, without its tagger. */
import { hasLower, pattern } from '../letters.ts';
import { GIVEN_NAMES, SURNAMES_AS_WORDS } from './census-names.ts';
import { CITIES } from './cities.ts';
import { COMPANIES } from './known-companies.ts';
import { FIRST_NAMES, LAST_NAMES } from './known-people.ts';
import { ORGANIZATIONS, PLACES } from './known-places.ts';
import { STATES } from './lexicon.ts';
import { MORE_PLACES } from './more-places.ts';

const WORD_START = pattern(String.raw`(?<![\p{L}\p{N}'’])\p{Ll}|(?<=\b(?:O['’]|Mc))\p{Ll}`, 'gu');

export interface LexiconEntry {
  firstName: boolean;
  lastName: boolean;
  place: boolean;
  organization: boolean;
}

// cspell:disable
/** Beginnings and endings of last names that are in no list. */
const LAST_NAME =
  /^(?:ma?c'[a-z]{3}|o'[a-z]{3}|ma?cd[aeiou][a-z]{3})|[a-z](?:akis|chuk|czyk|enko|nsen|sson|auskas|opoulos|v[iy]ch|[oau][wvl]sk[ai]|[^aeiou][ai][kln]ov)$/;
/** Endings that only towns have. Those of people too, such as `Easterbrook` and `Harrington`, tell nothing. */
const TOWN = /^[a-z]{4,}(?:ville|shire|burgh|borough|cester|abad|pur)$/;
/** Words for parts of nature, after or before a name: `Congo River`, `Gulf of Aden`, `Lake Tahoe`. */
const NATURE = pattern(
  String.raw`^(?:[\p{L}']+ ){1,4}(?:river|mountains?|canyon|desert|glacier|peninsula|strait|plateau|airport|province|prefecture|junction|village|region)$|^(?:gulf|strait|isthmus|port|bay) of \p{L}+$|^(?:lake|mount|port|fort|cape) \p{L}+$`,
  'u',
);
/** A part of a place: `Southern California`, `West Germany`. */
const PART = /^(?:north|south|east|west|northern|southern|eastern|western|central|upper|lower) /;
/** Last words of organizations: `Boston Medical Center`. */
const ORGANIZATION_ENDS = new Set(
  `academy army aviation bakery brands brewery brotherhood cafe cathedral center centre chemicals chronicle circus club
  coalition confederation conference corps directorate division enterprise entertainment gazette government guild herald
  creamery dairy farms foundry hotel hotels institutes lumber orchards vineyards winery supermarkets trucking leasing
  institutes investments laboratory labs magazine management motor news observatory orchestra partnership
  pharmaceutical polytechnic productions radio restaurant restaurants resources subcommittee television times univ
  utilities workers`.split(/\s+/),
);

// cspell:enable

/** Answers do not depend on the document, so the cache lives as long as the process. */
const cache = new Map<string, LexiconEntry>();
const MAX_CACHED = 50_000;

/** Returns the kinds of name a phrase can be. @param phrase as written; all capitals count as normal spelling */
export function lookUp(phrase: string): LexiconEntry {
  const cached = cache.get(phrase);
  if (cached !== undefined) return cached;
  if (cache.size >= MAX_CACHED) cache.clear();
  const key = keyOf(phrase);
  const entry = key.includes(' ') ? ofPhrase(key) : ofWord(key);
  cache.set(phrase, entry);
  return entry;
}

/** Writes a phrase like the lists. */
function keyOf(phrase: string): string {
  const lower = phrase.toLowerCase();
  const plain = /^[a-z ]*$/.test(lower)
    ? lower
    : lower
        .normalize('NFD')
        .replace(/[\u0300-\u036F]/g, '')
        .replaceAll('’', "'");
  return plain.replace(/'s?$|[.,]/g, '').replaceAll('-', ' ');
}

const isPlace = (name: string): boolean =>
  PLACES.has(name) || STATES.has(name) || CITIES.has(name) || MORE_PLACES.has(name);

function ofWord(word: string): LexiconEntry {
  const lastName = LAST_NAMES.has(word) || SURNAMES_AS_WORDS.has(word);
  const firstName = FIRST_NAMES.has(word) || GIVEN_NAMES.has(word);
  const place = isPlace(word);
  const organization = ORGANIZATIONS.has(word) || COMPANIES.has(word);
  const known = lastName || firstName || place || organization;
  return {
    firstName,
    lastName: lastName || (!known && LAST_NAME.test(word)),
    place: place || (!known && TOWN.test(word)),
    organization,
  };
}

/** A phrase is no first or last name. */
function ofPhrase(phrase: string): LexiconEntry {
  const place = isPlace(phrase) || isPlace(phrase.replace(PART, '')) || NATURE.test(phrase);
  const words = phrase.split(' ');
  const organization =
    ORGANIZATIONS.has(phrase) ||
    COMPANIES.has(phrase) ||
    (ORGANIZATION_ENDS.has(words.at(-1) ?? '') && !FIRST_NAMES.has(words[0] ?? ''));
  return { firstName: false, lastName: false, place, organization: organization && !place };
}

export const titleCase = (phrase: string): string =>
  phrase.toLowerCase().replace(WORD_START, (c) => c.toUpperCase());

/** Returns a name in capitals as it is spelled elsewhere, and any other as it is. */
export const inNormalSpelling = (name: string): string => (hasLower(name) ? name : titleCase(name));
