/**
 * Finds companies without a company form where the document gives evidence: the domain of an address (`@kestrel.example`
 * and `Kestrel`), the initials of a name (`ENA` for Enron North America Corp.), or words that only go with a company
 * (`a subsidiary of Kestrel`, `Kestrel's customers`).
 */

import { organizationKey } from '../group-keys.ts';
import { hasLower, pattern } from '../letters.ts';
import type { EntityMatch } from '../match.ts';
import { isRole } from '../memory/roles.ts';
import { isOrdinary } from './common-words.ts';
import { lookUp } from './dictionary.ts';
import { NEVER_PEOPLE } from './labels.ts';
import { LEADING_WORDS, NEVER_ORGANIZATIONS, PARTICLES, STATES, STREETS, TRAILING_WORDS } from './lexicon.ts';
import type { Run, Word } from './runs.ts';

const NAME_START = pattern(String.raw`^\p{Lu}[\p{L}\p{N}]`, 'u');

const DOMAIN =
  /@(?:[\w-]{1,63}\.){0,4}([\w-]{2,63})\.(?:com|org|net|edu|gov|us|biz|info|law|legal|co|example|co\.uk|test)\b/gi;
// cspell:disable
/** Providers of mail for everybody, and words that are no name. */
const PROVIDERS = new Set(
  `gmail googlemail hotmail yahoo aol msn live outlook icloud me mac comcast verizon att sbcglobal bellsouth cox charter earthlink
  juno netzero prodigy compuserve mindspring worldnet protonmail proton gmx web mail email ymail rocketmail mail2world
  example test localhost company firm office law legal state senate house`.split(/\s+/),
);
const BEFORE =
  /(?:\b(?:(?:[Aa]greements?|[Cc]ontracts?|[Dd]eals?|[Tt]ransactions?|[Pp]ayments?|[Ii]nvoices?|merger|joint venture|partnership|relationships?|negotiations?|litigation|lawsuit|dispute) (?:between|with|from|against)|(?:subsidiar(?:y|ies)|affiliates?|divisions?|units?|employees?|executives?|shareholders?|stockholders?|customers?|CEO|CFO|headquarters|traders?|spokes(?:man|woman|person)|acquisition|purchaser?) (?:of|at|for)|(?:employed|acquired|manufactured|insured|underwritten|bought out) by|work(?:s|ed|ing)? (?:for|at)|(?:shares|stock) (?:of|in)|owned by|received from|purchased from|bought from|sold to|rather than [A-Z]\w+ or|(?:invests?|invested|investing|investment) in|(?:sub)?contracted (?:with|to)|merged (?:with|into)|(?:invoiced|billed|shipped|issued|distributed|operated|leased) by|(?:invoices?|purchase orders?|shipments?|quotes?|bids?) (?:from|to|of)))(?: the)? $/;
