/** Reads SVG: its text elements as they are, or by OCR when its words are drawn. */
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { blameFile } from '../../../documents/errors.ts';
import { engineOf } from '../../../util/versions.ts';
import { readXml } from '../office/xml.ts';
import { sizeLimitError } from '../size-limit.ts';
import type { Extracted, Source } from '../types.ts';
import { extractPicture } from './image.ts';

const MAX_FILE_BYTES = 64 * 1024 * 1024;
/** A drawing may state any size. Its longer side is drawn with this many pixels, enough for a page at 300 dpi. */
const DRAWN_SIDE = 3300;
/** The resolution at which a drawing has the size that it states, and the highest that sharp draws well at. */
const DENSITY = 72;
const MAX_DENSITY = 2400;

/** Returns the text of the drawing. @throws DocumentError corrupt, oversize */
export async function extractSvg(source: Source): Promise<Extracted> {
  if (source.bytes > MAX_FILE_BYTES) throw sizeLimitError('The drawing', source.bytes, MAX_FILE_BYTES);
  const bytes = await readFile(source.location);
  const { title, text, pictures } = readSvg(bytes);
  if (text !== '')
    return {
      body: text,
      metadata: title === '' ? {} : { title },
      warnings:
        pictures === 0
          ? []
          : [
              {
                code: 'picture_not_read',
                detail: `The drawing has ${pictures === 1 ? 'a picture' : `${pictures} pictures`} besides its text`,
              },
            ],
      engine: engineOf('htmlparser2', 'htmlparser2'),
    };
  let drawn: Buffer;
  try {
    drawn = await sharp(bytes, { density: await densityOf(bytes) })
      .flatten({ background: '#ffffff' })
      .png()
      .toBuffer();
  } catch (error) {
    throw blameFile(error, 'drawing');
  }
  const read = await extractPicture(drawn, source);
  return { ...read, metadata: title === '' ? {} : { title } };
}

/** Returns the resolution at which the drawing's longer side has about `DRAWN_SIDE` pixels. */
async function densityOf(bytes: Buffer): Promise<number> {
  const sideAt = async (density: number): Promise<number> => {
    const { width, height } = await sharp(bytes, { density, limitInputPixels: false }).metadata();
    return Math.max(1, width, height);
  };
  const within = (density: number): number => Math.min(MAX_DENSITY, Math.max(1, density));
  const scale = DRAWN_SIDE / (await sideAt(DENSITY));
  const density = within(DENSITY * scale);
  // A size in centimeters or inches grows with the square of the resolution.
  return (await sideAt(density)) <= DRAWN_SIDE * 2 ? density : within(DENSITY * Math.sqrt(scale));
}

/** Returns the text with one line per text element, the title, and the number of pictures in the drawing. */
export function readSvg(bytes: Buffer): { title: string; text: string; pictures: number } {
  const lines: string[] = [];
  let line = '';
  let title = '';
  let pictures = 0;
  let depth = 0;
  let inTitle = false;
  const end = (): void => {
    const plain = line.replace(/\s+/g, ' ').trim();
    if (plain !== '') lines.push(plain);
    line = '';
  };
  readXml(bytes, {
    open(name, attributes) {
      if (name === 'text' || name === 'foreignObject') depth += 1;
      if (name === 'title') inTitle = title === '';
      if (name === 'image') pictures += 1;
      // A span with a position of its own starts a new line or column.
      if (name === 'tspan' && (attributes.x !== undefined || attributes.dy !== undefined)) end();
      if (depth > 0 && /^(?:p|div|br|li|tr)$/.test(name)) end();
    },
    text(text) {
      if (inTitle) title += text;
      if (depth > 0) line += text;
    },
    close(name) {
      if (name === 'title') inTitle = false;
      if (name !== 'text' && name !== 'foreignObject') return;
      end();
      depth = Math.max(0, depth - 1);
    },
  });
  return { title: title.replace(/\s+/g, ' ').trim(), text: lines.join('\n'), pictures };
}
