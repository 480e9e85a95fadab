/** Finds docket numbers in the forms US courts use. */
import { type EntityMatch, findAll } from '../match.ts';
import { findCells, findOnlyNumber } from './docket-cells.ts';
import { ALONE_FORM, CAPTION_FORM, DIGITS_FORM, FORM_START, SURE_FORM, TERM_FORM } from './docket-forms.ts';
import { isCourtPaper, kindOfNumber } from './docket-label.ts';
import { docket, isMixed, isNumber } from './docket-values.ts';

// Federal district courts (CM/ECF): division, year, type, number and judges' initials. With a division, any type.
const FEDERAL =
  /(?<![\w:-])(?:(\d{1,2}):)?(\d{2}|\d{4})[- ]?(cv|cr|mc|md|mj|civ|mag|misc|ap|bk|po|mdl|sw|(?<=:\d{2}-|:\d{4}-)[a-z]{2,6})\.?[- ]?(\d{3,6})((?:-(?:[A-Z]{1,5}\d?|\d{1,2})){0,4})(?: ?\(([A-Z]{2,4})\)(?: ?\([A-Z]{2,4}\))?)?(?![\w-])/gi;
const NUMBER_WORD =
  /(?<![A-Za-z])(?:N[Oo][Ss]?\b\.?|Nos?\(s\)\.?|N[Oo]\(S\)\.?|N[Uu][Mm][Bb][Ee][Rr](?:[Ss]|s|\(s\))?\b)\.?(?: ?:)?[ \n\t]{0,2}|(?<=[A-Za-z:.] ?)#:? ?/g;
/** Some courts part the year and the type with blanks: `CI 20-1187`, `21 CH 01234`, `1 CA-CV 22-0315`. */
const PARTED = String.raw`\d{3} \d{4}(?![\w-])|\d{1,5} of (?:19|20)\d{2}(?!\d)|(?:\d{2}|\d{4}) [A-Z]{1,3} (?:\d{2} \d{4}|\d{1,7})(?![\w-])|[A-Z]{1,4} \d{2,4}[- ]\d{3,7}(?:-[A-Z]{2,4}){0,3}(?![\w-])`;
const VALUE = String.raw`[A-Za-z0-9](?:[A-Za-z0-9:/.-]|,(?=\d{3}-)){1,30}[A-Za-z0-9]`;
/** Judges' initials, and the type of a case after its number. */
const AFTER =
  / \([A-Z]{2,4}\)| (?:CA|CR|CI|CV|CF|CC|GC|FC|DR)(?![\w.])| [A-Z]{1,2} C(?![\w.])|\/[A-Z]{2}(?!\w)/y;
const LABELED = new RegExp(String.raw`${PARTED}|${VALUE}`, 'y');
/** Before digits alone, which only a caption or a bracket puts after `No.` */
const BEFORE_DIGITS =
  /(?:^|[\n\t)(:;§,.]|\bv\.?|[A-Z]{2,}|_|\b(?:County|Parish|Court|Division|District|Circuit)) ?$/;
/** Before a short number, this is a paper in the docket, but not in `FTC Docket No. 9372`. */
const PAPER = /(?<!\b[A-Z]{3,4} )\bdocket \S{1,8}\s?$/i;
const MDL = /\bMDL (\d{3,4})(?![\w-]|,\d)/g;
const NEXT = /,? and (?:Nos?\. )?|,? & |, |; |,? (?:to|through|thru) |–|\//y;
// A heading `Case: 14-1326` has no other label.
const CASE =
  /\b(?:Case|CASE|Docket|DOCKET|Appeal(?=: ?\d)|USCA\d{0,2} Case):? ?#?(\d{2}-\d{3,6}|\d{3,5}-\d{2}[SLXRW]?)(?![\w-])/g;
const APPEAL = /^\d{2}-\d{1,6}(?:-[A-Za-z]{2,4})?$/;
/** Captions are in the first pages. */
const CAPTION_END = 6_000;
/** Dashes inside a number; those of a range part two numbers. */
const DASH = /(?<=[A-Za-z0-9])(?<!\d{2}-\d{1,5})[‒–−](?=[A-Za-z0-9])|(?<=\d)—(?=\d)/g;

/**
 * Returns the docket numbers. Their normal form has no label; federal numbers are written as CM/ECF prints them.
 * @param written the text for patterns, in which wrapped lines are joined
 * @param lines the same text with every line on a line of its own; captions put a number on a line without a label
 */
export function findDockets(written: string, lines = written): EntityMatch[] {
  const text = written.replace(DASH, '-');
  const found = [
    ...findAll(text, FEDERAL, (m) =>
      isStates(m) || !isCourts(text, m.index) ? null : docket(m.index, m[0], federal(m)),
    ),
    ...[...text.matchAll(NUMBER_WORD)].flatMap((m) => numbered(text, m)),
    ...[...text.matchAll(FORM_START)].flatMap(({ index }) => {
      const value = at(SURE_FORM, text, index);
      return value === null || !isCourts(text, index) ? [] : [docket(index, value)];
    }),
    ...findAll(text, MDL, (m) => docket(m.index + 4, m[1] ?? '')),
    ...findAll(text, CASE, (m) => docket(m.index + m[0].length - (m[1]?.length ?? 0), m[1] ?? '')),
    ...[...lines.replace(DASH, '-').matchAll(CAPTION_FORM)].flatMap((m) => inCaption(text, m)),
  ];
  const cells = findCells(text, lines.slice(0, CAPTION_END).replace(DASH, '-'));
  const all = [...found, ...cells];
  return all.some(({ start }) => start < CAPTION_END) ? all : [...all, ...findOnlyNumber(text, lines)];
}

