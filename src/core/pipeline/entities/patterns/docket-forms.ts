/** The forms of docket numbers in state courts and agencies. */
// cspell:ignore Vtec

const YEAR = String.raw`(?:19[5-9]|20[0-4])\d`;
/** Types of cases in the numbers of state courts. */
const TYPE = String.raw`(?:L|CH|D|P|F|M[1-6]?|C|K|O|CV|CVS|CF|CR|CRS|CA|CC|CI|CP|CJ|CT|CL|DC|DCL|DR|SC|MH|MR|JV|GA|AR|LA|LM|ED|TX|PR|PB|FC|FA|KA|KP|KH|KK|KM|KD|CK|SA|IA|EC|WC|TS|AP|ICA|ENV|BG|CM|FM|FS|AA|DG)`;
/** A number goes on after a slash: `81G1998/K`, but not in `CV-21-12/order`. */
const END = String.raw`(?![\w-]|/[A-Z0-9]{1,4}(?!\w))`;

/** Numbers that are docket numbers wherever they occur. */
const SURE = [
  // Arizona, Alabama, Oklahoma, Ohio: type, year and number.
  String.raw`(?:CV|CR|CIV|CJ|CF|PB|FC|DR|JV)-?\d{2,4}-\d{3,7}(?:-(?:PR|AP|SA)(?:/AP)?)?`,
  String.raw`(?:SC|CL)-${YEAR}-\d{4}`,
  String.raw`[12] CA-[A-Z]{2} \d{2,4}-\d{4}(?: [A-Z]{2})?`,
  // Illinois, Florida, Texas, Kentucky, Louisiana, Mississippi: year, type and number.
  String.raw`${YEAR}-?${TYPE}-?\d{4,8}(?:-[A-Z0-9]{1,4}){0,3}`,
  String.raw`\d{2}-(?:AP|CI|CF|ENV|ICA|BG|CM|CVS|CRS|FA|JV)-\d{2,6}`,
  String.raw`(?:SC|[1-6]D)${YEAR}-\d{4}`,
  String.raw`[1-6]D\d{2}-\d{1,5}`,
  // California: Los Angeles, San Francisco, and the county number of San Diego and others.
  String.raw`\d{2}[A-Z]{2}(?:CV|CP|PB|FL|UD|LC|RO|SC)\d{5,6}`,
  String.raw`C(?:GC|PF|UD)-\d{2}-\d{6}`,
  String.raw`\d{2}-${YEAR}-\d{8}(?:-[A-Z]{2,3}){2,4}`,
  // Connecticut: court, type and year, number.
  String.raw`[A-Z]{2,3}-(?:CV|CR|FA|HA|SC)-?\d{2}-\d{7}(?:-[A-Z])?`,
  // Florida counties, Texas counties, Nevada.
  String.raw`(?:CACE|COCE|COWE|COSO|COINX|CONO|FMCE|PRC|DC|CC|DF|PR)-\d{2}-\d{5,6}(?:-[A-Z0-9]{1,3})?`,
  String.raw`[ACDP]-\d{2}-\d{6}-[A-Z]`,
  // New Jersey, with or without the county: number before the year.
  String.raw`(?:[A-Z]{3}-)(?:L|C|F|P|DC|LT|SC|FM|FD|FV)-\d{3,6}-\d{2}`,
  String.raw`(?:L|DC|LT|SC|FM|FD)-\d{3,6}-\d{2}`,
  String.raw`A-\d{4}-\d{2}(?:T\d)?`,
  // New York: number and year; appeals to the Fourth Department.
  String.raw`\d{6}/${YEAR}`,
  String.raw`\d{1,4}(?:\.\d)? (?:CA|CAE|CAF|KA|KAH|TP|OP) \d{2}-\d{5}`,
  String.raw`${YEAR}(?:KN|QN|NY|BX|RI)\d{6}`,
  String.raw`(?:CR|CV|LT|PM)-\d{3,6}-\d{2}(?:/?[A-Z]{2})?`,
  // International Trade Commission.
  String.raw`(?:337|701|731)-TA-\d{3,4}`,
  // Delaware Superior Court; Georgia; Hawaii; Indiana.
  String.raw`[KNS]\d{2}[A-Z]-\d{2}-\d{3}(?: [A-Z]{2,3}(?![A-Za-z]))?`,
  String.raw`[AS]\d{2}[ACDEFGHIOQRUXYZ]\d{4}`,
  String.raw`(?:SC[A-Z]{2}|CAAP)-\d{2}-\d{7}`,
  String.raw`\d{2}[A-Z](?:\d{2})?-(?:\d{4}-)?[A-Z]{2}-\d{1,6}`,
  // Louisiana, Second Circuit; Massachusetts; Missouri; Minnesota.
  String.raw`\d{2},\d{3}-(?:CA|KA|CW|KW|KH|JAC|WCA)`,
  String.raw`\d{2}[78]\d(?:CV|CR)\d{4,6}(?:-?[A-Z]{1,4}\d?)?`,
  String.raw`SJC[- ]\d{5}`,
  String.raw`\d{2}[A-Z0-9]{2}-(?:CC|CR|CV|AC|PR|JU|DR)\d{5}(?:-\d{2})?`,
  String.raw`\d{2}-(?:CV|CR|FA|JV|PR|CO|ET)-\d{2}-\d{1,6}`,
  // Oregon Tax Court; Pennsylvania; Puerto Rico; Tennessee; Texas.
  String.raw`TC-MD \d{6}[A-Z]`,
  String.raw`\d{1,5} (?:[EMW](?:AP|AL|DA|DM|M)|C\.D\.|M\.D\.|F\.R\.|DB) ${YEAR}`,
  String.raw`CP-\d{2}-(?:CR|MD|SA)-\d{7}-${YEAR}`,
  String.raw`KL[A-Z]{2}\d{9}`,
  String.raw`[EMW]${YEAR}-\d{5}-[A-Z0-9-]{3,14}`,
  String.raw`(?:WR|PD|AP|D)-(?:\d{2},\d{3}-\d{2}|\d{4}-\d{2})`,
  String.raw`\d{2}-BC\d{2}[A-Z]-?\d{4}`,
  String.raw`(?:0[1-9]|1[0-5])-\d{2}-\d{5}-C[VR]`,
  String.raw`D-\d{1,3}-[A-Z]{2}-\d{2}-\d{6}`,
  String.raw`[SA]-1-(?:SC|CA)-\d{5}`,
  // Rhode Island; Vermont; Wisconsin; the Virgin Islands.
  String.raw`${YEAR}-\d{1,5}-(?:C\.A|Appeal|M\.P)`,
  String.raw`\d{1,4}-\d{1,2}-\d{2} (?:[A-Z][a-z]{1,2}(?:cv|cr|fa|dm|sc|pr|jv|ju|mh|ot)|Vtec)`,
  String.raw`${YEAR}(?:AP|CV|CF|CM|FA|JV|PR|TR|SC)\d{3,6}(?:-[A-Z]{1,4})?`,
  String.raw`(?:SX|ST)-${YEAR}-[A-Z]{2}-\d{5}`,
  // Maryland; Alameda in California.
  String.raw`[CDS]-\d{2}-(?:CV|CR|FM|JV)-\d{2}-\d{6}`,
  String.raw`\d{2}-[CDKP]-\d{2}-\d{6}`,
  String.raw`[RHV]G\d{8}`,
  // The boards for patents and labor, and rules at regulations.gov.
  String.raw`(?:IPR|PGR|CBM|DER)${YEAR}-\d{5}`,
  String.raw`\d{2}-(?:CA|CB|CC|CD|CE|CG|RC|RD|RM|UC)-\d{5,6}`,
  String.raw`[A-Z]{2,6}-[A-Z0-9]{2,6}-${YEAR}-\d{4,5}`,
  // Courts of the armed forces.
  String.raw`(?:ARMY|ACM|NMCCA) S?\d{5,9}`,
].join('|');
/** Matches, at its `lastIndex`, a number that needs no label. */
export const SURE_FORM = new RegExp(`(?:${SURE})${END}`, 'y');
/** Finds places where such a number may start. */
export const FORM_START = /(?<![\w/:.-])(?=[A-Z]{0,5}[- ]?[A-Z]{0,4}[-\d])(?=[A-Z\d][^\n]{0,7}\d)/g;

