/** Draws one page of a document for people to look at. */
import sharp, { type Sharp } from 'sharp';
import { blameFile, DocumentError } from '../../../documents/errors.ts';
import type { PageImage, ViewSource } from '../../../documents/types.ts';
import { withPdf } from '../pdf/document.ts';
import { inspectImage, pixelStretch } from '../readers/image.ts';

/** Fast, and small enough to cross three processes: a page of type takes about 100 kB. */
const WEBP = { quality: 80, effort: 1 };

/**
 * Draws a page.
 * @param page 1 is the first
 * @param width of the picture, pixels; it may come out narrower
 * @throws DocumentError encrypted, corrupt, oversize, unsupported; source_missing for a page that is not there
 */
export async function drawPage(source: ViewSource, page: number, width: number): Promise<PageImage> {
  return source.type === 'pdf' ? drawPdfPage(source, page, width) : drawPicture(source, page, width);
}

/** @throws DocumentError when a document has no such page */
export function refuseMissingPage(page: number, pages: number): void {
  if (page < 1 || page > pages)
    throw new DocumentError('source_missing', `The document has no page ${page}, only ${pages}`);
}

function drawPdfPage(
  { location, passwords }: ViewSource,
  number: number,
  wanted: number,
): Promise<PageImage> {
  return withPdf(location, passwords, async (document) => {
    refuseMissingPage(number, document.pages);
    const { width, height, pixels } = await document.withPage(number, (page) => page.drawn(wanted));
    const picture = sharp(pixels, { raw: { width, height, channels: 4 } }).removeAlpha();
    return { pages: document.pages, ...(await encoded(picture)) };
  });
}

async function drawPicture(source: ViewSource, page: number, wanted: number): Promise<PageImage> {
  return withPicture(source, page, async ({ pages, natural, sized }) => ({
    pages,
    ...(await encoded(sized(Math.min(1, wanted / natural.width)))),
  }));
}

/** A page of a picture, upright on white, with square pixels. */
interface UprightPicture {
  pages: number;
  /** Pixels. */
  natural: { width: number; height: number };
  /** Pixels per inch, as the file states it; null if it does not. */
  density: number | null;
  /** Returns the picture. @param scale at most 1 */
  sized(scale: number): Sharp;
}

/** Lends a page of a picture to a function. @throws DocumentError corrupt, oversize, unsupported, source_missing */
export async function withPicture<T>(
  { location }: ViewSource,
  page: number,
  use: (picture: UprightPicture) => Promise<T>,
): Promise<T> {
  const { foreign, pages, density, ...whole } = await inspectImage(location);
  refuseMissingPage(page, pages);
  try {
    if (foreign !== null) {
      const { data, ...raw } = await foreign.decode(page - 1);
      const sized = (scale: number): Sharp =>
        sharp(data, { raw })
          .flatten({ background: '#ffffff' })
          .resize({ width: Math.max(1, Math.round(whole.width * scale)) });
      return await use({ pages, natural: raw, density, sized });
    }
    // A damaged picture is shown as far as it can be decoded.
    const open = (): Sharp => sharp(location, { page: page - 1, failOn: 'none' });
    const { width = 1, height = 1, orientation = 1 } = await open().metadata();
    const { across, down } = await pixelStretch(location, page - 1);
    const turned = orientation >= 5;
    const natural = turned
      ? { width: height * down, height: width * across }
      : { width: width * across, height: height * down };
    const sized = (scale: number): Sharp =>
      open()
        .autoOrient()
        .flatten({ background: '#ffffff' })
        .resize({
          width: Math.max(1, Math.round(natural.width * scale)),
          height: Math.max(1, Math.round(natural.height * scale)),
          fit: 'fill',
        })
        .toColorspace('srgb');
    return await use({ pages, natural, density, sized });
  } catch (error) {
    throw error instanceof DocumentError ? error : blameFile(error, 'picture');
  }
}

async function encoded(picture: Sharp): Promise<Omit<PageImage, 'pages'>> {
  const { data, info } = await picture.webp(WEBP).toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, webp: data.toString('base64') };
}
