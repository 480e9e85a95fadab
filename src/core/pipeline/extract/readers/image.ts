/** Reads pictures by OCR, after applying the EXIF orientation. */
import sharp from 'sharp';
import { blameFile, DocumentError, machineFault } from '../../../documents/errors.ts';
import { engineOf } from '../../../util/versions.ts';
import { ocrEngine } from '../ocr/engine.ts';
import { noteOfNoWords } from '../ocr/ink.ts';
import { fromPgm, toPgm } from '../ocr/pgm.ts';
import type { OcrText } from '../ocr/tsv.ts';
import { readUpright } from '../ocr/upright.ts';
import { type PageNote, type ReadPage, readPages } from '../pages.ts';
import { asPng, openForeign } from '../pictures/open.ts';
import type { OpenedPicture } from '../pictures/types.ts';
import type { Extracted, PageText, Source } from '../types.ts';
import { pixelHeight } from './tiff-resolution.ts';

/** Larger pictures are not decoded, because a small file can claim any size. */
const MAX_PIXELS = 200_000_000;
/** A larger picture is scaled down to this for OCR. */
const MAX_OCR_PIXELS = 40_000_000;
const OCR_DPI = 300;
const MAX_ENLARGEMENT = 3;
/**
 * Pictures of 145 to 400 dpi are read as they are. Enlarged from 150 or 200 dpi to 300, type of 6 to 12 points reads no
 * better and costs up to two thirds more time; from 100 dpi, 8 points cannot be read otherwise.
 */
const MIN_ENLARGEMENT = OCR_DPI / 145;
const MAX_REDUCTION = 0.75;
/** Length of the longer side, in inches, that is assumed for a picture without a believable resolution. */
const ASSUMED_SIDE = 11;
/** Pixels are square when their sides differ by less than this factor, and a larger one than the second is an error. */
const SQUARE = 1.1;
const MAX_STRETCH = 4;

/** More frames of an animation are not read. */
const MAX_FRAMES = 20;

