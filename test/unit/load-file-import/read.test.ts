import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readLoadFile } from '../../../src/core/load-file-import/read.ts';
import { RecordReader, signsOf } from '../../../src/core/load-file-import/records.ts';
import type { ImportedDocument, LoadFileCheck } from '../../../src/core/load-file-import/types.ts';

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

let own: string;
let folder: string;
beforeEach(async () => {
  own = await mkdtemp(join(tmpdir(), 'redwell-import-'));
  folder = join(own, 'production');
  await mkdir(folder);
});
afterEach(() => rm(own, { recursive: true }));

async function put(path: string, content: string | Buffer): Promise<void> {
  await mkdir(join(folder, path, '..'), { recursive: true });
  await writeFile(join(folder, path), content);
}

async function read(): Promise<{ check: LoadFileCheck; documents: ImportedDocument[] }> {
  const documents: ImportedDocument[] = [];
  const check = await readLoadFile(folder, {
    signal: new AbortController().signal,
    onDocument: (document) => void documents.push(document),
  });
  return { check, documents };
}

const dat = (
  rows: readonly (readonly string[])[],
  quote = '\u00FE',
  delimiter = '\u0014',
  end = '\r\n',
): string => rows.map((row) => row.map((value) => quote + value + quote).join(delimiter) + end).join('');

const ROWS = [
  ['BegBates', 'Parent ID', 'Custodian', 'Native Link', 'Text Link', 'MD5 Hash', 'Notes'],
  ['ABC001', '', 'Müller, Jürgen', './NATIVES\\Abc001.EML', 'TEXT\\abc001.txt', md5('mail'), 'a\u00AEb'],
  ['ABC002', 'ABC001', 'Müller, Jürgen', 'natives/abc002.pdf', '', md5('scan').toUpperCase(), ''],
  ['ABC003', '', 'Reyes', '', '', '', ''],
];

async function putFiles(): Promise<void> {
  await put('NATIVES/ABC001.eml', 'mail');
  await put('NATIVES/ABC002.pdf', 'scan');
  await put('TEXT/ABC001.txt', 'a text');
}

