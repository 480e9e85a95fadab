/** Finds restatements, model and uniform laws, and acts by their names: `Restatement (Second) of Torts § 402A`. */
import { type EntityMatch, findAll } from '../match.ts';
import { MARK, SECTION, SECTIONS, sectionForm, yearLength } from './statute-section.ts';

const RESTATEMENT = new RegExp(
  String.raw`\bRestatement (?:\((First|Second|Third|Fourth|[1-4](?:st|d|nd|rd|th))\) )?of (?:the )?((?:[A-Z][A-Za-z&:]{1,20}|of|and|the|in|for)(?: (?:[A-Z][A-Za-z&:]{1,20}|of|and|the|in|for)){0,8}),? (?:§§? ?|[Ss]ections? )(${SECTIONS})(?!\w)`,
  'gi',
);
const UNIFORM = new RegExp(
  String.raw`(?<![\w.])(?:(Unif(?:\.|orm)|Model) )((?:[A-Z][A-Za-z’'.-]{0,20} |& |and |on |of (?!\d)|for |the ){1,8}?(?:Code|Act|Law))(?: of (?:19|20)\d{2})?(?: \([^()]{2,12}\))?,? (?:§§ ?(${SECTIONS})|(?:${MARK}) ?(${SECTION}))(?!\w)`,
  'g',
);
const MODEL_RULE =
  /\bModel Rules? (?:of|for) (Prof(?:essiona|['’])l Conduct),? (?:[Rr]\. ?|[Rr]ules? )(\d{1,2}\.\d{1,3}(?:\([a-z0-9]{1,2}\)){0,4})(?!\w)/g;
/** `Section 10(b) of the Securities Exchange Act of 1934` */
const NAMED_ACT = new RegExp(
  String.raw`(?<![\w.])(?:§§ ?|[Ss]ections ?)(${SECTIONS}),? of the ((?:[A-Z][A-Za-z’'.-]{0,20} |& |and |of |for ){0,8}?[A-Z][A-Za-z’'.-]{0,20} Act)\b( of (?:18|19|20)\d{2})?|(?<![\w.])(?:§ ?|[Ss]ection )(${SECTION}),? of the ((?:[A-Z][A-Za-z’'.-]{0,20} |& |and |of |for ){0,8}?[A-Z][A-Za-z’'.-]{0,20} Act)\b( of (?:18|19|20)\d{2})?`,
  'g',
);
const EDITIONS: Readonly<Record<string, string>> = {
  '1': 'First',
  '2': 'Second',
  '3': 'Third',
  '4': 'Fourth',
};

/** Returns the sections of restatements, of model and uniform laws, and of acts that are cited by name. */
export function findModelLaws(text: string): EntityMatch[] {
  const make = (m: RegExpExecArray, normal: string): EntityMatch => {
    const end = m.index + m[0].length;
    return { kind: 'statute', start: m.index, end: end + yearLength(text, end), normal };
  };
  return [
    ...findAll(text, RESTATEMENT, (m) => {
      const [, edition, subject = '', sections = ''] = m;
      const of = edition === undefined ? '' : `(${EDITIONS[edition.charAt(0)] ?? inTitle(edition)}) `;
      return make(m, `Restatement ${of}of ${inTitle(subject)} ${sectionForm(sections)}`);
    }),
    ...findAll(text, UNIFORM, (m) => {
      const [, kind = '', name = '', many, one = ''] = m;
      const law = `${kind} ${name}`;
      const normal = /^Unif\S* Commercial Code/.test(law) ? 'U.C.C.' : law.replace(/^Unif\. /, 'Uniform ');
      return make(m, `${normal} ${sectionForm(many ?? one)}`);
    }),
    ...findAll(text, MODEL_RULE, (m) => make(m, `Model Rules of Prof’l Conduct r. ${m[2]}`)),
    ...findAll(text, NAMED_ACT, (m) => {
      const [, many, manyOf, manyYear, one, oneOf, oneYear] = m;
      const act = `${manyOf ?? oneOf ?? ''}${manyYear ?? oneYear ?? ''}`;
      return make(m, `${act} ${sectionForm(many ?? one ?? '')}`);
    }),
  ];
}

/** Writes a title in capitals as others have it: `Conflict of Laws`. */
const inTitle = (written: string): string =>
  /[a-z]/.test(written)
    ? written
    : written
        .toLowerCase()
        .replace(/\b[a-z]/g, (letter) => letter.toUpperCase())
        .replace(/ (?:Of|And|The|In|For)\b/g, (word) => word.toLowerCase());
