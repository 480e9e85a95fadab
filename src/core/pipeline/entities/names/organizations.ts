/** Finds organizations by the grammar of their names: company forms, firms, courts and agencies. */
import { type EntityMatch, findAll } from '../match.ts';
import { isPerson } from './classify.ts';
import { lookUp } from './dictionary.ts';
import type { Word } from './runs.ts';

/** A capitalized word. A period belongs to it only in short abbreviations: `Mfg.`, `St.`, `J.` */
const CAP = String.raw`(?:\p{Lu}\p{Ll}{1,4}\.(?! \p{Lu}\p{Ll}+ (?:is|was|and|of)\b)|\p{Lu}[\p{L}\p{N}]{0,30}(?:['’.\-]\p{L}{1,30}){0,4}|\p{Lu}\.)`;
const FORM = String.raw`(?:Inc|Incorporated|Corp|Corporation|Co|Company|L\.?L\.?C|L\.?L\.?P|P\.?L\.?L\.?C|L\.?P|PLC|plc|Ltd|Limited|P\.C|PC|P\.A|N\.A|S\.A|N\.V|B\.V|GmbH|AG|INC|CORP|LTD|S\.p\.A|S\.r\.l|Pty\.? Ltd)\b\.?`;

/** Words before a company form: `Acme Holdings, Inc.`, `Smith & Sons Co.` */
const WITH_FORM = new RegExp(
  String.raw`(?<![\p{L}\p{N}_])(?:${CAP}|\d{1,4})(?: (?:&|of|the|${CAP}|\d{1,4})){0,7}(?:,? \(?(?:USA|US|UK)\)?)?,? ${FORM}(?:,? ${FORM})?`,
  'gu',
);
/** Firms are lists of partners: `Skadden, Arps, Slate, Meagher & Flom LLP`. */
const FIRM = new RegExp(
  String.raw`(?<![\p{L}\p{N}_])${CAP}(?:, ${CAP}){0,5},? (?:&|and) ${CAP}(?: ${CAP})?,? (?:LLP|L\.L\.P\.|P\.C\.|PLLC|P\.A\.|LLC|PC)(?![\p{L}])`,
  'gu',
);
const AMPERSAND = new RegExp(
  String.raw`(?<![\p{L}\p{N}_])${CAP}(?:, ${CAP}){0,5},? & ${CAP}(?: ${CAP})?`,
  'gu',
);
const COURT =
  /\b(?:(?:United States|U\.S\.) (?:District|Bankruptcy|Tax) Court(?: for the (?:(?:Northern|Southern|Eastern|Western|Central|Middle) )?District of (?:Columbia|[A-Z][a-z]+(?: [A-Z][a-z]+)?))?|(?:United States |U\.S\. )?Court of (?:Appeals|Chancery|Claims|Common Pleas|Federal Claims)(?: (?:for the (?:[A-Z][a-z]+|D\.C\.) Circuit|of (?:the State of )?[A-Z][a-z]+(?: [A-Z][a-z]+)?))?|(?:Supreme|Superior|Circuit|District|Family|Municipal|Probate) Court of (?:the )?(?:State of )?[A-Z][a-z]+(?: [A-Z][a-z]+)?(?:, County of [A-Z][a-z]+(?: [A-Z][a-z]+)?)?|(?:United States|U\.S\.) Supreme Court|(?:Second|First|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth|Eleventh) Circuit(?: Court of Appeals)?)/g;
const AGENCY =
  /\b(?:(?:United States |U\.S\. |(?:[A-Z][a-z]+ ){1,3})?(?:Department|Office|Bureau|Ministry|Division|Board|Bank|University|College|Institute) of (?!Directors|Trustees|Governors|Managers)(?:the )?[A-Z][a-z]+(?:(?:,? and|,| of| of the)? [A-Z][a-z]+){0,4}|(?:Securities and Exchange|Federal Trade|Federal Communications|Equal Employment Opportunity|Consumer Product Safety|Public Utilities|Planning|[A-Z][a-z]+) Commission|Internal Revenue Service|Federal Bureau of Investigation|(?:Environmental Protection|Central Intelligence|National Security) Agency|Social Security Administration|Food and Drug Administration)/g;
