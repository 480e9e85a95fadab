/** PDF pages whose text layer is not the page, or not all of it. */
import { deflateSync } from 'node:zlib';
import { degrees, PDFDict, PDFDocument, type PDFFont, PDFName, type PDFPage, StandardFonts } from 'pdf-lib';
import sharp from 'sharp';
import type { OcrResult } from '../../../src/core/documents/types.ts';
import { extract } from '../../../src/core/pipeline/extract/extract.ts';
import type { FileType } from '../../../src/shared/file-types.ts';
import { put, scanPng, stageInput } from './fixtures.ts';

export const EXHIBIT = [
  'LEDGER OF THE ORCHARD ACCOUNT',
  'Kept by Winifred Aldous for Tamarack Cider Works Inc.',
  'On May 6, 2019 the sum of $18,640 was paid to Leopold Quist',
  'and never entered in the books of the company.',
] as const;

const [PAGE_WIDTH, PAGE_HEIGHT] = [612, 792];

export interface Stamp {
  text: string;
  x: number;
  y: number;
  size?: number;
  turn?: number;
}

/** Stamps of more than 64 letters and digits, by kind. */
export const STAMPS: Readonly<Record<string, readonly Stamp[]>> = {
  'district court with page ID': [
    {
      text: 'Case 2:17-cv-03118-RGK-AFM Document 212-9 Filed 06/14/2018 Page 7 of 88 Page ID #:9120',
      x: 40,
      y: 778,
    },
  ],
  'entered on docket': [
    {
      text: 'Case 1:10-cv-20881-PAS Document 77-2 Entered on FLSD Docket 03/02/2011 Page 4 of 60',
      x: 40,
      y: 778,
    },
  ],
  'state court, two lines': [
    {
      text: 'FILED: ERIE COUNTY CLERK 07/19/2021 04:12 PM                 INDEX NO. 804417/2021',
      x: 20,
      y: 776,
    },
    { text: 'NYSCEF DOC. NO. 41                               RECEIVED NYSCEF: 07/19/2021', x: 20, y: 764 },
  ],
  'filed twice': [
    { text: 'Case 3:15-cv-00411-JD Document 88-4 Filed 02/03/16 Page 3 of 19', x: 40, y: 780 },
    { text: 'Case 3:15-cv-00411-JD Document 131-7 Filed 09/22/16 Page 14 of 52', x: 40, y: 768 },
  ],
  'protective order and Bates': [
    { text: 'HIGHLY CONFIDENTIAL - OUTSIDE ATTORNEYS EYES ONLY - SUBJECT TO PROTECTIVE ORDER', x: 60, y: 30 },
    { text: 'TAMARACK_00018843', x: 460, y: 18 },
  ],
  'bankruptcy court, two lines': [
    {
      text: 'Case 8:22-bk-10447-SC   Doc 309-1   Filed 11/30/22 Entered 11/30/22 17:03:21   Desc',
      x: 60,
      y: 778,
    },
    { text: 'Exhibit Main Document     Page 12 of 40', x: 220, y: 766 },
  ],
  'notice of a download': [
    {
      text: 'Downloaded by W. Aldous on 05/19/2020 from the records portal of Placer County. Unofficial copy, not certified.',
      x: 30,
      y: 14,
    },
  ],
  'up the left side': [
    {
      text: 'Electronically filed by the Superior Court of Placer County on 05/19/2020 at 3:07 PM, Reviewed by S. Oyelaran',
      x: 18,
      y: 150,
      turn: 90,
    },
  ],
  'appellate court': [
    {
      text: 'USCA11 Case: 20-13355     Date Filed: 12/18/2020     Page: 231 of 250     Record on Appeal',
      x: 40,
      y: 778,
    },
  ],
  'a box of the clerk inside the page': [
    { text: 'ELECTRONICALLY FILED', x: 400, y: 690 },
    { text: 'Superior Court of California, County of Placer', x: 400, y: 680 },
    { text: '05/19/2020 at 03:07:11 PM', x: 400, y: 670 },
    { text: 'Clerk of the Superior Court, By S. Oyelaran, Deputy Clerk', x: 400, y: 660 },
  ],
};

/** Returns the scan of a page with the lines as JPEG, which pdf-lib embeds without decoding it. */
export async function scanJpeg(lines: readonly string[], dpi = 200): Promise<Buffer> {
  return sharp(await scanPng(lines, dpi))
    .jpeg({ quality: 90 })
    .toBuffer();
}

export function drawStamps(page: PDFPage, font: PDFFont, stamps: readonly Stamp[]): void {
  for (const { text, x, y, size = 9, turn = 0 } of stamps)
    page.drawText(text, { x, y, size: x >= 400 && size === 9 ? 6 : size, font, rotate: degrees(turn) });
}

/** Returns a PDF of one page. @param draw puts its content on the page */
export async function onePage(
  draw: (page: PDFPage, font: PDFFont, pdf: PDFDocument) => Promise<void> | void,
): Promise<Buffer> {
  const pdf = await PDFDocument.create();
  const font = await pdf.embedFont(StandardFonts.Helvetica);
  await draw(pdf.addPage([PAGE_WIDTH, PAGE_HEIGHT]), font, pdf);
  return Buffer.from(await pdf.save());
}

/** Covers the page with a picture. */
export async function drawScan(page: PDFPage, pdf: PDFDocument, jpeg: Buffer): Promise<void> {
  page.drawImage(await pdf.embedJpg(jpeg), { x: 0, y: 0, width: PAGE_WIDTH, height: PAGE_HEIGHT });
}

