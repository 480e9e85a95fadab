/** The number of a section, as statutes, regulations and rules write it. */

/** Minnesota, New York and California part sections: `§ 325C.01, subd. 5`, `§ 2030.290, subd. (a)`. */
const SUBDIVISION = String.raw`(?:, ?subds?\. ?(?:\d{1,3}[a-z]?(?:\([a-z\d]{1,3}\)){0,3}|(?:\([a-z\d]{1,3}\)){1,4}))?`;
const PART = String.raw`\d{1,6}[A-Za-z]{0,3}(?:[.:/-]{1,2}\d{1,6}[A-Za-z]{0,3}|[.:/-][A-Za-z]{1,2}-?\d{1,4}){0,5}(?:(?<=-\d{1,2}),\d{3}(?!\d))?`;
const SUBSECTIONS = String.raw`(?:\([A-Za-z0-9]{1,5}\)(?!\w)){0,7}`;
/** `1332(a)`, `240.10b-5`, `2000e-2(a)(1)`, `5/2-1401`. It does not end in a hyphen, and no price or time follows. */
export const SECTION = String.raw`${PART}${SUBSECTIONS}${SUBDIVISION}`;
/** After `§§`: `1331, 1332 and 1367`, `1331–1332`. */
export const SECTIONS = String.raw`${SECTION}(?:(?: ?[-–] ?|,? (?:and|&|or|to|through) |, )(?:\([A-Za-z0-9]{1,4}\)|(?!(?:1[89]|20)\d\d\b(?!\())${PART})${SUBSECTIONS}){0,6}`;
/** Captured as one group: a sign that a section follows. */
export const MARK = String.raw`§§?|[Ss]ec(?:s?\.|tions?)|[Ss]ubsections?`;
/** The year of the code: `(2018)`, `(West Supp. 2020)`. */
const YEAR =
  /^(?:,? et seq\.?)?(?:,? (?:and|&) \([a-z\d]{1,3}\))?(?: ?\((?:[A-Z][\w. ]{0,20} )?(?:19|20)\d{2}(?:[-–]\d{2,4})?\))?/;

/** Returns the length of the year after a citation. */
export const yearLength = (text: string, at: number): number =>
  YEAR.exec(text.slice(at, at + 40))?.[0].length ?? 0;

/** Writes sections in one way: `§ 1332(a)`, `§§ 1331, 1332`. */
export function sectionForm(written: string): string {
  const section = written
    .replace(/ ?[–-] ?(?=\d{2,}$)/, written.includes('–') ? '–' : '-')
    .replace(/,? (?:and|&|or) /g, ', ')
    .replace(/ (?:to|through) /g, '–');
  return `${/, (?!subd)|–/.test(section) ? '§§' : '§'} ${section}`;
}
