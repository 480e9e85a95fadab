/** Reads PDF: the text layer page by page, and OCR for pages without a usable one. */

import { DocumentError } from '../../../documents/errors.ts';
import { engineOf } from '../../../util/versions.ts';
import { ocrEngine } from '../ocr/engine.ts';
import { toPgm } from '../ocr/pgm.ts';
import type { OcrText } from '../ocr/tsv.ts';
import type { OcrEngine } from '../ocr/types.ts';
import { readUpright } from '../ocr/upright.ts';
import { type ReadPage, readPages, type SlowPage } from '../pages.ts';
import type { Extracted, Source } from '../types.ts';
import { pdfDate } from './date.ts';
import { type PdfDocument, withPdf } from './document.ts';
import { pdftotextPages } from './pdftotext.ts';
import { withStamp } from './stamp.ts';
import { isPageText, isReadable, pageSource } from './text-layer.ts';

/** The resolution at which tesseract reads best for its cost. */
const OCR_DPI = 300;

const PDFIUM = engineOf('pdfium', '@hyzyla/pdfium');

/** Returns the text of every page. @throws DocumentError encrypted, corrupt, oversize */
export async function extractPdf(source: Source): Promise<Extracted> {
  return withPdf(source.location, source.passwords, async (document, bytes) => {
    if (document.pages === 0) throw new DocumentError('corrupt', 'The PDF has no pages. Ask for a new copy');
    let engine: OcrEngine | null = null;
    const ocr: Ocr = async (pgm, dpi) => {
      engine ??= await ocrEngine();
      return readUpright(engine, pgm, dpi, source.deadline);
    };
    const pageCount = Math.min(document.pages, source.limits.maxPages);
    const native = await pdftotextPages({ location: source.location, bytes }, pageCount, {
      deadline: source.deadline,
      maxCharacters: source.limits.maxCharacters,
    });
    const { pages, warnings } = await readPages(document.pages, source, async (number) => {
      const text = native?.pages[number - 1];
      return text !== undefined && isPageText(text)
        ? { page: number, text, source: 'text', confidence: null }
        : readPage(document, number, ocr);
    });
    const used: OcrEngine | null = engine;
    return {
      body: pages,
      metadata: metadataOf(document),
      warnings,
      engine: [PDFIUM, native?.engine, (used as OcrEngine | null)?.name].filter(Boolean).join(' + '),
    };
  });
}

type Ocr = (pgm: Buffer, dpi: number) => Promise<OcrText>;

/** Returns a page with usable text at once; a page that needs OCR is read later. */
async function readPage(document: PdfDocument, number: number, ocr: Ocr): Promise<ReadPage | SlowPage> {
  const seen = await document.withPage(number, (page) => {
    const text = page.text();
    return { text, added: page.added(), source: pageSource(text, () => page.drawn()) };
  });
  const text = withAdded(seen.text, seen.added);
  if (seen.source === 'ocr')
    return { meanwhile: isReadable(text) ? text : '', read: () => readScan(document, number, seen, ocr) };
  return {
    page: number,
    text,
    source: seen.source === 'text' || text !== '' ? 'text' : 'none',
    confidence: null,
  };
}

async function readScan(
  document: PdfDocument,
  number: number,
  seen: { text: string; added: readonly string[] },
  ocr: Ocr,
): Promise<ReadPage> {
  const picture = await document.withPage(number, (page) => page.picture(OCR_DPI));
  const read = await ocr(toPgm(picture), picture.dpi);
  return {
    page: number,
    text: withAdded(withStamp(read.text, seen.text), seen.added),
    source: 'ocr',
    confidence: read.confidence,
  };
}

/** Appends form values and comments to the text, because their place on the page says nothing about reading order. */
function withAdded(text: string, added: readonly string[]): string {
  const missing = added.filter((words) => !text.includes(words));
  return missing.length === 0 ? text : [text, ...missing].filter((t) => t !== '').join('\n');
}

function metadataOf(document: PdfDocument): Extracted['metadata'] {
  const title = document.meta('Title').trim();
  const author = document.meta('Author').trim();
  const date = pdfDate(document.meta('CreationDate'));
  return {
    ...(title === '' ? {} : { title }),
    ...(author === '' ? {} : { author }),
    ...(date === null ? {} : { date }),
  };
}
