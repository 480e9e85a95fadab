/** Converts HTML to the text a reader sees. */
import { convert } from 'html-to-text';

/** No real document nests deeper or is wider; anything beyond is cut off. */
const LIMITS = { maxDepth: 200, maxChildNodes: 200_000, maxInputLength: 64 * 1024 * 1024 };

export function htmlToText(html: string): string {
  return convert(withoutHugeSpans(html), {
    wordwrap: false,
    limits: LIMITS,
    selectors: [
      { selector: 'a', options: { ignoreHref: true } },
      { selector: 'img', format: 'skip' },
      { selector: 'table', format: 'dataTable', options: { uppercaseHeaderCells: false } },
      ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({
        selector,
        options: { uppercase: false },
      })),
      { selector: 'ul', options: { itemPrefix: '- ' } },
    ],
  });
}

/** The converter builds tables cell by cell, so a span of a billion would take a billion cells. */
const withoutHugeSpans = (html: string): string =>
  html.replace(/<t[dh]\b[^<>]*>/gi, (tag) =>
    tag.replace(/((?:col|row)span\s*=\s*["']?\s*)\d{4,}/gi, (_span, before: string) => `${before}1`),
  );
