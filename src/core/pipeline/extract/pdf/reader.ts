/** Reads PDF: the text layer page by page, and OCR for pages without a usable one. */

import { DocumentError } from '../../../documents/errors.ts';
import { engineOf } from '../../../util/versions.ts';
import { ocrEngine } from '../ocr/engine.ts';
import type { OcrEngine } from '../ocr/types.ts';
import { readUpright } from '../ocr/upright.ts';
import { type ReadPage, readPages, type SlowPage } from '../pages.ts';
import type { Extracted, Source } from '../types.ts';
import { mayNeedOrder } from './arrange.ts';
import { pdfDate } from './date.ts';
import { type PdfDocument, withPdf } from './document.ts';
import { isPlainText } from './page-kind.ts';
import { PageNotes, readingText, withAdded } from './page-text.ts';
import { pdftotextPages } from './pdftotext.ts';
import { hasPictures, pagesWithPictures } from './picture-pages.ts';
import { hasMixedColumns } from './sample.ts';
import { type Ocr, SecondLook } from './second-look.ts';
import { withoutPlaceholders } from './unread.ts';

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
    const second = new SecondLook(document, ocr);
    const pictures = hasPictures(bytes);
    const pageCount = Math.min(document.pages, source.limits.maxPages);
    const quick = await pdftotextPages({ location: source.location, bytes }, pageCount, {
      deadline: source.deadline,
      maxCharacters: source.limits.maxCharacters,
    });
    const native = quick !== null && (await hasMixedColumns(document)) ? null : quick;
    const illustrated = native === null || !pictures ? null : await pagesWithPictures(source, pageCount);
    const notes = new PageNotes();
    const read = await readPages(document.pages, source, async (number) => {
      const text = native?.pages[number - 1];
      return text !== undefined && !illustrated?.has(number) && isPlainText(text) && !mayNeedOrder(text)
        ? { page: number, text, source: 'text', confidence: null }
        : readPage({ document, pictures, second, notes }, number);
    });
    const { pages, warnings } = withoutPlaceholders(document, read);
    const used: OcrEngine | null = engine;
    return {
      body: pages,
      metadata: metadataOf(document),
      warnings: [...warnings, ...notes.warnings()],
      engine: [PDFIUM, native?.engine, (used as OcrEngine | null)?.name].filter(Boolean).join(' + '),
    };
  });
}

interface Reading {
  document: PdfDocument;
  /** Whether the file has pictures. */
  pictures: boolean;
  second: SecondLook;
  notes: PageNotes;
}

/** Returns a page whose text layer is enough at once; a page that needs OCR is read later. */
async function readPage(
  { document, pictures, second, notes }: Reading,
  number: number,
): Promise<ReadPage | SlowPage> {
  const { added, lines, ...seen } = await document.withPage(number, (page) => {
    const layer = page.layer();
    return {
      ...readingText(page, number, layer, notes),
      number,
      layer: layer.text,
      lost: layer.lost,
      kind: page.kind(layer, pictures),
    };
  });
  return second.look(seen, (text, source) => withAdded(text, source === 'ocr' ? lines : added));
}

function metadataOf(document: PdfDocument): Extracted['metadata'] {
  const title = document.meta('Title').trim();
  const author = document.meta('Author').trim();
  const created = pdfDate(document.meta('CreationDate'));
  const modified = pdfDate(document.meta('ModDate'));
  return {
    ...(title === '' ? {} : { title }),
    ...(author === '' ? {} : { author }),
    ...(created === null ? {} : { created }),
    ...(modified === null ? {} : { modified }),
  };
}
