/** Finds case citations in US reporters: `Roe v. Wade, 410 U.S. 113, 120 (1973)`. */
import { type EntityMatch, findAll } from '../match.ts';

/** Reporters from The Bluebook, table T1, with the spacings people use. */
const REPORTERS = [
  String.raw`U\. ?S\.`,
  String.raw`S\. ?Ct\.`,
  String.raw`L\. ?Ed\.(?: ?2d)?`,
  String.raw`F\. ?Supp\.(?: ?[23]d)?`,
  String.raw`F\. ?App[’']?x\.?`,
  String.raw`F\.(?: ?2d| ?3d| ?4th)?`,
  String.raw`F\. ?R\. ?D\.`,
  String.raw`B\. ?R\.`,
  String.raw`Fed\. ?Cl\.`,
  String.raw`M\. ?J\.`,
  String.raw`T\. ?C\.`,
  String.raw`(?:A|P|So)\.(?: ?[23]d)?`,
  String.raw`(?:N|S)\. ?(?:E|W)\.(?: ?[23]d)?`,
  String.raw`N\. ?Y\. ?S\.(?: ?[23]d)?`,
  String.raw`N\. ?Y\.(?: ?[23]d)?`,
  String.raw`A\. ?D\.(?: ?[23]d)?`,
  String.raw`Misc\.(?: ?[23]d)?`,
  String.raw`Cal\. ?Rptr\.(?: ?[23]d)?`,
  String.raw`Cal\. ?App\.(?: ?[2345](?:d|th))?`,
  String.raw`Cal\.(?: ?[2345](?:d|th))?`,
  String.raw`Ill\.(?: ?App\.)?(?: ?[23]d)?`,
  String.raw`Ohio(?: ?App\.| ?St\.)(?: ?[23]d)?`,
  String.raw`Mass\.(?: ?App\. ?Ct\.)?`,
  String.raw`Wis\.(?: ?2d)?`,
  String.raw`Wash\.(?: ?App\.)?(?: ?2d)?`,
  String.raw`(?:Pa|Va|Md|Ga|Mich|Minn|Conn|Kan|Neb|Or|Tenn|Tex|N\. ?J|N\. ?C|S\. ?C)\.(?: ?Super\.| ?App\.)?`,
].join('|');
const PIN = String.raw`(?:,? (?:at )?\*?\d{1,5}(?:[-–]\d{1,5})?(?: ?n\. ?\d{1,3})?){0,3}`;
const PARENTHESIS = String.raw`(?: ?\((?:[A-Z\d][\w.’' ]{0,40} )?(?:[A-Z][a-z]{2,8}\.? \d{1,2}, )?(?:1[6-9]|20)\d{2}\))?`;
const REPORTED = new RegExp(
  String.raw`(?<![\w.$])(\d{1,4}) (${REPORTERS}) (?:at )?(\d{1,5})(?![\d-]|,\d)${PIN}${PARENTHESIS}`,
  'g',
);
/** A citation of an electronic reporter has a year, a database and a number. */
const ELECTRONIC = new RegExp(
  String.raw`(?<![\w.$])((?:19|20)\d{2}) (WL|(?:U\.S\. (?:Dist\.|App\.)|[A-Z][\w.]{1,8}(?: [A-Z][\w.]{1,8})?) LEXIS) (\d{1,9})(?!\d)${PIN}${PARENTHESIS}`,
  'g',
);

const PARTY = String.raw`[A-Z][\w’'&.-]*(?:,? (?:of|the|and|for|de|la|ex rel\.|[A-Z&][\w’'&.-]*)){0,8}`;
/** The name of the case, directly before the citation. */
const CASE_NAME = new RegExp(
  String.raw`(?:${PARTY} vs?\. ${PARTY}|(?:In re|Ex parte|Matter of) ${PARTY}), $`,
);
/** The name of the case starts at most this many characters before the citation. */
const NAME_WINDOW = 160;
/** Words that may precede the name of a case but are not part of it. */
const SIGNAL =
  /^(?:Per|Quoting|Following|Applying|But|Thus|See also|See|Accord|Compare|But see|Cf\.|E\.g\.,?|In|Under|Citing|And|The|Also) (?!re )/;

/** Returns the citations. The normal form is volume, reporter and first page, the same for all citations of a case. */
export function findCitations(text: string): EntityMatch[] {
  return [
    ...findAll(text, REPORTED, (m) => make(text, m)),
    ...findAll(text, ELECTRONIC, (m) => make(text, m)),
  ];
}

function make(text: string, m: RegExpExecArray): EntityMatch {
  const [whole, volume, reporter = '', page] = m;
  const start = m.index - nameLength(text, m.index);
  return {
    kind: 'case_citation',
    start,
    end: m.index + whole.length,
    normal: `${volume} ${spaced(reporter)} ${page}`,
  };
}

function nameLength(text: string, at: number): number {
  const before = text.slice(Math.max(0, at - NAME_WINDOW), at).replace(/\n/g, ' ');
  let name = CASE_NAME.exec(before)?.[0] ?? '';
  for (let signal = SIGNAL.exec(name); signal; signal = SIGNAL.exec(name))
    name = name.slice(signal[0].length);
  return name.length;
}

/** Applies The Bluebook's spacing (rule 6.1): none between single capitals, a space before longer abbreviations. */
const spaced = (reporter: string): string =>
  reporter
    .replace(/’/g, "'")
    .replace(/ /g, '')
    .replace(
      /(?<=[a-z]\.)(?=[A-Z\d])|(?<=[A-Z]\.)(?=[A-Z][a-z])|(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=LEXIS)/g,
      ' ',
    );
