/** The type of a file comes from its content. The name only decides where the content leaves a choice. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import CFB from 'cfb';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Buffers, type Fingerprint, fingerprint } from '../../../src/core/intake/fingerprint.ts';
import { extensionOf, mismatch } from '../../../src/core/intake/sniff/extension.ts';
import { zip, zipOf } from '../../integration/pipeline/zip-writer.ts';
import { tar } from '../../support/archives.ts';
import { pem, signed } from '../../support/cms.ts';
import { tnef } from '../../support/tnef.ts';
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

/** Returns a compound file whose streams have paths. */
function nested(streams: Readonly<Record<string, string>>): Buffer {
  const file = CFB.utils.cfb_new();
  for (const [path, content] of Object.entries(streams))
    CFB.utils.cfb_add(file, `/${path}`, Buffer.from(content));
  return Buffer.from(CFB.write(file, { type: 'buffer' }) as Uint8Array);
}

const white = Buffer.alloc(20_000, 0xff);
/** A picture of white pixels under the two headers of Windows. */
function bitmap(): Buffer {
  const head = Buffer.alloc(54);
  head.write('BM');
  head.writeUInt32LE(head.length + white.length, 2);
  head.writeUInt32LE(head.length, 10);
  head.writeUInt32LE(40, 14);
  return Buffer.concat([head, white]);
}
/** The header of a table of one record of nine bytes. */
function dbase(): Buffer {
  const head = Buffer.alloc(65);
  head.set([0x03, 124, 3, 7, 1], 0);
  head.writeUInt16LE(65, 8);
  head.writeUInt16LE(9, 10);
  return Buffer.concat([head, Buffer.from('  abcdefg\x1a')]);
}
function program(): Buffer {
  const head = Buffer.alloc(256);
  head.write('MZ');
  head.writeUInt32LE(128, 60);
  head.write('PE', 128);
  return head;
}

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
  [
    'Word 2003 XML',
    '<?xml version="1.0"?>\n<?mso-application progid="Word.Document"?>\n<w:wordDocument xmlns:w="w">',
    'a.xml',
    'docx',
  ],
  ['a Word package as XML', '<pkg:package><pkg:part pkg:name="/word/document.xml">', 'a.xml', 'docx'],
  ['another package as XML', '<pkg:package><pkg:part pkg:name="/ppt/presentation.xml">', 'a.xml', 'txt'],
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
  ['sentences with commas', 'Ida, Rufus, Orth\nred, blue, green\none, two, three\nx, y, z\n', 'list', 'txt'],
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
    'ODT zipped anew',
    zipOf({ 'content.xml': 'x', mimetype: 'application/vnd.oasis.opendocument.text' }),
    'a',
    'odt',
  ],
  [
    'ODT with a packed media type',
    zipOf({ mimetype: 'application/vnd.oasis.opendocument.text-template' }),
    'a',
    'odt',
  ],
  [
    'ODS without a media type',
    zipOf({
      'content.xml': 'x',
      'META-INF/manifest.xml':
        '<m:manifest><m:file-entry m:media-type="text/xml" m:full-path="content.xml"/><m:file-entry m:full-path="/" m:media-type="application/vnd.oasis.opendocument.spreadsheet"/></m:manifest>',
    }),
    'a',
    'ods',
  ],
  ['XLSB', zipOf({ 'xl/workbook.bin': 'x', 'xl/sharedStrings.bin': 'x' }), 'a', 'xlsb'],
  [
    'DOCX with its text under another name',
    zipOf({
      'a/b.xml': 'x',
      '[Content_Types].xml':
        '<Override ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>',
    }),
    'a',
    'docx',
  ],
  ['iWork', zipOf({ 'Index/Document.iwa': 'x', 'preview.jpg': 'x' }), 'a', 'iwork'],
  ['iWork 2009', zipOf({ 'index.xml': 'x', 'buildVersionHistory.plist': 'x' }), 'a', 'iwork'],
  ['Keynote 2009', zipOf({ 'thumbs/a.jpg': 'x', 'index.apxl': 'x' }), 'a', 'iwork'],
  [
    'an iWork folder',
    zipOf({ 'Plan.pages/Index.zip': 'x', 'Plan.pages/Metadata/a.plist': 'x' }),
    'a',
    'iwork',
  ],
  ['an archive with an iWork folder', zipOf({ 'Plan.pages/Index.zip': 'x', 'b.txt': 'x' }), 'a.zip', 'zip'],
  ['an archive with office files', zipOf({ 'a.epub': 'x', 'b.docx': 'x', 'c.pages': 'x' }), 'a.zip', 'zip'],
  [
    'an archive with folders named like parts',
    zipOf({ 'word/documents/a.txt': 'x', 'visio/a.vsd': 'x' }),
    'a.zip',
    'zip',
  ],
  [
    'an archive of an unpacked office file',
    zipOf({ 'lease/word/document.xml': 'x', 'lease/mimetype': 'application/epub+zip' }),
    'a.zip',
    'zip',
  ],
  [
    'an archive with a website',
    zipOf({ 'index.xml': 'x', 'doc.kml': 'x', 'lease.pdf': 'x' }),
    'a.zip',
    'zip',
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
  ['a bitmap that is all white', bitmap(), 'a.txt', 'bmp'],
  ['an uncompressed TIFF that is all white', Buffer.concat([bytes('49492a00', 0), white]), 'a.txt', 'tiff'],
  ['a Netpbm picture', Buffer.concat([Buffer.from('P5\n# made up\n90 90\n255\n'), white]), 'a', 'bmp'],
  ['a list that begins like a Netpbm picture', 'P5 12 14 and so on\nP6 1 2 3\n', 'a.txt', 'txt'],
  ['text about GIF', 'GIF89a is a format of 1989.', 'a.txt', 'txt'],
  ['text that begins like a bzip2 file', 'BZh is how they write it.', 'a.txt', 'txt'],
  ['pale pixels without a signature', Buffer.alloc(20_000, 0xfe), 'a.txt', 'unknown'],
  [
    'Russian with many bytes 0xFF',
    iconv.encode('Я моя твоя и ничья, вся я. '.repeat(20), 'windows-1251'),
    'a',
    'txt',
  ],
  ['GIF', bytes('4749463839610a000a0080'), 'a', 'gif'],
  ['WordPerfect', bytes('ff57504310000000010a0201'), 'a.wpd', 'wpd'],
  ['Word 97', compoundFile(['1Table', 'WordDocument', '\u0005SummaryInformation']), 'a', 'doc'],
  ['Excel 97', compoundFile(['Workbook']), 'a', 'xls'],
  [
    'Excel 97 with a Word document inside',
    nested({ Workbook: 'x', 'MBD0001/WordDocument': 'x', 'MBD0002/PowerPoint Document': 'x' }),
    'a',
    'xls',
  ],
  [
    'Word 97 with a workbook inside',
    nested({ WordDocument: 'x', 'ObjectPool/_1/Workbook': 'x' }),
    'a',
    'doc',
  ],
  ['Word 97 without its directory', compoundFile(['WordDocument']).subarray(0, 512), 'a.doc', 'doc'],
  ['PowerPoint 97', compoundFile(['PowerPoint Document']), 'a', 'ppt'],
  ['Publisher', compoundFile(['Contents', 'Quill']), 'a', 'pub'],
  ['Works', compoundFile(['CONTENTS', 'MatOST']), 'a', 'works'],
  ['Visio', compoundFile(['VisioDocument']), 'a', 'vsd'],
  ['XLSB', zipOf({ 'xl/workbook.bin': 'x' }), 'a', 'xlsb'],
  ['iWork', zipOf({ 'Index/Document.iwa': 'x' }), 'a', 'iwork'],
  ['7-Zip', bytes('377abcaf271c0004'), 'a', '7z'],
  ['RAR', bytes('526172211a0701'), 'a', 'rar'],
  ['gzip', bytes('1f8b0800'), 'a', 'gz'],
  ['bzip2', Buffer.from('BZh91AY&SYxxxx'), 'a', 'bz2'],
  ['tar', Buffer.concat([bytes('61', 256), Buffer.from('ustar\x0000'), Buffer.alloc(250)]), 'a', 'tar'],
  ['winmail.dat', bytes('789f3e22'), 'winmail.dat', 'tnef'],
  ['PST', bytes('2142444e'), 'a', 'pst'],
  ['a signed file', bytes('308006092a864886f70d010702a080'), 'a', 'p7m'],
  ['SVG', '<?xml version="1.0"?>\n<!-- x -->\n<svg xmlns="x"><text>x</text></svg>', 'a', 'svg'],
  ['a calendar', 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\n', 'a.txt', 'ics'],
  ['a contact card with an accent near its start', 'BEGIN:VCARD\nFN:Zoë\nEND:VCARD\n', 'a', 'vcf'],
  ['an Apple Mail message', `${MAIL.length}\n${MAIL}<?xml version="1.0"?>`, 'a.emlx', 'emlx'],
  ['numbers above a memo', `12\n\n${MEMO}`, 'a.txt', 'txt'],
  ['mail with blanks before the colons', MAIL.replaceAll(': ', ' : '), 'a', 'eml'],
  ['mail with a damaged line in its header', MAIL.replace('To:', 'no field here\r\nTo:'), 'a', 'eml'],
  ['mail with line ends of old Macs', MAIL.replaceAll('\r\n', '\r'), 'a', 'eml'],
  [
    'a memo with a heading and references',
    'MEMO\nReferences: 12 C.F.R.\nFrom: Bo\nSubject: Rent\n\nx',
    'a',
    'txt',
  ],
  ['mail after blank lines', `\r\n \r\n${MAIL}`, 'a', 'eml'],
  ['an empty file', '', 'a.pdf', 'empty'],
  ['noise', Buffer.from(Array.from({ length: 600 }, (_v, i) => (i * 151 + 7) % 256)), 'a.pdf', 'unknown'],
  ['7-Zip', bytes('377abcaf271c0004'), 'a.7z', '7z'],
  ['RAR 4', bytes('526172211a0700'), 'a.rar', 'rar'],
  ['RAR 5', bytes('526172211a070100'), 'a.rar', 'rar'],
  ['gzip', bytes('1f8b0800000000000003'), 'a.tgz', 'gz'],
  ['bzip2', bytes('425a6839314159265359'), 'a.tbz', 'bz2'],
  ['tar', tar([{ name: 'a.txt', content: 'a' }]), 'a.tar', 'tar'],
  ['PST', bytes('2142444e00000000534d1700'), 'a.ost', 'pst'],
  ['winmail.dat', tnef(), 'winmail.dat', 'tnef'],
  ['a signature', signed(null, [], [1]), 'smime.p7s', 'p7m'],
  ['a signed file as PEM', pem(signed('x', [], [1])), 'a.p7m', 'p7m'],
])('detects %s', async (_title, content, name, type) => {
  expect((await typeOf(content, name)).type).toBe(type);
});

