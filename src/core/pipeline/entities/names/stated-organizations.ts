/** Finds organizations without a company form by the words around them: `employed by Synovus`, `an account at BBVA`. */
// cspell:ignore Synovus BBVA Kestora
import { pattern } from '../letters.ts';
import type { EntityMatch } from '../match.ts';
import { isOrdinary } from './common-words.ts';
import { lookUp } from './dictionary.ts';
import { BREAKS, NEVER_PEOPLE } from './labels.ts';
import { LEADING_WORDS, NAME_ENDINGS, NEVER_ORGANIZATIONS, STREETS, TRAILING_WORDS } from './lexicon.ts';
import type { Run } from './runs.ts';

const OFFICE =
  '(?:[Pp]resident|CEO|CFO|COO|CTO|[Cc]hairman|[Cc]hairwoman|[Ff]ounder|[Cc]o-founder|[Gg]eneral counsel|[Ee]xecutive|[Ee]mployees?|[Ss]hareholders?|[Ss]tockholders?|[Ss]ubsidiary|[Ss]ubsidiaries|[Aa]ffiliates?|[Cc]ustomers?|[Dd]ealers?|[Dd]istributors?|[Dd]ivision)';
/** What only organizations have or do, right before their name. */
const BEFORE = pattern(
  `(?:\\b(?:${OFFICE} (?:of|at|with|for)|[Ee]mployed (?:by|at|with)|(?:works?|worked|working|job|position) (?:at|with)|[Aa]ccounts? (?:at|with)|(?:[Ss]hares|[Ss]tock) (?:of|in)|[Ll]oans? from|[Aa]cquired by|[Aa]cquisition of|[Mm]erge[rd] with|[Mm]anufactured by|[Mm]anufacturer|[Ii]nsured (?:by|with)|[Pp]olic(?:y|ies) (?:from|with)|[Cc]overage (?:from|with)|[Pp]ublished by|[Bb]ooked (?:with|through)|[Bb]anks? (?:at|with)|[Mm]ortgage (?:from|with)|[Aa]n? [a-z]+ (?:company|firm|bank|insurer|vendor|supplier|contractor|retailer|manufacturer|carrier)(?: called| named)?)),? $`,
  'u',
);
/** Long enough for the longest words before a name. */
const MOST_BEFORE = 60;
/** `Defendant Kestora filed its answer`: a party that is no person. */
const PARTY = pattern(
  String.raw`\b(?:Plaintiff|Defendant|Petitioner|Respondent|Appellant|Appellee|Movant|Debtor|Intervenor|Claimant|Counterclaimant)(?:[-/][\p{L}-]+)? $`,
  'u',
);
const ITS = pattern(
  String.raw`^(?:,? (?!(?:his|her|he|she|who|whose)\b)\p{Ll}[\p{L}’'-]*,?){1,8} (?:its|itself)\b`,
  'u',
);
/** What follows a word that is only part of something else. */
const AFTER_OTHER = /^ ?(?:\d|Act\b|Agreement\b|County\b|Street\b|Avenue\b|Road\b|v\.|@|\/)/;
const MOST_WORDS = 3;

/**
 * Returns the organizations, each of them at every place where it stands alone.
 * @param taken marks of what is another name
 */
export function findStatedOrganizations(
  flowing: string,
  runs: readonly Run[],
  taken: Uint8Array,
): EntityMatch[] {
  const named = new Set<string>();
  const alone: EntityMatch[] = [];
  for (const run of runs) {
    const lead = run.words.findIndex(({ text }) => !LEADING_WORDS.has(text.toLowerCase()));
    const words = run.words.slice(Math.max(0, lead));
    const first = words[0];
    const last = words.at(-1);
    if (first === undefined || last === undefined || words.length > MOST_WORDS) continue;
    if (taken[first.start] === 1 || taken[last.end - 1] === 1) continue;
    const end = last.end - (/['’]s?$/u.exec(last.text)?.[0].length ?? 0);
    const normal = flowing.slice(first.start, end);
    if (!mayBeOrganization(normal)) continue;
    alone.push({ kind: 'organization', start: first.start, end, normal });
    const before = flowing.slice(Math.max(0, first.start - MOST_BEFORE), first.start);
    const isStated = BEFORE.test(before) && !AFTER_OTHER.test(flowing.slice(last.end, last.end + 12));
    const isParty =
      PARTY.test(before) && ITS.test(flowing.slice(last.end, last.end + 90).replace(/\n/g, ' '));
    if (isStated || isParty) named.add(normal);
  }
  return alone.filter(({ normal }) => named.has(normal));
}

/** Returns true for words that are in no list of other things. */
function mayBeOrganization(name: string): boolean {
  if (name.length < 3 || /\n|\d|\.$/.test(name)) return false;
  const words = name.split(' ');
  const { place, organization } = lookUp(name);
  if (place) return false;
  const isOther = words.some((word) => {
    const lower = word.toLowerCase().replace(/['’]s?$/, '');
    const { firstName, lastName } = lookUp(word);
    return (
      (!organization && (firstName || lastName)) ||
      LEADING_WORDS.has(lower) ||
      TRAILING_WORDS.has(lower) ||
      NEVER_PEOPLE.has(lower) ||
      NEVER_ORGANIZATIONS.has(lower) ||
      NAME_ENDINGS.has(lower) ||
      BREAKS.has(lower) ||
      STREETS.has(lower)
    );
  });
  return !isOther && !words.every((word) => isOrdinary(word.toLowerCase().replace(/['’]s?$/, '')));
}
