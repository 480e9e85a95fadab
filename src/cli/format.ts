/** Numbers, times and tables as the command line prints them: American English, whatever the machine's locale. */
import Table from 'cli-table3';
import type { Batch } from '../shared/batches.ts';
import { visible } from '../shared/visible.ts';
import { type Shown, shownText } from './shown.ts';

export const count = (n: number): string => n.toLocaleString('en-US');
/** `1 exception`, `2,000 exceptions`. */
export const counted = (n: number, one: string, many = `${one}s`): string =>
  `${count(n)} ${n === 1 ? one : many}`;
/** `99%`. Rounds down: 99.97 is not 100. @param n 0 to 100 */
export const percent = (n: number): string => `${Math.floor(n)}%`;

const dateTimeFormat = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'short' });
/** `Nov 28, 2026, 4:11 PM`, in local time. @param at ms since 1970 */
export const dateTime = (at: number): string => dateTimeFormat.format(at).replaceAll('\u202f', ' ');

/** `3 h 5 min`, `4 min 9 s`, `8.2 s`, `41 ms`. @param ms null if unknown */
export function duration(ms: number | null): string {
  if (ms === null) return '–';
  const seconds = Math.round(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  if (minutes >= 60) return `${count(Math.floor(minutes / 60))} h ${minutes % 60} min`;
  if (minutes >= 1) return `${minutes} min ${seconds % 60} s`;
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** `12.3 MB`, in powers of 1,000. */
export function size(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return step === 0 ? `${bytes} bytes` : `${(bytes / 1000 ** step).toFixed(1)} ${units[step]}`;
}

/** `completed with exceptions`. */
export const statusText = (status: Batch['status']): string => status.replaceAll('_', ' ');

/** The reconciliation equation in one line. */
export const equationLine = ({ equation: e }: Batch): string =>
  `${count(e.received)} received = ${count(e.completed)} completed + ${counted(e.duplicates, 'duplicate')} + ` +
  `${count(e.excluded)} excluded + ${counted(e.exceptions, 'exception')} + ${count(e.pending)} pending`;

/** Formats columns without rules, so that scripts can cut the lines. @param right columns to align right */
export function table(
  head: string[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): Shown {
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
  // One row must stay one line for scripts that read the table by lines.
  made.push(...rows.map((row) => row.map((cell) => visible(cell.replaceAll(/[\r\n\t]/g, ' ')))));
  return shownText(
    made
      .toString()
      .split('\n')
      .map((line) => line.trimEnd())
      .join('\n'),
  );
}
