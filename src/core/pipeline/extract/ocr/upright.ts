/** Reads a page that may be tilted, sideways or upside down. */
import sharp from 'sharp';
import { DocumentError } from '../../../documents/errors.ts';
import { straightened } from './deskew.ts';
import { fromPgm, toPgm } from './pgm.ts';
import { tiltedBack, turnedBack } from './places.ts';
import type { OcrText } from './tsv.ts';
import type { OcrEngine } from './types.ts';

/** A page with a lower mean confidence may be rotated. */
const DOUBTFUL = 60;
/** A picture with fewer words is a logo or a photograph, and rotating it finds no more words. */
const FEW_WORDS = 5;
/** Trial rotations are read at this scale, which is enough to compare them at a fraction of the cost. */
const TRIAL_SCALE = 0.5;

/** One attempt to read a page may take this long; the other pages are read all the same. */
const PAGE_TIMEOUT_MS = 120_000;

type Turn = 90 | 180 | 270;

/**
 * Reads a page. Straightens it first when its lines are tilted, and tries other rotations when the first attempt looks
 * doubtful.
 * @param pgm the page as written by `toPgm`
 * @param deadline `performance.now()` time after which reading stops
 * @throws DocumentError corrupt, ocr_timeout
 */
export async function readUpright(
  engine: OcrEngine,
  pgm: Buffer,
  dpi: number,
  deadline: number,
): Promise<OcrText> {
  const timeLeft = (): number => Math.max(1, Math.min(PAGE_TIMEOUT_MS, deadline - performance.now()));
  const level = await straightened(pgm);
  if (level === null) return readLevel(engine, pgm, dpi, timeLeft);
  const read = await readLevel(engine, level.pgm, dpi, timeLeft);
  const places = tiltedBack(read.places, level.angle, fromPgm(pgm), fromPgm(level.pgm));
  if (isGood(read)) return { ...read, places };
  // What looked like tilted lines may be a drawing.
  const asIs = await readLevel(engine, pgm, dpi, timeLeft);
  return score(asIs) > score(read) ? asIs : { ...read, places };
}

const isGood = (read: OcrText): boolean =>
  read.words > 0 && !read.sideways && (read.confidence ?? 0) >= DOUBTFUL;

async function readLevel(
  engine: OcrEngine,
  pgm: Buffer,
  dpi: number,
  timeLeft: () => number,
): Promise<OcrText> {
  const first = await engine.recognize(pgm, dpi, timeLeft());
  if (isGood(first)) return first;
  try {
    const turn = await findTurn(engine, pgm, dpi, first, timeLeft);
    if (turn === null) return first;
    const second = await engine.recognize(await rotated(pgm, turn, 1), dpi, timeLeft());
    // A sideways reading has the words in the wrong order, however confident it is.
    return first.sideways || score(second) > score(first)
      ? { ...second, places: turnedBack(second.places, turn, fromPgm(pgm)) }
      : first;
  } catch (error) {
    // No time is left to try other rotations, so the first reading counts, with its low confidence.
    if (error instanceof DocumentError && error.code === 'ocr_timeout') return first;
    throw error;
  }
}

/** Rates a reading by confident words, because a page of noise has many words with low confidence. */
const score = (read: OcrText): number => read.words * (read.confidence ?? 0) ** 2;

/** Returns how far to rotate the page clockwise, or null when it is upright or nothing reads better. */
async function findTurn(
  engine: OcrEngine,
  pgm: Buffer,
  dpi: number,
  first: OcrText,
  timeLeft: () => number,
): Promise<Turn | null> {
  if (engine.orientation) {
    const turn = await engine.orientation(pgm, dpi, timeLeft());
    if (turn !== null) return turn === 0 ? null : turn;
  }
  if (first.words < FEW_WORDS) return null;
  const turns = first.sideways ? ([90, 270] as const) : ([null, 180, 90, 270] as const);
  let best: { turn: Turn | null; score: number } = { turn: null, score: 0 };
  for (const turn of turns) {
    const trial = await rotated(pgm, turn ?? 0, TRIAL_SCALE);
    const read = await engine.recognize(trial, dpi * TRIAL_SCALE, timeLeft());
    if (!read.sideways && score(read) > best.score) best = { turn, score: score(read) };
  }
  return best.turn;
}

async function rotated(pgm: Buffer, turn: Turn | 0, scale: number): Promise<Buffer> {
  const { width, height, pixels } = fromPgm(pgm);
  const page = sharp(pixels, { raw: { width, height, channels: 1 } }).rotate(turn);
  // sharp resizes after it rotates, whatever the order of the calls, so the width is the one after rotation.
  if (scale !== 1) page.resize({ width: Math.round((turn % 180 === 0 ? width : height) * scale) });
  const { data, info } = await page.toColorspace('b-w').raw().toBuffer({ resolveWithObject: true });
  return toPgm({ width: info.width, height: info.height, pixels: data });
}
