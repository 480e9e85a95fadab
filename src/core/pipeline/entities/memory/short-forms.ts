/** Finds short forms that a document uses without defining them: `Acme` for Acme Holdings, Inc., `Hale` for Ida Hale. */
// cspell:ignore CDMO Izquierdo Ocasio Quintana Stucky Tanabe

import { hasCompanyForm, organizationKey } from '../group-keys.ts';
import { hasLower, isCapitalized, isCapitalizedWord, isDottedInitial, pattern } from '../letters.ts';
import type { EntityMatch } from '../match.ts';
import { isNameAsWord, isOrdinary } from '../names/common-words.ts';
import { inNormalSpelling, lookUp, titleCase } from '../names/dictionary.ts';
import { NEVER_PEOPLE, TELLING } from '../names/labels.ts';
import { COMPANY_FORMS, LEADING_WORDS, ORGANIZATION_HEADS, STATE_PATTERN } from '../names/lexicon.ts';
import type { Run, Word } from '../names/runs.ts';
import { type DocumentMemory, rootOf } from './document-memory.ts';
import { wordsOf } from './fits.ts';
import { isRole } from './roles.ts';
import { partsOf } from './whole-names.ts';

const IN_BRACKETS = pattern(String.raw`^,? \((\p{Lu}[\p{L}'’]{2,30}(?: \p{Lu}[\p{L}'’]{2,30})?)\)`, 'u');
const PLAIN_WORD = pattern(String.raw`^(?:\p{Lu}\p{Ll}+(?:\p{Lu}\p{Ll}*)?|\p{Ll}{1,2}\p{Lu}\p{Ll}+)$`, 'u');

const ENDING = /,? (?:Jr|Sr)\.?$|,? (?:II|III|IV)$/;
const LAW_FIRM = /\b(?:LLP|L\.L\.P\.|PLLC|P\.C\.|P\.A\.|PC|PA|Law)$|&/;

/** Returns the text of a word without its possessive ending. */
const plain = (word: string): string => word.replace(/['’]s$|(?<=s)['’]$/, '');

/** Returns the surname: the last word, or two of `Vanessa St. Pierre`. */
const familyNameOf = ({ normal }: EntityMatch): string =>
  /(?:^| )(?:(?:St|Ste)\. )?(\S+)$/.exec(normal.replace(ENDING, ''))?.[1] ?? '';
/** Where `St.` stands before a surname, it is part of it. */
const SAINT = /(?:St|Ste)\. $/;

/**
 * Returns each name without its company form or shorter that stands alone, where the document has one company, person
 * or place that it can mean. Ordinary words, given names and places are left alone.
 */
export function shortOrganizations(
  names: readonly EntityMatch[],
  memory: DocumentMemory,
  runs: readonly Run[],
  flowing: string,
): EntityMatch[] {
  const owners = ownersOfFirstWords(names, memory, flowing);
  if (owners.size === 0) return [];
  const found: EntityMatch[] = [];
  for (const words of runs.flatMap(partsOf)) {
    const at = words.findIndex(({ text }) => owners.has(spelledOut(plain(text))));
    // A sentence may start with any one word: `Later Acme paid`.
    if (!words.slice(0, Math.max(0, at)).every(({ text }, i) => isLeading(text.toLowerCase(), i))) continue;
    const rest = at < 0 ? [] : words.slice(at);
    const first = rest[0];
    const owner = first === undefined ? null : owners.get(spelledOut(plain(first.text)));
    if (first === undefined || owner === null || owner === undefined) continue;
    const own = owner.normal.split(/[ ,]+/).map(spelledOut);
    if (rest.length >= own.length || !rest.every(({ text }, i) => spelledOut(plain(text)) === own[i]))
      continue;
    const last = rest.at(-1) ?? first;
    const end = last.start + plain(last.text).length;
    const normal = rest.map(({ text }) => plain(text)).join(' ');
    found.push({ kind: 'organization', start: first.start, end, normal, antecedent: rootOf(owner) });
  }
  return withoutGivenNames(found, flowing);
}

