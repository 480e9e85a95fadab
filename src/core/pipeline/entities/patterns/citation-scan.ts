/** Finds a volume, a reporter and a page: `410 U.S. 113`, `539 U. S., at 306`, `598 U.S. ___`. */
import { isOrdinary } from '../names/common-words.ts';
import { reporterOf } from './reporters.ts';
import { reporterInYear } from './shared-spellings.ts';

/** How surely the words between two numbers are a reporter. */
export type Certainty =
  /** `F.3d`, `N.Y.2d`, `Cal. App.`: nothing else is written so. */
  | 'sure'
  /** `Wash.`, `Ill.`: also a state, a month or a name. */
  | 'abbreviation'
  /** `Day`, `A.`: a word or a letter. */
  | 'word';

/** A volume, a reporter and a page as they are written in a text. */
export interface ScannedCitation {
  start: number;
  end: number;
  volume: string;
  reporter: string;
  page: string;
  /** True for `539 U.S. at 306`, which names a page inside the case. */
  short: boolean;
  certainty: Certainty;
}

const VOLUME = /(?<![\w.$§/-])(\d{1,4}(?:[A-F]|-\d{1,2})?)(?: ?\n| |(?<![A-Z])(?=[A-Z][.A-Za-z]))(?! )/g;
/** Reporters that are sure even in lower case, as some mail has them: `410 u.s. 113`, `9 cal. app. 4th 12`. */
const SMALL =
  /^(?:u\. ?s\. |s\. ?ct\. |f\. ?supp\. |[a-z]{1,4}\.(?: ?[a-z]{1,4}\.)? ?\d(?:d|th) )(?:[23]d )?(?:at )?\d/;
/** A reporter and the page after it end within this many characters. */
const WINDOW = 72;
const PAGE =
  /(?:,? ?\(?(?:1[6-9]|20)\d{2},?\))?(,? ?\n?(?:at )?(?:pp?\. ?|[Pp]ages? )?|, )?(?:(?:¶ ?|P ?)(?=\d[\d,]{2})|(?<=at )\*(?=\d))?(\d{1,3}(?:,\d{3})\b|\d{1,6}|[A-Z]\d{3,5}|(?:[ivxlc]{1,8}|[IVXLC]{2,8})\b|_{1,6}|-{2,6}|—)/y;
