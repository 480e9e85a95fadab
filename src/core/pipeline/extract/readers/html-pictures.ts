/** Writes the words of pictures that stand in the source of a page (`data:` addresses) at their place. */
import type { PictureReader } from '../types.ts';

const START = /<img\b[^<>]{0,2000}?\ssrc\s{0,5}=\s{0,5}["']?data:image\/([a-z+.-]{2,20});base64,/gi;
const END = /["'\s>]/g;

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');

/** Returns the page with the words behind each picture. */
export async function withHtmlPictures(html: string, pictures: PictureReader | undefined): Promise<string> {
  if (pictures === undefined || !html.includes(';base64,')) return html;
  const pieces: string[] = [];
  let from = 0;
  let number = 0;
  for (const match of html.matchAll(START)) {
    const start = match.index + match[0].length;
    if (start < from) continue;
    number += 1;
    END.lastIndex = start;
    const end = END.exec(html)?.index ?? html.length;
    const close = html.indexOf('>', end);
    const after = close < 0 ? html.length : close + 1;
    const bytes = Buffer.from(html.slice(start, end), 'base64');
    const words = await pictures.read(`${number} (${match[1]?.toUpperCase()})`, bytes);
    // The data is left out: the converter to text has no use for it.
    pieces.push(html.slice(from, match.index));
    if (words !== '') pieces.push('<br>', words.split('\n').map(escaped).join('<br>'), '<br>');
    from = after;
  }
  return pieces.join('') + html.slice(from);
}
