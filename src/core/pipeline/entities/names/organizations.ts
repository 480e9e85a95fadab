/** Finds organizations by the grammar of their names: company forms, firms, courts and agencies. */
// cspell:ignore Aktiengesellschaft SARL BVBA
import { isInitial, pattern } from '../letters.ts';
import { type EntityMatch, findAll } from '../match.ts';
import { ACRONYM, JOINT_AGENCY, NAMED_BODY, SERVICE, UNION } from './agencies.ts';
import { isOrdinary } from './common-words.ts';
import { lookUp } from './dictionary.ts';
import { STATE_PATTERN } from './lexicon.ts';
import { isNoOrganization } from './no-organization.ts';
import { isPerson } from './person.ts';
import type { Word } from './runs.ts';

const CAPITALS_FIRST = pattern(String.raw`^(?:\p{Lu}{2,} ){1,6}(?=\p{Lu}\p{Ll})`, 'u');
const GIVEN_NAME_BEFORE = pattern(String.raw`(\p{Lu}\p{Ll}+) (?:\p{Lu}\. )?$`, 'u');
const NAME_AND = pattern(String.raw`^\p{Lu}[\p{L}'’-]+ and (?=\p{Lu})`, 'u');

/** Abbreviations in the names of companies, as in The Bluebook, table T6; any other word with a period ends a sentence. */
const ABBREVIATION = `(?:${`Am Amer Assoc Assocs Assn Atl Auto Bros Bldg Cent Chas Chem Com Comm Cons Constr Const Cont Coop Corp Dept Det
  Dev Dist Distrib Div Elec Eng Enter Equip Fed Fid Fin Ft Gen Geo Grp Guar Hosp Hous Indem Indus Ins Inst Int Intl Inv
  Jas Jos Lab Labs Liab Mach Maint Med Mem Merch Metro Mfg Mfr Mfrs Mortg Mt Mun Mut Nat Natl Ne Nw Org Pac Pharm Prod
  Prods Prop Props Prot Pub Rd Ref Res Robt Ry Sav Sec Serv Servs Soc St Sur Sys Tech Tel Thos Transp Univ Util Wm
  Mr Mrs Ms Dr Jr Sr`
  .split(/\s+/)
  .join('|')})\\.`;
/** Initials that a name starts with: `O.A.K. Financial Corporation`. Those of a company form or a city end another name. */
const INITIALS = String.raw`(?!(?:L\.L|L\.P|P\.[AC]|N\.[AV]|S\.A|B\.V|D\.C)\.)(?:\p{Lu}\.){2,6}`;
/** A capitalized word. */
const CAP = String.raw`(?:${ABBREVIATION}|${INITIALS}|(?<![\p{L}\p{N}])\p{Ll}{1,2}\p{Lu}\p{Ll}[\p{L}\p{N}]{1,30}|\p{Lu}[\p{L}\p{N}]{0,30}(?:['’.\-]\p{L}{1,30}){0,4}|\d{1,2}\p{Lu}[\p{L}\p{N}]{1,30}(?:\.\p{L}{1,30})?|\p{Lu}\.)`;
/** A period belongs to the short forms only; after the others it ends the sentence. */
const FORM = String.raw`(?:S\.?A\.? (?:de|DE) C\.?V\.?|(?:Kabushiki Kaisha|KABUSHIKI KAISHA|Aktiengesellschaft)\b|(?:Inc|Corp|Co|Ltd|INC|CORP|CO|LTD|L\.?L\.C|L\.?L\.P|P\.?L\.?L\.C|L\.P|P\.C|P\.A|N\.A|S\.A|N\.V|B\.V|S\.p\.A|S\.r\.l|Pty\.? Ltd)\b\.?|(?:Incorporated|INCORPORATED|Corporation|CORPORATION|Company|COMPANY|LLC|LLP|PLLC|LP|PLC|plc|Limited|LIMITED|PC|PA|NA|SA|SAS|SARL|BVBA|GmbH|GMBH|AG)\b)`;

const PARTICLE = '(?:van der|van den|van|von|de la|de|della|di|da) ';

/** `Harbor Bank USA, National Association`, `Acme Capital Corp. II`, but not the number of a footnote or a section. */
const ENDING = String.raw`(?:,? ${FORM}(?:,? ${FORM})?(?: (?:II|III|IV|VI{1,3})(?![\p{L}\p{N}.]))?|,? (?:National Association|NATIONAL ASSOCIATION)(?= ?[,.;:()]|$|\n| \p{Ll}))`;