const ACRONYM =
  /(?<![\w.])(?:FBI|SEC|IRS|EPA|FTC|FDA|DOJ|EEOC|OSHA|FINRA|FDIC|NLRB|USPTO|CIA|NSA|DEA|ICE|USCIS|ACLU|NAACP)(?![\w@])/g;

/** A caption has the name of the court in capitals, on lines of its own. */
const CAPTION =
  /\b(?:UNITED STATES|U\.S\.) (?:DISTRICT|BANKRUPTCY) COURT\s{1,4}(?:FOR THE\s{1,4})?(?:(?:NORTHERN|SOUTHERN|EASTERN|WESTERN|CENTRAL|MIDDLE) )?DISTRICT OF [A-Z]+(?: (?:YORK|JERSEY|MEXICO|HAMPSHIRE|CAROLINA|DAKOTA|ISLAND|VIRGINIA))?|\bSUPREME COURT OF THE STATE OF [A-Z]+(?: YORK)?(?:,?\s{1,4}COUNTY OF [A-Z]+)?|\bSUPERIOR COURT OF (?:THE STATE OF )?[A-Z]+(?:,?\s{1,4}COUNTY OF [A-Z]+(?: [A-Z]+)?)?/g;

const LEADING =
  /^(?:Board of (?:Directors|Trustees|Governors|Managers) of(?: the)?|The|In|On|At|By|For|From|To|And|Of|Between|With|When|While|As|After|Before|That|This|Plaintiff|Plaintiffs|Defendant|Defendants|Counsel|Attorney|Petitioner|Respondent|Dear|Re|Under|Both|Each|Its|Our|His|Her|Their|If|Because|Since|Does|Did|Was|Were|Is|Then|Also|Meanwhile|However|Lessor|Lessee|Landlord|Tenant|Seller|Buyer|Borrower|Lender|Employer) /;

const wordsOf = (text: string): Word[] =>
  text.split(' ').map((word) => ({ text: word, start: 0, end: word.length }));

/** Returns the organizations in a text. @param flowing the text as returned by `unwrap` */
export function findOrganizations(flowing: string): EntityMatch[] {
  const make = (m: RegExpExecArray): EntityMatch | null => {
    let start = m.index;
    let text = m[0];
    for (let lead = LEADING.exec(text); lead; lead = LEADING.exec(text)) {
      start += lead[0].length;
      text = text.slice(lead[0].length);
    }
    // In `Peter Okafor, Halvorsen & Pike LLP` the person works at the firm and is not part of its name.
    const given = /(\p{Lu}\p{Ll}+) (?:\p{Lu}\. )?$/u.exec(flowing.slice(Math.max(0, start - 40), start))?.[1];
    const comma = text.indexOf(', ');
    if (given !== undefined && comma > 0 && text.includes(' & ') && lookUp(given).firstName) {
      start += comma + 2;
      text = text.slice(comma + 2);
    }
    const person = text.indexOf(' of ');
    if (person > 0 && isPerson(wordsOf(text.slice(0, person)))) {
      start += person + 4;
      text = text.slice(person + 4);
    }
    return text.length < 2 ? null : { kind: 'organization', start, end: start + text.length, normal: text };
  };
  return [
    ...findAll(flowing, CAPTION, make),
    ...findAll(flowing, COURT, make),
    ...findAll(flowing, FIRM, make),
    ...findAll(flowing, WITH_FORM, make),
    ...findAll(flowing, AGENCY, make),
    ...findAll(flowing, AMPERSAND, make),
    ...findAll(flowing, ACRONYM, make),
  ];
}
