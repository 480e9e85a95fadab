/** The sentences beside the picture of a page. */
import { count } from '../lib/format.ts';

export const PAGE_TEXT = {
  title: 'Page',
  label: (page: number, pages: number): string => `Page ${count(page)} of ${count(pages)}`,
  loading: 'Drawing the page',
  previous: 'Previous page',
  next: 'Next page',
  goTo: 'Go to page',
  lookAt: (page: number): string => `Look at page ${count(page)}`,
  smaller: 'Smaller',
  larger: 'Larger',
  readAs: (word: string, confidence: number): string => `Read as “${word}”, confidence ${count(confidence)}%`,
  noMarks: (reason: string): string => `Nothing is marked on this page. ${reason}`,
  source(source: 'text' | 'ocr' | 'none', confidence: number | null): string {
    if (source === 'text') return 'Text from the file';
    if (source === 'none') return 'No text on this page';
    return confidence === null ? 'Read by OCR' : `Read by OCR, confidence ${count(confidence)}%`;
  },
  /** @param share of the text that was found on the page, 0-1; null while it is being looked for */
  located(share: number | null): string {
    if (share === null) return 'finding its words on the page …';
    if (share >= 0.995) return 'every word is found on the page';
    return `${count(Math.floor(share * 100))}% of the text is found on the page`;
  },
} as const;

/** The sentences beside the rendering of a document without pages. */
export const RENDERING_TEXT = {
  title: 'Document',
  frame: 'The document as it looks',
  loading: 'Preparing the document',
  attachments: 'Attachments',
  noDocument: '(not a document of this batch)',
  foot({ omitted, cut, located }: { omitted: readonly string[]; cut: boolean; located: number }): string {
    const parts = [
      omitted.length === 0 ? null : `Not shown: ${omitted.join('; ')}.`,
      cut ? 'Only the beginning is shown here. The text beside it goes on.' : null,
      located >= 0.995
        ? 'All of the text is found in it.'
        : `${count(Math.floor(located * 100))}% of the text is found in it.`,
    ];
    return parts.filter((part) => part !== null).join(' ');
  },
} as const;

/** What a duplicate's page says before its twin's content. */
export const TWIN_TEXT = {
  same: 'This file has the same content as',
  shown: 'Redwell read that one; its text and names are shown here.',
} as const;
