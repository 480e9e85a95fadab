/** Reads RTF: the text with all changes accepted, then labeled notes, headers, footers, comments and changes. */
import { readFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { Tokenize } from 'rtf-stream-parser';
import { blameFile } from '../../../documents/errors.ts';
import { engineOf } from '../../../util/versions.ts';
import { changeLine, labelOf } from '../office/word-changes.ts';
import { sizeLimitError } from '../size-limit.ts';
import type { Extracted, Source } from '../types.ts';
import { withRtfPictures } from './rtf-pictures.ts';
import { RtfReader, type RtfToken } from './rtf-reader.ts';
import type { RtfAside } from './rtf-text.ts';

const MAX_FILE_BYTES = 256 * 1024 * 1024;

/** Returns the text of the file. @throws DocumentError corrupt, oversize */
export async function extractRtf(source: Source): Promise<Extracted> {
  const bytes = await readFile(source.location);
  if (bytes.length > MAX_FILE_BYTES) throw sizeLimitError('The RTF file', bytes.length, MAX_FILE_BYTES);
  const reader = await readRtf(await withRtfPictures(bytes, source.pictures));
  return {
    body: textOf(reader),
    metadata: reader.metadata,
    warnings: reader.unread.map((what) => ({
      code: 'part_not_read',
      detail: `Not read in the RTF file: ${what}`,
    })),
    engine: engineOf('rtf-stream-parser', 'rtf-stream-parser'),
  };
}

/** Converts RTF to plain text. @throws DocumentError corrupt */
export const rtfToText = async (bytes: Buffer): Promise<string> => (await readRtfText(bytes)).text;

/** Converts RTF to plain text, and says in words what was not read. @throws DocumentError corrupt */
export async function readRtfText(bytes: Buffer): Promise<{ text: string; unread: string[] }> {
  const reader = await readRtf(bytes);
  return { text: textOf(reader), unread: reader.unread };
}

/** Hands over each token at once: a stream of them takes many times longer. */
class TokenReader extends Tokenize {
  readonly reader = new RtfReader();

  override push(token: RtfToken | null): boolean {
    if (token === null) return super.push(null);
    this.reader.token(token);
    return true;
  }
}

async function readRtf(bytes: Buffer): Promise<RtfReader> {
  const tokens = new TokenReader();
  try {
    await pipeline([bytes], tokens.resume());
  } catch (error) {
    throw blameFile(error, 'RTF file');
  }
  tokens.reader.end();
  return tokens.reader;
}

function textOf({ texts }: RtfReader): string {
  const { main, asides, changes } = texts;
  const of = (kind: RtfAside['kind']): RtfAside[] => asides.filter((aside) => aside.kind === kind);
  const numbered = (label: string, asides: RtfAside[]): string[] =>
    asides.map(({ text }, i) => `[${label} ${i + 1}] ${text}`);
  // A header without letters is a page number, and those of several kinds of pages are often the same.
  const once = (label: string, asides: RtfAside[]): string[] =>
    [...new Set(asides.map(({ text }) => text).filter((text) => /\p{L}/u.test(text)))].map(
      (text) => `[${label}] ${text}`,
    );
  return [
    (main.done + main.line).trimEnd(),
    ...numbered('Footnote', of('footnote')),
    ...numbered('Endnote', of('endnote')),
    ...once('Header', of('header')),
    ...once('Footer', of('footer')),
    ...of('comment').map((comment) => `[${labelOf('Comment', comment)}] ${comment.text}`),
    ...changes.map(changeLine),
  ]
    .filter((block) => block !== '')
    .join('\n\n');
}
