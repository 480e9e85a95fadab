/** Draws slip sheets: pages that take the place of a picture that there is not, and say why. */
import sharp from 'sharp';
import { DocumentError } from '../../../documents/errors.ts';
import type { Sheet, SheetOptions } from '../../../documents/types.ts';
import { wellFormed } from '../../../util/well-formed.ts';
import { encodeSheet } from './sheets.ts';

/** A letter sheet, with margins of an inch. Type needs no more than this resolution. */
const DPI = 200;
const WIDTH = 8.5 * DPI;
const HEIGHT = 11 * DPI;
const MARGIN = DPI;
const MOST_CHARACTERS = 700;

const escaped = (text: string): string =>
  text
    // Pango takes markup for what it is, and no control characters.
    .replaceAll(/\p{Cc}/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');

const shortened = (text: string): string =>
  text.length > MOST_CHARACTERS ? `${wellFormed(text.slice(0, MOST_CHARACTERS))}…` : text;

/** @param lines the first one is the largest. @throws DocumentError infrastructure when this machine has no fonts */
export async function drawSlip(lines: readonly string[], options: SheetOptions): Promise<Sheet> {
  const [head = '', ...rest] = lines.map((line) => escaped(shortened(wellFormed(line))));
  const markup = [`<span size="24pt"><b>${head}</b></span>`, ...rest].join('\n\n');
  const text = sharp({
    text: {
      ...{ text: markup, font: 'sans 14', width: WIDTH - 2 * MARGIN, dpi: DPI },
      ...{ wrap: 'word-char' as const, align: 'left' as const },
    },
  });
  const { data, info } = await text.greyscale().raw().toBuffer({ resolveWithObject: true });
  if (data.every((ink) => ink === 0))
    throw new DocumentError(
      'infrastructure',
      'This machine has no fonts, so slip sheets cannot be written. Install a font, then export again',
    );
  const page = Buffer.alloc(WIDTH * HEIGHT, 255);
  const { width, channels } = info;
  const rows = Math.min(info.height, HEIGHT - 2 * MARGIN);
  for (let y = 0; y < rows; y += 1)
    for (let x = 0; x < Math.min(width, WIDTH - MARGIN); x += 1)
      page[(MARGIN + y) * WIDTH + MARGIN + x] = 255 - (data[(y * width + x) * channels] ?? 0);
  return encodeSheet({ width: WIDTH, height: HEIGHT, channels: 1, data: page }, DPI, {
    ...options,
    color: false,
  });
}
