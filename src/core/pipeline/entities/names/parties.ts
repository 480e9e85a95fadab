/** Finds parties by the roles before their names: `Defendants Kestrel Holdings, LLC, Fields, and the Harbor Workers Party`. */
import { hasLower, pattern } from '../letters.ts';
import type { EntityMatch } from '../match.ts';
import { isOrdinary } from './common-words.ts';
import { lookUp } from './dictionary.ts';
import { BREAKS, TELLING } from './labels.ts';
import { COMPANY_FORMS, LEADING_WORDS, NEVER_ORGANIZATIONS, ORGANIZATION_HEADS, STATES } from './lexicon.ts';
import { isPerson } from './person.ts';

const ROLE = String.raw`(?:[Cc]o-|[Cc]ross-|[Cc]ounter-|[Tt]hird-[Pp]arty )?(?:[Pp]laintiff|[Dd]efendant|[Pp]etitioner|[Rr]espondent|[Aa]ppellant|[Aa]ppellee|[Ii]ntervenor|[Mm]ovant|[Dd]ebtor|[Cc]laimant|[Rr]elator|[Gg]arnishee|[Dd]ecedent)s?`;
const WORD = String.raw`(?:(?:St|Ste)\.(?= \p{Lu}\p{Ll})|\p{Lu}\.(?:\p{Lu}\.)*|\p{Lu}[\p{L}\p{N}]*(?:['’-]\p{L}+)*|&)`;
const SMALL = String.raw`(?:of the|of|for the|for|de la|de|del|van|von|al|el)`;
const NAME = String.raw`(?:the )?${WORD}(?: (?:${SMALL} )?${WORD}){0,7}`;
const AFTER_ROLE = pattern(
  String.raw`(?<![\p{L}-])${ROLE},? (${NAME}(?:(?:, (?:and )?| and )${NAME}){0,12})`,
  'gu',
);
const PART = pattern(NAME, 'gu');

/** Papers and concepts that a role may own or be part of: `Defendant Class`, `Plaintiffs First Amended Complaint`. */
const THINGS = new Set(
  `class classes complaint complaints motion motions brief briefs answer answers response responses reply memorandum memo
  opposition exhibit exhibits counsel attorney attorneys claim claims interrogatory interrogatories request requests production
  amendment rights right act action actions deposition affidavit declaration decl dep aff statement statements fact facts notice order orders
  judgment verdict trial appeal court courts rule rules section sections party parties officer officers official officials
  agency agencies member members officer group groups entities entity companies company corporation estate state states
  city county town government municipality board department director directors employees employee insurer insurers insured
  doe does roe note notes supp mot br opp resp compl ex exs id ibid see also statement table page pages dated date
  no nos number numbers i ii iii iv v vi vii viii ix x witness witnesses expert experts jury demand demands settlement
  agreement agreements contract contracts policy policies plan plans fund lead subclass side sides list fee fees cost costs
  team teams form forms committee sheet sheets survey surveys damages relief remedy remedies injunction law laws`.split(
    /\s+/,
  ),
);
const lowerOf = (word: string): string => word.toLowerCase().replace(/['’]s?$|[.,]+$/g, '');

/** Returns the parties in a text. @param flowing the text with wrapped lines joined */
export function findParties(flowing: string): EntityMatch[] {
  const found: EntityMatch[] = [];
  for (const m of flowing.matchAll(AFTER_ROLE)) {
    const list = m[1] ?? '';
    const from = m.index + m[0].length - list.length;
    const unknown: EntityMatch[] = [];
    let known = 0;
    let first = true;
    for (const part of list.matchAll(PART)) {
      const party = partyOf(part[0], from + part.index);
      // What follows something else is no party: `Defendants Motion and Memorandum`.
      if (party === null && first) break;
      first = false;
      if (party === null) {
        if (isRare(part[0]))
          unknown.push({
            kind: 'person',
            start: from + part.index,
            end: from + part.index + part[0].length,
            normal: part[0],
          });
        continue;
      }
      found.push(party);
      if (party.kind === 'person' && !party.normal.includes(' ')) known += 1;
    }
    // Among surnames, a word that means nothing else is one too: `Defendants Hill, Osgood, and Acme Corp.`
    if (known > 0) found.push(...unknown);
  }
  return found;
}

/** Returns true for one word that is no ordinary word, place or company. */
function isRare(word: string): boolean {
  const { place, organization } = lookUp(word);
  return /^\p{Lu}\p{Ll}{2,}$/u.test(word) && !isOrdinary(word.toLowerCase()) && !place && !organization;
}

function partyOf(written: string, at: number): EntityMatch | null {
  const article = /^the /.exec(written)?.[0].length ?? 0;
  const text = written.slice(article).replace(/['’]s?$|(?<=\p{L}{3})\.$/u, '');
  const words = text.split(' ').map((word) => ({ text: word, start: 0, end: word.length }));
  const lower = words.map(({ text: word }) => lowerOf(word));
  const start = at + article;
  const made = (kind: EntityMatch['kind']): EntityMatch => ({
    kind,
    start,
    end: start + text.length,
    normal: text,
  });
  const [only = ''] = lower;
  const last = lower.at(-1) ?? '';
  const isThing = (word: string): boolean =>
    (THINGS.has(word) || NEVER_ORGANIZATIONS.has(word)) && !(word === 'party' && words.length > 2);
  if (text.length < 3 || isThing(only) || isThing(last)) return null;
  if (words.length === 1) {
    const { lastName, firstName, place, organization } = lookUp(text);
    if (/^\p{Lu}+$/u.test(text) || place || organization || LEADING_WORDS.has(only)) return null;
    return (lastName || (firstName && !isOrdinary(only))) && text.length > 2 ? made('person') : null;
  }
  if (LEADING_WORDS.has(only) || STATES.has(text.toLowerCase()) || lookUp(text).place) return null;
  const head = lower.some((word) => ORGANIZATION_HEADS.has(word) || COMPANY_FORMS.has(word));
  if (!head && isPerson(words)) return made('person');
  // A heading in capitals may follow a role.
  if (!hasLower(text)) return null;
  // `Defendants Failed To Answer` is a heading.
  const isVerb = /(?:ed|ing)$/.test(only) && !TELLING.has(only) && isOrdinary(only);
  return words.length <= 7 && !isVerb && !lower.some((word) => BREAKS.has(word) && word !== 'the')
    ? made('organization')
    : null;
}