const HAS_FORM = pattern(`${ENDING}$`, 'u');

/** Words before a company form: `Acme Holdings, Inc.`, `Smith & Sons Co.` */
const WITH_FORM = pattern(
  String.raw`(?<![\p{L}\p{N}_]|\p{Lu}\.|\p{N}-)(?:${PARTICLE})?(?:${CAP}|\d{1,4})(?: (?:&|of|the|and(?<=\b(?:Telephone|Trust|Savings|Light|Gas|Fire|Marine|Fidelity|Casualty|Title|Oil|Iron|Coal|Steel|Atlantic|Water) and)|N[Oo]\.(?= \d)|${CAP}|\d{1,4})){0,7}(?:,? (?:USA|US|UK|\(\p{Lu}[\p{L}.]{1,12}\)))?${ENDING}`,
  'gu',
);
/** Firms are lists of partners: `Skadden, Arps, Slate, Meagher & Flom LLP`. */
const FIRM = pattern(
  String.raw`(?<![\p{L}\p{N}_]|\p{Lu}\. )${CAP}(?:, ${CAP}){0,5},? (?:&|and)(?: ${CAP}){1,2},? (?:LLP|L\.L\.[PC]\.|P\.C\.|PLLC|P\.A\.|LLC|PC)(?![\p{L}])`,
  'gu',
);
const AMPERSAND = pattern(
  String.raw`(?<![\p{L}\p{N}_])${CAP}(?:(?:, ${CAP}){1,5},?|(?: ${CAP}){0,4}) &(?: ${CAP}){1,2}`,
  'gu',
);
const COURT =
  /\b(?:(?:United States|U\.S\.) (?:District|Bankruptcy|Tax) Court(?:\s{1,2}for the (?:(?:Northern|Southern|Eastern|Western|Central|Middle) )?District of (?:Columbia|[A-Z][a-z]+(?: [A-Z][a-z]+)?))?|(?:United States |U\.S\. )?Court of (?:Appeals|Chancery|Claims|Common Pleas|Federal Claims)(?:\s{1,2}(?:(?:for the )?(?:First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth|Eleventh|Federal|D\.C\.) Circuit|of (?:the State of )?[A-Z][a-z]+(?: [A-Z][a-z]+)?))?|(?:Supreme|Superior|Circuit|District|Family|Municipal|Probate) Court of (?:the )?(?:State of )?[A-Z][a-z]+(?: [A-Z][a-z]+)?(?:, County of [A-Z][a-z]+(?: [A-Z][a-z]+)?)?|(?:United States|U\.S\.) Supreme Court|Appellate (?:Division|Term),? (?:First|Second|Third|Fourth) Department|(?:Second|First|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth|Eleventh|Federal|D\.C\.) Circuit(?: Court of Appeals)?)/g;
const AGENCY =
  /\b(?:(?:United States |U\.S\. |(?:[A-Z][a-z]+ ){1,3})?(?:Department|Office|Bureau|Ministry|Division|Board|Bank|University|College|Institute) of (?!Directors|Trustees|Governors|Managers|Advisors|Advisers)(?:the )?[A-Z][a-z]+(?:(?:,? and|,| of| of the)? (?!Plaintiff|Defendant|Appell|Petition|Respond|Intervenor|Debtor|Third)[A-Z][a-z]+){0,4}|(?:Securities and Exchange|Federal Trade|Federal Communications|Equal Employment Opportunity|Consumer Product Safety|Public Utilities|Planning|(?:[A-Z][a-z]+ ){0,3}[A-Z][a-z]+) Commission(?: (?:on|for) (?:the )?[A-Z][a-z]+(?:(?:,? and|,| of)? [A-Z][a-z]+){0,3})?|Internal Revenue Service|Federal Bureau of Investigation|(?:Environmental Protection|Central Intelligence|National Security) Agency|Social Security Administration|Food and Drug Administration)/g;
/** A form of companies after an article, a state or a size: `a Nevada Corporation`. It describes a company. */
const DESCRIBED = new RegExp(
  `^(?:${STATE_PATTERN}|Domestic|Foreign|Public|Private|Holding|Nonprofit|Close) \\S+$`,
);
/** `Delaware LLC` in a table of subsidiaries: only where each is from. */
const OF_STATE = new RegExp(`^${STATE_PATTERN} (?:LLC|L\\.L\\.C\\.|LP|L\\.P\\.|LLP|Corporation|Inc\\.?)$`);
/** `Some of the Company`, `Obligations of Company`, `Expenses The Company`: a heading, or the words before a role. */
const ROLE_AT_END =
  / (?:of (?:the )?|[Tt]he )(?:Company|Corporation|Limited|Partnership|COMPANY|CORPORATION)$/;