interface Picture {
  width: number;
  height: number;
  pages: number;
  density: number | null;
  /** The picture when the graphics library cannot open it. */
  foreign: OpenedPicture | null;
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
export async function inspectImage(location: string | Buffer): Promise<Picture> {
  try {
    const foreign = await openForeign(location);
    if (foreign !== null) {
      for (const { width, height } of foreign.pages) refuseHuge(width, height);
      const { width, height } = foreign.pages[0] ?? { width: 0, height: 0 };
      return { width, height, pages: foreign.pages.length, density: null, foreign };
    }
    const { width, height, pages, density, pageHeight } = await sharp(location, {
      limitInputPixels: false,
    }).metadata();
    const onePage = pageHeight ?? height;
    refuseHuge(width, onePage);
    return { width, height: onePage, pages: pages ?? 1, density: density ?? null, foreign };
  } catch (error) {
    throw blamePicture(error);
  }
}

/** @throws DocumentError oversize, corrupt */
function refuseHuge(width: number, height: number): void {
  if (width <= 0 || height <= 0) throw new DocumentError('corrupt', 'The picture has no pixels');
  if (width * height > MAX_PIXELS)
    throw new DocumentError(
      'oversize',
      `The picture has ${width} x ${height} pixels. Redwell reads pictures of up to ${MAX_PIXELS / 1e6} megapixels; save a smaller copy and add it`,
    );
}

/** Returns the text of every page. @throws DocumentError corrupt, oversize, unsupported */
export const extractImage = (source: Source): Promise<Extracted> => extractPicture(source.location, source);

/** Reads a picture that may be in memory. @throws DocumentError corrupt, oversize, unsupported */
export async function extractPicture(input: string | Buffer, source: Source): Promise<Extracted> {
  const picture = await inspectImage(input);
  const engine = await ocrEngine();
  const animated = source.type === 'gif' || source.type === 'webp';
  const frames = animated ? Math.min(picture.pages, MAX_FRAMES) : picture.pages;
  const { pages, warnings } = await readPages(frames, source, async (page) => {
    const { damaged, notes, ...read } = await readPicturePage(input, picture, page, source.deadline);
    const text: ReadPage = { page, text: read.text, source: 'ocr', confidence: read.confidence, notes };
    return damaged === null ? text : { ...text, damaged };
  });
  if (frames < picture.pages)
    warnings.push({
      code: 'picture_not_read',
      detail: `Only the first ${frames} of the ${picture.pages} frames of the animation were read`,
    });
  return {
    body: animated ? withoutRepeats(pages) : pages,
    metadata: {},
    warnings,
    engine: `${engineOf('sharp', 'sharp')} + ${engine.name}`,
  };
}

/** Empties the frames of an animation that say what an earlier frame says. */
function withoutRepeats(pages: readonly PageText[]): PageText[] {
  const seen = new Set<string>();
  return pages.map((page) => {
    const words = page.text.replace(/\s+/g, ' ').trim();
    if (words === '' || !seen.has(words)) {
      seen.add(words);
      return page;
    }
    return { ...page, text: '', confidence: null };
  });
}

/**
 * Returns the words of one page. `damaged` tells what was wrong with a page that was read in part.
 * @param page 1 is the first
 * @throws DocumentError corrupt, unsupported, ocr_timeout
 */
export async function readPicturePage(
  input: string | Buffer,
  { foreign }: Picture,
  page: number,
  deadline: number,
): Promise<OcrText & { damaged: string | null; notes: PageNote[]; size: { width: number; height: number } }> {
  try {
    const { pgm, dpi, damaged } =
      foreign === null ? await load(input, page - 1) : await load(await asPng(foreign, page - 1), 0);
    const read = await readUpright(await ocrEngine(), pgm, dpi, deadline);
    const { width, height } = fromPgm(pgm);
    return { ...read, damaged, notes: noteOfNoWords(read, pgm), size: { width, height } };
  } catch (error) {
    throw blamePicture(error);
  }
}

/** Decodes one page for OCR. A damaged page is decoded as far as possible, and `damaged` tells what was wrong. */
async function load(
  location: string | Buffer,
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
  location: string | Buffer,
  page: number,
  failOn: 'error' | 'none',
): Promise<{ pgm: Buffer; dpi: number }> {
  const open = () => sharp(location, { page, failOn, limitInputPixels: MAX_PIXELS });
  const { format, width, height, density, orientation = 1 } = await open().metadata();
  const { across, down } = stretchOf(
    format === 'tiff' && typeof location === 'string' ? await pixelHeight(location, page) : 1,
  );
  const stated = (density ?? 0) * across;
  const believable = stated >= 100 && stated <= 1200;
  const dpi = believable ? stated : Math.max(width * across, height * down) / ASSUMED_SIDE;
  const pixels = width * across * height * down;
  const target = Math.min(MAX_ENLARGEMENT, OCR_DPI / dpi, Math.sqrt(MAX_OCR_PIXELS / pixels));
  const scale = target > MIN_ENLARGEMENT || target < MAX_REDUCTION ? target : 1;
  const size = {
    width: Math.max(1, Math.round(width * across * scale)),
    height: Math.max(1, Math.round(height * down * scale)),
  };
  // EXIF orientations 5 to 8 swap the sides, and sharp resizes after it applies them.
  const shown = orientation >= 5 ? { width: size.height, height: size.width } : size;
  const { data, info } = await open()
    .autoOrient()
    .flatten({ background: '#ffffff' })
    .resize({ ...shown, fit: 'fill' })
    .toColorspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return {
    pgm: toPgm({ width: info.width, height: info.height, pixels: data }),
    dpi: Math.max(70, Math.round(dpi * scale)),
  };
}

/** Returns how far to stretch a page of a picture so that its pixels are square. @param page 0 is the first */
export async function pixelStretch(
  location: string,
  page: number,
): Promise<{ across: number; down: number }> {
  const { format } = await sharp(location, { page, failOn: 'none' }).metadata();
  return stretchOf(format === 'tiff' ? await pixelHeight(location, page) : 1);
}

/** @param pixelHeight the height of the pixels by their width */
function stretchOf(pixelHeight: number): { across: number; down: number } {
  const square = pixelHeight > 1 / SQUARE && pixelHeight < SQUARE;
  if (square || pixelHeight > MAX_STRETCH || pixelHeight < 1 / MAX_STRETCH) return { across: 1, down: 1 };
  return { across: Math.max(1, 1 / pixelHeight), down: Math.max(1, pixelHeight) };
}