const isLeading = (word: string, at: number): boolean =>
  LEADING_WORDS.has(word) || (at === 0 && isOrdinary(word));

/** A given name must be this often the name of a company before it counts as one. */
const FEW = 3;
/** `Dear Morgan`, `Thanks, Morgan` and `Morgan` on a line of its own are a person. */
const ADDRESSED = /(?:\b(?:Dear|Hi|Hello|Hey|Thanks|Thank you|and|[Ww]ith|[Mm]y)|[\n,]) ?$/;

/** Only letters, mail and notes call people by their given names. */
const CORRESPONDENCE = pattern(
  String.raw`^(?:Dear|Hi|Hello|Hey) \p{Lu}|^(?:From|To|Cc|Sent):[ \t]|^(?:Thanks|Thank you|Best|Regards|Best regards|Sincerely|Cheers|Very truly yours)[, .!]{0,3}$`,
  'mu',
);

/** Leaves out short forms such as `Morgan` that may be the given name of somebody whom the document names only so. */
function withoutGivenNames(found: readonly EntityMatch[], flowing: string): EntityMatch[] {
  const byWord = new Map<string, EntityMatch[]>();
  for (const match of found) {
    const word = spelledOut(match.normal);
    if (!word.includes(' ') && lookUp(word).firstName) byWord.set(word, [...(byWord.get(word) ?? []), match]);
  }
  const dropped = new Set<EntityMatch>();
  const few = CORRESPONDENCE.test(flowing) ? FEW : 0;
  for (const matches of byWord.values()) {
    const addressed = matches.some(
      ({ start, end }) =>
        ADDRESSED.test(flowing.slice(Math.max(0, start - 12), start)) &&
        /^[,\n:]|^$/.test(flowing.slice(end, end + 1)),
    );
    if (matches.length < few || addressed) for (const match of matches) dropped.add(match);
  }
  return found.filter((match) => !dropped.has(match));
}

/** Returns a word in capitals as it is spelled elsewhere. */
const spelledOut = (word: string): string => (word.length > 3 && !hasLower(word) ? titleCase(word) : word);

/** Returns the companies by their first word, or null where the word can mean something else too. */
function ownersOfFirstWords(
  names: readonly EntityMatch[],
  memory: DocumentMemory,
  flowing: string,
): Map<string, EntityMatch | null> {
  const owners = new Map<string, EntityMatch | null>();
  const others = new Set<string>();
  const formless = new Set<string>();
  for (const name of names) {
    const words = name.normal.split(/[ ,]+/).map(spelledOut);
    const first = words[0] ?? '';
    if (name.kind === 'person') for (const word of words) others.add(word);
    if (name.kind !== 'organization') continue;
    if (words.length < 2 || !hasCompanyForm(name.normal) || LAW_FIRM.test(name.normal)) {
      if (!sameAs(owners.get(first), name) && words.length > 1) formless.add(first);
      continue;
    }
    const known = owners.get(first);
    // `iBio` alone is iBio, Inc., also beside iBio CDMO LLC.
    if (isWholly(first, known)) continue;
    const own = known === undefined || sameAs(known, name) || isWholly(first, name);
    owners.set(first, own ? (isWholly(first, name) ? name : (known ?? name)) : null);
  }
  let looked = 0;
  for (const word of owners.keys()) {
    // Bighorn, LLC is meant by `Bighorn`, also beside Bighorn Freight.
    const isOwn = !formless.has(word) || isWholly(word, owners.get(word));
    const isFree = isOwn && !others.has(word) && memory.meaningOf(word) === undefined;
    if (isFree && isTelling(word)) continue;
    const mayBeName = isFree && owners.get(word) !== null && looked < MOST_LOOKED_FOR;
    if (mayBeName) looked += 1;
    if (!mayBeName || !isOnlyName(word, flowing)) owners.set(word, null);
  }
  return owners;
}

/** Returns true for a company whose name is one word and a form. */
const isWholly = (word: string, name: EntityMatch | null | undefined): boolean =>
  name !== null && name !== undefined && organizationKey(rootOf(name)) === word.toLowerCase();

