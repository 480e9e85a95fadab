import { rm } from 'node:fs/promises';
import { CFB, utils, write } from '@e965/xlsx';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { DocumentError } from '../../../src/core/documents/errors.ts';
import type { OcrResult } from '../../../src/core/documents/types.ts';
import { findLibreOffice } from '../../../src/core/pipeline/extract/office/libreoffice.ts';
import type { FileType } from '../../../src/shared/file-types.ts';
import { sharedSandbox } from './build-sandbox.ts';
import { changedDoc, listedDoc, manyListsDoc, manyListsLines, plainDoc } from './doc-fixtures.ts';
import { put, stageInput } from './fixtures.ts';

vi.setConfig({ testTimeout: 180_000 });

const libreOffice = await findLibreOffice();
const shared = sharedSandbox({ maxWorkers: 1 });

async function read(type: FileType, bytes: Buffer): Promise<OcrResult> {
  const location = await put(shared().folder, `file.${type}`, bytes);
  try {
    return (await shared().sandbox.runStage('ocr', stageInput(location, type, bytes.length))).result;
  } finally {
    await rm(location);
  }
}

/** Returns a workbook with a formatted amount, leading zeros, an empty cell, a comment and a hidden sheet. */
function workbook(bookType: 'biff8' | 'xlsb'): Buffer {
  const sheet = utils.aoa_to_sheet([
    ['Payee', 'Amount', 'ZIP', 'Note'],
    ['Désirée Quillfeather', 18450, 2134, 'paid'],
    ['Halcyon Barge Co.', 9300.4, null, 'disputed'],
  ]);
  sheet.B2.z = '$#,##0.00';
  sheet.C2.z = '00000';
  sheet.B3.z = '#,##0.00';
  utils.cell_add_comment(sheet.B3, 'Ask the bank', 'Karen Whitfield');
  const book = utils.book_new();
  book.Props = { Title: 'Damages', Author: 'Karen Whitfield' };
  utils.book_append_sheet(book, sheet, 'Payments');
  utils.book_append_sheet(book, utils.aoa_to_sheet([['Settled at $71,300']]), 'Draft');
  book.Workbook = { Sheets: [{ Hidden: 0 }, { Hidden: 1 }] };
  return write(book, { type: 'buffer', bookType }) as Buffer;
}

describe('Excel workbooks of other formats', () => {
  it.each([
    ['xls', 'biff8'],
    ['xlsb', 'xlsb'],
  ] as const)('reads cells of %s as shown and in their places', async (type, bookType) => {
    const { text } = await read(type, workbook(bookType));
    expect(text).toContain('Désirée Quillfeather\t$18,450.00\t02134\tpaid');
    expect(text).toContain('Halcyon Barge Co.\t9,300.40\t\tdisputed');
    expect(text).toContain('Draft [hidden sheet]\nSettled at $71,300');
  });

  it('names the place of a cell far to the right', async () => {
    const book = utils.book_new();
    utils.book_append_sheet(
      book,
      utils.sheet_add_aoa(utils.aoa_to_sheet([['Total']]), [['$5']], { origin: 'CZ1' }),
    );
    const bytes = write(book, { type: 'buffer', bookType: 'biff8' }) as Buffer;
    expect((await read('xls', bytes)).text).toContain('Total\tCZ1: $5');
  });

  it('reads the metadata of an old workbook', async () => {
    const { metadata } = await read('xls', workbook('biff8'));
    expect(metadata).toMatchObject({ title: 'Damages', author: 'Karen Whitfield' });
  });

  it('names the sheets that are not whole when an old workbook ends between two of its records', async () => {
    const whole = workbook('biff8');
    const stream = Buffer.from(
      CFB.find(CFB.read(whole, { type: 'buffer' }), '/Workbook')?.content as Uint8Array,
    );
    const places: number[] = [];
    for (let at = 0; at + 4 <= stream.length; at += 4 + stream.readUInt16LE(at + 2)) places.push(at);
    const cutAt = async (length: number): Promise<OcrResult> => {
      const container = CFB.utils.cfb_new();
      CFB.utils.cfb_add(container, '/Workbook', stream.subarray(0, length));
      return read('xls', Buffer.from(CFB.write(container, { type: 'buffer' }) as Uint8Array));
    };
    expect((await cutAt(stream.length)).warnings).toEqual([]);
    // The last record says that the last sheet ends.
    const { text, warnings } = await cutAt(places.at(-1) ?? 0);
    expect(text).toContain('$18,450.00');
    expect(warnings).toEqual([
      {
        code: 'part_not_read',
        detail: 'The sheet “Draft” is cut off or missing, because the file is damaged',
      },
    ]);
    await expect(cutAt(places[8] ?? 0)).rejects.toMatchObject({ code: 'corrupt' });
  });

  it.each(['xls', 'xlsb'] as const)('says that a truncated %s is damaged', async (type) => {
    const bytes = workbook(type === 'xls' ? 'biff8' : 'xlsb');
    await expect(read(type, bytes.subarray(0, bytes.length / 3))).rejects.toMatchObject({ code: 'corrupt' });
  });
});

