/** The type of a file comes from its content. The name only decides where the content leaves a choice. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Buffers, type Fingerprint, fingerprint } from '../../../src/core/intake/fingerprint.ts';
import { extensionOf, mismatch } from '../../../src/core/intake/sniff/extension.ts';
import { zip, zipOf } from '../../integration/pipeline/zip-writer.ts';
import { compoundFile } from './compound-file.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'redwell-type-'));
});
afterAll(() => rm(directory, { recursive: true }));

async function typeOf(content: Buffer | string, name = 'file'): Promise<Fingerprint> {
  const path = join(directory, 'file');
  await writeFile(path, content);
  return fingerprint(path, name, new Buffers(), new AbortController().signal);
}
const bytes = (hex: string, length = 64): Buffer =>
  Buffer.concat([Buffer.from(hex, 'hex'), Buffer.alloc(length)]);

const HEAD = 'From: Ann <ann@harlan.example>\r\nTo: Bo <bo@crestline.example>\r\nSubject: Crates\r\n';
const MAIL = `${HEAD}Date: Mon, 20 Nov 2023 09:05:11 -0500\r\nMessage-ID: <1@x.example>\r\n\r\nText\r\n`;
const MEMO = 'From: Robert Sayles\nTo: File\nDate: August 13, 2024\nSubject: Order\n\nAllowed.\n';

it.each<[string, Buffer | string, string, string]>([
  ['PDF', '%PDF-1.7\n', 'a.pdf', 'pdf'],
  [
    'PDF with bytes before its signature',
    bytes('000102', 40).toString('latin1').concat('%PDF-1.4'),
    'a',
    'pdf',
  ],
  ['a text about PDF', 'How to tell a PDF: it begins with %PDF-1.4 and so on.', 'a.txt', 'txt'],
  ['PNG', bytes('89504e470d0a1a0a0000000d49484452'), 'a.png', 'png'],
  ['JPEG', bytes('ffd8ffe000104a464946'), 'a.jpg', 'jpeg'],
  ['TIFF, little-endian', bytes('49492a0008000000'), 'a.tif', 'tiff'],
  ['TIFF, big-endian', bytes('4d4d002a00000008'), 'a.tif', 'tiff'],
  ['TIFF with its directory after the picture', bytes('49492a0070110100', 80_000), 'a.tif', 'tiff'],
  ['RTF', '{\\rtf1\\ansi Hello}', 'a.rtf', 'rtf'],
  ['HTML', '<!-- saved --><!DOCTYPE html><p>x', 'a', 'html'],
  ['XHTML', '<?xml version="1.0"?>\n<html xmlns="x"></html>', 'a', 'html'],
  ['a fragment of HTML with its extension', 'Hello <b>there</b>', 'a.htm', 'html'],
  ['the same text with another extension', 'Hello <b>there</b>', 'a.txt', 'txt'],
  ['plain text', 'Dear Mr. Okonkwo,\n', 'a.txt', 'txt'],
  ['text that begins like a bitmap', 'BM is the abbreviation of Bill of Materials', 'a.txt', 'txt'],
  ['text that begins like a program', 'MZ was the second officer of the Nordkapp.', 'a', 'txt'],
  [
    'Windows-1252',
    iconv.encode('Hervé Lefèvre à Rotterdam – « sur le pont »', 'windows-1252'),
    'a.txt',
    'txt',
  ],
  ['Shift-JIS', iconv.encode('契約書。甲と乙は次のとおり合意する。', 'shift_jis'), 'a.txt', 'txt'],
  ['UTF-16 with a byte order mark', iconv.encode('Chronology', 'utf-16le', { addBOM: true }), 'a.txt', 'txt'],
  ['UTF-16 without a byte order mark', iconv.encode('Chronology of the matter', 'utf-16be'), 'a.txt', 'txt'],
  ['UTF-32', iconv.encode('Chronology', 'utf-32le', { addBOM: true }), 'a.txt', 'txt'],
  ['XML as text', '<?xml version="1.0"?><invoice/>', 'a.xml', 'txt'],
  ['CSV with its extension', 'a;b\n1;2\n', 'a.csv', 'csv'],
  ['CSV without an extension', 'name,amount,date\nx,1,2\ny,"3,5",4\nz,5,6\n', 'table', 'csv'],
  ['mail', MAIL, 'a.eml', 'eml'],
  ['mail with another extension', MAIL, 'a.txt', 'eml'],
  ['mail with Unix line ends', MAIL.replaceAll('\r\n', '\n'), 'a', 'eml'],
  ['a memo with mail fields', MEMO, 'memo.txt', 'txt'],
  ['the same memo with the extension of a mail', MEMO, 'memo.eml', 'eml'],
  [
    'headers and a mail date, no message id',
    `${HEAD}Date: Mon, 20 Nov 2023 09:05:11 -0500\r\n\r\nx`,
    'a',
    'eml',
  ],
  [
    'mailbox',
    `From ann@x Mon Nov 20 09:05:11 2023\n${MAIL}\nFrom bo@x Mon Nov 20 10:05:11 2023\n${MAIL}`,
    'a',
    'mbox',
  ],
  ['a mail with its envelope line', `From ann@x Mon Nov 20 09:05:11 2023\n${MAIL}`, 'a.eml', 'eml'],
  ['a mailbox of one mail', `From ann@x Mon Nov 20 09:05:11 2023\n${MAIL}`, 'a', 'mbox'],
  [
    'a mailbox with the extension of a mail',
    `From ann@x Mon Nov 20 09:05:11 2023\n${MAIL}\nFrom bo@x Mon Nov 20 10:05:11 2023\n${MAIL}`,
    'a.eml',
    'mbox',
  ],
  [
    'a letter that begins with From',
    'From here on the road is closed at 10:05, since 2023.\nx\n',
    'a.txt',
    'txt',
  ],
  ['an archive', zipOf({ 'a.txt': 'x' }), 'a.zip', 'zip'],
  ['an empty archive', zip([]), 'a.zip', 'zip'],
  ['DOCX', zipOf({ '[Content_Types].xml': 'x', 'word/document.xml': 'x' }), 'a', 'docx'],
  [
    'DOCX with its parts in another order',
    zipOf({ 'docProps/x': 'x', 'word/document2.xml': 'x' }),
    'a',
    'docx',
  ],
  ['XLSX', zipOf({ 'xl/workbook.xml': 'x' }), 'a', 'xlsx'],
  ['PPTX', zipOf({ 'ppt/presentation.xml': 'x' }), 'a', 'pptx'],
  [
    'ODT',
    zip([{ name: 'mimetype', content: 'application/vnd.oasis.opendocument.text', store: true }]),
    'a',
    'odt',
  ],
  [
    'ODS',
    zip([{ name: 'mimetype', content: 'application/vnd.oasis.opendocument.spreadsheet', store: true }]),
    'a',
    'ods',
  ],
  [
    'DOCX cut off before its directory',
    zipOf({ 'word/document.xml': 'x'.repeat(99) }).subarray(0, 60),
    'a',
    'docx',
  ],
  ['Outlook message', compoundFile(['__nameid_version1.0', '__properties_version1.0']), 'a.msg', 'msg'],
  ['encrypted DOCX', compoundFile(['EncryptionInfo', 'EncryptedPackage']), 'a.docx', 'docx'],
  ['encrypted XLSX', compoundFile(['EncryptionInfo', 'EncryptedPackage']), 'a.xlsx', 'xlsx'],
  ['an empty file', '', 'a.pdf', 'empty'],
  ['noise', Buffer.from(Array.from({ length: 600 }, (_v, i) => (i * 151 + 7) % 256)), 'a.pdf', 'unknown'],
])('detects %s', async (_title, content, name, type) => {
  expect((await typeOf(content, name)).type).toBe(type);
});

it.each<[string, Buffer, RegExp]>([
  ['Word 97', compoundFile(['1Table', 'WordDocument', '\u0005SummaryInformation']), /Word 97-2003/],
  ['Excel 97', compoundFile(['Workbook']), /Excel 97-2003/],
  ['PowerPoint 97', compoundFile(['PowerPoint Document']), /PowerPoint 97-2003/],
  ['MP4', bytes('0000001866747970 6d703432'.replace(' ', '')), /video \(MP4\)/],
  ['a program', bytes('4d5a9000030000000400'), /program for Windows/],
  ['GIF', bytes('474946383961'), /picture \(GIF\)/],
  ['7-Zip', bytes('377abcaf271c0004'), /7-Zip/],
  ['EPUB', zip([{ name: 'mimetype', content: 'application/epub+zip', store: true }]), /EPUB/],
  ['XLSB', zipOf({ 'xl/workbook.bin': 'x' }), /Excel binary/],
  ['PostScript', Buffer.from('%!PS-Adobe-3.0\n'), /PostScript/],
])('describes %s, which Redwell does not read', async (_title, content, words) => {
  expect(await typeOf(content)).toMatchObject({ type: 'other', description: expect.stringMatching(words) });
});

describe('compound files', () => {
  const crowd = Array.from({ length: 30 }, (_v, i) => `Stream ${i}`);

  it('finds the deciding name in any sector of the directory', async () => {
    expect((await typeOf(compoundFile([...crowd, 'WordDocument']))).description).toMatch(/Word/);
  });
  it('finds a directory beyond the sectors that the header lists', async () => {
    expect((await typeOf(compoundFile([...crowd, '__substg1.0_0037001F'], 14_100))).type).toBe('msg');
  });
  it('accepts a file that is cut off anywhere', async () => {
    const whole = compoundFile([...crowd, 'WordDocument']);
    for (let length = 8; length < whole.length; length += 97)
      expect((await typeOf(whole.subarray(0, length))).type).toBe('other');
  });
  it('ends on a directory whose chain loops', async () => {
    const whole = compoundFile(crowd);
    const sectors = Math.ceil(31 / 4);
    // The last sector of the directory points to the first one.
    whole.writeUInt32LE(1, (1 + sectors + 1) * 512 + sectors * 4);
    expect((await typeOf(whole)).type).toBe('other');
  });
});

it.each<[string, Parameters<typeof mismatch>[1], string, string | null]>([
  ['a.pdf', 'pdf', '', null],
  ['a.PDF', 'pdf', '', null],
  ['a.pdf', 'png', '', 'The name ends in .pdf, but the content is PNG.'],
  ['a.pdf', 'other', 'a video (MP4)', 'The name ends in .pdf, but the content is a video (MP4).'],
  ['a.txt', 'eml', '', 'The name ends in .txt, but the content is EML.'],
  ['a.doc', 'rtf', '', 'The name ends in .doc, but the content is RTF.'],
  ['a.log', 'txt', '', null],
  ['no extension', 'pdf', '', null],
  ['a.pdf', 'empty', '', null],
  ['a.pdf', 'unknown', '', null],
])('compares the name %s with the type %s', (path, type, description, sentence) => {
  expect(mismatch(path, type, description)).toBe(sentence);
});

it('takes the extension from the file name alone', () => {
  expect(extensionOf('a.b/c')).toBe('');
  expect(extensionOf('.gitignore')).toBe('');
  expect(extensionOf('x/Lease.FINAL.Pdf')).toBe('pdf');
});
