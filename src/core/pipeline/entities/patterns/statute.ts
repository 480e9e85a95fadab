/** Finds statutes, regulations, rules and constitutions: `28 U.S.C. § 1332(a)`, `Fed. R. Civ. P. 37(a)`, `Cal. Civ. Code § 51`. */
import { type EntityMatch, findAll } from '../match.ts';
import { homeCodesOf } from './home-code.ts';
import { findModelLaws } from './model-law.ts';
import { findStateCodes } from './state-code.ts';
import { MARK, SECTION, SECTIONS, sectionForm, yearLength } from './statute-section.ts';
import { findShortStatutes } from './statute-short.ts';
import { LETTER_CODE, STATE, stateOf } from './statute-words.ts';

const UNITED_STATES_CODE = String.raw`U\.? ?S\.? ?C\.?(?: ?A\.?| ?S\.?| ?U\.)?(?: Ann\.)?(?![A-Za-z])|u\.s\.c\.(?:a\.)?|United States Code|U\.S\. Code`;
const FEDERAL = new RegExp(
  String.raw`(?<![\w.$§-])(?:[Tt]itle )?(\d{1,2}),? (?:(${UNITED_STATES_CODE})|(C\. ?F\. ?R\.?|CFR|c\.f\.r\.|Code of Federal Regulations)),? ?(?:(§§|[Ss]ecs\.|[Ss]ections) ?(${SECTIONS})|(?:(${MARK})|([Pp]arts?|[Pp]ts?\.|[Cc]h\.|[Cc]hapter|[Ss]ubch\.))? ?(${SECTION}))`,
  'g',
);
/** `section 1332 of title 28, United States Code` */
const OF_TITLE = new RegExp(
  String.raw`(?<![\w.])(?:(?:§§|[Ss]ecs\.|[Ss]ections) ?(${SECTIONS})|(?:${MARK}) ?(${SECTION})),? of [Tt]itle (\d{1,2})(?:,? (?:of the )?(?:United States Code|U\.S\.C\.|U\.S\. Code))?(?![\w.]*\d)`,
  'g',
);
const NUMBER = String.raw`(\d{1,4}(?:[.-]\d{1,4}){0,3}[a-z]?(?:\([A-Za-z0-9]{1,5}\)){0,6})(?!\w|[.,]\d)`;
const FIELD = String.raw`Civ|Crim|App|Evid|Bankr|Prof['’]?l?|Prob|Juv|Gen|Jud|Ct|Sup|Super|P|Pro|Proc|Prac|Cond|Conduct|Admin|Disc|Ev|Cr|Fam`;
const RULE = new RegExp(
  String.raw`(?<![\w.]|\d )(Fed\.?|${STATE}),? ?((?:(?:Sup|S)\. ?Ct\. ?|Super\. ?Ct\. ?)?R\.(?: ?(?:${FIELD})\b\.?){0,5}|R (?:Civ|Crim|App|Evid|Bankr) ?P?),?(?: Rules?)? ?${NUMBER}`,
  'g',
);
const LOCAL = new RegExp(
  String.raw`(?<![\w.]|\d )((?:(?:[NSEWCM]\.D\. ?|D\. )(?:[A-Z][a-z]{1,5}\.|[A-Z]\.[A-Z]\.|Cal\.|Ohio)|${STATE}) |(?:Bankr|Civ|Crim|Patent|ADR)\. ?|)((?:Bankr|Civ|Crim|Patent|ADR)\. ?|)L\. ?(?:Civ\. ?)?R\.(?: Civ\. P\.)? ${NUMBER}`,
  'g',
);
const SPELLED = new RegExp(
  String.raw`\bFederal Rules? of (Civil Procedure|Criminal Procedure|Appellate Procedure|Bankruptcy Procedure|Evidence)(?: \([^()]{2,30}\))?,? (?:Rules? )?${NUMBER}`,
  'g',
);
const RULE_OF = new RegExp(
  String.raw`\bRule ${NUMBER} of the Federal Rules of (Civil Procedure|Criminal Procedure|Appellate Procedure|Bankruptcy Procedure|Evidence)`,
  'g',
);
const SHORT_RULE = new RegExp(
  String.raw`(?<![\w.])(F\.?R\.?C\.?P\.?|F\.?R\.?E\.?|F\.?R\.?A\.?P\.?|F\.?R\.?Civ\.?P\.?|F\.?R\.?Cr(?:im)?\.?P\.?|F\.?R\.?Bankr\.?P\.?),?(?: Rule)? ${NUMBER}`,
  'g',
);
const TREASURY = new RegExp(
  String.raw`(?<![\w.])((?:Prop\. |Temp\. )?Treas\. Reg\.),? (?:§§? ?|[Ss]ec(?:\.|tion) )(${SECTION})`,
  'g',
);
const PUBLIC_LAW =
  /(?<!\w)(Pub\. ?L\.|Public Law|P\.L\.|Pvt\. ?L\.|Private Law),? ?(?:Nos?\. ?|Numbers? )?(\d{2,3})[-–](\d{1,4})(?!\d)(?:,? (?:§§?|[Ss]ec(?:\.|tion)) ?(\d{1,5}[a-z]?(?:\([A-Za-z0-9]{1,4}\)){0,4}))?/g;
