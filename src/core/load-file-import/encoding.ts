/** Finds out how a text file is encoded, and reads it piece by piece. */
import { isUtf8 as isUtf8Text } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';

export const TEXT_ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export type TextEncoding = (typeof TEXT_ENCODINGS)[number];

const HEAD_BYTES = 4096;

/**
 * Returns the encoding of a file: by its byte order mark, by the zeros that UTF-16 has in every other place, or because all
 * of it is valid UTF-8; else Windows-1252. @throws what the disk says
 */
export async function encodingOf(path: string): Promise<TextEncoding> {
  const file = await open(path);
  const head = Buffer.alloc(HEAD_BYTES);
  const { bytesRead } = await file.read(head, 0, HEAD_BYTES, 0).finally(() => file.close());
  return wideEncodingOf(head.subarray(0, bytesRead)) ?? ((await isUtf8(path)) ? 'utf-8' : 'windows-1252');
}

/** Returns the text of a file that was read, by the same rules and without its byte order mark. */
export const decodedText = (bytes: Buffer): string =>
  new TextDecoder(
    wideEncodingOf(bytes.subarray(0, HEAD_BYTES)) ?? (isUtf8Text(bytes) ? 'utf-8' : 'windows-1252'),
  ).decode(bytes);

/** Returns the encoding of a text in UTF-16; null for others. */
function wideEncodingOf(head: Buffer): TextEncoding | null {
  const [first, second] = head;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  const zeros = [0, 0];
  for (let i = 0; i < head.length; i += 1) if (head[i] === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (odd > head.length / 5 && even < odd / 10) return 'utf-16le';
  if (even > head.length / 5 && odd < even / 10) return 'utf-16be';
  return null;
}

async function isUtf8(path: string): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const piece of createReadStream(path)) decoder.decode(piece as Buffer, { stream: true });
    decoder.decode();
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

/** Reads a text file without its byte order mark. @throws what the disk says */
export async function* piecesOf(path: string, encoding: TextEncoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const piece of createReadStream(path)) yield decoder.decode(piece as Buffer, { stream: true });
  yield decoder.decode();
}
