/** Renders file types that only LibreOffice opens. What it makes of them is shown like a file of that type. */
import type { ViewSource } from '../../../documents/types.ts';
import { lendConverted } from '../office/converted.ts';
import { extractPdf } from '../pdf/reader.ts';
import { drawPage } from './page-image.ts';
import { readable } from './readable.ts';
import type { RenderWriter } from './render-writer.ts';
import { writeParagraphs } from './text-look.ts';

/** Pixels. */
const PAGE_WIDTH = 1000;
/** Pages that are drawn. Each takes about 100 kB. */
const MAX_DRAWN = 30;

/** @throws DocumentError encrypted; unsupported without LibreOffice; corrupt, ocr_timeout, oversize */
export async function writeConverted(writer: RenderWriter, source: ViewSource): Promise<void> {
  await lendConverted(await readable(source), async (converted) => {
    const { location, passwords } = converted;
    if (converted.type === 'pptx') {
      const { writeSlides } = await import('./slides-look.ts');
      await writeSlides(writer, { location, passwords, type: 'pptx' });
    } else if (converted.type === 'docx') {
      const { writeWord } = await import('./word-look.ts');
      await writeWord(writer, { location, passwords, type: 'docx' });
    } else await writePages(writer, converted);
  });
  writer.note('what LibreOffice does not show of this type');
}

/** Shows the pages of a PDF as pictures, each with its text below. */
async function writePages(writer: RenderWriter, source: Awaited<ReturnType<typeof readable>>): Promise<void> {
  const { body } = await extractPdf(source);
  const pages = typeof body === 'string' ? [] : body;
  const view: ViewSource = { location: source.location, type: 'pdf', passwords: source.passwords };
  for (const { page, text } of pages) {
    if (writer.isFull) return;
    writer.open('section');
    if (page <= MAX_DRAWN) {
      const { webp, width } = await drawPage(view, page, PAGE_WIDTH);
      writer.drawn(webp, width, `Page ${page}`);
    }
    writer.element('small', `Text of page ${page}`);
    writeParagraphs(writer, text);
    writer.close('section');
  }
  if (pages.length > MAX_DRAWN) writer.note(`pictures of the pages after the first ${MAX_DRAWN}`);
}