const VOLUME_AND_PAGE =
  /(?<![\w.$§-])(\d{1,3}) (Stat\.|Fed\. ?Reg\.|F\. ?R\.|FR) (\d{1,3},\d{3}|\d{1,6})(?![\w]|,\d)(?:, \d{1,3}(?:,\d{3}|\d{0,3})(?:[-–][\d,]{1,7})?(?! [A-Z]))?/g;
const CONSTITUTION = new RegExp(
  String.raw`(?<![\w.])(U\. ?S\.|US|United States|${STATE}) ?Const(?:\.|itution),? ((?:[Aa]mends?|[Aa]rts?|[Pp]mbl)\b\.? ?|[Aa]rticle |[Aa]mendment )([IVXLC]{1,7}\b|\d{1,3}\b)((?:,? (?:§§? ?\d{1,3}[a-z]?(?:\([a-z0-9]{1,3}\)){0,3}|cl\. ?\d{1,2}|sec(?:\.|tion) ?\d{1,3})){0,3})`,
  'g',
);
const ORDINALS =
  'First Second Third Fourth Fifth Sixth Seventh Eighth Ninth Tenth Eleventh Twelfth Thirteenth Fourteenth Fifteenth'.split(
    ' ',
  );
const NUMERALS = 'I II III IV V VI VII VIII IX X XI XII XIII XIV XV'.split(' ');
const ordinal = (word: string): string => NUMERALS[ORDINALS.indexOf(word)] ?? word;
/** `Article III of the United States Constitution`, `the Fourteenth Amendment to the Constitution` */
const ARTICLE_OF = new RegExp(
  String.raw`\b(?:Article ([IV]{1,3}) of|(${ORDINALS.join('|')}) Amendment (?:to|of)) the (?:United States|U\.S\.|federal) Constitution`,
  'g',
);
const RULES: Readonly<Record<string, string>> = {
  'Civil Procedure': 'Fed. R. Civ. P.',
  'Criminal Procedure': 'Fed. R. Crim. P.',
  'Appellate Procedure': 'Fed. R. App. P.',
  'Bankruptcy Procedure': 'Fed. R. Bankr. P.',
  Evidence: 'Fed. R. Evid.',
  FRCP: 'Fed. R. Civ. P.',
  FRCIVP: 'Fed. R. Civ. P.',
  FRE: 'Fed. R. Evid.',
  FRAP: 'Fed. R. App. P.',
  FRCRP: 'Fed. R. Crim. P.',
  FRCRIMP: 'Fed. R. Crim. P.',
  FRBANKRP: 'Fed. R. Bankr. P.',
};
/** Every statute has one of these. The patterns are tried only near them. */
const ANCHOR = new RegExp(
  String.raw`§|U\.? ?S\.? ?C|u\.s\.c|C\. ?F\. ?R|c\.f\.r|CFR|\bAct\b|\b(?:Code|Codified|Stat|Laws?|Const|Serv|Leyes|Bull|Monthly|Regs?|Pub|Pvt|Acts|Weekly|Admin|Statutes|Constitution|CODE|STAT|LAWS?|ANN)\b|\bPublic Law|\bPrivate Law|P\.L\.|[Tt]itle \d|\bRules? (?:of |\d)|F\.?R\.?[CAEB]|\bFR \d|F\. ?R\. \d|FED\. ?R\.|\bR\. ?(?:Civ|Crim|App|Evid|Bankr|Prof|Prob|Juv|Gen|Jud|Ct|Sup|P|\d)|\bR (?:Civ|Crim|App|Evid)|\bL\. ?R\.|\bC\. §|${LETTER_CODE}`,
  'g',
);
const BEFORE = 90;
const AFTER = 160;

