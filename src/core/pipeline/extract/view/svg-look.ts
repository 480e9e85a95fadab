/** Renders a drawing (SVG): its picture, drawn in the sandbox, and its text below. */
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { blameFile } from '../../../documents/errors.ts';
import { readSvg } from '../readers/svg.ts';
import { sizeLimitError } from '../size-limit.ts';
import type { RenderWriter } from './render-writer.ts';
import { writeParagraphs } from './text-look.ts';

const MAX_BYTES = 64 * 1024 * 1024;
const MAX_PIXELS = 100_000_000;
const SIDE = 1200;

/** The library draws no pictures from outside the file and runs no scripts. @throws DocumentError corrupt, oversize */
export async function writeSvg(writer: RenderWriter, location: string): Promise<void> {
  const bytes = await readFile(location);
  if (bytes.length > MAX_BYTES) throw sizeLimitError('The drawing', bytes.length, MAX_BYTES);
  const { title, text, pictures } = readSvg(bytes);
  try {
    const { data, info } = await sharp(bytes, { limitInputPixels: MAX_PIXELS })
      .resize({ width: SIDE, height: SIDE, fit: 'inside' })
      .flatten({ background: '#ffffff' })
      .webp({ quality: 80, effort: 1 })
      .toBuffer({ resolveWithObject: true });
    writer.drawn(data.toString('base64'), info.width, title === '' ? 'Drawing' : title);
  } catch (error) {
    throw blameFile(error, 'drawing');
  }
  writeParagraphs(writer, text);
  writer.note('scripts, links and animations');
  if (pictures > 0) writer.note('pictures that the drawing links to');
}
