import { rm } from 'node:fs/promises';
import { utils, write } from '@e965/xlsx';
import { describe, expect, it, vi } from 'vitest';
import type { OcrResult } from '../../../src/core/documents/types.ts';
import { findLibreOffice } from '../../../src/core/pipeline/extract/office/libreoffice.ts';
import type { FileType } from '../../../src/shared/documents.ts';
import { sharedSandbox } from './build-sandbox.ts';
import { listedDoc, plainDoc } from './doc-fixtures.ts';
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

  it.each(['xls', 'xlsb'] as const)('says that a truncated %s is damaged', async (type) => {
    const bytes = workbook(type === 'xls' ? 'biff8' : 'xlsb');
    await expect(read(type, bytes.subarray(0, bytes.length / 3))).rejects.toMatchObject({ code: 'corrupt' });
  });
});

describe('Word documents of 1997-2003', () => {
  it('reads text and metadata without LibreOffice', async () => {
    const { text, metadata, warnings } = await read('doc', plainDoc());
    expect(text).toContain('The rent is $4,250.00 a month — “net of tax” — for Désirée Quillfeather.');
    expect(metadata).toMatchObject({ title: 'Barge lease', author: 'Karen Whitfield' });
    expect(warnings).toEqual([]);
  });

  it('reads automatic numbers with LibreOffice, or says that they are missing', async () => {
    const { text, warnings } = await read('doc', listedDoc());
    expect(text).toContain('Premises');
    if (libreOffice === null) expect(warnings).toMatchObject([{ code: 'part_not_read' }]);
    else expect(text).toMatch(/ARTICLE I\.\s+Premises[\s\S]*Section I\.1\s+Base rent/);
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