/** The number of a section in front of a name: `10.4 Obligations Acme, Inc.` */
const SECTION_NUMBER = /^\d{1,3} /;
const ROLE_AND =
  /^(?:Issuer|Trustee|Agent|Borrower|Lender|Seller|Buyer|Purchaser|Company|Parent|Guarantor|Servicer|Depositor|Owner|Plaintiff|Defendant)s? and /;

/** The end of a company before another one, or a name in normal spelling before one in capitals. */
const TWO_COMPANIES = pattern(
  String.raw`^(?:Corporation|Company|Incorporated|Limited|LLC|LLP|Inc\.|Corp\.|Co\.|Ltd\.) (?:and|&) (?=\p{Lu})|^\p{Lu}\p{L}*\p{Ll}\p{L}* and (?=(?:\p{Lu}{2,} ){0,3}\p{Lu}{2,},? )`,
  'u',
);

/** Forms and bodies that name none alone. */
const GENERIC =
  /^(?:the )?(?:(?:Limited|Holding|Trust|Insurance|Parent|Successor|Surviving|Investment|Operating|Management|Light|Power) )?(?:Company|Corporation|Limited|Incorporated|Co\.|Corp\.|Inc\.|Ltd\.)$|^(?:Board|School Board) of Education$|^(?:This|Such|Any|Each|Other|Regulatory|Planning|Special|Joint) Commission$/i;
const isGeneric = (text: string): boolean => GENERIC.test(text);

/** A caption has the name of the court in capitals, on lines of its own. */
const CAPTION =
  /\b(?:UNITED STATES|U\.S\.) (?:DISTRICT|BANKRUPTCY) COURT\s{1,4}(?:FOR THE\s{1,4})?(?:(?:NORTHERN|SOUTHERN|EASTERN|WESTERN|CENTRAL|MIDDLE) )?DISTRICT OF [A-Z]+(?: (?:YORK|JERSEY|MEXICO|HAMPSHIRE|CAROLINA|DAKOTA|ISLAND|VIRGINIA|RICO))?|\bSUPREME COURT OF THE STATE OF [A-Z]+(?: YORK)?(?:,?\s{1,4}COUNTY OF [A-Z]+)?|\bSUPERIOR COURT OF (?:THE STATE OF )?[A-Z]+(?:,?\s{1,4}COUNTY OF [A-Z]+(?: [A-Z]+)?)?/g;

const LEADING =
  /^(?:(?:Complaint|Answer|Prospectus|Opinion|Co-Trustee|Motion|Petition|Deposition|Declaration|Opposition|Response|Objections?|Affidavit|Counsel|Employees?|Officers?|Bylaws) of(?: the)?|(?:In the )?(?:Matter|MATTER) of(?: the)?|Board of (?:Directors|Trustees|Governors|Managers) of(?: the)?|AND|OF|BY|BETWEEN|THE|Chairman|Director|President|Secretary|Treasurer|Company|Debtor|Creditor|Appellant|Appellee|Claimant|Guarantor|Licensor|Licensee|Purchaser|Trustee|Subsidiary|Parent|Title|Name|About|Using|Copyright|COPYRIGHT|(?:19|20)\d\d|Unless|Whether|Whereas|Where|Although|Through|Into|Than|Or|Not|But|(?:Mr|Mrs|Ms|Dr)\.(?: \S+){1,3} (?:of|at|for)(?: the)?|(?:Mr|Mrs|Ms|Dr)\.|See(?: also)?|Accord|Quoting|Citing|Compare|Against|Upon|Until|The|In|On|At|By|For|From|To|And|Of|Between|With|When|While|As|After|Before|That|This|Plaintiff|Plaintiffs|Defendant|Defendants|Counsel|Attorney|Petitioner|Respondent|Dear|Re|Under|Both|Each|Its|Our|His|Her|Their|If|Because|Since|Does|Did|Was|Were|Is|Then|Also|Meanwhile|However|Lessor|Lessee|Landlord|Tenant|Seller|Buyer|Borrower|Lender|Employer) /;

