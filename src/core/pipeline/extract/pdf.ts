/** PDF: the text layer page by page, OCR for the pages without a usable one. */

import { machineFault } from '../sandbox/wire.ts';
import { DocumentError, type StageWarning } from '../types.ts';
import { type OcrEngine, ocrEngine } from './ocr/engine.ts';
import { toPgm } from './ocr/pgm.ts';
import { readUpright } from './ocr/upright.ts';
import { pdfDate } from './pdf/date.ts';
import { type PdfDocument, withPdf } from './pdf/document.ts';
import { withStamp } from './pdf/stamp.ts';
import { pageSource } from './pdf/usable.ts';
import type { Extracted, PageText, Source } from './types.ts';
import { engineOf } from './versions.ts';

/** Resolution at which tesseract reads best for its cost. */
const OCR_DPI = 300;

const PDFIUM = engineOf('pdfium', '@hyzyla/pdfium');

/** @throws DocumentError encrypted, corrupt, oversize */
export async function extractPdf(source: Source): Promise<Extracted> {
  return withPdf(source.location, source.passwords, async (document) => {
    if (document.pages === 0) throw new DocumentError('corrupt', 'The PDF has no pages');
    const last = Math.min(document.pages, source.limits.maxPages);
    const warnings: StageWarning[] = [];
    const pages: PageText[] = [];
    const failed: { page: number; said: string }[] = [];
    let engine: OcrEngine | null = null;
    let characters = 0;
    for (let number = 1; number <= last && characters <= source.limits.maxCharacters; number += 1) {
      try {
        const page = await readPage(document, number, async () => {
          engine ??= await ocrEngine();
          return engine;
        });
        characters += page.text.length;
        pages.push(page);
      } catch (error) {
        // A crash of PDFium or of the machine ends the document; a page's own fault ends the page.
        if (!(error instanceof DocumentError) || machineFault(error.cause) || error.code !== 'corrupt')
          throw error;
        failed.push({ page: number, said: error.message });
        pages.push({ page: number, text: '', source: 'none', confidence: null });
      }
    }
    if (failed.length > 0 && failed.length === pages.length)
      throw new DocumentError(
        'corrupt',
        `None of the ${failed.length} pages can be read: ${failed[0]?.said}`,
      );
    if (failed.length > 0)
      warnings.push({
        code: 'partial_pages',
        detail: `${failed.length} of ${document.pages} pages could not be read: ${failed[0]?.said}`,
        pages: failed.map((f) => f.page),
      });
    if (last < document.pages)
      warnings.push({
        code: 'text_limit',
        detail: `The document has ${document.pages} pages; the limit is ${source.limits.maxPages}`,
      });
    const used: OcrEngine | null = engine;
    return {
      body: pages,
      metadata: metadataOf(document),
      warnings,
      engine: used === null ? PDFIUM : `${PDFIUM} + ${(used as OcrEngine).name}`,
    };
  });
}

async function readPage(
  document: PdfDocument,
  number: number,
  engine: () => Promise<OcrEngine>,
): Promise<PageText> {
  const seen = await document.withPage(number, (page) => {
    const text = page.text();
    const source = pageSource(text, () => page.drawn());
    return { text, added: page.added(), source, picture: source === 'ocr' ? page.render(OCR_DPI) : null };
  });
  // What was filled in stands after the page's text: its place on the page is the form's, not the reader's.
  const withAdded = (text: string): string => {
    const missing = seen.added.filter((words) => !text.includes(words));
    return missing.length === 0 ? text : [text, ...missing].filter((t) => t !== '').join('\n');
  };
  if (seen.picture === null) {
    const text = withAdded(seen.text);
    return {
      page: number,
      text,
      source: seen.source === 'text' || text !== '' ? 'text' : 'none',
      confidence: null,
    };
  }
  const read = await readUpright(await engine(), toPgm(seen.picture), seen.picture.dpi);
  return {
    page: number,
    text: withAdded(withStamp(read.text, seen.text)),
    source: 'ocr',
    confidence: read.confidence,
  };
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
