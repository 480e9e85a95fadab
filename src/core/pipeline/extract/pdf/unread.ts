/** Names the pages that hold a message in place of the document, and reads an XFA form in place of its message. */
import type { StageWarning } from '../../../documents/types.ts';
import type { Pages } from '../pages.ts';
import type { PdfDocument } from './document.ts';
import { type Placeholder, placeholderDetail, placeholderOf } from './placeholder.ts';
import { readXfaForm } from './xfa.ts';

/** The pages of an XFA form hold only a message, so a longer document shows its own content. */
const MAX_PAGES = 3;
/** Shorter entries may stand on a page by chance. */
const TELLING = 4;

/**
 * Returns the pages and the warnings. When the pages show nothing of an XFA form, its words and entries become the
 * text of the first page.
 */
export function withoutPlaceholders(document: PdfDocument, read: Pages): Pages {
  const found = new Map<Placeholder, number[]>();
  for (const { page, text } of read.pages) {
    const kind = placeholderOf(text);
    if (kind !== null) found.set(kind, [...(found.get(kind) ?? []), page]);
  }
  const form = document.pages > MAX_PAGES ? null : hiddenForm(document, read, found);
  if (form !== null) for (const kind of OF_VIEWER) found.delete(kind);
  const warnings: StageWarning[] = [...found].map(([kind, pages]) => ({
    code: 'placeholder',
    detail: placeholderDetail(kind, pages.length),
    pages,
  }));
  const [first, ...others] = read.pages;
  if (form === null || first === undefined) return { ...read, warnings: [...read.warnings, ...warnings] };
  const text = placeholderOf(first.text) === null ? `${first.text}\n${form}`.trim() : form;
  return {
    pages: [{ ...first, text, source: 'text', confidence: null }, ...others],
    warnings: [...read.warnings, { code: 'placeholder', detail: XFA_DETAIL, pages: [1] }, ...warnings],
  };
}

const OF_VIEWER: readonly Placeholder[] = ['form', 'viewer'];
const XFA_DETAIL =
  'Only Adobe Acrobat shows this XFA form. Its words and entries were read from the data of the form, without their layout';

/** Returns the text of an XFA form of which the pages show nothing, or null. */
function hiddenForm(
  document: PdfDocument,
  { pages }: Pages,
  found: ReadonlyMap<Placeholder, number[]>,
): string | null {
  const xdp = document.xfa();
  if (xdp === null) return null;
  const { text, values } = readXfaForm(xdp);
  if (OF_VIEWER.some((kind) => found.has(kind))) return text === '' ? null : text;
  const telling = values.filter((value) => value.length >= TELLING);
  const shown = telling.some((value) => pages.some((page) => page.text.includes(value)));
  return telling.length === 0 || shown ? null : text;
}
