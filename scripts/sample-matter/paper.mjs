/** Makes PDFs with a text layer, and scans of the same pages. */
import { PDFiumLibrary } from '@hyzyla/pdfium';
import { PDFDocument, StandardFonts } from 'pdf-lib';
import PDFKit from 'pdfkit';
import sharp from 'sharp';
import { seeded } from './random.mjs';

/** Date of every generated file, so that each run gives the same bytes. */
export const MADE_AT = new Date('2024-11-01T12:00:00Z');

const LETTER = /** @type {[number, number]} */ ([612, 792]);
const MARGIN = 72;

/** @param {string} text @param {import('pdf-lib').PDFFont} font @param {number} size @param {number} width */
function wrap(text, font, size, width) {
  return text.split('\n').flatMap((paragraph) => {
    const lines = [];
    let line = '';
    for (const word of paragraph.split(' ')) {
      const longer = line === '' ? word : `${line} ${word}`;
      if (line !== '' && font.widthOfTextAtSize(longer, size) > width) {
        lines.push(line);
        line = word;
      } else line = longer;
    }
    return [...lines, line];
  });
}

/**
 * @param {readonly string[]} pages
 * @param {{ size?: number, sheet?: [number, number], font?: string, title?: string }} [look]
 */
export async function textPdf(pages, look = {}) {
  const { size = 12, sheet = LETTER, font: name = StandardFonts.TimesRoman, title = '' } = look;
  const pdf = await PDFDocument.create({ updateMetadata: false });
  pdf.setCreationDate(MADE_AT);
  pdf.setModificationDate(MADE_AT);
  if (title !== '') pdf.setTitle(title);
  const font = await pdf.embedFont(name);
  for (const text of pages) {
    const page = pdf.addPage(sheet);
    const margin = Math.min(MARGIN, sheet[0] / 10);
    let y = sheet[1] - margin - size;
    for (const line of wrap(text, font, size, sheet[0] - 2 * margin)) {
      if (line !== '') page.drawText(line, { x: margin, y, size, font });
      y -= size * 1.45;
    }
    if (y < margin / 2) throw new Error(`The text does not fit on its sheet: ${text.slice(0, 40)}`);
  }
  return Buffer.from(await pdf.save({ useObjectStreams: false }));
}

/** @param {Buffer} pdf @param {number} dpi @returns {Promise<{ data: Buffer, width: number, height: number }[]>} RGBA */
async function draw(pdf, dpi) {
  const library = await PDFiumLibrary.init();
  try {
    const document = await library.loadDocument(pdf);
    const sheets = [];
    for (const page of document.pages()) {
      const { data, width, height } = await page.render({ scale: dpi / 72, render: 'bitmap' });
      sheets.push({ data: Buffer.from(data), width, height });
    }
    document.destroy();
    return sheets;
  } finally {
    library.destroy();
  }
}

/** @param {number} count @param {number} seed @param {number} spread gray levels each way */
function grain(count, seed, spread) {
  const random = seeded(seed);
  return Float32Array.from({ length: count }, () => (random() + random() - 1) * spread);
}

/**
 * Returns pages as a flatbed scanner sees them: gray paper, slightly rotated, with soft letters and grain.
 * @param {readonly string[]} pages
 * @param {{ dpi: number, seed: number, size?: number, sheet?: [number, number], turn?: number }} look
 * @returns {Promise<import('sharp').Sharp[]>} grayscale
 */
export async function scan(pages, look) {
  const { dpi, seed, size = 13, sheet, turn = 0.35 } = look;
  const pdf = await textPdf(pages, { size, font: StandardFonts.TimesRoman, ...(sheet ? { sheet } : {}) });
  const sheets = await draw(pdf, dpi);
  const scans = [];
  for (const [i, { data, width, height }] of sheets.entries()) {
    const turned = await sharp(data, { raw: { width, height, channels: 4 } })
      .flatten({ background: '#ffffff' })
      .grayscale()
      .rotate(i % 2 === 0 ? turn : -turn, { background: '#ffffff' })
      .resize(width, height, { fit: 'cover', position: 'center' })
      .blur(0.6)
      .extractChannel(0)
      .raw()
      .toBuffer();
    const noise = grain(turned.length, seed + i, 5);
    // To a scanner, paper is not quite white and ink is not quite black.
    const gray = Buffer.from(turned.map((value, at) => 28 + value * 0.84 + (noise[at] ?? 0)));
    scans.push(sharp(gray, { raw: { width, height, channels: 1 } }).withMetadata({ density: dpi }));
  }
  return scans;
}

/** Makes a PDF that contains only images. @param {readonly import('sharp').Sharp[]} scans @param {number} dpi */
export async function scannedPdf(scans, dpi, quality = 42) {
  const pdf = await PDFDocument.create({ updateMetadata: false });
  pdf.setCreationDate(MADE_AT);
  pdf.setModificationDate(MADE_AT);
  await addScans(pdf, scans, dpi, quality);
  return Buffer.from(await pdf.save({ useObjectStreams: false }));
}

/** @param {PDFDocument} pdf @param {readonly import('sharp').Sharp[]} scans @param {number} dpi @param {number} quality */
async function addScans(pdf, scans, dpi, quality) {
  for (const image of scans) {
    const picture = await pdf.embedJpg(await image.clone().jpeg({ quality }).toBuffer());
    const width = (picture.width / dpi) * 72;
    const height = (picture.height / dpi) * 72;
    pdf.addPage([width, height]).drawImage(picture, { x: 0, y: 0, width, height });
  }
}

/** Appends scanned pages to a typed letter. @param {Buffer} letter @param {readonly import('sharp').Sharp[]} scans */
export async function withAnnex(letter, scans, /** @type {number} */ dpi, quality = 42) {
  const pdf = await PDFDocument.load(letter, { updateMetadata: false });
  await addScans(pdf, scans, dpi, quality);
  return Buffer.from(await pdf.save({ useObjectStreams: false }));
}

/** Makes a PDF that asks for a password. Revision 3 of the standard handler gives the same bytes on every run. */
export function lockedPdf(/** @type {string} */ text, /** @type {string} */ password) {
  const pdf = new PDFKit({
    size: 'LETTER',
    pdfVersion: '1.4',
    userPassword: password,
    ownerPassword: `${password}-owner`,
    info: { CreationDate: MADE_AT, ModDate: MADE_AT, Title: 'Settlement offer' },
  });
  const pieces = /** @type {Buffer[]} */ ([]);
  pdf.on('data', (piece) => pieces.push(piece));
  const ended = new Promise((resolve) => pdf.on('end', resolve));
  pdf.font('Times-Roman').fontSize(12).text(text);
  pdf.end();
  return ended.then(() => Buffer.concat(pieces));
}
