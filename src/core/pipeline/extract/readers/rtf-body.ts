/** Reads the compressed RTF bodies of Outlook (MS-OXRTFCP), which may contain HTML or plain text (MS-OXRTFEX). */
import { decompressRTF } from '@kenjiuno/decompressrtf';

import { deEncapsulateSync } from 'rtf-stream-parser';
import { blameFile } from '../../../documents/errors.ts';
import { decodeAs } from '../decode.ts';
import { sizeLimitError } from '../size-limit.ts';
import { htmlToText } from './html-text.ts';
import { rtfToText } from './rtf.ts';

/** The library unpacks into a list of numbers, eight bytes each. */
const MAX_PACKED_BYTES = 16 * 1024 * 1024;

/** A body as the message holds it: the HTML inside it if there is any. */
export interface RtfBody {
  isHtml: boolean;
  source: string;
}

/** Returns the text of a compressed body. @throws DocumentError corrupt, oversize */
export async function compressedRtfText(packed: Uint8Array): Promise<string> {
  return textOf(await compressedRtfBody(packed));
}

/** Returns what a compressed body holds. @throws DocumentError corrupt, oversize */
export async function compressedRtfBody(packed: Uint8Array): Promise<RtfBody> {
  if (packed.length > MAX_PACKED_BYTES)
    throw sizeLimitError('The body of the message', packed.length, MAX_PACKED_BYTES);
  try {
    return await bodyOf(unpacked(Buffer.from(packed)));
  } catch (error) {
    throw blameFile(error, 'body of the message');
  }
}

function unpacked(packed: Buffer): Buffer {
  if (packed.length < 16) throw new RangeError('it is cut off');
  // The library believes the stated length, and reads zeros beyond the end.
  packed.writeUInt32LE(Math.min(packed.readUInt32LE(0), packed.length - 4), 0);
  const rtf = Buffer.from(decompressRTF([...packed]));
  if (rtf.length < packed.readUInt32LE(4)) throw new RangeError('it is cut off');
  return rtf;
}

const textOf = ({ isHtml, source }: RtfBody): string => (isHtml ? htmlToText(source) : source);

async function bodyOf(rtf: Buffer): Promise<RtfBody> {
  try {
    const { mode, text } = deEncapsulateSync(rtf, { decode: decodeAs, warn: () => undefined });
    return { isHtml: mode === 'html', source: String(text) };
  } catch {
    // The RTF encapsulates neither HTML nor text, so it is the body.
    return { isHtml: false, source: await rtfToText(rtf) };
  }
}
