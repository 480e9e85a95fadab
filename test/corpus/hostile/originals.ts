/** A small valid file of every type, which the hostile set damages. */
import { gzipSync } from 'node:zlib';
import { type BookType, utils, write } from '@e965/xlsx';
import sharp from 'sharp';
import { plainDoc } from '../../integration/pipeline/doc-fixtures.ts';
import {
  docx,
  LETTER,
  LETTER_LINES,
  MAIL,
  scanPng,
  textPdf,
  tiff,
} from '../../integration/pipeline/fixtures.ts';
import { msg } from '../../integration/pipeline/msg-fixture.ts';
import { odp, ods, odt, pptx, xlsx } from '../../integration/pipeline/office-fixtures.ts';
import { bmp, jp2 } from '../../integration/pipeline/picture-formats.ts';
import { zipOf } from '../../integration/pipeline/zip-writer.ts';
import { sevenZipOf, tar } from '../../support/archives.ts';
import { signed } from '../../support/cms.ts';
import { attached, attribute, tnef } from '../../support/tnef.ts';

function workbook(bookType: BookType): Buffer {
  const book = utils.book_new();
  utils.book_append_sheet(book, utils.aoa_to_sheet(LETTER_LINES.map((line, i) => [i, line])), 'Rent');
  return write(book, { bookType, type: 'buffer' }) as Buffer;
}

const CALENDAR = [
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'BEGIN:VEVENT',
  'UID:1@harbor.example',
  'DTSTART:20250303T140500Z',
  'SUMMARY:Closing of the lease',
  'ATTENDEE;CN=Karen Whitfield:mailto:karen@whitfield.example',
  'END:VEVENT',
  'END:VCALENDAR',
  '',
].join('\r\n');
const CARD = [
  'BEGIN:VCARD',
  'VERSION:4.0',
  'FN:Karen Whitfield',
  'EMAIL:karen@whitfield.example',
  'END:VCARD',
  '',
].join('\r\n');
const FLAT = `<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>${LETTER_LINES.map((line) => `<text:p>${line.replaceAll('&', '&amp;')}</text:p>`).join('')}</office:text></office:body></office:document>`;

/** Returns a valid file of each type, by the ending of its name. */
export async function originals(): Promise<Record<string, Buffer>> {
  // Only a strip of a page, because OCR is slow and its result does not matter here.
  const scan = await sharp(await scanPng(['A page that was scanned'], 300))
    .extract({ left: 280, top: 230, width: 900, height: 120 })
    .withMetadata({ density: 300 })
    .png()
    .toBuffer();
  const letters = `From karen@whitfield.example Mon Mar  3 14:05:00 2025\n${MAIL.replaceAll('\r\n', '\n')}\n`;
  const archive = tar([
    { name: 'a.txt', content: LETTER },
    { name: 'b.txt', content: LETTER.toUpperCase() },
  ]);
  return {
    pdf: await textPdf([LETTER, LETTER]),
    png: scan,
    jpg: await sharp(scan).jpeg().toBuffer(),
    tif: await tiff([scan, scan]),
    docx: await docx(LETTER_LINES),
    xlsx: xlsx(),
    pptx: pptx(),
    odt: odt(),
    ods: ods(),
    odp: odp(),
    msg: msg(),
    zip: zipOf({ 'a.txt': LETTER, 'b.txt': LETTER.toUpperCase() }),
    eml: Buffer.from(MAIL),
    mbox: Buffer.from(letters + letters.replace('Rent', 'Lease')),
    rtf: Buffer.from(`{\\rtf1\\ansi ${LETTER_LINES.join('\\par\n')}}`),
    html: Buffer.from(`<html><body>${LETTER_LINES.map((line) => `<p>${line}</p>`).join('')}</body></html>`),
    csv: Buffer.from(LETTER_LINES.map((line, i) => `${i},"${line}"`).join('\n')),
    txt: Buffer.from(LETTER),
    doc: plainDoc(),
    xls: workbook('biff8'),
    xlsb: workbook('xlsb'),
    fodt: Buffer.from(FLAT),
    gif: await sharp(scan).gif().toBuffer(),
    webp: await sharp(scan).webp().toBuffer(),
    bmp: await bmp(scan, 8),
    jp2: await jp2(scan, true),
    svg: Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="120"><text x="40" y="90">Harbor lease</text></svg>`,
    ),
    emlx: Buffer.from(`${Buffer.byteLength(MAIL)}\n${MAIL}<?xml version="1.0"?><plist/>`),
    dat: tnef(attribute(1, 0x8004, Buffer.from('Rent\0')), ...[attached('deed.txt', LETTER)]),
    p7m: signed(MAIL, [], []),
    ics: Buffer.from(CALENDAR),
    vcf: Buffer.from(CARD),
    '7z': await sevenZipOf({ 'a.txt': LETTER, 'b.txt': LETTER.toUpperCase() }),
    tar: archive,
    gz: gzipSync(archive),
    bz2: await sevenZipOf({ 'a.tar': archive }, ['-tbzip2'], 'a.tar.bz2'),
  };
}
