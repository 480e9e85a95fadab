/** Recognizes the lines of a signature block: names, titles, and whom counsel stand for. */
import { hasLowerPair, isCapitalized, pattern } from '../letters.ts';
import { isCourtLine } from './courts.ts';
import { kindOf } from './party-names.ts';

const WHOLE_NAME = pattern(String.raw`^\p{Lu}[\p{L}.'’-]+(?: \p{Lu}[\p{L}.'’-]*){1,3}$`, 'u');

/** A line for a signature. */
export const SIGN = pattern(
  String.raw`^(?:by:? *)?/s/|^by: *(?:$|_|\p{Lu})|^(?:print(?:ed)? )?name: *\p{Lu}`,
  'iu',
);
const SIGNER = /^(?:by:? *)?(?:\/s\/ *)?(?:(?:print(?:ed)? )?name: *)?/i;
/** `Attorneys for`, before the clients. */
export const ATTORNEYS =
  /^[([]?(?:lead |local |co-?)?(?:attorneys?|counsel|solicitors?)(?: of record)? (?:for|to)\b/i;
/** `By its attorneys`, after the client. */
export const BY_ATTORNEYS =
  /^by (?:and through )?(?:its|his|her|their)(?: undersigned)? (?:attorneys?|counsel)\b/i;
/** The title of a signer. */
export const TITLE = pattern(
  String.raw`^(?:(?:its|title):? *)?((?:[A-Z][\p{L}.&-]+,? (?:and |& |of )?){0,5}(?:officer|president|CEO|CFO|COO|secretary|treasurer|general counsel|manager|member|director|chair(?:man|woman|person)?|partner|trustee|owner|principal|signatory|representative|attorney general|attorney|solicitor general|shareholder|associate|administrator|commissioner|superintendent)(?:(?:,| and| &|,? of) [\p{L} ,&]{2,50})?)$`,
  'iu',
);
const FIRM =
  /\b(?:LLP|L\.L\.P\.?|P\.?C\.?|PLLC|P\.L\.L\.C\.|P\.A\.|PA|LLC|L\.L\.C\.|APC|LPA|Co\., L\.P\.A\.)$|^(?:the )?law (?:offices?|firm|group|center)\b|\blaw (?:offices?|firm|group|center)$| & |\b(?:department of justice|public defender|legal aid|legal services|attorney['’]s office|office of the)\b/i;
const ORGANIZATION =
  /\b(?:BANK|UNIVERSITY|CITY|COUNTY|STATE|DISTRICT|AUTHORITY|HOSPITAL|TRUST|ASSOCIATION|UNION|FUND|PARTNERS|HOLDINGS|GROUP|COLLEGE|BOARD)\b/;
/** What ends a block. */
export const STOP =
  /^(?:certificate of|exhibit|schedule|page \d|\[?signature page|table of|notary|state of .*\)?$|sworn|subscribed|enclosures?|cc:|so ordered)/i;
/** The court and the parts of a caption that starts below a block, and a line that says only what its people are. */
const NO_SIGNER = /^in the [a-z ]{0,60}court|\b(?:division|docket)$|^(?:attorneys?|counsel)(?: for)?[,:]?$/i;
/** Numbers, addresses and dates of a block. */
export const FACT =
  /\d{3}|@|^(?:tel|telephone|fax|facsimile|phone|e-?mail|dated?|www|suite|p\.o\.)\b|^_+$|^(?:attn|attention|respectfully|sincerely|very truly|yours|dated|executed|in witness)/i;

/** A name that a line is. */
export interface Named {
  to: 'person' | 'firm';
  name: string;
  at: number;
  firm: boolean;
}

/** Returns the name that a line is, without its bar number and title; null when it is none. */
export function nameOf(line: string): Named | null {
  if (line.length > 110 || ATTORNEYS.test(line) || BY_ATTORNEYS.test(line) || STOP.test(line)) return null;
  if (NO_SIGNER.test(line) || isCourtLine(line)) return null;
  const mark = SIGN.test(line) ? (SIGNER.exec(line)?.[0] ?? '') : '';
  const rest = line.slice(mark.length).replace(/^_+ */, '');
  const at = line.length - rest.length;
  const name = rest
    .replace(/ *[([].*$/, '')
    .replace(/, as [a-z ]{0,30}[A-Z][^,]{2,40}$/, '')
    .replace(/,? (?:Esq|Esquire)\b.*$/i, '')
    .replace(
      /,? *(?:#|SBN|State Bar|Bar (?:No|Number|ID|#)|BBO|Attorney (?:No|ID|I\.D)|[A-Z]{2} Bar|Texas Bar|Reg\. No|ARDC|admitted|pro hac).*$/i,
      '',
    )
    .replace(/[,;:\s]+$/, '');
  if (
    !isCapitalized(name) ||
    name.length < 5 ||
    FACT.test(name) ||
    /^(?:dated|by|its|name|title)\b/i.test(name)
  )
    return null;
  if (FIRM.test(name)) return { to: 'firm', name, at, firm: true };
  if (mark === '' && TITLE.test(name)) return null;
  const person = name.replace(/, (?!Jr|Sr|I)[^,]{3,60}$/, '');
  const kind = person.split(' ').length > 5 ? 'organization' : kindOf(person);
  if (kind === 'person') return { to: 'person', name: person, at, firm: false };
  if (mark !== '' && WHOLE_NAME.test(person) && !/\b(?:inc|llc|corp)\b/i.test(person))
    return { to: 'person', name: person, at, firm: false };
  if (kind === 'organization' && !hasLowerPair(name) && ORGANIZATION.test(name))
    return { to: 'firm', name, at, firm: false };
  const sure =
    /,? (?:INC|LLC|L\.L\.C|CORP|CORPORATION|COMPANY|CO|LTD|LIMITED|L\.P|LP|LLP|TRUST|BANK|N\.A|PLC|GMBH|UNIVERSITY|UNITED STATES OF AMERICA)\b\.?$/i.test(
      name,
    );
  return kind === 'organization' && sure ? { to: 'firm', name, at, firm: false } : null;
}

const OFFICER =
  /\b(?:officer|president|CEO|CFO|COO|secretary|treasurer|general counsel|managing (?:member|director|partner)|director|chair(?:man|woman|person)?|general partner|trustee|owner|principal|founder)\b/i;

/** Returns true for the title of an officer, who acts for a company; other titles are employment. */
export const isOffice = (title: string): boolean =>
  OFFICER.test(title) && !/\b(?:attorney|solicitor|assistant to)\b/i.test(title);