const sameAs = (a: EntityMatch | null | undefined, b: EntityMatch): boolean =>
  a !== null && a !== undefined && organizationKey(rootOf(a)) === organizationKey(rootOf(b));

/** Each such word is looked for in the whole text. */
const MOST_LOOKED_FOR = 40;

/**
 * Returns true for `Bighorn` in `rated Bighorn conditional`: an ordinary word that this document has alone within a
 * sentence, and never in lower case.
 */
function isOnlyName(word: string, flowing: string): boolean {
  const lower = word.toLowerCase();
  if (word.length < 4 || !isCapitalizedWord(word) || !isOrdinary(lower)) return false;
  if (isRole(lower) || TELLING.has(lower) || NEVER_PEOPLE.has(lower) || LEADING_WORDS.has(lower))
    return false;
  if (ORGANIZATION_HEADS.has(lower) || COMPANY_FORMS.has(lower) || lookUp(word).place) return false;
  if (pattern(`(?<![\\p{L}\\p{N}./@-])${lower}(?![\\p{L}-]|\\.\\p{L})`, 'u').test(flowing)) return false;
  return pattern(`(?<=\\p{Ll}[, ] ?)${word}(?=['’]s\\b|[,.;]|$| \\p{Ll})`, 'u').test(flowing);
}

/** Letters that many names start with, and mean a country, a state or an office. */
const NO_ACRONYM = new RegExp(`^(?:US|USA|UK|EU|UN|LLC|INC|CEO|CFO|${STATE_PATTERN})$`);

function isTelling(word: string): boolean {
  // `VTP` for VTP Dredging, LLC.
  if (/^\p{Lu}{2,3}$/u.test(word))
    return !isOrdinary(word.toLowerCase()) && !NO_ACRONYM.test(word) && !lookUp(word).place;
  if (word.length < 4 || !PLAIN_WORD.test(word) || isOrdinary(word.toLowerCase())) return false;
  return !lookUp(word).place;
}

/**
 * Returns each surname that stands alone, where the same document names that person with a title or a known given name.
 * A term that the document defines is never a surname, and neither is the first word of a company in it.
 * @param sure returns true for a person who was found by a title, a signature or an address
 */
export function surnames(
  names: readonly EntityMatch[],
  memory: DocumentMemory,
  runs: readonly Run[],
  flowing: string,
  sure: (name: EntityMatch) => boolean,
): EntityMatch[] {
  const family = new Set<string>();
  let looked = 0;
  for (const name of names) {
    if (name.kind !== 'person') continue;
    const last = familyNameOf(name);
    if (last.length <= 2 || memory.meaningOf(last) !== undefined) continue;
    const known = sure(name) || hasKnownGiven(name);
    const mayAct = !known && isRareName(name.normal, last);
    const looks = mayAct && !family.has(last) && looked < MOST_LOOKED_FOR;
    if (looks) looked += 1;
    if (known || (mayAct && ACTS.test(flowing.slice(name.end, name.end + 24)))) family.add(last);
    else if (looks && actsAlone(last, flowing)) family.add(last);
    if (!known) continue;
    // A caption has its parties in capitals: `GERALD WOZNIAK`, and later `Wozniak`.
    const spelled = spelledOut(last);
    if (spelled !== last && !isOrdinary(spelled.toLowerCase()) && memory.meaningOf(spelled) === undefined)
      family.add(spelled);
    const part = partInParentheses(name, flowing);
    if (part !== null && memory.meaningOf(part) === undefined) family.add(part);
  }
  for (const { kind, normal } of names)
    if (kind === 'organization' && !LAW_FIRM.test(normal)) family.delete(normal.split(/[ ,]/)[0] ?? '');
  return runs.flatMap(({ words }) =>
    words
      .filter(
        (word, i) =>
          family.has(plain(word.text)) && !isPartOfTerm(word, words) && !isFirmAfter(words[i + 1], word),
      )
      .map((word): EntityMatch => {
        const saint = SAINT.exec(flowing.slice(Math.max(0, word.start - 5), word.start))?.[0] ?? '';
        const text = saint + plain(word.text);
        const start = word.start - saint.length;
        return { kind: 'person', start, end: start + text.length, normal: text };
      }),
  );
}

