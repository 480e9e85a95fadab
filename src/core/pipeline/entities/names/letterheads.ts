/** Finds firms and companies without a form by their place above an address: a person, an office, the firm, a street. */
import { pattern } from '../letters.ts';
import type { EntityMatch } from '../match.ts';
import { inNormalSpelling, lookUp } from './dictionary.ts';
import { isPerson } from './person.ts';

const STREET = pattern(
  String.raw`^[ \t]*(?:P\. ?O\. Box \d|(?:One|Two|\d{1,6}(?:-\d{1,5})?) (?:[NSEW]\.? |North |South |East |West )?[\p{Lu}\d][\p{L}\d.]*(?: [\p{Lu}\d][\p{L}\d.]*){0,3}?,? (?:Street|St|Avenue|Ave|Road|Rd|Blvd|Boulevard|Drive|Dr|Lane|Ln|Plaza|Parkway|Pkwy|Way|Square|Court|Place|Highway|Hwy|Suite|Ste|Floor)\b)`,
  'u',
);
/** What a line above the firm says about the person: an office, or the number of a lawyer. */
const OFFICE =
  /\b(?:President|Counsel|Director|Manager|Attorneys?|Partner|Associate|Officer|Secretary|Treasurer|Chairman|Principal|Paralegal|Analyst|Engineer|Esq)\b|#\d{4,}|\b(?:Bar|Reg\.|Atty\.?) (?:No|ID)/i;
const NAME = pattern(
  String.raw`^(?:The )?\p{Lu}[\p{L}&'’.-]*(?: (?:(?:of|and|for|the) )?[\p{Lu}&][\p{L}&'’.-]*){0,5}$`,
  'u',
);
/** Lines of an address and of a heading. */
const NO_NAME =
  /\b(?:Office|Address|Headquarters|Attention|Attn|Notices?|Court|Courthouse|Building|Floor|Suite|Street|Room|Division|County|Branch|Section|Plaintiffs?|Defendants?|Appell\w+|Petitioners?|Respondents?|Pro Se|Esq|Dear|Sincerely|Department)\b/i;

/** Returns the firms. @param lines the text with every line on a line of its own */
export function findLetterheads(lines: string): EntityMatch[] {
  const found: EntityMatch[] = [];
  let [above, line] = ['', ''];
  let start = 0;
  let from = 0;
  for (const below of lines.split('\n')) {
    const name = line.trim().replace(/,$/, '');
    if (name.length > 3 && name.length < 60 && NAME.test(name) && STREET.test(below) && isFirm(name, above)) {
      const at = start + line.indexOf(name);
      found.push({ kind: 'organization', start: at, end: at + name.length, normal: name });
    }
    [above, line, start] = [line, below, from];
    from += below.length + 1;
  }
  return found;
}

function isFirm(name: string, above: string): boolean {
  const words = (text: string): { text: string; start: number; end: number }[] =>
    text.split(' ').map((word) => ({ text: word, start: 0, end: word.length }));
  if (NO_NAME.test(name) || OFFICE.test(name) || lookUp(name).place) return false;
  const spelled = inNormalSpelling(name);
  if (isPerson(words(spelled)) && lookUp(spelled.split(' ')[0] ?? '').firstName) return false;
  const line = above.trim().replace(/,? (?:Esq\.?|[A-Z]{2,3}\.?)$|,$/, '');
  return (
    OFFICE.test(above) ||
    (NAME.test(line) && isPerson(words(line)) && lookUp(line.split(' ')[0] ?? '').firstName)
  );
}
