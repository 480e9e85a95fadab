/** Finds codes that are cited without their state, as papers of that state do: `Penal Code § 187`, `§ 95.11, Fla. Stat.` */
import { type EntityMatch, findAll } from '../match.ts';
import { MARK, SECTION, sectionForm, yearLength } from './statute-section.ts';
import { codeWordOf } from './statute-words.ts';

/** Subjects of the codes of California, in full and as its courts abbreviate them. */
const SUBJECT = String.raw`(?:Code (?:of )?Civ(?:\.|il) Proc(?:\.|edure)|(?:(?:Business (?:and|&) Professions|Health (?:and|&) Safety|Welfare (?:and|&) Institutions|Revenue (?:and|&) Taxation|Civil|Evidence|Penal|Labor|Government|Family|Probate|Vehicle|Corporations|Insurance|Education|Commercial|Public Contract|Bus\. (?:&|and) Prof\.|Health (?:&|and) Saf\.|Welf\. (?:&|and) Inst\.|Rev\. (?:&|and) Tax\.|Civ\.|Evid\.|Pen\.|Lab\.|Gov\.|Fam\.|Prob\.|Veh\.|Corp\.|Ins\.|Educ\.|Com\.)) Code)`;
const CALIFORNIA = new RegExp(
  String.raw`(?<![\w.])(?<!\b(?:Unif\.|Uniform|Model|[A-Z][a-z]{1,4}\.|[A-Z]\. ?[A-Z]\.) )(${SUBJECT})(,)? (?:§§? ?|[Ss]ections? )(${SECTION})(?!\w)`,
  'g',
);
/** Only New York has codes that are called laws. */
const NEW_YORK = new RegExp(
  String.raw`(?<![\w.])(?<!\b(?:Unif\.|Uniform|Model|[A-Z][a-z]{1,4}\.|[A-Z]\. ?[A-Z]\.) )((?:Penal|Labor|Criminal Procedure|General (?:Business|Obligations|Municipal)|Real Property(?: Actions and Proceedings)?|Domestic Relations|Business Corporation|Limited Liability Company|Vehicle (?:and|&) Traffic|Executive|Judiciary|Public (?:Health|Officers)|Insurance|Workers['’] Compensation|Estates, Powers (?:and|&) Trusts) Law),? §§? ?(${SECTION})(?!\w)`,
  'g',
);
/** Florida and Colorado write the code after the section. */
const AFTER = new RegExp(
  String.raw`(?<![\w.])(?:${MARK}) ?(${SECTION}),? (?:of the )?(?:(Fla\. ?Stat\.|Florida Statutes)|(C\. ?R\. ?S\.|Colorado Revised Statutes))(?: Ann\.)?`,
  'g',
);

/** Returns the sections. @param document the whole text, whose mentions of states tell whose code is meant */
export function homeCodesOf(document: string): (text: string) => EntityMatch[] {
  const california = /\bCalifornia\b|\bCal\. ?(?:[A-Z]|\d)/.test(document);
  const newYork = /\bNew York\b|\bN\. ?Y\.|\bNEW YORK\b/.test(document);
  const other =
    /\b(?:Texas|Tex\.|Idaho|Arizona|Nevada|Maryland|Delaware|Indiana|Montana|Pennsylvania|Virginia|Washington|Oregon|Florida)\b/.test(
      document,
    );
  return (text) => {
    const make = (m: RegExpExecArray, normal: string): EntityMatch => {
      const end = m.index + m[0].length;
      return { kind: 'statute', start: m.index, end: end + yearLength(text, end), normal };
    };
    return [
      ...findAll(text, CALIFORNIA, (m) =>
        // The comma is the style of California; without it, other states have such codes, too.
        m[2] === ',' || /^Code /.test(m[1] ?? '') || (california && !other)
          ? make(m, `Cal. ${codeForm(m[1] ?? '')} § ${m[3]}`)
          : null,
      ),
      ...findAll(text, NEW_YORK, (m) => (newYork ? make(m, `N.Y. ${codeForm(m[1] ?? '')} § ${m[2]}`) : null)),
      ...findAll(text, AFTER, (m) =>
        make(m, `${m[2] === undefined ? 'Colo. Rev. Stat.' : 'Fla. Stat.'} ${sectionForm(m[1] ?? '')}`),
      ),
    ];
  };
}

/** Writes a code in one way: `Bus. & Prof. Code`. */
const codeForm = (written: string): string =>
  written
    .replace(/^Code (?:of )?Civ(?:\.|il) Proc(?:\.|edure)$/, 'Civ. Proc. Code')
    .replace(/ and /g, ' & ')
    .split(' ')
    .map((word) => codeWordOf(word.replace(/\.$/, '')) ?? word)
    .join(' ');