function hasKnownGiven({ normal }: EntityMatch): boolean {
  const [given = '', ...rest] = normal.split(' ');
  if (rest.length === 0) return false;
  const spelled = inNormalSpelling(given);
  return lookUp(spelled).firstName || isNameAsWord(spelled.toLowerCase()) || isDottedInitial(given);
}

/** Returns a part of a surname that the parentheses after a person hold: `Roberto Izquierdo-Ocasio (Izquierdo)`. */
function partInParentheses({ normal, end }: EntityMatch, flowing: string): string | null {
  const part = IN_BRACKETS.exec(flowing.slice(end, end + 66))?.[1];
  if (part === undefined || part.includes(' ')) return null;
  const own = normal.split(/[ -]/).slice(1);
  return own.includes(part) && part.length > 3 ? part : null;
}

/** What follows a surname in the name of a firm: `Quintana Law`, `Stucky Leasing`. */
const FIRM_WORDS = new Set(
  `law firm group leasing farms construction trucking properties realty enterprises offices office clinic
  foundation associates partners brothers sons holdings industries electric plumbing roofing motors estate trust`.split(
    /\s+/,
  ),
);
const isFirmAfter = (next: Word | undefined, { text }: Word): boolean =>
  next !== undefined &&
  !/['’]s?$/.test(text) &&
  isCapitalized(next.text) &&
  FIRM_WORDS.has(next.text.toLowerCase());

/** Returns true where a surname alone does what only a person does: `Tanabe testified`. */
const actsAlone = (family: string, flowing: string): boolean =>
  pattern(
    `(?<![\\p{L}-])${family.replace(/[^\p{L}'’-]/gu, '.')}(?:['’]s (?:wife|husband|mother|father|son|daughter|brother|sister|testimony|deposition|employment|home|car|lawyer|attorney)\\b| (?:testified|told|said|wrote|replied|recalled|met|drove|asked|explained|admitted that he|admitted that she|did not (?:reply|recall|know|remember|tell|see)|does not (?:recall|know|remember)|was (?:hired|fired|born|arrested|convicted))\\b)`,
    'u',
  ).test(flowing);

/** What only people do, right after a name whose given name is in no list. */
const ACTS =
  /^,? (?:\((?:born|b\.)|(?:who )?(?:also |then |later |had )?(?:said|says|testified|testifies|stated|told|wrote|writes|married|died|was born|graduated|studied|grew up|lives?\b|lived|resides?\b|resided|pleaded|pled|confess|appealed|alleges?\b|alleged|argues?\b|contends?\b|believes?\b|believed|recalled|explained|replied|asked|arrested|worked as|served as|is an? (?:citizen|resident|lawyer|attorney|professor|doctor|physician|native|member)|was (?:arrested|convicted|sentenced|indicted|charged|employed|hired|fired|appointed|elected|injured|killed)))|^ and (?:his|her) \b|^,? (?:his|her) \b|^, (?:\d\d|an? (?:citizen|resident|lawyer|attorney|professor|native))\b/;

/** Returns true for a name whose words mean nothing else, so that the last one alone means the person: a name in no list. */
function isRareName(name: string, family: string): boolean {
  const words = name.replace(ENDING, '').split(' ');
  const { place, organization } = lookUp(family);
  if (words.length < 2 || words.length > 4 || place || organization || !hasLower(name)) return false;
  return words.every(
    (word) => isDottedInitial(word) || (!isOrdinary(word.toLowerCase()) && !lookUp(word).organization),
  );
}

/** Returns true for an ordinary word beside other capitalized words: `Purchase Price` does not mean somebody. */
const isPartOfTerm = (word: Word, words: readonly Word[]): boolean =>
  words.length > 1 && wordsOf(word.text).every((w) => isOrdinary(w));
