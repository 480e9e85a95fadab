/** Figures as a terminal shows them. */
import Table from 'cli-table3';
import type { Batch } from '../shared/batches.ts';

export const count = (n: number): string => n.toLocaleString('en-US');
/** `1 exception`, `2,000 exceptions`. */
export const counted = (n: number, word: string): string => `${count(n)} ${n === 1 ? word : `${word}s`}`;
export const percent = (n: number): string => `${Math.floor(n)} %`;
export const clock = (at: number): string => new Date(at).toLocaleString('sv-SE').slice(0, 16);

/** `3 h 05 min`, `4 min 09 s`, `8.2 s`, `41 ms`. @param ms null where it is not known */
export function duration(ms: number | null): string {
  if (ms === null) return '–';
  const two = (n: number): string => String(n).padStart(2, '0');
  const seconds = Math.round(ms / 1000);
  if (seconds >= 3600) return `${Math.floor(seconds / 3600)} h ${two(Math.floor(seconds / 60) % 60)} min`;
  if (seconds >= 60) return `${Math.floor(seconds / 60)} min ${two(seconds % 60)} s`;
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** `12.3 MB`, decimal. */
export function size(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return step === 0 ? `${bytes} bytes` : `${(bytes / 1000 ** step).toFixed(1)} ${units[step]}`;
}

export const statusWords = (status: Batch['status']): string => status.replaceAll('_', ' ');

/** The reconciliation equation in one line. */
export const equationLine = ({ equation: e }: Batch): string =>
  `${count(e.received)} received = ${count(e.completed)} completed + ${count(e.duplicates)} duplicates + ` +
  `${count(e.excluded)} excluded + ${count(e.exceptions)} exceptions + ${count(e.pending)} pending`;

/** Columns without rules, so that a line can be cut out and used. @param right columns to set flush right */
export function table(
  head: string[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): string {
  const made = new Table({
    head,
    colAligns: head.map((_name, i) => (right.includes(i) ? 'right' : 'left')),
    chars: Object.fromEntries(
      [
        ...['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'],
        ...['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'],
      ].map((place) => [place, '']),
    ),
    style: { 'padding-left': 0, 'padding-right': 2, head: [], border: [], compact: true },
  });
  // A line break inside a cell would break the table for whoever reads it by lines.
  made.push(...rows.map((row) => row.map((cell) => cell.replaceAll(/[\r\n\t]/g, ' '))));
  return made
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
