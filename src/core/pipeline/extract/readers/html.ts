/** Reads HTML files in the encoding they declare. */
import iconv from 'iconv-lite';
import { blameFile } from '../../../documents/errors.ts';
import { engineOf } from '../../../util/versions.ts';
import type { Extracted, Source } from '../types.ts';
import { htmlToText } from './html-text.ts';
import { decodeText, readText } from './plain.ts';

/** A file must declare its encoding within this many bytes (HTML, 4.2.5.4). */
const DECLARED_WITHIN = 1024;
const CHARSET = /<meta[^>]{0,200}charset\s{0,5}=\s{0,5}["']?\s{0,5}([\w.:-]{2,40})/i;
const TITLE = /<title[^>]{0,100}>([^<]{1,500})<\/title>/i;

/** Returns the visible text and the title. @throws DocumentError oversize, corrupt */
export async function extractHtml(source: Source): Promise<Extracted> {
  const html = decodeHtml(await readText(source.location));
  try {
    const title = htmlToText(TITLE.exec(html)?.[1] ?? '')
      .replace(/\s+/g, ' ')
      .trim();
    return {
      body: htmlToText(html),
      metadata: title === '' ? {} : { title },
      warnings: [],
      engine: engineOf('html-to-text', 'html-to-text'),
    };
  } catch (error) {
    throw blameFile(error, 'page');
  }
}

/** Decodes HTML. The declared encoding counts only when the bytes are not clearly Unicode. */
export function decodeHtml(bytes: Buffer): string {
  const declared = CHARSET.exec(bytes.subarray(0, DECLARED_WITHIN).toString('latin1'))?.[1];
  const { text, encoding } = decodeText(bytes);
  if (declared === undefined || encoding.startsWith('utf') || !iconv.encodingExists(declared)) return text;
  const claimed = iconv.decode(bytes, declared);
  // A file that claims UTF-8 but has no valid character beyond ASCII is in another encoding.
  return /^utf-?8$/i.test(declared) && !/[^\0-\x7f\ufffd]/.test(claimed) ? text : claimed;
}
