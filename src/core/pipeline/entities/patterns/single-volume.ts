/** Finds citations of old reports that have one volume, and so no number before them: `Gilp. 106`, `L.R.A. 1918F, 891`. */
import { caseNameBefore } from './case-name.ts';
import { YEAR_AFTER } from './citation-evidence.ts';
import { SINGLE_VOLUMES } from './reporter-tables.ts';
import { reporterOf } from './reporters.ts';

const NAMES = SINGLE_VOLUMES.replace(/\n\s*/g, '')
  .split('|')
  .sort((a, b) => b.length - a.length)
  .map((name) =>
    name
      .replace(/[.()]/g, String.raw`\$&`)
      .replace(/'/g, "[’']")
      .replace(/\\\. ?/g, String.raw`\.? ?`),
  )
  .map((name) => name.replace(/ \?$/, ''))
  .join('|');
const SINGLE = new RegExp(
  String.raw`(?<![\w.$§'’-])(?=[A-Z])(${NAMES})(?: \(Ed\. \d{4},?\))?,? (?:p\. )?(\d{1,4}[a-z]?)(?![\w-]|[,.:]\d)`,
  'g',
);
/** These count their volumes by the year and a letter. */
const YEARLY =
  /(?<![\w.])(L\. ?R\. ?A\.|(?:Am\. ?)?Ann\. ?Cas\.) ?(1[89]\d\d[A-F]),? ?(\d{1,4})(?![\w-]|[,.]\d)/g;
const ALONE = /^[^\S\n]*[.;]?[^\S\n]*(?:\n|$)/;

/**
 * Returns the citations without the names of their cases. A reporter that is only a word, such as `Chase`, needs the
 * name of a case before it and a year after it; the others need one of these, or a line of their own.
 */
export function findSingleVolumes(text: string): { start: number; end: number; normal: string }[] {
  const found: { start: number; end: number; normal: string }[] = [];
  for (const m of text.matchAll(SINGLE)) {
    const [whole, written = '', page = ''] = m;
    const end = m.index + whole.length;
    // With a volume, it is found like any other.
    if (/\d ?$/.test(text.slice(Math.max(0, m.index - 2), m.index))) continue;
    const named = caseNameBefore(text, m.index).written !== '';
    const year = YEAR_AFTER.test(text.slice(end, end + 90));
    const alone =
      /(?:^|\n)[^\S\n]*$/.test(text.slice(Math.max(0, m.index - 30), m.index)) &&
      ALONE.test(text.slice(end, end + 20));
    const word = /^[A-Za-z]+[.,]?$/.test(written) && !/^[A-Z][b-df-hj-np-tv-z]{1,4}\.$/.test(written);
    if (word ? named && year : named || year || alone)
      found.push({ start: m.index, end, normal: `${reporterOf(written) ?? written} ${page}` });
  }
  for (const m of text.matchAll(YEARLY)) {
    const reporter = reporterOf(m[1] ?? '') ?? 'Am. Ann. Cas.';
    found.push({ start: m.index, end: m.index + m[0].length, normal: `${m[2]} ${reporter} ${m[3]}` });
  }
  return found;
}