/** South Dakota adds the outcome and the judges: `#29901, #29902-aff-PJD`. */
function inCaption(text: string, { 0: written, index }: RegExpExecArray): EntityMatch[] {
  const value = written.trimStart();
  const start = index + written.length - value.length;
  if (!isCourtPaper(text, start)) return [];
  return value.startsWith('#')
    ? [...value.matchAll(/(?<=#)\d{5}/g)].map((m) => docket(start + m.index, m[0]))
    : [docket(start, value)];
}

/** Returns what a sticky pattern matches at a place. */
function at(pattern: RegExp, text: string, index: number): string | null {
  pattern.lastIndex = index;
  return pattern.exec(text)?.[0] ?? null;
}

const LABEL_END = /(?:Nos?(?:\(s\))?\.?|Numbers?|#):?\s{0,2}$/i;
/** Returns false for a number whose label names an invoice or the like. */
function isCourts(text: string, index: number): boolean {
  const label = LABEL_END.exec(text.slice(Math.max(0, index - 10), index));
  return label === null || kindOfNumber(text, index - label[0].length) !== 'other';
}

/** Returns the numbers after `No.` or `Nos.`: one, or a list of them. */
function numbered(text: string, m: RegExpExecArray): EntityMatch[] {
  const kind = kindOfNumber(text, m.index);
  if (kind === 'other' || kind === 'thing' || (kind === 'bare' && m[0].startsWith('#'))) return [];
  const several = /s\b|\(s\)/i.test(m[0]);
  const read = kind === 'court' ? labeled : bare;
  const found: EntityMatch[] = [];
  let start = m.index + m[0].length;
  for (let value = read(text, start, several); value !== null; ) {
    const first = found[0];
    const previous = found.at(-1);
    if (previous !== undefined && !several && !isAlike(text.slice(previous.start, previous.end), value))
      break;
    // The label belongs to the numbers of federal appeals, which are hard to tell from other numbers without it.
    const withLabel = first === undefined && kind === 'bare' && APPEAL.test(value) && m[0].length < 6;
    const made = docket(start, value);
    found.push(withLabel ? { ...made, start: m.index } : made);
    const end = start + value.length;
    const gap = at(NEXT, text, end);
    if (gap === null || found.length > 200) break;
    start = end + gap.length;
    value = read(text, start, true);
  }
  return found;
}

/** Reads the number after a label of courts, which may have almost any form. */
function labeled(text: string, start: number): string | null {
  const value = at(ALONE_FORM, text, start) ?? at(TERM_FORM, text, start) ?? at(LABELED, text, start);
  // In `Docket No. 214`, it is the number of a paper in the docket.
  if (/^\d{1,4}$/.test(value ?? '') && PAPER.test(text.slice(Math.max(0, start - 26), start))) return null;
  if (value === null || !(isNumber(value) || at(TERM_FORM, text, start) !== null)) return null;
  return value + (at(AFTER, text, start + value.length) ?? '');
}

/** Reads the number after `No.` alone. */
function bare(text: string, start: number, several: boolean): string | null {
  const form = at(ALONE_FORM, text, start) ?? at(TERM_FORM, text, start);
  if (form !== null) return form;
  const short = several ? at(/\d{2}-\d(?![\w-])/y, text, start) : null;
  if (short !== null) return short;
  const value = at(LABELED, text, start) ?? '';
  if (isMixed(value) && isNumber(value) && isCourtPaper(text, start)) return value;
  const digits = at(DIGITS_FORM, text, start);
  if (digits === null || !isCourtPaper(text, start)) return null;
  const label = LABEL_END.exec(text.slice(Math.max(0, start - 10), start))?.[0].length ?? 0;
  return BEFORE_DIGITS.test(text.slice(Math.max(0, start - label - 12), start - label)) ? digits : null;
}

/** Returns true for two numbers of the same form: `22-1234` and `22-17`. */
const isAlike = (a: string, b: string): boolean => shape(a) === shape(b) && /[A-Z-]/.test(b);
const shape = (value: string): string =>
  value
    .replace(/^Nos?\. /, '')
    .replace(/\d+/g, '0')
    .replace(/[A-Za-z]+/g, 'A');

/** Some state courts write `2021-CV-001234`. */
const isStates = ([whole, division, year = '', type = '']: RegExpExecArray): boolean =>
  division === undefined &&
  type === type.toUpperCase() &&
  // Ohio writes `22AP-318`.
  (year.length === 4 || /^\d\d[A-Z]+-/.test(whole));

/** Types as courts write them and as CM/ECF does. */
const TYPES: Readonly<Record<string, string>> = { civ: 'cv', mag: 'mj', misc: 'mc' };

function federal(m: RegExpExecArray): string {
  const [whole, division, year = '', type = '', number = '', initials = '', bracketed] = m;
  // `25-AP-046` is a number of a state court, which has no zeros to add.
  if (division === undefined && bracketed === undefined && number.length < 5 && /-[A-Z]{2,3}-/.test(whole))
    return whole;
  const kind = TYPES[type.toLowerCase()] ?? type.toLowerCase();
  const judges = bracketed === undefined ? initials.toUpperCase() : `-${bracketed.toUpperCase()}`;
  return `${division === undefined ? '' : `${division}:`}${year.slice(-2)}-${kind}-${number.padStart(5, '0')}${judges}`;
}