/** Returns a BIFF record. */
function record(type: number, data: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16LE(type);
  head.writeUInt16LE(data.length, 2);
  return Buffer.concat([head, data]);
}

const coded = (text: string, wide: boolean): Buffer =>
  Buffer.concat([Buffer.from([wide ? 1 : 0]), Buffer.from(text, wide ? 'utf16le' : 'latin1')]);

function headerRecord(type: number, text: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16LE(text.length);
  return record(type, Buffer.concat([length, coded(text, false)]));
}

/** Returns an object with a text in two pieces. @param kind 6 is a text box, 25 the box of a comment */
function textBox(kind: number, text: string): Buffer {
  const object = Buffer.alloc(22);
  object.writeUInt16LE(0x15);
  object.writeUInt16LE(0x12, 2);
  object.writeUInt16LE(kind, 4);
  const head = Buffer.alloc(18);
  head.writeUInt16LE(text.length, 10);
  head.writeUInt16LE(16, 12);
  return Buffer.concat([
    record(0x5d, object),
    record(0x1b6, head),
    record(0x3c, coded(text.slice(0, 9), true)),
    record(0x3c, coded(text.slice(9), false)),
    record(0x3c, Buffer.alloc(16)),
  ]);
}

/** Returns a workbook of one sheet whose records end with the given ones. */
function withRecords(...records: Buffer[]): Buffer {
  const book = utils.book_new();
  utils.book_append_sheet(book, utils.aoa_to_sheet([['Quinces', 11]]), 'Weights');
  const file = CFB.read(write(book, { type: 'buffer', bookType: 'biff8' }) as Buffer, { type: 'buffer' });
  const entry = CFB.find(file, 'Workbook');
  if (entry === null) throw new Error('no workbook');
  const stream = Buffer.from(entry.content as Uint8Array);
  const end = stream.length - 4;
  entry.content = Buffer.concat([stream.subarray(0, end), ...records, stream.subarray(end)]);
  entry.size = entry.content.length;
  return Buffer.from(CFB.write(file, { type: 'buffer' }) as Uint8Array);
}

describe('what a workbook of 1997-2003 shows besides its cells', () => {
  it('reads headers and footers, text boxes, and the words of a chart', async () => {
    const chart = Buffer.concat([
      record(0x809, Buffer.from([0, 6, 0x20, 0, 0, 0, 0, 0])),
      record(0x100d, Buffer.concat([Buffer.from([0, 0, 15]), coded('Crates by month', false)])),
      record(0x204, Buffer.concat([Buffer.from([0, 0, 0, 0, 0, 0, 5, 0]), coded('March', true)])),
      record(0x0a, Buffer.alloc(0)),
    ]);
    const bytes = withRecords(
      headerRecord(0x14, '&L&"Arial,Bold"Tamarack Cider&RPrivileged && Confidential'),
      headerRecord(0x15, '&CPage &P of &N'),
      textBox(6, 'Weighed by Odalys Brandt'),
      textBox(25, 'a comment that belongs to a cell'),
      chart,
    );
    const { text, warnings } = await read('xls', bytes);
    expect(text.split('\n')).toEqual([
      'Weights',
      'Quinces\t11',
      'Weighed by Odalys Brandt',
      'Crates by month',
      'March',
      '[Header] Tamarack Cider\tPrivileged & Confidential',
    ]);
    expect(warnings).toEqual([]);
  });

  it.each([
    ['xls', 'biff8'],
    ['xlsb', 'xlsb'],
  ] as const)(
    'shows long numbers, dates and hidden numbers of %s as in a new workbook',
    async (type, bookType) => {
      const sheet = utils.aoa_to_sheet([[123456789012345, 45750, 71300]]);
      sheet.B1.z = 'd/m/yyyy';
      sheet.C1.z = ';;;';
      const book = utils.book_new();
      utils.book_append_sheet(book, sheet, 'Accounts');
      const { text } = await read(type, write(book, { type: 'buffer', bookType }) as Buffer);
      expect(text).toBe('Accounts\n123456789012345\t3/4/2025 (2025-04-03)\t71300 [hidden]');
    },
  );

  it('reads the drawings, headers and footers of a binary workbook', async () => {
    const book = utils.book_new();
    utils.book_append_sheet(book, utils.aoa_to_sheet([['Quinces', 11]]), 'Weights');
    const file = CFB.read(write(book, { type: 'buffer', bookType: 'xlsb' }) as Buffer, { type: 'buffer' });
    const add = (name: string, content: Buffer | string): void => {
      CFB.utils.cfb_add(file, `/xl/${name}`, Buffer.from(content as string));
    };
    const header = Buffer.from('&LTamarack Cider', 'utf16le');
    const size = Buffer.alloc(4);
    size.writeUInt32LE(16);
    const none = Buffer.alloc(20, 0xff);
    const data = Buffer.concat([Buffer.alloc(2), size, header, none]);
    const sheet = Buffer.from((CFB.find(file, '/xl/worksheets/sheet1.bin')?.content ?? []) as Uint8Array);
    const end = sheet.length - 3;
    const headers = Buffer.concat([
      Buffer.from([0xdf, 0x03, data.length]),
      data,
      Buffer.from([0xe0, 0x03, 0]),
    ]);
    add('worksheets/sheet1.bin', Buffer.concat([sheet.subarray(0, end), headers, sheet.subarray(end)]));
    const kinds = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
    add(
      'worksheets/_rels/sheet1.bin.rels',
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${kinds}/drawing" Target="../drawings/drawing1.xml"/></Relationships>`,
    );
    add(
      'drawings/drawing1.xml',
      '<xdr:wsDr xmlns:xdr="x" xmlns:a="a"><xdr:sp><xdr:txBody><a:p><a:r><a:t>Weighed by Odalys Brandt</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:wsDr>',
    );
    const { text } = await read(
      'xlsb',
      Buffer.from(CFB.write(file, { type: 'buffer', fileType: 'zip' }) as Uint8Array),
    );
    expect(text.split('\n')).toEqual([
      'Weights',
      'Quinces\t11',
      'Weighed by Odalys Brandt',
      '[Header] Tamarack Cider',
    ]);
  });
});

