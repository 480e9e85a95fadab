/** Draws pages as they are handed over: black and white as TIFF or PNG, what has colors or tones as JPEG. */
import sharp from 'sharp';
import { DocumentError } from '../../../documents/errors.ts';
import type { DrawnSheets, Sheet, SheetOptions, ViewSource } from '../../../documents/types.ts';
import { withPdf } from '../pdf/document.ts';
import { refuseMissingPage, withPicture } from './page-image.ts';
import { hasTones, type RawPage } from './tones.ts';

/** Answers with more pages than this would take long, and much memory in three processes. */
const MOST_BYTES = 8 * 1024 * 1024;
const MOST_SHEETS = 24;
const MOST_MS = 20_000;

/** Darker is black, 0-255. */
const THRESHOLD = 160;
const JPEG_QUALITY = 85;
const MM_PER_INCH = 25.4;

/** A picture without a believable resolution has its longer side on a sheet of this length, inches. */
const ASSUMED_SIDE = 11;
/** Resolutions outside are a camera's or a program's default, not the size of a paper. */
const BELIEVABLE = { from: 100, to: 1200 };

/**
 * Draws pages in order. A page that cannot be drawn has a `problem`; the others are not affected.
 * @param pages 1 is the first; the answer may end before `last`, and has at least one page
 * @throws DocumentError encrypted, corrupt, oversize, unsupported; source_missing for a first page that is not there
 */
export async function drawSheets(
  source: ViewSource,
  pages: { first: number; last: number },
  options: SheetOptions,
): Promise<DrawnSheets> {
  if (source.type === 'pdf')
    return withPdf(source.location, source.passwords, (document) =>
      collect(pages, document.pages, (number) =>
        document.withPage(number, async (page) => {
          const inches = page.widthInches();
          const { width, height, pixels } = page.drawn(Math.max(1, Math.round(inches * options.dpi)));
          return encodeSheet({ width, height, channels: 4, data: pixels }, width / inches, options);
        }),
      ),
    );
  const count = await withPicture(source, pages.first, async (picture) => picture.pages);
  return collect(pages, count, (number) =>
    withPicture(source, number, async ({ natural, density, sized }) => {
      const longer = Math.max(natural.width, natural.height);
      const stated = density ?? 0;
      const isBelievable = stated >= BELIEVABLE.from && stated <= BELIEVABLE.to;
      const dpi = isBelievable ? stated : longer / ASSUMED_SIDE;
      const scale = Math.min(1, options.dpi / dpi);
      const { data, info } = await sized(scale).raw().toBuffer({ resolveWithObject: true });
      const { width, height, channels } = info;
      return encodeSheet(
        { width, height, channels: channels as RawPage['channels'], data },
        dpi * scale,
        options,
      );
    }),
  );
}

/** Draws until there are enough pages for one answer. */
async function collect(
  { first, last }: { first: number; last: number },
  pages: number,
  draw: (page: number) => Promise<Sheet>,
): Promise<DrawnSheets> {
  refuseMissingPage(first, pages);
  const started = performance.now();
  const drawn: DrawnSheets['drawn'] = [];
  let bytes = 0;
  for (let page = first; page <= Math.min(last, pages); page += 1) {
    try {
      const sheet = await draw(page);
      bytes += sheet.data.length;
      drawn.push({ page, sheet });
    } catch (error) {
      // What is wrong with the machine, or with PDFium itself, is not the page's fault.
      if (!(error instanceof DocumentError) || error.transient) throw error;
      drawn.push({ page, problem: error.message });
    }
    if (bytes >= MOST_BYTES || drawn.length >= MOST_SHEETS || performance.now() - started >= MOST_MS) break;
  }
  return { pages, drawn };
}

/** Turns pixels into the file of a page. @param dpi pixels per inch of the paper */
export async function encodeSheet(page: RawPage, dpi: number, options: SheetOptions): Promise<Sheet> {
  const { data, ...raw } = page;
  const open = () => {
    const picture = sharp(data, { raw });
    return raw.channels === 4 ? picture.removeAlpha() : picture;
  };
  const done = (format: Sheet['format'], file: Buffer): Sheet => ({
    ...{ format, width: page.width, height: page.height },
    ...{ dpi: Math.max(1, Math.round(dpi)), data: file.toString('base64') },
  });
  if (options.color && hasTones(page)) {
    const picture = open().jpeg({ quality: JPEG_QUALITY, chromaSubsampling: '4:4:4' });
    return done('jpeg', await picture.withMetadata({ density: Math.round(dpi) }).toBuffer());
  }
  const bilevel = open().greyscale().threshold(THRESHOLD).toColourspace('b-w');
  if (options.bilevel === 'png') return done('png', await bilevel.png({ compressionLevel: 9 }).toBuffer());
  const resolution = Math.round(dpi) / MM_PER_INCH;
  const tiff = bilevel.tiff({
    ...{ compression: 'ccittfax4', bitdepth: 1, miniswhite: true },
    ...{ xres: resolution, yres: resolution, resolutionUnit: 'inch' },
  });
  return done('tiff', await tiff.toBuffer());
}
