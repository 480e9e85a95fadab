/** Finds the codes of states: `Cal. Civ. Proc. Code § 425.16`, `42 Pa. Cons. Stat. § 8371`, `RCW 4.16.080`. */
import { type EntityMatch, findAll } from '../match.ts';
import { reporterOf } from './reporters.ts';
import { MARK, SECTION, SECTIONS, sectionForm, yearLength } from './statute-section.ts';
import { codeWordOf, isState, LETTER_CODE, letterCodeOf, STATE, stateOf } from './statute-words.ts';

const WORDS = String.raw`((?:,? ?(?:[A-Z][A-Za-z’'-]{0,14}\.?|&|of|and|the|art(?=\.? \d))){1,9}?)`;
const PART = String.raw`(?:[Tt]it(?:\.|le)|[Cc]h(?:\.|apter)|[Cc]\.|[Aa]rt(?:\.|icle)?|[Rr]\.|Rule) ?\d{1,4}[A-Z]?`;
/** A title or a chapter before the section. */
const DIVISION = String.raw`(?:,? ?(${PART})(?:,|(?= ?§)))?`;
const NUMBERS = String.raw`,? ?(?:(?:§§|[Ss]ections|[Ss]ecs\.) ?(${SECTIONS})|(?:(${MARK}|[Rr]\.|[Aa]rt(?:\.|icle)?|ry)|No\.)? ?(${SECTION}(?: ?\/ ?[\d.:-]{1,16}\d)?))`;
/** The number of a title, a chapter or a volume before the code. */
const TITLE = /(?:^|[^\w.$§-])(\d{1,4}(?:-\d{1,4}){0,2}) $/;
/** Most mentions of a state are no code: without a word of one nearby, nothing else is tried. */
const NEAR_CODE = String.raw`(?=[^]{0,100}?(?:§|Code|Codified|Stat|Law|Reg|Act|Serv|Leyes|Adm|Monthly|Bull|Weekly|Rec|Resolves|Dep['’]t|[CRL]\.|R\b|C\. ?S))`;
const STATE_CODE = new RegExp(
  String.raw`(?<![\w.$§-])(${STATE})(?=[ .,]?[A-Z &])${NEAR_CODE}${WORDS}(?:${DIVISION}${NUMBERS}|,? ?(${PART})(?![\w:-]|\.\d))(?!\w)`,
  'g',
);
const LETTERED = new RegExp(
  String.raw`(?<![\w.$§-])(${LETTER_CODE})(?![A-Za-z])(?: 1978)?${DIVISION},? ?(?:(?:§§|[Ss]ections|[Ss]ecs\.) ?(${SECTIONS})|(?:(${MARK})|[Rr]ule)? ?(${SECTION}))(?!\w)`,
  'g',
);
/** One of these makes abbreviated words a code. */
const CODE =
  /\b(?:Code|Codes|Codified|Stat|Stats|Statutes|Laws?|Regs?|Regulations|Acts|Serv|Leyes|R\b|Adm|Monthly|Bull|Weekly|Reg|Rec|C\. ?S|R\. ?S|C\.(?= *$)|L\.|Dep['’]t|Resolves)\b|\b(?:Admin\.|Code) R\.|\bPub\. L\./;
/** Without a section mark, only these are followed by a number. */
const BARE =
  /(?:\bCode|Stat\.?|Laws?|Ann\.?|Regs?\.?|\bR\.|Serv\.|Acts|Reg\.|Bull\.|Monthly|Weekly|Sh\.|Code R\.(?: [A-Z][A-Za-z.-]{1,14})?|Resolves|Pub\. L\.)$/;

/** Returns the sections of the codes of states, of their regulations and session laws. */
export function findStateCodes(text: string): EntityMatch[] {
  const make = (m: RegExpExecArray, normal: string, title?: string): EntityMatch => {
    const end = m.index + m[0].length;
    const start = title === undefined ? m.index : m.index - title.length - 1;
    return { kind: 'statute', start, end: end + yearLength(text, end), normal };
  };
  const titleBefore = (at: number): string | undefined =>
    TITLE.exec(text.slice(Math.max(0, at - 18), at))?.[1];
  return [
    ...findAll(text, STATE_CODE, (m) => {
      const [, state = '', name = '', before, many, sign, one, alone] = m;
      // The last letter of `Mont. Admin. R. 5` is no sign of a rule.
      const isRules = sign === 'R.' && /Admin\.$/.test(name);
      const words = isRules ? `${name} R.` : name;
      const mark = isRules ? undefined : sign;
      const title = titleBefore(m.index);
      const division = before ?? alone;
      // In `California and Texas, Penal Code § 187`, neither state is sure.
      if (words.split(/[ ,]+/).some((word) => /\w/.test(word) && isState(word))) return null;
      if (/^\.?,/.test(words) || !(CODE.test(words) || (mark === '§' && isSubject(words)))) return null;
      if (many === undefined && one === undefined && division === undefined) return null;
      const plain = mark === undefined && many === undefined && division === undefined;
      if (plain && !isBare(`${state}${words}`)) return null;
      // `1 P.R.R. 1` and `63 N.J. Law 5` are reports of cases.
      if (plain && title !== undefined && reporterOf(`${state}${words}`) !== null) return null;
      const section = many ?? one;
      const normal = [
        title,
        codeName(state, words),
        division === undefined ? undefined : `${divisionForm(division)}${section === undefined ? '' : ','}`,
        section === undefined ? undefined : numberForm(section, mark, plain && title !== undefined),
      ];
      return make(m, normal.filter((part) => part !== undefined && part !== '').join(' '), title);
    }),
    ...findAll(text, LETTERED, (m) => {
      const [, letters = '', division, many, mark, one = ''] = m;
      const title = titleBefore(m.index);
      const code = letterCodeOf(letters);
      if (code === null) return null;
      const bare = mark === undefined && many === undefined && division === undefined;
      if (bare && !/[.:/-]\d/.test(one) && !/C\.? ?P\.? ?L\.? ?R|\./.test(letters)) return null;
      if (/^R/.test(letters) && code === 'Ohio Rev. Code' && !/^\d{3,4}\.\d\d/.test(many ?? one)) return null;
      if (bare && /^(?:F\.?A\.?R|U\.?C|G\.?L)/.test(letters) && !/[.:-]/.test(one)) return null;
      const { tit, of } =
        code === 'Del. Code' && title !== undefined
          ? { tit: undefined, of: `${code} tit. ${title},` }
          : { tit: title, of: code };
      const parts = [tit, of, division === undefined ? undefined : `${divisionForm(division)},`];
      // New York cites its practice rules without a sign.
      const section = code === 'N.Y. C.P.L.R.' ? (many ?? one) : sectionForm(many ?? one);
      return make(m, [...parts.filter((part) => part !== undefined), section].join(' '), title);
    }),
  ];
}

/** Louisiana has articles; session laws and registers are cited by page. */
function numberForm(section: string, mark: string | undefined, paged: boolean): string {
  if (mark?.toLowerCase().startsWith('art')) return `art. ${section}`;
  return paged ? section : sectionForm(section);
}

/** Returns true for the subject of a code that is cited without the word: `N.Y. Gen. Bus. § 349`. */
const isSubject = (words: string): boolean =>
  words
    .trim()
    .split(/[ .&]+/)
    .every((word) => word === '' || codeWordOf(word) !== null);

/** Returns true for the abbreviation of a code, after which the section needs no sign. */
const isBare = (name: string): boolean => name.includes('.') && BARE.test(name.trim());

/** Writes the state and its code in one way. */
function codeName(state: string, words: string): string {
  return letterCodeOf(`${state}${words}`) ?? `${stateOf(state.trim())} ${codeForm(words)}`;
}

/** Writes a code in one way: `Gen. Bus. Law` for `General Business Law`, and without `Ann.` */
function codeForm(words: string): string {
  const written = words
    .trim()
    .replace(/^Code of Civil Procedure$/, 'Civ. Proc. Code')
    .replace(/\b(?:Ann(?:otated)?|West['’]s|Vernon['’]s)\b\.?/g, '')
    .replace(/ ,/g, ',')
    .replace(/ and /g, ' & ');
  return written
    .split(/ +|(?<=\.)(?=[A-Z])/)
    .map((word) => {
      const [, stem = '', comma = ''] = /^(.*?)\.?(,?)$/.exec(word) ?? [];
      const form = codeWordOf(stem);
      return form === null ? word : form + comma;
    })
    .filter((word) => word !== '' && word !== ',' && word !== '.')
    .join(' ')
    .replace(/ ,/g, ',');
}

const divisionForm = (written: string): string =>
  written
    .replace(/^[Tt]it(?:\.|le) ?/, 'tit. ')
    .replace(/^[Cc](?:h?\.|hapter) ?/, 'ch. ')
    .replace(/^[Aa]rt(?:\.|icle)? ?/, 'art. ')
    .replace(/^(?:[Rr]\.|Rule) ?/, 'r. ');