/** Draws a scan in the ways that scanners write it, by name. */
export const SCANS: Readonly<
  Record<string, (page: PDFPage, pdf: PDFDocument, jpeg: Buffer) => Promise<void>>
> = {
  'in strips': async (page, pdf, jpeg) => {
    const { width, height } = await sharp(jpeg).metadata();
    const strip = Math.ceil(height / 12);
    for (let top = 0; top < height; top += strip) {
      const part = { left: 0, top, width, height: Math.min(strip, height - top) };
      const image = await pdf.embedJpg(await sharp(jpeg).extract(part).jpeg({ quality: 90 }).toBuffer());
      const scale = PAGE_HEIGHT / height;
      page.drawImage(image, {
        x: 0,
        y: PAGE_HEIGHT - (top + part.height) * scale,
        width: PAGE_WIDTH,
        height: part.height * scale,
      });
    }
  },
  'inside a form object': async (page, pdf, jpeg) => {
    const inner = await PDFDocument.create();
    await drawScan(inner.addPage([PAGE_WIDTH, PAGE_HEIGHT]), inner, jpeg);
    const [form] = await pdf.embedPdf(await inner.save());
    page.drawPage(form!, { x: 0, y: 0, width: PAGE_WIDTH, height: PAGE_HEIGHT });
  },
  'as a mask': async (page, pdf, jpeg) => {
    const { bits, width, height } = await bilevel(jpeg);
    const dictionary = {
      Type: 'XObject',
      Subtype: 'Image',
      Width: width,
      Height: height,
      ImageMask: true,
      BitsPerComponent: 1,
      Filter: 'FlateDecode',
    };
    const mask = pdf.context.register(pdf.context.stream(deflateSync(bits), dictionary));
    paint(page, pdf, `/Mask Do`, ['Mask', mask]);
  },
  'inside the content': async (page, pdf, jpeg) => {
    const { bits, width, height } = await bilevel(jpeg);
    const head = `BI /W ${width} /H ${height} /BPC 1 /CS /G /D [0 1] /F /AHx ID `;
    paint(page, pdf, `${head}${bits.toString('hex')}> EI`);
  },
};

async function bilevel(jpeg: Buffer): Promise<{ bits: Buffer; width: number; height: number }> {
  const { data, info } = await sharp(jpeg)
    .threshold(140)
    .toColorspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const row = Math.ceil(info.width / 8);
  const bits = Buffer.alloc(row * info.height, 0);
  for (let y = 0; y < info.height; y += 1)
    for (let x = 0; x < info.width; x += 1)
      if ((data[y * info.width + x] ?? 0) > 127) bits[y * row + (x >> 3)]! |= 0x80 >> (x & 7);
  return { bits, width: info.width, height: info.height };
}

function paint(
  page: PDFPage,
  pdf: PDFDocument,
  operators: string,
  named?: [string, ReturnType<PDFDocument['context']['register']>],
): void {
  if (named !== undefined) page.node.setXObject(PDFName.of(named[0]), named[1]);
  const content = `q ${PAGE_WIDTH} 0 0 ${PAGE_HEIGHT} 0 0 cm ${operators} Q\n`;
  page.node.addContentStream(pdf.context.register(pdf.context.stream(content)));
}

/** Writes words over the page that are not painted, like the words of an earlier OCR. */
export function drawUnpainted(
  page: PDFPage,
  pdf: PDFDocument,
  font: PDFFont,
  lines: readonly string[],
): void {
  page.node.setFontDictionary(PDFName.of('Hidden'), font.ref);
  const shows = lines.map(
    (line, i) => `1 0 0 1 72 ${700 - i * 21} Tm <${font.encodeText(line).asString()}> Tj`,
  );
  const content = `BT 3 Tr /Hidden 12 Tf ${shows.join(' ')} ET\n`;
  page.node.addContentStream(pdf.context.register(pdf.context.stream(content)));
}

/** Returns a PDF that shows the lines, in a font with a letter map of its own. @param map code shown to code copied */
export async function mappedPdf(lines: readonly string[], map: (code: number) => number): Promise<Buffer> {
  return onePage(async (page, font, pdf) => {
    page.drawText(lines.join('\n'), { x: 72, y: 700, size: 12, lineHeight: 20, font });
    await pdf.flush();
    const hex = (code: number, digits: number): string => code.toString(16).padStart(digits, '0');
    const codes = Array.from({ length: 95 }, (_, i) => 32 + i);
    const cmap = `/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /M def /CMapType 2 def
1 begincodespacerange <00> <ff> endcodespacerange
${codes.length} beginbfchar
${codes.map((code) => `<${hex(code, 2)}> <${hex(map(code), 4)}>`).join('\n')}
endbfchar endcmap end end`;
    const dictionary = pdf.context.lookup(font.ref, PDFDict);
    dictionary.set(PDFName.of('ToUnicode'), pdf.context.register(pdf.context.stream(cmap)));
  });
}

/** A letter map that starts at the wrong place. */
export const shiftedBy =
  (by: number) =>
  (code: number): number => {
    const turn = (first: number, size: number): number => first + ((code - first + by + size) % size);
    if (code >= 97 && code <= 122) return turn(97, 26);
    if (code >= 65 && code <= 90) return turn(65, 26);
    return code >= 48 && code <= 57 ? turn(48, 10) : code;
  };

/** Returns what the first stage reads from the bytes. */
export async function readBytes(
  folder: string,
  name: string,
  bytes: Buffer,
  type: FileType = 'pdf',
): Promise<OcrResult> {
  const location = await put(folder, name.replace(/\W+/g, '-'), bytes);
  return (await extract(stageInput(location, type, bytes.length))).result;
}
