/** Reads a page that may lie on its side or upside down. */
import sharp from 'sharp';
import { DocumentError } from '../../../documents/errors.ts';
import { fromPgm, toPgm } from './pgm.ts';
import type { OcrText } from './tsv.ts';
import type { OcrEngine } from './types.ts';

/** Below this mean confidence a page is suspected to be turned. */
const DOUBTFUL = 60;
/** A picture with fewer words is a logo or a photograph; turning it about finds no more. */
const FEW_WORDS = 5;
/** A trial page is read at this share of its size: enough to compare, a fraction of the cost. */
const TRIAL_SCALE = 0.5;

/** A page that takes longer than this is given up; its neighbors are read. */
const PAGE_TIMEOUT_MS = 120_000;

type Turn = 90 | 180 | 270;

/**
 * @param pgm the page as `toPgm` makes it
 * @param deadline a time of `performance.now()` after which nothing is waited for
 * @throws DocumentError corrupt, ocr_timeout
 */
export async function readUpright(
  engine: OcrEngine,
  pgm: Buffer,
  dpi: number,
  deadline: number,
): Promise<OcrText> {
  const left = (): number => Math.max(1, Math.min(PAGE_TIMEOUT_MS, deadline - performance.now()));
  const first = await engine.recognize(pgm, dpi, left());
  if (first.words > 0 && !first.sideways && (first.confidence ?? 0) >= DOUBTFUL) return first;
  try {
    const turn = await findTurn(engine, pgm, dpi, first, left);
    if (turn === null) return first;
    const second = await engine.recognize(await turned(pgm, turn, 1), dpi, left());
    // What was read sideways has its words, but not their order.
    return first.sideways || score(second) > score(first) ? second : first;
  } catch (error) {
    // Without the time to turn the page about, what was read of it stands with its low confidence.
    if (error instanceof DocumentError && error.code === 'ocr_timeout') return first;
    throw error;
  }
}

/** Confident words count; a page of noise has many words and no confidence. */
const score = (read: OcrText): number => read.words * (read.confidence ?? 0) ** 2;

async function findTurn(
  engine: OcrEngine,
  pgm: Buffer,
  dpi: number,
  first: OcrText,
  left: () => number,
): Promise<Turn | null> {
  if (engine.orientation) {
    const turn = await engine.orientation(pgm, dpi, left());
    if (turn !== null) return turn === 0 ? null : turn;
  }
  if (first.words < FEW_WORDS) return null;
  const turns = first.sideways ? ([90, 270] as const) : ([null, 180, 90, 270] as const);
  let best: { turn: Turn | null; score: number } = { turn: null, score: 0 };
  for (const turn of turns) {
    const read = await engine.recognize(await turned(pgm, turn ?? 0, TRIAL_SCALE), dpi * TRIAL_SCALE, left());
    if (!read.sideways && score(read) > best.score) best = { turn, score: score(read) };
  }
  return best.turn;
}

async function turned(pgm: Buffer, turn: Turn | 0, scale: number): Promise<Buffer> {
  const { width, height, pixels } = fromPgm(pgm);
  const page = sharp(pixels, { raw: { width, height, channels: 1 } }).rotate(turn);
  // Resizing comes after turning whatever the order of the calls, so only the new width is stated.
  if (scale !== 1) page.resize({ width: Math.round((turn % 180 === 0 ? width : height) * scale) });
  const { data, info } = await page.toColorspace('b-w').raw().toBuffer({ resolveWithObject: true });
  return toPgm({ width: info.width, height: info.height, pixels: data });
}
