/** Straightens a page that was fed or photographed at an angle. Beyond 4 degrees tesseract loses whole lines. */
import sharp from 'sharp';
import { fromPgm, toPgm } from './pgm.ts';

/** Angles up to this many degrees either way are found. */
const MAX_ANGLE = 17;
/** Tesseract reads smaller angles itself. */
const MIN_ANGLE = 2;
const COARSE_STEP = 1;
const FINE_STEP = 0.25;
/** Lines of text at the angle make the profile this much sharper than it is upright. */
const CLEARER = 1.3;
/** About this many dark pixels are enough to see the lines. */
const SAMPLES = 12_000;
/** Every so many pixels are looked at, at 300 dpi about a stroke's width apart. */
const STRIDE = 4;
/** Height of a bin of the profile, in pixels: a third of a small letter at 300 dpi. */
const BIN = 8;
const FEW_SAMPLES = 300;

/**
 * Returns the page turned upright and the angle that its lines had, or null when they are level, or too few to see.
 * @param pgm see `toPgm`
 */
export async function straightened(pgm: Buffer): Promise<{ pgm: Buffer; angle: number } | null> {
  const angle = skewOf(fromPgm(pgm));
  if (angle === 0) return null;
  const { width, height, pixels } = fromPgm(pgm);
  const { data, info } = await sharp(pixels, { raw: { width, height, channels: 1 } })
    .rotate(-angle, { background: '#ffffff' })
    .toColorspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { pgm: toPgm({ width: info.width, height: info.height, pixels: data }), angle };
}

/**
 * Returns the angle of the lines in degrees, positive when they run down to the right; 0 when they are level within
 * what OCR reads, or when no angle is clear. Lines that run up or down the page count as well.
 */
export function skewOf(page: { width: number; height: number; pixels: Uint8Array }): number {
  const points = darkPoints(page);
  if (points.x.length < FEW_SAMPLES) return 0;
  const sharpness = (angle: number): number =>
    Math.max(profile(points.x, points.y, angle), profile(points.y, points.x, -angle));
  const level = sharpness(0);
  const best = sharpest(sharpness, -MAX_ANGLE, MAX_ANGLE, COARSE_STEP);
  if (Math.abs(best) < MIN_ANGLE || sharpness(best) < level * CLEARER) return 0;
  return sharpest(sharpness, best - COARSE_STEP, best + COARSE_STEP, FINE_STEP);
}

function sharpest(sharpness: (angle: number) => number, from: number, to: number, step: number): number {
  let best = { angle: 0, value: -1 };
  for (let angle = from; angle <= to; angle += step) {
    const value = sharpness(angle);
    if (value > best.value) best = { angle, value };
  }
  return best.angle;
}

/** Rates how clearly the points lie on lines at the angle: the sum of squares of the counts per bin. */
function profile(along: Int32Array, across: Int32Array, angle: number): number {
  const radians = (angle * Math.PI) / 180;
  const [sin, cos] = [Math.sin(radians) / BIN, Math.cos(radians) / BIN];
  const offset = PROFILE_BINS / 2;
  const bins = new Uint32Array(PROFILE_BINS);
  for (let i = 0; i < along.length; i += 1) {
    const bin = ((across[i] ?? 0) * cos - (along[i] ?? 0) * sin + offset) | 0;
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  let sum = 0;
  for (const count of bins) sum += count * count;
  return sum;
}

/** Enough for pages of 60,000 pixels a side. */
const PROFILE_BINS = 16_384;

function darkPoints({ width, height, pixels }: { width: number; height: number; pixels: Uint8Array }): {
  x: Int32Array;
  y: Int32Array;
} {
  const limit = darkLimit(pixels);
  const found: number[] = [];
  for (let y = 0; y < height; y += STRIDE)
    for (let x = 0, at = y * width; x < width; x += STRIDE, at += STRIDE)
      if ((pixels[at] ?? 255) < limit) found.push(x, y);
  const count = found.length / 2;
  const step = Math.max(1, Math.floor(count / SAMPLES));
  const size = Math.floor(count / step);
  const points = { x: new Int32Array(size), y: new Int32Array(size) };
  for (let i = 0; i < size; i += 1) {
    points.x[i] = found[i * step * 2] ?? 0;
    points.y[i] = found[i * step * 2 + 1] ?? 0;
  }
  return points;
}

/** Returns the gray below which a pixel is ink: half way between the darkest and the usual gray of the page. */
function darkLimit(pixels: Uint8Array): number {
  const counts = new Uint32Array(256);
  const step = Math.max(1, Math.floor(pixels.length / 50_000));
  let total = 0;
  for (let i = 0; i < pixels.length; i += step, total += 1)
    counts[pixels[i] ?? 0] = (counts[pixels[i] ?? 0] ?? 0) + 1;
  const at = (share: number): number => {
    let seen = 0;
    for (let gray = 0; gray < 256; gray += 1) {
      seen += counts[gray] ?? 0;
      if (seen >= total * share) return gray;
    }
    return 255;
  };
  return (at(0.005) + at(0.5)) / 2;
}