/** What a company has or makes, in front of its name: `Annual Report of Acme Corp.`, `Stockholders of Acme, Inc.` */
const BELONGING = pattern(
  String.raw`^(?:[\p{L}'’-]+ (?:of |and |for )?){0,5}?(?:Board of (?:Directors|Trustees|Managers|Governors) (?:of )?(?=\p{Lu})|(?:[Pp]lan|[Mm]erger|[Rr]eports?|[Ff]orm|Offices?|Headquarters|Room|Rooms|Boards?|[Ss]tockholders?|[Ss]hareholders?|[Hh]olders?|[Mm]embers?|[Ss]hares|[Ss]tock|[Dd]irectors?|[Oo]fficers?|[Cc]ertificates?|Articles|Incorporation|By-?[Ll]aws|[Ss]ecurities|[Nn]otes|[Oo]bligations|[Ss]ubsidiar(?:y|ies)|[Aa]ffiliates?|[Aa]cquisition|[Ss]tatements?|[Cc]onsent|[Gg]uarant(?:y|ee)|[Rr]epresentations|[Ww]arranties|[Cc]ovenants|[Dd]irection|[Cc]ustomers?|President|Secretary|Treasurer|Chairman|Chairperson|Liquidation|Bankruptcy|Trustees?) of (?:the )?(?=\p{Lu}))`,
  'u',
);

/**
 * The end of a heading or of the words for a role, in front of a name: `PRODUCTION OF DOCUMENTS Plaintiff Acme, Inc.`,
 * `LOAN AGREEMENT ACME LLP`.
 */
const INNER = pattern(
  String.raw`^.{0,150} (?:Plaintiffs?|Defendants?|Petitioners?|Respondents?|Appell(?:ant|ee)s?|PLAINTIFFS?|DEFENDANTS?|PETITIONERS?|RESPONDENTS?|Borrower|Lender|Percentage|AGREEMENT|AMENDMENT|CONTRACT|MOTION|ORDER|COMPLAINT|DOCUMENTS|JUDGMENT|NOTICE|LEASE) (?=\p{Lu})`,
  'u',
);

/** In capitals, what a company is to the other: `SUCCESSOR TRUSTEE TO HARBOR BANK, N.A.` */
const CAPITAL_ROLE = pattern(
  String.raw`^(?:[\p{Lu}.,&'’-]+ ){1,6}(?:TO|BY|WITH|FROM|AS|AGAINST) (?=[\p{Lu}.,&'’ -]+$)`,
  'u',
);

/** Returns how much of a match stands before the name: headings, words for roles, and a sentence that ended. */
function leadOf(text: string): number {
  let start = 0;
  const inner = INNER.exec(text)?.[0].length ?? 0;
  // A heading in capitals before a name in normal spelling: `SUMMARY JUDGMENT Acme Holdings Inc.`
  const capitals = CAPITALS_FIRST.exec(text.slice(inner))?.[0] ?? '';
  const heading = capitals
    .toLowerCase()
    .trim()
    .split(' ')
    .every((word) => isOrdinary(word))
    ? capitals.length
    : 0;
  start = inner + heading;
  const role = CAPITAL_ROLE.exec(text.slice(start))?.[0].length ?? 0;
  start += role;
  const isCompany = HAS_FORM.test(text);
  for (let m = BELONGING.exec(text.slice(start)); isCompany && m; m = BELONGING.exec(text.slice(start)))
    start += m[0].length;
  for (let lead = LEADING.exec(text.slice(start)); lead; lead = LEADING.exec(text.slice(start)))
    start += lead[0].length;
  return start;
}

