/** PNG, JPEG and TIFF: every page is read by OCR, after its own rotation mark is applied. */
import sharp from 'sharp';
import { blameFile, DocumentError, machineFault } from '../../../documents/errors.ts';
import { engineOf } from '../../../util/versions.ts';
import { ocrEngine } from '../ocr/engine.ts';
import { toPgm } from '../ocr/pgm.ts';
import { readUpright } from '../ocr/upright.ts';
import { type ReadPage, readPages } from '../pages.ts';
import type { Extracted, Source } from '../types.ts';

/** Pictures with more pixels are not decoded: a small file can claim any size. */
const MAX_PIXELS = 200_000_000;
/** What OCR is given at most. */
const MAX_OCR_PIXELS = 40_000_000;
const OCR_DPI = 300;
const MAX_ENLARGEMENT = 3;
/** A picture that does not state a believable resolution is taken for a page with this longer side, inches. */
const ASSUMED_SIDE = 11;

interface Picture {
  width: number;
  height: number;
  pages: number;
  density: number | null;
}

/** A sound TIFF of a kind that libvips does not decode is no damaged one. */
function blamePicture(error: unknown): DocumentError {
  const said = error instanceof Error ? error.message : '';
  return /tiff2vips: (?:not \d+ bands|unsupported)/i.test(said)
    ? new DocumentError('unsupported', `A kind of TIFF that is not read: ${said}`, { cause: error })
    : blameFile(error, 'picture');
}

/** @throws DocumentError corrupt, oversize, unsupported */
export async function inspectImage(location: string): Promise<Picture> {
  try {
    const { width, height, pages, density, pageHeight } = await sharp(location, {
      limitInputPixels: false,
    }).metadata();
    const tall = pageHeight ?? height;
    if (width * tall > MAX_PIXELS)
      throw new DocumentError(
        'oversize',
        `The picture has ${width} x ${tall} pixels; at most ${MAX_PIXELS} are read`,
      );
    return { width, height: tall, pages: pages ?? 1, density: density ?? null };
  } catch (error) {
    throw blamePicture(error);
  }
}

/** @throws DocumentError corrupt, oversize, unsupported */
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

/** One page as OCR wants it; what is left of a damaged one is read, and `damaged` says what was wrong. */
async function load(
  location: string,
  page: number,
): Promise<{ pgm: Buffer; dpi: number; damaged: string | null }> {
  try {
    return { ...(await decode(location, page, 'error')), damaged: null };
  } catch (error) {
    if (machineFault(error)) throw error;
    const said = error instanceof Error ? error.message : String(error);
    return { ...(await decode(location, page, 'none')), damaged: said };
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
  const wanted = Math.min(MAX_ENLARGEMENT, OCR_DPI / dpi, Math.sqrt(MAX_OCR_PIXELS / (width * height)));
  // Near enough to 300 dpi is left alone: resampling blurs.
  const scale = wanted > 1.4 || wanted < 0.75 ? wanted : 1;
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

/** Width after the EXIF rotation mark is applied (marks 5 to 8 swap the sides). */
const rotatedWidth = (m: { width: number; height: number; orientation?: number | undefined }): number =>
  (m.orientation ?? 1) >= 5 ? m.height : m.width;