describe('a load file from somebody else', () => {
  it.each([
    ['utf-8', '\u00FE', '\u0014', (text: string) => Buffer.from(`\uFEFF${text}`)],
    ['utf-8', '"', ',', (text: string) => Buffer.from(text)],
    ['utf-16le', '\u00FE', '\u0014', (text: string) => iconv.encode(text, 'utf-16le', { addBOM: true })],
    ['utf-16le', '\u00FE', '\u0014', (text: string) => iconv.encode(text, 'utf-16le')],
    ['utf-16be', '\u00FE', '\t', (text: string) => iconv.encode(text, 'utf-16be', { addBOM: true })],
    ['windows-1252', '\u00FE', '\u0014', (text: string) => iconv.encode(text, 'windows-1252')],
    ['windows-1252', '^', '|', (text: string) => iconv.encode(text, 'windows-1252')],
    ['windows-1252', '', ';', (text: string) => iconv.encode(text, 'windows-1252')],
  ] as const)('is read in %s with %j and %j', async (encoding, quote, delimiter, encode) => {
    await putFiles();
    await put('DATA/prod.dat', encode(dat(ROWS, quote, delimiter)));
    const { check, documents } = await read();
    expect(check).toMatchObject({
      volumes: [{ file: join('DATA', 'prod.dat'), encoding, quote, delimiter, documents: 3 }],
      ...{ documents: 3, parents: 1, attached: 1, originals: 2, texts: 1, hashesChecked: 2 },
      custodians: [
        { name: 'Müller, Jürgen', documents: 2 },
        { name: 'Reyes', documents: 1 },
      ],
      ...{ problems: [], problemCount: 0 },
    });
    expect(documents[0]).toMatchObject({
      control: 'ABC001',
      native: join(folder, 'NATIVES', 'ABC001.eml'),
      text: join(folder, 'TEXT', 'ABC001.txt'),
      fields: { Notes: 'a\nb' },
    });
    expect(documents[1]).toMatchObject({ control: 'ABC002', parent: 'ABC001' });
  });

  it('has families also where only ranges of attachments are given', async () => {
    await put(
      'a.dat',
      dat([
        ['BEGDOC', 'BEGATTACH', 'TEXTPATH'],
        ['A1', 'A1', ''],
        ['A2', 'A1', ''],
        ['A3', '', ''],
      ]),
    );
    expect((await read()).documents.map(({ parent }) => parent)).toEqual([null, 'A1', null]);
  });

  it('names every row that is not as it says', async () => {
    await putFiles();
    await writeFile(join(own, 'outside.txt'), 'x');
    await symlink(join(own, 'outside.txt'), join(folder, 'TEXT', 'link.txt'));
    const row = (control: string, change: Partial<Record<number, string>>) =>
      ['', '', '', '', '', '', ''].map((value, i) => (i === 0 ? control : (change[i] ?? value)));
    await put(
      'prod.dat',
      dat([
        ROWS[0] ?? [],
        row('A1', { 3: '..\\outside.txt' }),
        row('A2', { 3: 'C:\\evidence\\a.eml' }),
        row('A3', { 4: 'TEXT\\link.txt' }),
        row('A4', { 3: 'NATIVES\\gone.eml' }),
        row('A5', { 3: 'NATIVES\\ABC001.eml', 5: md5('other') }),
        row('A6', { 1: 'A99' }),
        row('A1', {}),
        row('', {}),
        ['A9', 'too few'],
      ]),
    );
    const { check, documents } = await read();
    expect(check.problems.map(({ code, row: at, control }) => [code, at, control])).toEqual([
      ['path_outside', 2, 'A1'],
      ['path_outside', 3, 'A2'],
      ['path_outside', 4, 'A3'],
      ['file_missing', 5, 'A4'],
      ['hash_differs', 6, 'A5'],
      ['control_twice', 8, 'A1'],
      ['control_missing', 9, ''],
      ['row_broken', 10, ''],
      ['parent_missing', 7, 'A6'],
    ]);
    for (const { message, row: at } of check.problems)
      expect(message).toMatch(new RegExp(`^Row ${at} of prod\\.dat`));
    expect(documents.map(({ control, native, text }) => [control, native === null && text === null])).toEqual(
      [
        ['A1', true],
        ['A2', true],
        ['A3', true],
        ['A4', true],
        ['A5', false],
        ['A6', true],
      ],
    );
  });

  it('goes on after a row whose value has no end', async () => {
    await put(
      'a.dat',
      `${dat([
        ['BEGDOC', 'TEXTPATH'],
        ['A1', ''],
      ])}\u00FEA2\u00FE\u0014\u00FEno end\r\n`,
    );
    const { check, documents } = await read();
    expect(documents.map(({ control }) => control)).toEqual(['A1']);
    expect(check.problems).toMatchObject([{ code: 'row_broken', row: 3 }]);
  });

  it.each([
    ['no load file', null, 'There is no load file'],
    ['an empty one', '', 'is empty'],
    [
      'no control numbers',
      dat([
        ['Name', 'Path'],
        ['a', 'b'],
      ]),
      'no column with control numbers',
    ],
  ])('is refused with a sentence: %s', async (_what, content, message) => {
    if (content !== null) await put('a.dat', content);
    await expect(read()).rejects.toThrow(message);
  });

  it('says when it names no files, or a column twice', async () => {
    await put(
      'a.dat',
      dat([
        ['BEGDOC', 'Title', 'TITLE'],
        ['A1', 'x', 'y'],
      ]),
    );
    expect((await read()).check.problems.map(({ code }) => code)).toEqual(['column_missing', 'column_twice']);
  });
});

it('reads any values back, however the file arrives in pieces', () => {
  const value = fc.string({
    unit: fc.constantFrom('a', ' ', '\u00FE', '"', ',', '\u0014', '\r', '\n', 'é', '\u{1F600}'),
  });
  fc.assert(
    fc.property(
      fc.array(fc.array(value, { minLength: 2, maxLength: 2 }), { maxLength: 6 }),
      fc.integer({ min: 1, max: 9 }),
      (rows, size) => {
        const all = [['BEGDOC', 'X'], ...rows];
        const text = dat(all.map((row) => row.map((one) => one.replaceAll('\u00FE', '\u00FE\u00FE'))));
        const reader = new RecordReader(signsOf(text));
        const found: (readonly string[])[] = [];
        for (let i = 0; i <= text.length; i += size)
          for (const record of reader.add(text.slice(i, i + size), i + size > text.length))
            found.push(record.values);
        expect(found).toEqual(all);
      },
    ),
  );
});
