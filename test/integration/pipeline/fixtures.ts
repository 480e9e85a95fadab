/** Documents for tests. All of them are written here; none comes from a third party. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Document, Packer, Paragraph, TextRun } from 'docx';
import { PDFDocument, StandardFonts } from 'pdf-lib';
import sharp from 'sharp';
import type { StageInput } from '../../../src/core/documents/types.ts';
import type { FileType } from '../../../src/shared/file-types.ts';

export const LETTER_LINES = [
  'LAW OFFICES OF HALVORSEN & PIKE LLP',
  'March 3, 2025',
  'Dear Ms. Ramirez:',
  'This letter concerns the lease between Karen Whitfield and',
  'Dunmore Properties, LLC, for the premises at Albany, New York.',
  'The rent of $4,250.00 was due on February 1, 2025 and remains',
  'unpaid. Please call me at (518) 555-0142 before March 17, 2025.',
  'Very truly yours,',
  'Thomas J. Halvorsen',
] as const;
export const LETTER = LETTER_LINES.join('\n');

/** Returns a PDF with a text layer. @param pages one text per page */
export async function textPdf(pages: readonly string[]): Promise<Buffer> {
  const pdf = await PDFDocument.create();
  const font = await pdf.embedFont(StandardFonts.TimesRoman);
  pdf.setTitle('A letter');
  pdf.setCreationDate(new Date('2025-03-03T14:05:00Z'));
  for (const text of pages) {
    const page = pdf.addPage([612, 792]);
    if (text !== '') page.drawText(text, { x: 72, y: 700, size: 12, lineHeight: 18, font });
  }
  return Buffer.from(await pdf.save());
}

/** Returns the scan of a page of 8.5 x 11 inches as PNG. */
export async function scanPng(lines: readonly string[], dpi = 300): Promise<Buffer> {
  const width = Math.round(8.5 * dpi);
  const height = Math.round(11 * dpi);
  const size = Math.round((12 / 72) * dpi);
  const spans = lines.map(
    (line, i) => `<text x="${dpi}" y="${dpi + i * size * 1.8}">${line.replace(/&/g, '&amp;')}</text>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="white"/><g font-family="DejaVu Serif" font-size="${size}" fill="black">${spans.join('')}</g></svg>`;
  return sharp(Buffer.from(svg)).grayscale().withMetadata({ density: dpi }).png().toBuffer();
}

/** Returns a PDF without a text layer. @param pictures one JPEG or PNG per page; pdf-lib decodes PNG, which is slow */
export async function scannedPdf(pictures: readonly Buffer[]): Promise<Buffer> {
  const pdf = await PDFDocument.create();
  for (const picture of pictures) {
    const isJpeg = picture[0] === 0xff;
    const image = isJpeg ? await pdf.embedJpg(picture) : await pdf.embedPng(picture);
    pdf.addPage([612, 792]).drawImage(image, { x: 0, y: 0, width: 612, height: 792 });
  }
  return Buffer.from(await pdf.save());
}

export async function tiff(pictures: readonly Buffer[]): Promise<Buffer> {
  return sharp([...pictures], { join: { animated: true } })
    .tiff({ compression: 'lzw' })
    .toBuffer();
}

export async function docx(paragraphs: readonly string[]): Promise<Buffer> {
  return Packer.toBuffer(
    new Document({
      sections: [{ children: paragraphs.map((text) => new Paragraph({ children: [new TextRun(text)] })) }],
    }),
  );
}

export const MAIL = [
  'From: "Whitfield, Karen" <karen@whitfield.example>',
  'To: Thomas Halvorsen <thalvorsen@halvorsenpike.example>',
  'Cc: billing@dunmore.example',
  'Date: Mon, 3 Mar 2025 14:05:00 -0500',
  'Subject: Rent for February',
  'Message-ID: <1@whitfield.example>',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary="b"',
  '',
  '--b',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'Thomas, the cheque for $4,250.00 is on its way.',
  '',
  '--b',
  'Content-Type: text/plain; name="note.txt"',
  'Content-Disposition: attachment; filename="../../note.txt"',
  'Content-Transfer-Encoding: base64',
  '',
  Buffer.from('A note that came with the mail.').toString('base64'),
  '--b--',
  '',
].join('\r\n');

/** Writes a file into a folder and returns its path. */
export async function put(folder: string, name: string, bytes: Buffer | string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

export function stageInput(
  location: string,
  type: FileType,
  bytes: number,
  extra: Partial<StageInput> = {},
): StageInput {
  return {
    document: { id: 'b1-d00001', batchId: 'b1', path: location, type, bytes, location },
    results: {},
    limits: { timeoutMs: 120_000, maxPages: 1000, maxCharacters: 5_000_000, maxBytes: 1024 ** 3 },
    passwords: [],
    ...extra,
  };
}

/** Returns the share of correct characters: 1 - edit distance / length, with all white space alike. */
export function characterAccuracy(truth: string, read: string): number {
  const a = [...truth.replace(/\s+/g, ' ').trim()];
  const b = [...read.replace(/\s+/g, ' ').trim()];
  let row = b.map((_, i) => i + 1);
  row.unshift(0);
  for (const [i, x] of a.entries()) {
    const next = [i + 1];
    for (const [j, y] of b.entries())
      next.push(Math.min((row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1, (row[j] ?? 0) + (x === y ? 0 : 1)));
    row = next;
  }
  return Math.max(0, 1 - (row.at(-1) ?? 0) / Math.max(1, a.length));
}