/** Numbers that are docket numbers only in the caption of a court. */
const CAPTION = [
  // Appeals in California, Oregon, Wyoming, Nebraska, Minnesota and Montana.
  String.raw`[A-HS]\d{6}[AM]?`,
  String.raw`[SA]-\d{2}-\d{3,4}`,
  String.raw`A\d{2}-\d{4}`,
  String.raw`(?:DA|OP) \d{2}-\d{4}`,
  // New Jersey, New York, Massachusetts, Connecticut, Maine, Rhode Island, South Dakota.
  String.raw`A-\d{1,3}-\d{2}`,
  String.raw`${YEAR}-\d{5}`,
  String.raw`(?:AC )?\d{2}-P-\d{1,4}`,
  String.raw`MISC \d{2}-\d{6}`,
  String.raw`(?:SC|AC) ?\d{5}`,
  String.raw`[A-Z][a-z]{2}-\d{2}-\d{1,4}`,
  String.raw`[KNPW][CDM]?\d?/\d{2}-\d{3,5}[A-Z]{0,2}`,
  String.raw`#\d{5}(?:, #\d{5})*(?:-[a-z]{1,4}(?: [a-z&]{1,4}){0,6}-[A-Z]{3}(?: & [A-Z]{3})*)?`,
  // New York, Appellate Term.
  String.raw`${YEAR}-\d{1,5} [A-Z]{1,2} CR?`,
  // New York, Family Court.
  String.raw`[A-Z]{1,2}-\d{4,6}-\d{2}(?:/\d{2}[A-Z]?)?`,
  // New Jersey, the number below a term.
  String.raw`A-\d{1,3}(?:/(?:A-)?\d{1,3})* September Term ${YEAR}`,
  String.raw`(?<=September Term \d{4}\s{1,40})0\d{5}`,
  // Oregon, the trial court before the appeal.
  String.raw`\d{7,9}(?=; [A-HS]\d{6})`,
  // West Virginia circuit courts, Ohio, Oregon and Colorado trial courts, North Carolina.
  String.raw`\d{2}-[CFP]-\d{1,4}`,
  String.raw`\d{2}-?(?:CR|CV|CA|SC|CW|CF|DR)-?\d{2,6}`,
  String.raw`\d{2} (?:CR|CV|CF|CVS|CRS|CVD) \d{3,6}`,
  // Federal appeals, where a caption has no label.
  String.raw`\d{2}-\d{3,5}(?:-[a-z]{2})?`,
].join('|');
/** Matches a line or a bracket that holds such numbers alone, and text after a county. */
export const CAPTION_FORM = new RegExp(
  String.raw`(?:^|\t|(?<=\((?:CC |SC |CA )?)|(?<=; )|(?<=County )|(?<=Docket(?: No\.)?:? ))(?:${CAPTION})(?=[ \t]{0,20}(?:[,;)\n\t]|$|\. [A-Z]|September Term))`,
  'gm',
);