describe('Word documents of 1997-2003', () => {
  it('reads text and metadata without LibreOffice', async () => {
    const { text, metadata, warnings } = await read('doc', plainDoc());
    expect(text).toContain('The rent is $4,250.00 a month — “net of tax” — for Désirée Quillfeather.');
    expect(metadata).toMatchObject({ title: 'Barge lease', author: 'Karen Whitfield' });
    expect(warnings).toEqual([]);
  });

  it('numbers paragraphs as Word does', async () => {
    const { text, warnings } = await read('doc', listedDoc());
    expect(text).toMatch(/ARTICLE I\. Premises[\s\S]*Section I\.1 Base rent/);
    expect(warnings).toEqual([]);
    const many = await read('doc', manyListsDoc());
    expect(many.text.split('\n').map((line) => line.trim())).toEqual(manyListsLines);
  });

  it('shows what was deleted and inserted, by whom and when', async () => {
    const { text, warnings } = await read('doc', changedDoc());
    expect(text.split('\n').filter((line) => line !== '')).toEqual([
      'The rent is $4,900.00 a month.',
      'Kept.',
      '1. numbered',
      '[Deleted by Karen Whitfield, 2024-03-05] $4,250.00',
      '[Inserted by Karen Whitfield, 2024-03-05] $4,900.00',
      '[Deleted by Dario Quill, 2024-04-01] The tenant may terminate at any time.',
    ]);
    expect(warnings).toEqual([]);
  });

  it('reads the text and names what is lost when the table of lists is damaged', async () => {
    const damaged = manyListsDoc();
    // The format of the first level, behind its start, is one that no Word ever had.
    const level = damaged.indexOf(Buffer.from('CLAUSE ', 'utf16le'));
    const format = damaged.lastIndexOf(Buffer.from([1, 0, 0, 0, 1]), level) + 4;
    damaged[format] = 200;
    const { text, warnings } = await read('doc', damaged);
    expect(text).toContain('Heading by style');
    if (libreOffice === null)
      expect(warnings).toMatchObject([
        { code: 'part_not_read', detail: expect.stringContaining('numbers that Word adds by itself') },
      ]);
  });

  it('never ends otherwise than with a text or a typed error, whatever bytes are damaged', async () => {
    const whole = manyListsDoc();
    const change = fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 }));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 20 }), async (changes) => {
        const bytes = Buffer.from(whole);
        for (const [at, value] of changes) bytes[at] = value;
        const result = await read('doc', bytes).catch((error: unknown) => error);
        if (result instanceof Error) expect(result).toBeInstanceOf(DocumentError);
      }),
      { numRuns: 150 },
    );
  });

  it('says that a truncated document is damaged', async () => {
    await expect(read('doc', plainDoc().subarray(0, 3000))).rejects.toMatchObject({ code: 'corrupt' });
  });
});

it.runIf(libreOffice === null)('names LibreOffice where only that reads a type', async () => {
  await expect(read('wpd', Buffer.from('\u00ffWPC'))).rejects.toMatchObject({
    code: 'unsupported',
    message: expect.stringContaining('LibreOffice'),
  });
});
