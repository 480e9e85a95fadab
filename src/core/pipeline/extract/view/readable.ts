/** Hands a file that is looked at to the readers of the pipeline. */
import { stat } from 'node:fs/promises';
import type { ViewSource } from '../../../documents/types.ts';
import type { Extracted, Source } from '../types.ts';

const MAX_BYTES = 256 * 1024 * 1024;
/** More than a rendering shows, so that it is the rendering that says where it ends. */
const MAX_CHARACTERS = 1_000_000;
const READING_MS = 60_000;

/** Returns the file as the readers want it; its pictures are not read. */
export async function readable({ location, type, passwords }: ViewSource): Promise<Source> {
  const { size } = await stat(location);
  return {
    ...{ location, type, passwords, bytes: size },
    limits: { timeoutMs: READING_MS, maxPages: 10_000, maxCharacters: MAX_CHARACTERS, maxBytes: MAX_BYTES },
    deadline: performance.now() + READING_MS,
  };
}

/** Returns the text that a reader read, its pages one after the other. */
export const bodyOf = ({ body }: Extracted): string =>
  typeof body === 'string' ? body : body.map(({ text }) => text).join('\n\n');