/** Returns the statutes. The normal form is as The Bluebook writes them, with subsections and without the year. */
export function findStatutes(text: string): EntityMatch[] {
  const found: EntityMatch[] = [];
  const findHome = homeCodesOf(text);
  for (const { start, end } of places(text)) {
    const part = withoutCapitals(text.slice(start, end));
    for (const match of [...findIn(part), ...findHome(part)])
      found.push({ ...match, start: match.start + start, end: match.end + start });
  }
  const full = inOrder(found);
  return inOrder([...full, ...findShortStatutes(text, full)]);
}

const inOrder = (found: EntityMatch[]): EntityMatch[] =>
  found.sort((a, b) => a.start - b.start || b.end - a.end).filter(notInside());

const CAPITALS =
  /\b(?:FED|ALA|ARIZ|ARK|CAL|COLO|CONN|DEL|FLA|GA|HAW|IDAHO|ILL|IND|IOWA|KAN|KY|LA|MASS|MD|ME|MICH|MINN|MISS|MO|MONT|NEB|NEV|OHIO|OKLA|OR|PA|TENN|TEX|UTAH|VA|VT|WASH|WIS|WYO|(?:[A-Z]\. ?){2})\.? (?:(?:[A-Z][A-Z’']{0,12}\.?|&) ?){1,7}(?=,? ?(?:§|\d|ch\.|art\.|tit\.|r\.))/g;

/** Writes codes and rules in capitals as others are written, at the same places: `TEX. GOV'T CODE § 1`, `FED. R. CIV. P. 8`. */
const withoutCapitals = (text: string): string =>
  text.replace(CAPITALS, (code) =>
    code.replace(/\b([A-Z])([A-Z’']+)/g, (_, a: string, b: string) => a + b.toLowerCase()),
  );

/** Returns the parts of the text around anchors. They start and end between words, and do not overlap. */
function places(text: string): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  for (const { index } of text.matchAll(ANCHOR)) {
    const last = found.at(-1);
    const end = wordEnd(text, index + AFTER);
    if (last !== undefined && index - BEFORE <= last.end) last.end = end;
    else found.push({ start: index < BEFORE ? 0 : wordEnd(text, index - BEFORE), end });
  }
  return found;
}

function wordEnd(text: string, from: number): number {
  let at = Math.min(from, text.length);
  for (const most = Math.min(text.length, at + 30); at < most && !/\s/.test(text.charAt(at)); ) at += 1;
  return at;
}

function findIn(text: string): EntityMatch[] {
  const make = (m: RegExpExecArray, normal: string): EntityMatch => {
    const end = m.index + m[0].length;
    return { kind: 'statute', start: m.index, end: end + yearLength(text, end), normal };
  };
  return [
    ...findAll(text, FEDERAL, (m) => {
      const code = m[2] === undefined ? 'C.F.R.' : 'U.S.C.';
      const [, title, , , , many, , part, one = ''] = m;
      // `17 CFR 5` is one, but `12 USC 5` may be a score.
      if (
        many === undefined &&
        part === undefined &&
        m[6] === undefined &&
        !/\./.test(m[0]) &&
        one.length < 2
      )
        return null;
      if (part !== undefined) return make(m, `${title} ${code} ${/^c/i.test(part) ? 'ch.' : 'pt.'} ${one}`);
      return make(m, `${title} ${code} ${sectionForm(many ?? one)}`);
    }),
    ...findAll(text, OF_TITLE, (m) => make(m, `${m[3]} U.S.C. ${sectionForm(m[1] ?? m[2] ?? '')}`)),
    ...findAll(text, RULE, (m) =>
      make(m, `${/^Fed/.test(m[1] ?? '') ? 'Fed.' : stateOf(m[1] ?? '')} ${ruleForm(m[2] ?? '')} ${m[3]}`),
    ),
    ...findAll(text, LOCAL, (m) =>
      m[1] === '' && m[2] === '' ? null : make(m, m[0].replace(/L\. ?R\./, 'L.R.')),
    ),
    ...findAll(text, SPELLED, (m) => make(m, `${RULES[m[1] ?? '']} ${m[2]}`)),
    ...findAll(text, RULE_OF, (m) => make(m, `${RULES[m[2] ?? '']} ${m[1]}`)),
    ...findAll(text, SHORT_RULE, (m) =>
      make(m, `${RULES[(m[1] ?? '').replace(/\./g, '').toUpperCase()] ?? m[1]} ${m[2]}`),
    ),
    ...findAll(text, TREASURY, (m) => make(m, `${m[1]} § ${m[2]}`)),
    ...findAll(text, PUBLIC_LAW, (m) =>
      make(
        m,
        `${/^P(?:ub|\.L)/.test(m[1] ?? '') ? 'Pub.' : 'Pvt.'} L. No. ${m[2]}-${m[3]}${m[4] === undefined ? '' : `, § ${m[4]}`}`,
      ),
    ),
    ...findAll(text, VOLUME_AND_PAGE, (m) => {
      const page = (m[3] ?? '').replace(/,/g, '');
      if (m[2] === 'Stat.') return make(m, `${m[1]} Stat. ${page}`);
      if (!/Reg/.test(m[2] ?? '') && page.length < 4) return null;
      return make(m, `${m[1]} Fed. Reg. ${page.length > 4 ? page.replace(/(\d{3})$/, ',$1') : page}`);
    }),
    ...findAll(text, CONSTITUTION, (m) => make(m, constitutionForm(m))),
    ...findAll(text, ARTICLE_OF, (m) =>
      make(m, `U.S. Const. ${m[1] === undefined ? `amend. ${ordinal(m[2] ?? '')}` : `art. ${m[1]}`}`),
    ),
    ...findStateCodes(text),
    ...findModelLaws(text),
  ];
}

/** Returns a filter that drops what overlaps the one before. */
function notInside(): (match: EntityMatch) => boolean {
  let reach = -1;
  return ({ start, end }) => {
    if (start < reach) return false;
    reach = end;
    return true;
  };
}

/** Writes the abbreviation of rules with periods and blanks: `R. Civ. P.` */
const ruleForm = (written: string): string =>
  written
    .split(/[. ]+/)
    .filter((word) => word !== '')
    .map((word) => `${word}.`)
    .join(' ');

function constitutionForm([, of = '', part = '', number, rest = '']: RegExpExecArray): string {
  const state = /^U/.test(of) && !/^Utah/.test(of) ? 'U.S.' : stateOf(of);
  const sections = rest
    .replace(/sec(?:\.|tion) ?/g, '§ ')
    .replace(/(§§?|cl\.) ?/g, '$1 ')
    .replace(/,? (?=§|cl)/g, ', ');
  return `${state} Const. ${/^a?m/i.test(part.trim()) && /m/i.test(part.charAt(1)) ? 'amend.' : 'art.'} ${number}${sections}`;
}
