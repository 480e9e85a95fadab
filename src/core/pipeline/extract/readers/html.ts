/** Reads HTML files in the encoding they declare. */
import { blameFile } from '../../../documents/errors.ts';
import type { StageWarning } from '../../../documents/types.ts';
import { engineOf } from '../../../util/versions.ts';
import { declaredCharset } from '../charset-label.ts';
import { decode, decodeWarnings } from '../decode.ts';
import type { Extracted, Source } from '../types.ts';
import { withHtmlPictures } from './html-pictures.ts';
import { htmlToText, MAX_HTML_CHARACTERS, TOO_DEEP } from './html-text.ts';
import { readText } from './plain.ts';

const TITLE = /<title\b[^>]{0,100}>([^<]{1,500})<\/title\s*>/i;

/** What search engines and lists of pages show below the title. */
const DESCRIPTION = /<meta\b[^>]{0,100}\bname\s{0,5}=\s{0,5}["']?description["']?[^>]{0,2000}>/i;
const CONTENT = /\bcontent\s{0,5}=\s{0,5}(?:"([^"]{1,2000})"|'([^']{1,2000})')/i;
/** A picture inside the page that is large enough to hold text. */
const PICTURE = /src\s{0,5}=\s{0,5}(["'])data:image\/[\w.+-]{2,20};base64,[A-Za-z0-9+/=\s]{8000,}\1/gi;

/** Returns the title, the description and the visible text. @throws DocumentError oversize, corrupt */
export async function extractHtml(source: Source): Promise<Extracted> {
  const bytes = await readText(source.location);
  const declared = declaredCharset(bytes);
  const decoded = decode(bytes, declared);
  const html = await withHtmlPictures(decoded.text, source.pictures);
  try {
    return {
      ...readPage(html, decodeWarnings(decoded, declared, 'page')),
      engine: engineOf('html-to-text', 'html-to-text'),
    };
  } catch (error) {
    throw blameFile(error, 'page');
  }
}

/** Returns the text of a page, with its title and description before it unless it begins with them. */
export function readPage(
  html: string,
  warnings: readonly StageWarning[],
): Pick<Extracted, 'body' | 'metadata' | 'warnings'> {
  const title = plain(TITLE.exec(html)?.[1]);
  const [, double, single] = CONTENT.exec(DESCRIPTION.exec(html)?.[0] ?? '') ?? [];
  const body = htmlToText(html);
  const start = oneLine(body.slice(0, 5000)).toLowerCase();
  const above = [title, plain(double ?? single)].filter(
    (text) => text !== '' && !start.includes(text.toLowerCase()),
  );
  return {
    body: above.length === 0 ? body : `${above.join('\n')}\n\n${body}`,
    metadata: title === '' ? {} : { title },
    warnings: [...warnings, ...pageWarnings(html, body)],
  };
}

function pageWarnings(html: string, body: string): StageWarning[] {
  const warnings: StageWarning[] = [];
  if (html.length > MAX_HTML_CHARACTERS)
    warnings.push({
      code: 'text_limit',
      detail: `Only the first ${MAX_HTML_CHARACTERS} characters of the page were read`,
    });
  if (body.includes(TOO_DEEP))
    warnings.push({ code: 'part_not_read', detail: 'The end of the page is nested too deep to be read' });
  const pictures = html.match(PICTURE)?.length ?? 0;
  if (pictures > 0)
    warnings.push({
      code: 'picture_not_read',
      detail: `${pictures} ${pictures === 1 ? 'picture' : 'pictures'} inside the page ${pictures === 1 ? 'was' : 'were'} not read`,
    });
  return warnings;
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
const plain = (html: string | undefined): string => oneLine(htmlToText(html ?? ''));
