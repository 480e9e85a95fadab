/** Reads docket numbers of US courts from the examples of juriscraper, and writes each into captions as courts do. */
// cspell:ignore juriscraper
import { createHash } from 'node:crypto';
import { extractEntities } from '../../../src/core/pipeline/entities/extract.ts';
import { filesOf } from './repositories.ts';

export interface Docket {
  court: string;
  /** The number or numbers as the court's page writes them, without a label. */
  written: string;
  /** Each number of them. */
  values: string[];
  caseName: string;
}

const FOLDER = 'tests/examples/opinions/united_states';
/** Courts with many decisions would decide the figures alone. */
const MOST_PER_COURT = 60;
/** Names of files in place of numbers, and notes that no caption has. */
const NO_NUMBER = /^[a-z]|placeholder|_|\(PDF\)|^\D*$/i;
const LABEL =
  /^(?:(?:Case|Docket|Appeal|Index|Ind|Motion|Mot|Cause|Record|Civil Action|C\.A)\.? )?(?:Nos?\b\.?|Number:?)\s*|^Mot\.\s*/i;
/** Between numbers: a comma is inside a number in `364, 2024` and `103,339-7`. A blank parts whole numbers only. */
const BETWEEN =
  /\s*(?:;|\||&| and | - | c\/w |,(?!\d{3}-| (?:19|20)\d\d(?![-\w])))\s*(?:and )?| (?=\(?\d{2}-(?:[A-Z]{2,3}-)?\d{3,5}\)?(?:$|\|))(?<!\d [A-Z]{2,3} )| (?=[A-Z]{2}-\d{2}-\d{3,})/;

/** Returns the distinct docket numbers of each court, in the order of the examples. */
export function readDockets(): Docket[] {
  const dockets: Docket[] = [];
  for (const [path, json] of filesOf('juriscraper', FOLDER, '.compare.json')) {
    const court = path.replace(/.*\//, '').replace(/_example.*/, '');
    const rows = JSON.parse(json) as { docket_numbers?: string; case_names?: string }[];
    for (const { docket_numbers: cell = '', case_names: caseName = '' } of rows) {
      const written = cell
        .replace(/\s+/g, ' ')
        .trim()
        .replace(LABEL, '')
        .replace(/[.|]$| \((?![\d-]+\))[^)]*\)/g, '');
      const values = valuesOf(written);
      if (values.length === 0 || NO_NUMBER.test(written)) continue;
      const known = dockets.filter((docket) => docket.court === court);
      if (known.length < MOST_PER_COURT && !known.some((docket) => docket.written === written))
        dockets.push({ court, written, values, caseName: caseName.replace(/\s+/g, ' ').trim() });
    }
  }
  return dockets;
}

/** Returns the numbers of a list. A number that leaves out what it shares with the first one is none: `2022-CA-1454, 1456`. */
function valuesOf(written: string): string[] {
  const digits = (value: string): number => value.replace(/\D/g, '').length;
  const [first = '', ...others] = written.split(BETWEEN);
  return [first, ...others.filter((part) => LABEL.test(part) || digits(part) >= digits(first) - 2)]
    .filter((part) => /\d/.test(part))
    .map((part) => part.replace(LABEL, '').replace(/^\(|[).]$/g, ''));
}

/** Returns true for a court whose numbers are looked at when rules are mended; of the others only counts are read. */
export const isLookedAt = (court: string): boolean =>
  ((createHash('sha256').update(court).digest()[0] ?? 0) & 1) === 1;

/** How a caption introduces its number. */
export const LABELS = ['No.', 'Case No.', 'Docket No.', 'alone'] as const;
export type Label = (typeof LABELS)[number];

/** Returns a caption, or null where the number has no letters and would stand without a label. */
export function captionOf({ written, values, caseName }: Docket, label: Label): string | null {
  if (label === 'alone' && !(/[A-Z]/.test(written) && /\d{3}/.test(written))) return null;
  const several = values.length > 1;
  // A number with a label of its own has a line of its own.
  const lines = written.replaceAll('|', '\n').replace(/ (?=[A-Z]{2}-\d{2}-\d{3,})/, '\n');
  const number = label === 'alone' ? lines : `${several ? label.replace('No.', 'Nos.') : label} ${lines}`;
  const [first = 'Doe', second] = caseName.split(/ vs?\. /i);
  const parties =
    second === undefined
      ? [`In re ${first.replace(/^(?:In (?:re|the matter of)):? /i, '')}`]
      : [`${first},`, '          Appellant,', '     v.', `${second},`, '          Appellee.'];
  return ['COURT OF APPEALS', '', ...parties, '', number, '', 'Filed June 12, 2024', '', 'OPINION', ''].join(
    '\n',
  );
}

export interface DocketCounts {
  expected: number;
  hit: number;
  /** Found numbers that are none of the caption. */
  wrong: number;
  found: number;
  missed: string[];
  wrongly: string[];
}

/** Counts the numbers that are found with exactly the same value, by court. */
export function countDockets(dockets: readonly Docket[], label: Label): Map<string, DocketCounts> {
  const courts = new Map<string, DocketCounts>();
  for (const docket of dockets) {
    const text = captionOf(docket, label);
    if (text === null) continue;
    const counts = courts.get(docket.court) ?? none();
    courts.set(docket.court, counts);
    const found = extractEntities({ text, pages: [] }).mentions.filter(
      ({ kind }) => kind === 'docket_number',
    );
    const keys = found.map((mention) => [
      mention.normal.toUpperCase(),
      mention.text.replace(LABEL, '').replace(/\s+/g, ' ').replace(/\.$/, '').toUpperCase(),
    ]);
    const expected = docket.values.map((value) => value.toUpperCase());
    const missed = expected.filter((value) => !keys.some((key) => key.includes(value)));
    const wrong = keys.filter((key) => !key.some((value) => expected.includes(value)));
    counts.expected += expected.length;
    counts.hit += expected.length - missed.length;
    counts.found += found.length;
    counts.wrong += wrong.length;
    if (missed.length > 0) counts.missed.push(docket.written);
    if (wrong.length > 0) counts.wrongly.push(`${docket.written} -> ${wrong.map(([key]) => key).join(' ')}`);
  }
  return courts;
}

const none = (): DocketCounts => ({ expected: 0, hit: 0, wrong: 0, found: 0, missed: [], wrongly: [] });