/** Returns true for what an ampersand joins without making a firm: two people, two ordinary words, or a letter. */
function isNoFirm(text: string): boolean {
  const [left = '', right = ''] = text.split(/,? & /);
  if (/, & /.test(text) || (/^(?:\p{Lu}\.?|\S+s['’]?s?)$/u.test(right) && isInitial(left))) return true;
  if (/(?:^| )\p{Lu}\.?$/u.test(right) || /^\p{Lu}$/u.test(left)) return right.length < 3 || left.length < 2;
  const sides = [...left.split(/,? /), ...right.split(' ')]
    .map((word) => word.toLowerCase())
    .filter((word) => !/^[a-z]\.$/.test(word));
  if (sides.every((word) => isOrdinary(word) && !lookUp(word).lastName)) return true;
  const person = (side: string): boolean =>
    side.includes(' ') && isPerson(wordsOf(side)) && lookUp(side.split(' ')[0] ?? '').firstName;
  return !left.includes(',') && person(right) && (person(left) || !left.includes(' '));
}

const wordsOf = (text: string): Word[] =>
  text.split(' ').map((word) => ({ text: word, start: 0, end: word.length }));

/** Returns the organizations in a text. @param flowing the text with wrapped lines joined */
export function findOrganizations(flowing: string): EntityMatch[] {
  const make = (m: RegExpExecArray): EntityMatch | null => {
    const lead = leadOf(m[0]);
    let start = m.index + lead;
    let text = m[0].slice(lead);
    const before = flowing.slice(Math.max(0, start - 12), start);
    if (ROLE_AT_END.test(text) || (DESCRIBED.test(text) && /\b[Aa]n? $/.test(before))) return null;
    if (OF_STATE.test(text)) return null;
    const role =
      ROLE_AND.exec(text)?.[0] ??
      (/(?:Section|§|\.|\n) ?$/.test(before) ? SECTION_NUMBER.exec(text)?.[0] : undefined);
    if (role !== undefined) {
      start += role.length;
      text = text.slice(role.length);
    }
    // `the Investment Company Act` is a statute, and `Corporation Counsel` an office.
    if (
      /^ (?:Act|Code|Law|Rules?|Agreement|Counsel)\b/.test(
        flowing.slice(m.index + m[0].length, m.index + m[0].length + 11),
      )
    )
      return null;
    // In `Peter Okafor, Halvorsen & Pike LLP` the person works at the firm and is not part of its name.
    const given = GIVEN_NAME_BEFORE.exec(flowing.slice(Math.max(0, start - 40), start))?.[1];
    const comma = text.indexOf(', ');
    if (given !== undefined && comma > 0 && text.includes(' & ') && lookUp(given).firstName) {
      start += comma + 2;
      text = text.slice(comma + 2);
    }
    // `Defendants Okafor and Kestrel Holdings, LLC` and `Peter Okafor and Kestrel Holdings, LLC` are two.
    const [left = ''] = NAME_AND.exec(text) ?? [];
    if (
      left !== '' &&
      (/(?:Plaintiffs|Defendants) $/.test(before) || (given !== undefined && lookUp(given).firstName))
    ) {
      start += left.length;
      text = text.slice(left.length);
    }
    // `the Department of Justice, and Donald Roe` goes on with a person.
    const [joined = '', next = ''] = /,? and (\p{Lu}\p{Ll}+)$/u.exec(text) ?? [];
    if (next !== '' && !text.includes(' & ') && lookUp(next).firstName && !isOrdinary(next.toLowerCase()))
      text = text.slice(0, -joined.length);
    // `the University of Ohio, Roe agrees` goes on with somebody else; `University of California, Berkeley` does not.
    const [tail = '', added = ''] =
      /^[^,]*(?:University|College|Board|Office|Bank) of [^,]+?(, (\p{Lu}\p{Ll}+))$/u.exec(text)?.slice(1) ??
      [];
    if (tail !== '' && !lookUp(added).place) text = text.slice(0, -tail.length);
    // `Link Plus Corporation and Acme, LLC` and `Planet and ACME COMPONENTS, LLC` are two.
    const other = TWO_COMPANIES.exec(text)?.[0] ?? '';
    start += other.length;
    text = text.slice(other.length);
    const person = text.indexOf(' of ');
    if (person > 0 && isPerson(wordsOf(text.slice(0, person)))) {
      start += person + 4;
      text = text.slice(person + 4);
    }
    // In `such Bonus Plan, Company agrees`, a comma stands before the role.
    return text.length < 2 ||
      isGeneric(text) ||
      isNoOrganization(text) ||
      /, (?:Company|Corporation)$/.test(text)
      ? null
      : { kind: 'organization', start, end: start + text.length, normal: text };
  };
  return [
    ...findAll(flowing, NAMED_BODY, make),
    ...findAll(flowing, CAPTION, make),
    ...findAll(flowing, COURT, make),
    ...findAll(flowing, FIRM, make),
    ...findAll(flowing, WITH_FORM, make),
    ...findAll(flowing, UNION, make),
    ...findAll(flowing, JOINT_AGENCY, make),
    ...findAll(flowing, AGENCY, make),
    ...findAll(flowing, SERVICE, make),
    ...findAll(flowing, AMPERSAND, (m) => (isNoFirm(m[0]) ? null : make(m))),
    ...findAll(flowing, ACRONYM, make),
  ];
}