/** Letters after a page: `16B`, and `1211(A)` for what New York prints as a table. */
const SUFFIX = /^(?:-[A-Z]\b|[a-zA-Z](?![\w.])|\([AU]\)|\[[AU]\])?/;
const AT = /\bat\b/;
/** The year of a volume before the page: `1 McCrary (1881) 213`. */
const NOMINATIVE =
  /^(.{1,30}?),? ?(?:\(((?:\d{1,2}(?: & \d)? )?[A-Z][A-Za-z.'& ]{1,18}(?: \d{1,3})?)\)|\((?:1[6-9]|20)\d{2},?\))$/;
/** Few reporters who published on their own had more volumes. */
const MOST_VOLUMES = 20;
const SHAPE = /^[A-Za-z][A-Za-z0-9.,&'’() \n[\]-]*$/;
/** Without periods, only these are surely reporters. Others have a series, as in `63 NY2d 582`. */
const PLAIN = new Set([
  'U.S.',
  'S. Ct.',
  'F. Supp.',
  'F.R.D.',
  'B.R.',
  'N.Y.',
  'A.D.',
  'N.Y.S.',
  "F. App'x",
  'Ohio St.',
]);
const SERIES = /\d(?:d|th|nd|rd|st)\b/;
/** The year of the decision, after the pages. */
const YEAR = /^[^()[\]\n;A-Za-z]{0,20}[([](?:[A-Z][\w.’' ]{0,24} )?((?:1[6-9]|20)\d{2})[)\]]/;
const STREET =
  /^ ?(?:[NSEW]\.? |[A-Z][a-z]{1,14} ){0,2}(?:St|Street|Ave|Avenue|Rd|Road|Blvd|Boulevard|Dr|Drive|Ln|Lane|Ct|Court|Pl|Place|Way|Floor|Suite|Ste|Pkwy|Parkway|Hwy|Highway|Terrace)\b/;

/** Returns what looks like a citation. Anything but the sure ones needs evidence, such as a year or the name of a case. */
export function scanCitations(text: string): ScannedCitation[] {
  const found: ScannedCitation[] = [];
  for (const m of text.matchAll(VOLUME)) {
    const at = m.index + m[0].length;
    const code = text.charCodeAt(at);
    if ((code < 65 || code > 90) && !SMALL.test(text.slice(at, at + 24))) continue;
    const scanned = scanAt(text, m.index, at, m[1] ?? '');
    if (scanned !== null) found.push(scanned);
  }
  return found;
}

/** Reads the reporter that starts at `at`. Of several, as in `1 Cal. App. 2d 3`, the longest one counts. */
function scanAt(text: string, start: number, at: number, volume: string): ScannedCitation | null {
  let best: ScannedCitation | null = null;
  const limit = Math.min(text.length, at + WINDOW);
  for (let i = at + 1; i < limit; i += 1) {
    const before = text.charCodeAt(i - 1);
    // Pages start after a blank, a period, a letter or a parenthesis.
    if (!startsPage(text, i, before)) continue;
    PAGE.lastIndex = i;
    const page = PAGE.exec(text);
    if (page === null) continue;
    const written = text.slice(at, i);
    if (!SHAPE.test(written)) break;
    const made = make(text, { start, at, volume, written, page });
    if (made !== null) best = made;
    if (page[2] !== undefined && /^\d{4,}/.test(page[2])) break;
  }
  return best;
}

/** Returns true where a separator and a page may start, so that most characters need no regular expression. */
function startsPage(text: string, i: number, before: number): boolean {
  const c = text.charCodeAt(i);
  // A digit directly after a letter or a period: `846F.2d746`.
  if (c >= 48 && c <= 57) return !(before >= 48 && before <= 57) && before !== 32;
  return c === 32 || c === 44 || c === 10;
}

interface Parts {
  start: number;
  at: number;
  volume: string;
  written: string;
  page: RegExpExecArray;
}

function make(text: string, { start, at, volume, written, page }: Parts): ScannedCitation | null {
  const end = at + written.length + page[0].length;
  const nominative = written.endsWith(')') ? NOMINATIVE.exec(written) : null;
  const named = officialOf(volume, written, nominative);
  if (named === null) return null;
  const number = page[2] ?? '';
  const suffix = SUFFIX.exec(text.slice(end, end + 4))?.[0] ?? '';
  const digits = /\d/.test(number);
  const after = text.slice(end + (digits ? suffix.length : 0), end + 6);
  if (digits && /^(?:\w|,\d{3}|-\d{3}-|[.:]\d|%| ?[ap]\.?m\b)/.test(after)) return null;
  const year = YEAR.exec(text.slice(end, end + 60))?.[1];
  const reporter = (year === undefined ? null : reporterInYear(written, Number(year))) ?? named;
  const bare = nominative?.[1] ?? written;
  const certainty = certaintyOf(bare, reporter, text.charCodeAt(at - 1) <= 32);
  if (STREET.test(text.slice(end, end + 40))) return null;
  // Only what surely is one continues in the next line, and has a page in Roman numerals or none.
  const plain = digits && !text.slice(start, end).includes('\n');
  if (!plain && certainty !== 'sure') return null;
  const sure = certainty === 'sure' && !(number.length > 4 && /^[A-Z]\. ?[A-Z]\.$/.test(bare));
  return {
    start,
    end: end + (digits ? suffix.length : 0),
    volume,
    reporter,
    page: number.replace(/,/g, '') + (digits ? suffix : ''),
    short: AT.test(page[1] ?? '') || (/\bp/.test(page[1] ?? '') && /\bat\b/.test(page[1] ?? '')),
    certainty: certainty === 'sure' && !sure ? 'abbreviation' : certainty,
  };
}

/**
 * Returns the reporter. `3 Mass. (Allen) 12` is 3 Allen 12, but no private reporter had 21 volumes: `21 Va. (Gilmer) 456`
 * is 21 Va. 456.
 */
function officialOf(volume: string, written: string, nominative: RegExpExecArray | null): string | null {
  const whole = reporterOf(written);
  if (nominative === null) return whole;
  const outer = reporterOf(nominative[1] ?? '');
  const isPrivate = whole !== null && whole === reporterOf(nominative[2] ?? '');
  return isPrivate && outer !== null && Number.parseInt(volume, 10) > MOST_VOLUMES ? outer : (whole ?? outer);
}

function certaintyOf(written: string, reporter: string, gap: boolean): Certainty {
  const letters = written.replace(/[^A-Za-z]/g, '').length;
  if (SERIES.test(written)) return letters > 1 ? 'sure' : 'word';
  const parts = written.split(/[ .]+/).filter(Boolean);
  if (!written.includes('.')) {
    if (PLAIN.has(reporter) && gap) return 'sure';
    if (parts.length > 2 && !parts.every((p) => isOrdinary(p.toLowerCase()))) return 'abbreviation';
    const rare = parts.length === 1 && !isOrdinary(written.toLowerCase());
    return rare && (letters > 3 || /^[A-Z]{3}$/.test(written)) ? 'abbreviation' : 'word';
  }
  if (letters < 2) return 'word';
  if (parts.length > 1) return 'sure';
  return /^(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?$/.test(written) ? 'word' : 'abbreviation';
}
