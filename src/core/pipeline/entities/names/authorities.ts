/** Abbreviated rules, codes and courts. Their capitals look like names but are none. */
import { pattern } from '../letters.ts';

/** A state or court before an abbreviation: `Fed.`, `Tex.`, `N.Y.`, `N.D. Ill.` */
const PLACE = String.raw`(?:(?:[NSEWCM]\.D\. )?(?:[A-Z][a-z]{1,5}\.|[A-Z]\.[A-Z]\.(?:[A-Z]\.)?) )?`;
const RULES = String.raw`F\. ?R\. ?(?:Civ|Crim|Evid|App|Bankr)\.(?: ?P\.)?|${PLACE}(?:Sup\. Ct\. |Loc\. )?R\. (?:Civ|Crim|App|Evid|Bankr|Prof|Prob|Juv|Gen|Prac|Jud)\.(?: ?(?:Proc|Prac|Cond|Admin|[A-Z])\b\.?)*`;
const LOCAL_RULES = String.raw`${PLACE}(?:Civ\. |Crim\. |Bankr\. )?L\. ?R\.`;
const CODES = String.raw`\b(?:[A-Z][a-z]{1,5}\.|[A-Z]\.[A-Z]\.) (?:[A-Z][a-z]{1,6}\.? ){0,4}(?:Code|Stat|Laws|Law)\b\.?(?: Ann\.)?`;
const COURTS = String.raw`\b(?:[NSEWCM]\.D\. ?(?:[A-Z][a-z]{1,5}\.|[A-Z]\.[A-Z]\.)|Bankr\. [NSEWCM]\.D\.)`;
/** Courts as citations abbreviate them: `1st Cir.`, `D.C. Cir.`, `D. Colo.`, `Mass. App. Ct.` */
const CITED_COURTS = String.raw`\b(?:\d{1,2}(?:st|nd|d|rd|th)|D\. ?C\.|Fed\.) Cir\.?(?![\p{L}])|(?<=[([,] ?)(?:Bankr\. |[NSEWCM]\. ?)?D\. ?(?:[A-Z][a-z]{1,6}\b\.?|[A-Z]\. ?[A-Z]\.)(?= ?(?:(?:Jan|Feb|Mar|Apr|May|June|July|Aug|Sept|Oct|Nov|Dec)[\w.]* \d|\d{4}))`;
const LETTERS = String.raw`\b(?:N\.Y\. )?(?:U\.S\.C|C\.F\.R|C\.P\.L\.R|U\.C\.C|I\.R\.C|U\.S\.S\.G|L\.R|O\.C\.G\.A|A\.R\.S|C\.R\.S|N\.J\.S\.A|K\.S\.A|M\.G\.L|G\.L|T\.C\.A|Treas\. Reg|Fed\. Reg|Pub\. L)\.(?:[A-Z]\.)?`;
const AUTHORITY = pattern(
  `(?<![A-Za-z.])(?:${RULES}|${LOCAL_RULES}|${COURTS})|${CITED_COURTS}|${CODES}|${LETTERS}`,
  'gu',
);

/** Returns the text with authorities in lower case, so that they do not look like names. Offsets do not change. */
export const withoutAuthorities = (text: string): string =>
  text.replace(AUTHORITY, (authority) => authority.toLowerCase());
