/** Reads a page that may lie on its side or upside down. */
import sharp from 'sharp';
import type { OcrEngine } from './engine.ts';
import { fromPgm, toPgm } from './pgm.ts';
import type { OcrText } from './tsv.ts';

/** Below this mean confidence a page is suspected to be turned. */
const DOUBTFUL = 60;
/** A picture with fewer words is a logo or a photograph; turning it about finds no more. */
const FEW_WORDS = 5;
/** A trial page is read at this share of its size: enough to compare, a fraction of the cost. */
const TRIAL_SCALE = 0.5;

type Turn = 90 | 180 | 270;

/** @param pgm the page as `toPgm` makes it */
export async function readUpright(engine: OcrEngine, pgm: Buffer, dpi: number): Promise<OcrText> {
  const first = await engine.recognise(pgm, dpi);
  if (first.words > 0 && !first.sideways && (first.confidence ?? 0) >= DOUBTFUL) return first;
  const turn = await findTurn(engine, pgm, dpi, first);
  if (turn === null) return first;
  const second = await engine.recognise(await turned(pgm, turn, 1), dpi);
  // What was read sideways has its words, but not their order.
  return first.sideways || score(second) > score(first) ? second : first;
}

/** Confident words count; a page of noise has many words and no confidence. */
const score = (read: OcrText): number => read.words * (read.confidence ?? 0) ** 2;

async function findTurn(engine: OcrEngine, pgm: Buffer, dpi: number, first: OcrText): Promise<Turn | null> {
  if (engine.orientation) {
    const turn = await engine.orientation(pgm, dpi);
    if (turn !== null) return turn === 0 ? null : turn;
  }
  if (first.words < FEW_WORDS) return null;
  const turns = first.sideways ? ([90, 270] as const) : ([null, 180, 90, 270] as const);
  let best: { turn: Turn | null; score: number } = { turn: null, score: 0 };
  for (const turn of turns) {
    const read = await engine.recognise(await turned(pgm, turn ?? 0, TRIAL_SCALE), dpi * TRIAL_SCALE);
    if (!read.sideways && score(read) > best.score) best = { turn, score: score(read) };
  }
  return best.turn;
}

async function turned(pgm: Buffer, turn: Turn | 0, scale: number): Promise<Buffer> {
  const { width, height, pixels } = fromPgm(pgm);
  const page = sharp(pixels, { raw: { width, height, channels: 1 } }).rotate(turn);
  // Resizing comes after turning whatever the order of the calls, so only the new width is stated.
  if (scale !== 1) page.resize({ width: Math.round((turn % 180 === 0 ? width : height) * scale) });
  const { data, info } = await page.toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });
  return toPgm({ width: info.width, height: info.height, pixels: data });
}
