/** Tells from a whole document how it writes dates and amounts that have two readings. */
import { MONTH, YEAR } from './date-parts.ts';
import { STATE_NAMES } from './statute-words.ts';

/** What the words of a document say about where it was written. */
export interface Locale {
  /** It names the United States or one of its states, or has a court, docket, ZIP code or telephone of theirs. */
  american: boolean;
  /** It has dollars without the sign of another country. */
  dollars: boolean;
  /** It names another country or its money. */
  foreign: boolean;
  /** It has dates like `March 5, 2021`. */
  monthFirst: boolean;
  /** It has dates like `5 March 2021`. */
  dayFirst: boolean;
  /** Most of its small words are not English. */
  otherLanguage: boolean;
}

const AMERICAN = new RegExp(
  String.raw`\b(?:United States|UNITED STATES|U\. ?S\.(?: ?[AC]\.)?|USA|US\$|USD)|\b(?:${[...STATE_NAMES, ...STATE_NAMES.map((name) => name.toUpperCase())].join('|')})\b|\b[A-Z]{2} \d{5}(?:-\d{4})?\b|\b\d:\d{2}-(?:cv|cr|mc|mj|bk|md)-\d|\bF\.(?:2d|3d|4th| ?Supp)|\b(?:County|Parish|COUNTY) (?:of|OF) [A-Z]|(?:\(\d{3}\) |\b\d{3}[-.])\d{3}[-.]\d{4}\b|\b(?:Inc|Corp|L\.L\.C|P\.C|N\.A|L\.P)\.|\bLLC\b|\b(?:Plaintiffs?|PLAINTIFFS?|Superior Court|District Court|Circuit Court|Bankruptcy Court|SUPERIOR COURT|DISTRICT COURT|CIRCUIT COURT|Esq\.|Attorneys? at Law|Social Security|IRS\b)`,
);
const DOLLARS = /(?<![A-Z])\$|\b[Dd]ollars\b/;
const FOREIGN =
  /[€£]|\b(?:EUR|GBP|CHF|CAD|AUD|Canada|Canadian|Ontario|Qu[eé]bec|Alberta|Australia|Australian|New Zealand|United Kingdom|UK|(?<!New )England|Scotland|Wales|London|Ireland|Dublin|India|Singapore|Hong Kong|South Africa|GmbH|Ltd\.? \(UK\)|PLC|plc|B\.V\.|S\.A\.|S\.p\.A\.|Pty)\b|\b[CA]\$|\+(?:44|353|49|33|61|91)\b|\b[A-Z]{1,2}\d{1,2}[A-Z]? \d[A-Z]{2}\b/;
const MONTH_FIRST = new RegExp(String.raw`\b${MONTH} \d{1,2}(?:st|nd|rd|th)?, ${YEAR}\b`, 'i');
const DAY_FIRST = new RegExp(String.raw`(?<![\d/])\d{1,2}(?:st|nd|rd|th)? ${MONTH},? ${YEAR}\b`, 'i');
const ENGLISH = /\b(?:the|and|of|to|is|was|for|that|with|by|this|shall)\b/gi;
// cspell:ignore nicht wird wurde voor oraz
const OTHER_LANGUAGE =
  /\b(?:der|das|und|nicht|wird|wurde|vom|mit|dem|den|für|auf|les|dans|une|pour|du|au|aux|que|los|las|por|una|con|para|el|della|che|di|il|gli|het|een|voor|van|met|och|att|på|som|og|til|jest|nie|oraz)\b/gi;
/** Words are counted in so much of a long document. */
const SAMPLE = 200_000;

/** Reads the signs. The time grows with the length of the text. */
export function localeOf(text: string): Locale {
  const sample = text.slice(0, SAMPLE);
  const other = sample.match(OTHER_LANGUAGE)?.length ?? 0;
  return {
    american: AMERICAN.test(text),
    dollars: DOLLARS.test(text),
    foreign: FOREIGN.test(text),
    monthFirst: MONTH_FIRST.test(text),
    dayFirst: DAY_FIRST.test(text),
    otherLanguage: other > 1 && other > (sample.match(ENGLISH)?.length ?? 0),
  };
}
