/** Finds citations that courts give themselves, with a year, a court and a number: `2019 UT 12`, `[2019] UKSC 41`. */
import { type EntityMatch, findAll } from '../match.ts';

const YEAR = String.raw`((?:19|20)\d{2})`;
/** States and courts of The Bluebook, table T1.3, and of Canada; longer ones first. */
const COURTS = [
  String.raw`I[Ll] App\.? \([1-5] ?(?:st|n?d|rd|th)\)|IL`,
  String.raw`U[Tt](?:ah)? ?(?:Ct\. ?)?App\.?|UT|WI[. ] ?App\.?|WI|N\.?D\.? ?(?:App\.?|APP)|ND|SD|M[Tt]`,
  String.raw`VT|WY|ME|N\.?H\.?|CO|COA|AWCC|TN WC App\.|TN WC`,
  'OK CIV APP|OK CR|OK JUD ETH|OK AG|OK',
  String.raw`DNH|Tex\. Bus\.(?: Ct\.)?`,
  String.raw`NMSC|NMCA|Ark\. App\.|Ark\.?|P[Aa]\.? Super\.?|Guam`,
  'SCC|ONCA|ONSC|BCCA|BCSC|ABCA|ABQB|QCCA|FCA|HCA|FCAFC',
].join('|');
const STATE = new RegExp(
  String.raw`(?<![\w.$§-])${YEAR} (${COURTS}) (\d{1,4}|(?<=IL |\) )\d{5,6})(-U|-[A-Z]|[A-Z]{1,2})?(?![\w-])`,
  'g',
);
/** New Mexico and Ohio part them with hyphens. */
const HYPHENS = new RegExp(
  String.raw`(?<![\w.$§-])${YEAR} ?[- ] ?(O[Hh][Ii][Oo]|OH(?=-)|NMSC|NMCA|NMCERT) ?[- ] ?(\d{1,5})(?![\w-])`,
  'g',
);
const SLIP = new RegExp(
  String.raw`(?<![\w.$§-])${YEAR} (N\.?Y\.? ?Slip ?Op\.?),? (\d{5})([([][A-Z][)\]])?`,
  'g',
);
/** British and Irish courts, and their law reports. */
const BRITISH = new RegExp(
  String.raw`\[${YEAR}\] (UK(?:SC|HL|PC|UT)|EW(?:CA (?:Civ|Crim)|HC)|CS(?:IH|OH)|NI(?:CA|QB)|IE(?:SC|CA|HC)|(?:\d{1,2} )?(?:A\.?C\.?|W\.?L\.?R\.?|Q\.?B\.?|K\.?B\.?|Ch\.?|All E\.?R\.?)) (\d{1,5})(?!\d)( \([A-Z][A-Za-z]{1,8}\))?`,
  'g',
);
/** Colorado writes them without blanks, too: `2021COA112`. */
const COLORADO = /(?<![\w.$§-])(20\d{2}|\d{2})(COA|CO)(\d{1,4}M?)(?![\w-])/g;
/** Louisiana has the number of the case and the date: `2009-1359 (La. App. 1 Cir. 5/10/10)`. */
const LOUISIANA =
  /(?<![\w.$§/-])(\d{2}|(?:19|20)\d{2})([- ])(\d{2,5}[A-Z]?)(?:,? pp?\. ?\d{1,3}(?:[-–]\d{1,3})?)? \(La\.(?: ?App\. ?([1-5])(?:st|nd|d|rd|th)? Cir\.)?,? (\d{1,2}\/\d{1,2}\/(?:\d{2}|\d{4}))\)/g;
/** The board counts decisions inside a volume; the database of the Supreme Court numbers cases by the year. */
const NUMBERED = /(?<![\w.$§-])(\d{3,4}) NLRB No\. ?(\d{1,3})(?![\w-])|\bSCDB (\d{4}-\d{3})(?![\w-])/g;
const TAX = /(?<![\w.])(T\.? ?C\.? (?:Memo|Summ(?:ary|\.)? Op(?:inion|\.)?)\.?) (\d{4}-\d{1,4})(?![\w-])/g;

/** Returns the citations without the names of their cases. Their normal form is as written by the court. */
export function findNeutral(text: string): EntityMatch[] {
  const make = (m: RegExpExecArray, normal: string): EntityMatch => ({
    kind: 'case_citation',
    start: m.index,
    end: m.index + m[0].length,
    normal,
  });
  return [
    ...findAll(text, STATE, (m) => make(m, `${m[1]} ${courtForm(m[2] ?? '')} ${m[3]}${m[4] ?? ''}`)),
    ...findAll(text, HYPHENS, (m) => make(m, `${m[1]}-${/^O/.test(m[2] ?? '') ? 'Ohio' : m[2]}-${m[3]}`)),
    ...findAll(text, LOUISIANA, (m) =>
      make(m, `${m[1]}-${m[3]} (La.${m[4] === undefined ? '' : ` App. ${m[4]} Cir.`} ${m[5]})`),
    ),
    ...findAll(text, NUMBERED, (m) => make(m, m[3] === undefined ? `${m[1]} NLRB No. ${m[2]}` : m[0])),
    ...findAll(text, COLORADO, (m) => make(m, `${(m[1] ?? '').padStart(4, '20')} ${m[2]} ${m[3]}`)),
    ...findAll(text, SLIP, (m) =>
      make(m, `${m[1]} NY Slip Op ${m[3]}${(m[4] ?? '').replace('[', '(').replace(']', ')')}`),
    ),
    ...findAll(text, BRITISH, (m) => make(m, m[0])),
    ...findAll(text, TAX, (m) => make(m, m[0])),
  ];
}

/** Writes a court of appeals in one way: `UT App`, `IL App (2d)`. Others stay as written. */
function courtForm(written: string): string {
  const state = /^(?:I[Ll]|U[Tt]|WI|N\.?D)/.exec(written)?.[0];
  if (state === undefined || !/app/i.test(written)) return written;
  const district = /\(\d.*\)$/.exec(written)?.[0].replace(' ', '').replace('nd', 'd').replace('rd', 'd');
  return [state.replace('.', '').toUpperCase(), 'App', ...(district === undefined ? [] : [district])].join(
    ' ',
  );
}