const AFTER =
  /^(?:['’]s?)? (?:stock\b|shares\b|employees\b|executives\b|shareholders\b|stockholders\b|management\b|headquarters\b|subsidiar|affiliates\b|board of directors|customers\b|website\b|products\b|pipeline\b|refinery\b|plant\b|franchise|policyholders\b|(?:capacity|credit) (?:release|facility|line)\b)|^,? (?:is|was) an? (?:[a-z-]+ ){0,4}(?:company|corporation|firm|bank|carrier|utility|manufacturer|supplier|insurer|nonprofit|partnership|start-?up|subsidiary|retailer|brokerage|airline|publisher|distributor|developer)\b|^,? (?:a|an) (?:[A-Z][a-z]+ |[a-z-]+ ){0,4}(?:company|corporation|firm|bank|manufacturer|supplier|insurer|partnership|subsidiary|retailer|nonprofit)\b/;
/** What a company has or does, and a person seldom. */
const TRADES =
  /^['’]s? (?:invoices?|warehouses?|factory|factories|trucks?|drivers?|fleet|dealers?|distributors?|insurer|underwriters?|adjusters?|parent\b|dispatcher|sales (?:team|force)|auditors?|(?:purchase|work) orders?)\b|^,? (?:(?:has|had|also|then|later|never) )?(?:acquired|merged|manufactures|manufactured|employs|insures|underwrote|underwrites|invoiced|shipped|distributes|distributed|operates|is headquartered|(?:is|was) (?:incorporated|acquired|owned by)|went out of business|ceased operations|issued (?:the|a) policy)\b/;
/** What only people have and do. */
const PERSONAL =
  /^(?: testified| said| told| wrote| recalled| replied| asked|['’]s (?:wife|husband|son|daughter|mother|father|deposition|testimony|home|lawyer)|,? (?:who|his|her)\b| (?:his|her)\b)/;
const ARTICLE = pattern(
  String.raw`(?:^|[^\p{L}])(?:an?|the|each|any|such|this|that|every|its|no|all|your|our|their|said) $`,
  'iu',
);
const MOST_WORDS = 4;

interface Piece {
  words: readonly Word[];
  text: string;
}

/**
 * Returns the companies, at every place where the document names them.
 * @param taken marks the characters that are part of a name already
 * @param found the names found so far
 */
export function findCompanies(
  flowing: string,
  runs: readonly Run[],
  found: readonly EntityMatch[],
  taken: Uint8Array,
): EntityMatch[] {
  const domains = domainsOf(flowing);
  const initials = initialsOf(found);
  const pieces = runs.flatMap((run) => piecesOf(flowing, run, taken));
  const people = new Set(
    found
      .filter(({ kind }) => kind === 'person')
      .flatMap(({ normal }) => normal.toLowerCase().split(/[\s,]+/)),
  );
  const evident = new Set<string>();
  const personal = new Set<string>();
  const things = withArticle(flowing, pieces);
  for (const piece of pieces) {
    const { words, text } = piece;
    const [first, last] = [words[0], words.at(-1)];
    if (first === undefined || last === undefined) continue;
    const joined = text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
    if (domains.has(joined) && !people.has(joined) && isMidSentence(flowing, first.start, joined))
      evident.add(text);
    else if (
      !things.has(text) &&
      isUnknown(piece, people) &&
      (BEFORE.test(flowing.slice(Math.max(0, first.start - 50), first.start).replace(/\n/g, ' ')) ||
        AFTER.test(flowing.slice(endOf(last), endOf(last) + 70).replace(/\n/g, ' ')) ||
        TRADES.test(flowing.slice(endOf(last), endOf(last) + 40).replace(/\n/g, ' ')))
    )
      evident.add(text);
    if (PERSONAL.test(flowing.slice(endOf(last), endOf(last) + 16).replace(/\n/g, ' '))) personal.add(text);
  }
  return pieces.flatMap(({ words, text }): EntityMatch[] => {
    const [first, last] = [words[0], words.at(-1)];
    if (first === undefined || last === undefined) return [];
    const whole = { kind: 'organization' as const, start: first.start, end: endOf(last), normal: text };
    const full = words.length === 1 ? initials.get(text) : undefined;
    if (full !== undefined && full !== null) return [{ ...whole, antecedent: full }];
    return evident.has(text) && !personal.has(text) ? [whole] : [];
  });
}

/** Returns the words that somewhere have an article in front: `the Issuer`, `a Bondholder` are no names. */
function withArticle(flowing: string, pieces: readonly Piece[]): Set<string> {
  const found = new Set<string>();
  for (const { words, text } of pieces) {
    const start = words[0]?.start ?? 0;
    if (ARTICLE.test(flowing.slice(Math.max(0, start - 8), start))) found.add(text);
  }
  return found;
}

const endOf = (word: Word): number => word.end - (/['’]s?$/.exec(word.text)?.[0].length ?? 0);

function domainsOf(flowing: string): Set<string> {
  const domains = new Set<string>();
  if (!flowing.includes('@')) return domains;
  for (const m of flowing.matchAll(DOMAIN)) {
    const label = (m[1] ?? '').toLowerCase();
    if (!PROVIDERS.has(label) && label.length > 2) domains.add(label.replace(/-/g, ''));
  }
  return domains;
}

/** An ordinary word at the start of a sentence is no name: `Apple pie`, `Citizens may`. */
const isMidSentence = (flowing: string, start: number, word: string): boolean =>
  !isOrdinary(word) || /[\p{Ll},;] ?$/u.test(flowing.slice(Math.max(0, start - 2), start));

/** Returns the organizations of three words or more by their initials; null where two have the same. */
function initialsOf(found: readonly EntityMatch[]): Map<string, string | null> {
  const initials = new Map<string, string | null>();
  for (const { kind, normal, antecedent } of found) {
    if (kind !== 'organization') continue;
    const words = organizationKey(normal)
      .split(' ')
      .filter((word) => !/^(?:of|and|for|the|in|on)$/.test(word));
    if (words.length < 3 || words.length > 6) continue;
    const letters = words.map((word) => word.charAt(0).toUpperCase()).join('');
    const full = antecedent ?? normal;
    const known = initials.get(letters);
    if (known === undefined) initials.set(letters, full);
    else if (known !== null && organizationKey(known) !== organizationKey(full)) initials.set(letters, null);
  }
  return initials;
}

/** Returns the capitalized words of a run that no name has, without those that a sentence starts with. */
function piecesOf(flowing: string, { words }: Run, taken: Uint8Array): Piece[] {
  const pieces: Word[][] = [[]];
  for (const word of words) {
    const lower = word.text.toLowerCase().replace(/['’]s?$|\.$/g, '');
    // `Jane Doe/HOU/ECT@ECT` is an address.
    const isAddress = /[/@]/.test(flowing.charAt(word.start - 1) + flowing.charAt(word.end));
    const isName = !isAddress && NAME_START.test(word.text) && taken[word.start] !== 1;
    const now = pieces.at(-1) ?? [];
    if (!isName || (now.length === 0 && LEADING_WORDS.has(lower)) || PARTICLES.has(lower)) pieces.push([]);
    else {
      now.push(word);
      if (/['’]s?$/.test(word.text)) pieces.push([]);
    }
  }
  return pieces
    .filter((piece) => piece.length > 0 && piece.length <= MOST_WORDS)
    .map((piece) => ({
      words: piece,
      text: piece
        .map(({ text }) => text)
        .join(' ')
        .replace(/['’]s?$/, ''),
    }));
}

/** Returns true for words that may be the name of a company and are nothing else that is known. */
function isUnknown({ words, text }: Piece, people: ReadonlySet<string>): boolean {
  if (text.length < 3 || (words.length === 1 && text.length < 4)) return false;
  const lower = words.map((word) => word.text.toLowerCase().replace(/['’]s?$|\.$/g, ''));
  const last = lower.at(-1) ?? '';
  if (
    lower.some(isRole) ||
    STREETS.has(last) ||
    TRAILING_WORDS.has(last) ||
    lower.some((word) => people.has(word))
  )
    return false;
  if (lower.some((word) => NEVER_PEOPLE.has(word) || NEVER_ORGANIZATIONS.has(word) || STATES.has(word)))
    return false;
  const { place, firstName, lastName } = lookUp(text);
  if (place || (words.length === 1 && (firstName || lastName))) return false;
  const [first = ''] = lower;
  if (words.length > 1 && (lookUp(first).firstName || lookUp(first).place)) return false;
  // A word in capitals is more often a heading or an abbreviation.
  if (!hasLower(text) && (words.length > 1 || text.length > 6)) return false;
  return lower.some((word) => !isOrdinary(word));
}
