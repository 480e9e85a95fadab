/**
 * Finds cities, counties and states that act: `the City of Albany moved to dismiss`, `sued the State of Ohio`.
 * By convention a body of government that is named in full is an organization, except where the words before it say that
 * a place is meant: `in the City of Albany`, `the laws of the State of Ohio`.
 */
import { hasLower, pattern } from '../letters.ts';
import { type EntityMatch, findAll } from '../match.ts';
import { STATES } from './lexicon.ts';

const WORD = String.raw`\p{Lu}[\p{L}.'’-]{1,24}`;
const GOVERNMENT = pattern(
  String.raw`(?<![\p{L}\p{N}])(?:(City(?: and County)?|County|Town|Village|Borough|Township|Parish) of (${WORD}(?: ${WORD}){0,2})|(State|Commonwealth|STATE|COMMONWEALTH) (?:of|OF) (${WORD}(?: ${WORD}){0,2}))(?![\p{L}])`,
  'gu',
);
// cspell:disable
/** A name of two or three words is one place only if its first word cannot stand alone. */
const FIRST_OF_TWO =
  /^(?:New|North|South|East|West|San|Santa|Los|Las|El|La|St\.|Saint|Fort|Ft\.|Mount|Port|Lake|Long|Grand|Great|Little|Big|Old|Upper|Lower|Baton|Des|Palm|Salt|Oklahoma|Kansas|Santa|Virginia|Colorado|Cedar|Green|Prince|King|Queen|Rhode|Ann|Battle|Boca|Coral|Corpus|Council|Daly|Eden|Elk|Falls|Garden|Iowa|Jersey|Beverly|Newport|Huntington|Redondo|Long|Overland|Pine|Red|Round|Sioux|Silver|Spring|Sugar|Sunny|Terre|Thousand|Union|Walnut|White|Winter|Winston)$/;
// cspell:enable
const AS_PLACE =
  /\b(?:in|within|into|from|at|near|throughout|across|through|outside|inside|around|entering|leaving|(?:laws?(?: and \w+)?|residents?|citizens?|statutes?|limits|boundary|boundaries|streets?|people|areas?|parts?|portions?|constitution|courts?|bar|corporations?|inhabitants?|voters|taxpayers) of) (?:and for )?(?:the |this |said )?$/i;
/** A port that contracts or sues is its authority: `a contract with the Port of Portland`. */
const PORT = pattern(
  String.raw`(?<=\b(?:(?:contracts?|agreements?|leases?|charters?|dealings) with|sued|against) the )Port of \p{Lu}[\p{L}.'’-]{1,24}(?: \p{Lu}[\p{L}'’-]{2,24})?`,
  'gu',
);
const ARTICLE = /\b[Tt]he $/;

/**
 * Returns the bodies of government in a text, and the states that are named as places.
 * @param flowing the text with wrapped lines joined
 */
export function findGovernments(flowing: string): EntityMatch[] {
  if (!/ (?:of|OF) \p{Lu}/u.test(flowing)) return [];
  const ports = findAll(flowing, PORT, (m) => made('organization', m.index, m[0]));
  const others = findAll(flowing, GOVERNMENT, (m) => {
    const [whole, , municipal, state = '', stateName = ''] = m;
    const before = flowing.slice(Math.max(0, m.index - 45), m.index).replace(/\n/g, ' ');
    const isPlace = AS_PLACE.test(before);
    // After `v.` stands the name of a case; captions are read by their layout.
    if (/ vs?\. $/.test(before)) return null;
    if (municipal !== undefined) {
      const length = whole.length - municipal.length + placeName(municipal).length;
      return isPlace ? null : made('organization', m.index, whole.slice(0, length));
    }
    const name = knownState(stateName);
    if (name === null) return null;
    const at = whole.length - stateName.length;
    if (isPlace || !ARTICLE.test(before) || !hasLower(state)) return made('place', m.index + at, name);
    return made('organization', m.index, whole.slice(0, at + name.length));
  });
  return [...ports, ...others];
}

const made = (kind: EntityMatch['kind'], start: number, normal: string): EntityMatch => ({
  kind,
  start,
  end: start + normal.length,
  normal,
});

/** Returns the first word, or two that only together name a place. */
function placeName(words: string): string {
  const [first = '', second = ''] = words.replace(/[.’'-]+$/, '').split(' ');
  const one = first.replace(/['’]s$/, '');
  return second !== '' && FIRST_OF_TWO.test(first) ? `${first} ${second.replace(/['’]s$/, '')}` : one;
}

/** Returns the state that the words start with. */
function knownState(words: string): string | null {
  const plain = words.replace(/['’]s?$|\.$/, '').split(' ');
  for (let count = plain.length; count > 0; count -= 1) {
    const name = plain
      .slice(0, count)
      .join(' ')
      .replace(/['’]s?$|[.,]$/, '');
    if (STATES.has(name.toLowerCase())) return name;
  }
  return null;
}
