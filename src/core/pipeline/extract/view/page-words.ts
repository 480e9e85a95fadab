/** Finds where the words of a page stand. */
import type { PlacedWord, ViewSource } from '../../../documents/types.ts';
import { ocrEngine } from '../ocr/engine.ts';
import { toPgm } from '../ocr/pgm.ts';
import type { OcrText } from '../ocr/tsv.ts';
import { readUpright } from '../ocr/upright.ts';
import { withPdf } from '../pdf/document.ts';
import { inspectImage, readPicturePage } from '../readers/image.ts';
import { refuseMissingPage } from './page-image.ts';

const OCR_DPI = 300;
const OCR_MS = 60_000;

/**
 * Returns the words of a page with their places, as shares of the page as it is shown.
 * @param page 1 is the first
 * @param by `layer`: the text layer of a PDF; `ocr`: what OCR reads on the page as it is shown
 * @throws DocumentError encrypted, corrupt, oversize, unsupported, ocr_timeout
 */
export async function findWords(
  { location, type, passwords }: ViewSource,
  page: number,
  by: 'layer' | 'ocr',
): Promise<PlacedWord[]> {
  const deadline = performance.now() + OCR_MS;
  if (type === 'pdf')
    return withPdf(location, passwords, async (document) => {
      refuseMissingPage(page, document.pages);
      if (by === 'layer')
        return document.withPage(page, (lent) =>
          lent.words().map((word) => ({ ...rounded(word), confidence: null })),
        );
      const picture = await document.withPage(page, (lent) => lent.picture(OCR_DPI));
      return placed(await readUpright(await ocrEngine(), toPgm(picture), picture.dpi, deadline), picture);
    });
  if (by === 'layer') return [];
  const picture = await inspectImage(location);
  refuseMissingPage(page, picture.pages);
  const read = await readPicturePage(location, picture, page, deadline);
  return placed(read, read.size);
}

function placed({ places }: OcrText, size: { width: number; height: number }): PlacedWord[] {
  return places.map(({ x, y, width, height, text, confidence }) => ({
    ...rounded({
      text,
      x: x / size.width,
      y: y / size.height,
      width: width / size.width,
      height: height / size.height,
    }),
    confidence: Math.round(confidence),
  }));
}

/** A ten-thousandth of a page is less than a pixel on any screen. */
const share = (value: number): number => Math.round(value * 10_000) / 10_000;

const rounded = ({ text, x, y, width, height }: Omit<PlacedWord, 'confidence'>) => ({
  text,
  x: share(x),
  y: share(y),
  width: share(width),
  height: share(height),
});
