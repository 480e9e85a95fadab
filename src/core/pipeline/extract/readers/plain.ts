/** Reads plain text in any common encoding. */
import { readFile } from 'node:fs/promises';
import { engineOf } from '../../../util/versions.ts';
import { declaredCharset } from '../charset-label.ts';
import { decode, decodeWarnings } from '../decode.ts';
import { sizeLimitError } from '../size-limit.ts';
import type { Extracted, Source } from '../types.ts';

/** A larger text file is a log or a dump, not a document. */
const MAX_FILE_BYTES = 256 * 1024 * 1024;

/** Returns the text of the file. @throws DocumentError oversize */
export async function extractPlain(source: Source): Promise<Extracted> {
  const bytes = await readText(source.location);
  // XML without a reader of its own is text that declares its encoding.
  const declared = bytes.toString('latin1', 0, 200).includes('<?xml') ? declaredCharset(bytes) : undefined;
  const decoded = decode(bytes, declared);
  const { text, charset } = decoded;
  const engine = charset === 'utf-8' ? 'utf-8' : `${engineOf('iconv-lite', 'iconv-lite')} (${charset})`;
  return { body: text, metadata: {}, warnings: decodeWarnings(decoded, declared, 'text'), engine };
}

/** Returns the bytes of a text file. @throws DocumentError oversize */
export async function readText(location: string): Promise<Buffer> {
  const bytes = await readFile(location);
  if (bytes.length > MAX_FILE_BYTES) throw sizeLimitError('The text file', bytes.length, MAX_FILE_BYTES);
  return bytes;
}
