/** HTML files: decoded by what they declare, then read as a reader sees them. */
import iconv from 'iconv-lite';
import { blameFile } from '../../../documents/errors.ts';
import { engineOf } from '../../../util/versions.ts';
import type { Extracted, Source } from '../types.ts';
import { htmlToText } from './html-text.ts';
import { decodeText, readText } from './plain.ts';

/** How far into a file its encoding may be declared (HTML, 4.2.5.4). */
const DECLARED_WITHIN = 1024;
const CHARSET = /<meta[^>]{0,200}charset\s{0,5}=\s{0,5}["']?\s{0,5}([\w.:-]{2,40})/i;
const TITLE = /<title[^>]{0,100}>([^<]{1,500})<\/title>/i;

/** @throws DocumentError oversize, corrupt */
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

/** A declaration counts only where the bytes do not already say what they are. */
export function decodeHtml(bytes: Buffer): string {
  const declared = CHARSET.exec(bytes.subarray(0, DECLARED_WITHIN).toString('latin1'))?.[1];
  const { text, encoding } = decodeText(bytes);
  if (declared === undefined || encoding.startsWith('utf') || !iconv.encodingExists(declared)) return text;
  const claimed = iconv.decode(bytes, declared);
  // Without one sound character beyond ASCII it is another encoding under the name of UTF-8.
  return /^utf-?8$/i.test(declared) && !/[^\0-\x7f\ufffd]/.test(claimed) ? text : claimed;
}
