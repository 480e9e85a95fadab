/**
 * Measures how fast entities are found in long texts, cold and again, beside compromise alone. Each size has a process of its own,
 * with the code as it is built. `BENCH_CHARACTERS=100000,1000000` names other sizes. With a clone of E-NER (see
 * `public-sets.bench.ts`), its 52 filings as one text too.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { COMPILED_PATTERNS } from '../../src/core/sandbox/v8-options.ts';
import { readPapers } from '../corpus/entities/labeled.ts';
import { readPassages } from '../corpus/entities/passages.ts';
import { readFilings } from '../corpus/public/filings.ts';
import { cloneOf, fileOf } from '../corpus/public/repositories.ts';
import { printTable, type Row, round } from './table.ts';

const SIZES = (process.env.BENCH_CHARACTERS ?? '100000,1000000,5000000').split(',').map(Number);
/** compromise takes minutes on longer texts. */
const MOST_FOR_COMPROMISE = 1_000_000;

const E_NER = 'E-NER';
/** Passages of our own that are dense with names, and contracts as companies filed them. */
const TEXTS: Readonly<Record<string, readonly { text: string }[]>> = {
  passages: readPassages('passages'),
  filings: readPapers('contracts'),
  ...(cloneOf('E-NER-Dataset') === null
    ? {}
    : { [E_NER]: readFilings(fileOf('E-NER-Dataset', 'edgar_all_4.csv').toString()) }),
};
const sizesOf = (name: string): readonly number[] =>
  name === E_NER ? [(TEXTS[name] ?? []).reduce((sum, { text }) => sum + text.length, 0)] : SIZES;

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'redwell-extraction-bench-'));
  for (const [name, texts] of Object.entries(TEXTS))
    writeFileSync(join(folder, `${name}.json`), JSON.stringify(texts.map(({ text }) => text)));
  // The lists of words are read from their package.
  symlinkSync(
    join(import.meta.dirname, '..', '..', 'node_modules'),
    join(folder, 'node_modules'),
    'junction',
  );
  await build({
    ...{ configFile: false, logLevel: 'error' },
    ssr: { noExternal: true },
    build: { ssr: join(import.meta.dirname, 'extraction-process.ts'), outDir: folder, emptyOutDir: false },
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Returns the processor time of each turn in a new process, s. */
const secondsOf = (
  what: 'redwell' | 'compromise',
  text: string,
  characters: number,
  times: number,
): number[] =>
  execFileSync(process.execPath, [
    // As the processes that read documents have it.
    COMPILED_PATTERNS,
    ...[join(folder, 'extraction-process.js'), join(folder, `${text}.json`)],
    ...[what, String(characters), String(times)],
  ])
    .toString()
    .trim()
    .split('\n')
    .map(Number);

it('measures how fast entities are found', () => {
  const rows: Row[] = [];
  const perSecond = (characters: number, seconds = 0): number => round(characters / seconds, 0);
  for (const text of Object.keys(TEXTS))
    for (const characters of sizesOf(text)) {
      const [cold, again] = secondsOf('redwell', text, characters, characters > MOST_FOR_COMPROMISE ? 1 : 2);
      const [compromise] =
        characters > MOST_FOR_COMPROMISE ? [] : secondsOf('compromise', text, characters, 1);
      rows.push({
        what: `${characters} characters of ${text}`,
        'cold, characters/s': perSecond(characters, cold),
        'again, characters/s': again === undefined ? '' : perSecond(characters, again),
        'compromise alone, cold': compromise === undefined ? '' : perSecond(characters, compromise),
      });
      expect(cold).toBeGreaterThan(0);
    }
  printTable('Entities of long texts', rows);
});
