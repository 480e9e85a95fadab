import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { read, utils, type WorkSheet } from '@e965/xlsx';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ExportFolder } from '../../../src/core/handover/export-folder.ts';
import { openList } from '../../../src/core/handover/lists/list-file.ts';
import { MOST_CHARACTERS, openXlsx } from '../../../src/core/handover/lists/xlsx.ts';
import type { WrittenFile } from '../../../src/core/handover/written-file.ts';
import { sized } from '../../support/scale.ts';

let root: string;
let files: WrittenFile[];
let folder: ExportFolder;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'redwell-xlsx-'));
  files = [];
  folder = ExportFolder.at(root, async (file) => void files.push(file));
});
afterEach(() => rm(root, { recursive: true }));

const hard = fc.constantFrom(
  ...[
    '=1+1',
    '@SUM(A1)',
    '+1',
    '-1',
    '\t=1',
    '=HYPERLINK("http://x")',
    '<b>&amp;</b>',
    ']]>',
    '_x0041_',
    '_',
  ],
  ...[
    '\r\n',
    '\r',
    '\n',
    '  a ',
    '\u0000',
    '\u0001',
    '\u001F',
    '\uFFFE',
    '\uFFFF',
    '\uFEFF',
    '\uD83D',
    '👩‍⚖️',
  ],
  ...['שלום', "'", '"', '0001', '1e5', '2025-01-14', 'TRUE', '#N/A'],
);
const cell = fc
  .array(fc.oneof(hard, fc.string({ unit: 'binary' })), { maxLength: 4 })
  .map((all) => all.join(''));
/** What is read back. This reader makes one line break of two signs, wherever they come from. */
const asRead = (text: string): string => Buffer.from(text, 'utf8').toString('utf8').replaceAll('\r\n', '\n');

async function sheetOf(name: string): Promise<WorkSheet> {
  const book = read(await readFile(join(root, name)), { cellFormula: true, cellText: false, raw: true });
  return book.Sheets[book.SheetNames[0]!]!;
}
const rowsOf = (sheet: WorkSheet): string[][] =>
  utils.sheet_to_json<string[]>(sheet, { header: 1, raw: true, defval: '', blankrows: true });

describe('a workbook', () => {
  it('comes back exactly from another reader, as text and without a formula, whatever is in its cells', async () => {
    let n = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 6 }), async (rows) => {
        n += 1;
        const name = `${n}.xlsx`;
        const workbook = await openXlsx(folder, name, [{ head: 'A' }, { head: '=B' }, { head: 'C' }]);
        for (const row of rows) expect(await workbook.add(row)).toEqual([]);
        expect(await workbook.close()).toBe(true);
        const sheet = await sheetOf(name);
        const [head, ...back] = rowsOf(sheet);
        expect(head).toEqual(['A', '=B', 'C']);
        expect(back.map((row) => [0, 1, 2].map((i) => String(row[i] ?? '')))).toEqual(
          rows.map((row) => row.map(asRead)),
        );
        for (const [at, one] of Object.entries(sheet))
          if (!at.startsWith('!')) expect([one.t, one.f]).toEqual(['s', undefined]);
      }),
      { numRuns: sized(150, 30) },
    );
  });

  it('has numbers in columns of numbers, and text where there is none', async () => {
    const workbook = await openXlsx(folder, 'n.xlsx', [{ head: 'N', isNumber: true }]);
    for (const value of ['12', '', 'many', '=1', '-3']) await workbook.add([value]);
    await workbook.close();
    const sheet = await sheetOf('n.xlsx');
    expect([sheet.A2, sheet.A4, sheet.A5, sheet.A6].map(({ t, v }) => [t, v])).toEqual([
      ['n', 12],
      ['s', 'many'],
      ['s', '=1'],
      ['n', -3],
    ]);
  });

  it('cuts a value that is longer than a cell, and says which', async () => {
    const workbook = await openXlsx(folder, 'c.xlsx', [{ head: 'A' }, { head: 'B' }]);
    expect(await workbook.add(['x', '\u{1F600}'.repeat(MOST_CHARACTERS)])).toEqual([1]);
    await workbook.close();
    const value = String((await sheetOf('c.xlsx')).B2.v);
    expect(value.length).toBeLessThanOrEqual(MOST_CHARACTERS);
    expect(value.endsWith('… (cut)')).toBe(true);
  });

  it('is reported with its size and hash once it is complete', async () => {
    const workbook = await openXlsx(folder, 'r.xlsx', [{ head: 'A' }]);
    expect(files).toEqual([]);
    await workbook.close();
    expect(files).toMatchObject([{ path: 'r.xlsx', bytes: (await readFile(join(root, 'r.xlsx'))).length }]);
  });
});

describe('a list with more rows than a workbook takes', () => {
  const listOf = async (rows: number) => {
    const notes: string[] = [];
    const place = {
      folder,
      mostRows: 4,
      notes: {
        leftOut: {},
        leaveOut: async () => undefined,
        change: async ({ field, kind }: { field: string; kind: string }) =>
          void notes.push(`${field} ${kind}`),
      },
    };
    const list = await openList<number>(place, 'list', [{ head: 'N', cell: String }], (n) => n);
    for (let n = 0; n < rows; n += 1) await list.add(n);
    await list.close();
    return notes;
  };

  it('has no workbook, says so, and has all rows as CSV', async () => {
    expect(await listOf(4)).toEqual(['list.xlsx too_many_rows']);
    expect((await readdir(root)).sort()).toEqual(['list.csv', 'list.jsonl']);
    expect(files.map(({ path }) => path).sort()).toEqual(['list.csv', 'list.jsonl']);
    expect((await readFile(join(root, 'list.csv'), 'utf8')).trim().split('\r\n')).toHaveLength(5);
  });

  it('has one up to that number', async () => {
    expect(await listOf(3)).toEqual([]);
    expect(rowsOf(await sheetOf('list.xlsx'))).toHaveLength(4);
  });
});
