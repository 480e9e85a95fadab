/** Tells which of several reporters with one spelling is cited, by the year: `1 P.R. 1 (1831)` is Penrose and Watts. */
import { SHARED_SPELLINGS } from './reporter-tables.ts';

interface Meaning {
  name: string;
  from: number;
  to: number;
}

const bySpelling = new Map(
  SHARED_SPELLINGS.replace(/\n\s*/g, '')
    .split('|')
    .map((entry): [string, Meaning[]] => {
      const [key = '', meanings = ''] = entry.split('=');
      return [key, meanings.split(';').map(meaningOf)];
    }),
);

function meaningOf(written: string): Meaning {
  const [, name = '', from, to] = /^(.*):(\d+)-(\d+)$/.exec(written) ?? [];
  return { name, from: Number(from), to: Number(to) };
}

/** Returns the one reporter with this spelling that had a volume for the year, or null. */
export function reporterInYear(written: string, year: number): string | null {
  const meanings = bySpelling.get(written.replace(/[^A-Za-z0-9&]/g, '').toLowerCase()) ?? [];
  const [first, ...others] = meanings.filter(({ from, to }) => from <= year && year <= to);
  return others.length === 0 ? (first?.name ?? null) : null;
}