it.each<[string, Buffer, RegExp]>([
  ['MP4', bytes('0000001866747970 6d703432'.replace(' ', '')), /video \(MP4\)/],
  ['a program', bytes('4d5a9000030000000400'), /program for Windows/],
  ['xz', bytes('fd377a585a00'), /archive \(xz\)/],
  ['EPUB', zip([{ name: 'mimetype', content: 'application/epub+zip', store: true }]), /EPUB/],
  [
    'EPUB with its media type in the middle',
    zipOf({ 'a.txt': 'x', mimetype: 'application/epub+zip' }),
    /EPUB/,
  ],
  ['EPUB without a media type', zipOf({ 'META-INF/container.xml': 'x', 'OPS/book.opf': 'x' }), /EPUB/],
  ['iBooks', zipOf({ 'a.txt': 'x', mimetype: 'application/x-ibooks+zip' }), /iBooks/],
  ['IDML', zipOf({ mimetype: 'unknown/media', 'designmap.xml': 'x', 'Stories/S1.xml': 'x' }), /InDesign/],
  ['XPS', zipOf({ '[Content_Types].xml': 'x', 'FixedDocumentSequence.fdseq': 'x' }), /XPS/],
  ['OpenOffice 1.x', zipOf({ 'content.xml': 'x', mimetype: 'application/vnd.sun.xml.calc' }), /1\.x.*\.sxc/],
  ['KMZ', zipOf({ 'doc.kml': 'x', 'files/pin.png': 'x' }), /KMZ/],
  ['APK', zipOf({ 'META-INF/MANIFEST.MF': 'x', 'AndroidManifest.xml': 'x' }), /Android/],
  ['PostScript', Buffer.from('%!PS-Adobe-3.0\n'), /PostScript/],
  [
    'Access',
    Buffer.concat([bytes('00010000', 0), Buffer.from('Standard ACE DB\0'), Buffer.alloc(99)]),
    /Access/,
  ],
  ['OneNote', bytes('e4525c7b8cd8a74daeb15378d02996d3'), /OneNote/],
  ['dBASE', dbase(), /dBASE/],
  ['Excel 4', bytes('0904060000001000'), /Excel 4/],
  ['Word for DOS', bytes('31be000000ab'), /Word for DOS/],
  ['Photoshop', bytes('384250530001'), /Photoshop/],
  ['PCL', Buffer.from('\x1b%-12345X@PJL JOB\n'), /PCL/],
  ['AutoCAD DXF', Buffer.from('  0\nSECTION\n  2\nHEADER\n'), /DXF/],
  ['a font', bytes('774f464600010000'), /font/],
  ['PGP', Buffer.from('-----BEGIN PGP MESSAGE-----\n\nhQEMA\n'), /PGP/],
  ['a program with its header', program(), /program for Windows/],
  ['a Hangul document', compoundFile(['FileHeader', 'BodyText']), /Hangul/],
  ['Zstandard', bytes('28b52ffd'), /Zstandard/],
  ['a WordPerfect macro', bytes('ff57504300000000010100'), /WordPerfect/],
])('describes %s, which Redwell does not read', async (_title, content, words) => {
  expect(await typeOf(content)).toMatchObject({ type: 'other', description: expect.stringMatching(words) });
});

describe('compound files', () => {
  const crowd = Array.from({ length: 30 }, (_v, i) => `Stream ${i}`);

  it('finds the deciding name in any sector of the directory', async () => {
    expect((await typeOf(compoundFile([...crowd, 'WordDocument']))).type).toBe('doc');
  });
  it('finds a directory beyond the sectors that the header lists', async () => {
    expect((await typeOf(compoundFile([...crowd, '__substg1.0_0037001F'], 14_100))).type).toBe('msg');
  });
  it('accepts a file that is cut off anywhere', async () => {
    const whole = compoundFile([...crowd, 'WordDocument']);
    for (let length = 8; length < whole.length; length += 97)
      expect((await typeOf(whole.subarray(0, length))).type).toMatch(/^(?:other|doc)$/);
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
