/**
 * Draws a picture of a document again, so that a browser never decodes what a stranger made, and never finds in it what
 * a picture should not hold.
 */
import sharp from 'sharp';
import type { RenderingToken } from '../../../../shared/rendering.ts';
import { machineFault } from '../../../documents/errors.ts';

const MAX_BYTES = 32 * 1024 * 1024;
const MAX_PIXELS = 100_000_000;
const MAX_WIDTH = 1200;
const WEBP = { quality: 80, effort: 1 };

/** First bytes of the pictures that browsers show, and TIFF. Nothing else gets to the decoder; SVG is not among them. */
const SIGNATURES = ['89504e47', 'ffd8ff', '47494638', '52494646', '49492a00', '4d4d002a'].map((hex) =>
  Buffer.from(hex, 'hex'),
);

/** Returns the picture as a token; null when it is of another kind or damaged. @throws a fault of the machine */
export async function shownPicture(bytes: Buffer, alt: string): Promise<RenderingToken | null> {
  if (bytes.length > MAX_BYTES || !SIGNATURES.some((start) => bytes.subarray(0, start.length).equals(start)))
    return null;
  try {
    const { data, info } = await sharp(bytes, { limitInputPixels: MAX_PIXELS })
      .autoOrient()
      .flatten({ background: '#ffffff' })
      .resize({ width: MAX_WIDTH, withoutEnlargement: true })
      .toColorspace('srgb')
      .webp(WEBP)
      .toBuffer({ resolveWithObject: true });
    return { image: data.toString('base64'), alt, width: info.width };
  } catch (error) {
    const fault = machineFault(error);
    if (fault !== null) throw fault;
    return null;
  }
}
