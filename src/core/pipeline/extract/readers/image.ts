/** Reads PNG, JPEG and TIFF by OCR, after applying the EXIF orientation. */
import sharp from 'sharp';
import { blameFile, DocumentError, machineFault } from '../../../documents/errors.ts';
import { engineOf } from '../../../util/versions.ts';
import { ocrEngine } from '../ocr/engine.ts';
import { toPgm } from '../ocr/pgm.ts';
import { readUpright } from '../ocr/upright.ts';
import { type ReadPage, readPages } from '../pages.ts';
import type { Extracted, Source } from '../types.ts';

/** Larger pictures are not decoded, because a small file can claim any size. */
const MAX_PIXELS = 200_000_000;
/** A larger picture is scaled down to this for OCR. */
const MAX_OCR_PIXELS = 40_000_000;
const OCR_DPI = 300;
const MAX_ENLARGEMENT = 3;
/** Length of the longer side, in inches, that is assumed for a picture without a believable resolution. */
const ASSUMED_SIDE = 11;

interface Picture {
  width: number;
  height: number;
  pages: number;
  density: number | null;
}

/** Turns a decoding error into a document error. A TIFF that libvips does not support is not called damaged. */
function blamePicture(error: unknown): DocumentError {
  const message = error instanceof Error ? error.message : '';
  return /tiff2vips: (?:not \d+ bands|unsupported)/i.test(message)
    ? new DocumentError(
        'unsupported',
        `Redwell cannot read this kind of TIFF. Save the picture as a PDF or PNG and add it again (${message})`,
        { cause: error },
      )
    : blameFile(error, 'picture');
}

/** Returns the size, page count and resolution (dpi). @throws DocumentError corrupt, oversize, unsupported */
export async function inspectImage(location: string): Promise<Picture> {
  try {
    const { width, height, pages, density, pageHeight } = await sharp(location, {
      limitInputPixels: false,
    }).metadata();
    const onePage = pageHeight ?? height;
    if (width * onePage > MAX_PIXELS)
      throw new DocumentError(
        'oversize',
        `The picture has ${width} x ${onePage} pixels. Redwell reads pictures of up to ${MAX_PIXELS / 1e6} megapixels; save a smaller copy and add it`,
      );
    return { width, height: onePage, pages: pages ?? 1, density: density ?? null };
  } catch (error) {
    throw blamePicture(error);
  }
}

/** Returns the text of every page. @throws DocumentError corrupt, oversize, unsupported */
export async function extractImage(source: Source): Promise<Extracted> {
  const picture = await inspectImage(source.location);
  const engine = await ocrEngine();
  const { pages, warnings } = await readPages(picture.pages, source, async (page) => {
    try {
      const { pgm, dpi, damaged } = await load(source.location, page - 1);
      const read = await readUpright(engine, pgm, dpi, source.deadline);
      const text: ReadPage = { page, text: read.text, source: 'ocr', confidence: read.confidence };
      return damaged === null ? text : { ...text, damaged };
    } catch (error) {
      throw blamePicture(error);
    }
  });
  return { body: pages, metadata: {}, warnings, engine: `${engineOf('sharp', 'sharp')} + ${engine.name}` };
}

/** Decodes one page for OCR. A damaged page is decoded as far as possible, and `damaged` tells what was wrong. */
async function load(
  location: string,
  page: number,
): Promise<{ pgm: Buffer; dpi: number; damaged: string | null }> {
  try {
    return { ...(await decode(location, page, 'error')), damaged: null };
  } catch (error) {
    if (machineFault(error)) throw error;
    const damaged = error instanceof Error ? error.message : String(error);
    return { ...(await decode(location, page, 'none')), damaged };
  }
}

async function decode(
  location: string,
  page: number,
  failOn: 'error' | 'none',
): Promise<{ pgm: Buffer; dpi: number }> {
  const open = () => sharp(location, { page, failOn, limitInputPixels: MAX_PIXELS });
  const { width, height, density } = await open().metadata();
  const stated = density !== undefined && density >= 100 && density <= 1200 ? density : null;
  const dpi = stated ?? Math.max(width, height) / ASSUMED_SIDE;
  const target = Math.min(MAX_ENLARGEMENT, OCR_DPI / dpi, Math.sqrt(MAX_OCR_PIXELS / (width * height)));
  // A picture near 300 dpi is not resampled, because resampling blurs.
  const scale = target > 1.4 || target < 0.75 ? target : 1;
  const { data, info } = await open()
    .autoOrient()
    .flatten({ background: '#ffffff' })
    .resize({ width: Math.max(1, Math.round(rotatedWidth(await open().metadata()) * scale)) })
    .toColorspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return {
    pgm: toPgm({ width: info.width, height: info.height, pixels: data }),
    dpi: Math.max(70, Math.round(dpi * scale)),
  };
}

/** Returns the width after the EXIF orientation is applied (values 5 to 8 swap the sides). */
const rotatedWidth = (m: { width: number; height: number; orientation?: number | undefined }): number =>
  (m.orientation ?? 1) >= 5 ? m.height : m.width;
