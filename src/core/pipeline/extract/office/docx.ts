/** Reads DOCX: the text with all changes accepted, then labeled notes, headers, footers, comments and changes. */
import { open, readFile } from 'node:fs/promises';
import { engineOf } from '../../../util/versions.ts';
import { sizeLimitError } from '../size-limit.ts';
import type { Extracted, Source } from '../types.ts';
import { readParts } from './package.ts';
import { readWordDocument } from './word-document.ts';
import { flatParts, isFlatWord, readWord2003 } from './word-flat.ts';
import type { WordDocument } from './word-types.ts';
import { decodeXml } from './xml.ts';

/** A document in one XML file is in memory as text. */
const MAX_FLAT_BYTES = 128 * 1024 * 1024;
const HEAD_BYTES = 4096;
const ENGINE = engineOf('htmlparser2', 'htmlparser2');

/** Returns the text of a Word document. @throws DocumentError encrypted, corrupt, oversize */
export async function extractDocx(source: Source): Promise<Extracted> {
  const { text, metadata, unread } = (await readFlatWord(source.location)) ?? (await readZipped(source));
  return {
    body: text,
    metadata,
    warnings: unread.map((what) => ({
      code: 'part_not_read',
      detail: `Not read in the Word document: ${what}`,
    })),
    engine: ENGINE,
  };
}

const readZipped = (source: Source): Promise<WordDocument> =>
  readWordDocument((isWanted) => readParts(source, source.limits.maxBytes, isWanted, 'Word document'));

/** Returns the document when it is a single XML file, or null. @throws DocumentError corrupt, oversize */
async function readFlatWord(location: string): Promise<WordDocument | null> {
  const file = await open(location);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    if (!isFlatWord(decodeXml(buffer.subarray(0, bytesRead)))) return null;
    const { size } = await file.stat();
    if (size > MAX_FLAT_BYTES) throw sizeLimitError('The Word document', size, MAX_FLAT_BYTES);
  } finally {
    await file.close();
  }
  const bytes = await readFile(location);
  const parts = flatParts(bytes);
  return parts === null ? readWord2003(bytes) : readWordDocument(parts);
}