/** Counties of New York as its Appellate Term shortens them. */
const COUNTY = '(?:K|Q|N|S|W|P|D|O|U|RI|RO|SU|NY|BX)';

/** Numbers after a bare `No.`, mostly of appeals: `2-22-0187`, `2021-L-004417`, `B301234`, `05-19-00123-CV`. */
const ALONE = [
  // New York, Appellate Term; Ohio, Court of Claims and appeals; Vermont as its lists of decisions have it.
  String.raw`${YEAR}-\d{1,5} ${COUNTY} CR?`,
  String.raw`${YEAR}-\d{5} (?:VI|WI|AD|JD|PR)`,
  String.raw`\d{2}(?:CA|CAA|CAC|CAF|COA|AP|CT)\d{1,5}`,
  String.raw`\d{1,4}-\d{1,2}-\d{2} [a-z]{2}(?:cv|cr|fa|dm|sc|pr|jv|ju|mh|ot)`,
  // Federal appeals, Court of Federal Claims and of the armed forces.
  String.raw`\d{2}-\d{2,6}(?:-[A-Za-z]{2,4}|[A-Z]{1,2}|/(?:A[FR]|NA|MC|CG))?`,
  // The Supreme Court: applications, original and miscellaneous cases.
  String.raw`\d{2}[AMO]\d{1,4}`,
  String.raw`\d{1,3},? Orig(?:inal\b|\.)`,
  String.raw`[1-5]-\d{2}-\d{4}[A-Z]{0,2}`,
  String.raw`${YEAR}-\d{3,5}(?:-(?:C\.A|Appeal|M\.P))?`,
  String.raw`(?:${YEAR}|\d{2})-[A-Z]{1,4}-\d{1,7}(?:-[A-Z]{1,3})?`,
  String.raw`${YEAR} [A-Z]{1,3} \d{3,6}`,
  String.raw`[A-HS]\d{6}`,
  String.raw`(?:SJC|AC|SC|COA|DA|WD|ED|SD|[1-6]D|S|A)-?\d{2}-\d{2,5}`,
  String.raw`COA\d{2}-\d{1,4}`,
  String.raw`(?:SC|ED|SD|WD)\d{5,6}`,
  String.raw`\d{1,3}P?A\d{2}`,
  String.raw`(?:\d{2}|\d{4}) (?:C|CV|CH|CR|L|MC|CVS|CRS|CVD) \d{3,6}`,
  // Washington, Nevada, Utah and Delaware.
  String.raw`\d{2,3},?\d{3}-\d(?:-I{1,3})?`,
  String.raw`\d{5}-COA`,
  String.raw`(?:19|20)\d{6}-(?:CA|SC)`,
  String.raw`\d{1,3}, ${YEAR}(?! [A-Z][a-z]+ Term)`,
  // Federal district courts that write the type first.
  String.raw`(?:CV|CR|MC|MJ|MDL|SACV|EDCV) ?-?\d{2}-\d{4,5}(?:-[A-Z]{2,4}){0,3}`,
  // Trial courts below: Ohio, Colorado, Tennessee, Oregon.
  String.raw`\d{2}-?[A-Z]{1,3}-?\d{3,6}`,
  String.raw`[A-Z]-?\d{2}-?\d{5}`,
].join('|');
/** Matches, at its `lastIndex`, a number that may follow a bare `No.` */
export const ALONE_FORM = new RegExp(`(?:${SURE}|${ALONE})${END}`, 'y');
/** Matches, at its `lastIndex`, a number of digits only, which courts of Kansas, Michigan and others use. */
export const DIGITS_FORM = /\d{5,9}(?![\w-]|[,.]\d|\/\d)/y;
/** Maryland and older opinions count per term: `No. 53, September Term, 2014`, `No. 759. Argued February 28`. */
export const TERM_FORM =
  /\d{1,4}(?=(?:\/\d{2})?,? (?:September|October|January|May) Term,? \d{4}|\. (?:Argued|Submitted|Decided) (?:Jan|Feb|Mar|Apr|May|June|Oct|Nov|Dec))(?:\/\d{2})?/y;
