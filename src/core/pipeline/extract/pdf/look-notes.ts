/** What a second look has to say about a page. */
import type { PageNote } from '../pages.ts';

export const REPLACED: PageNote = {
  code: 'text_layer_replaced',
  detail: 'The text stored for the page spells nothing, so the page was read by OCR',
};

export const UNSETTLED: PageNote = {
  code: 'low_confidence',
  detail: 'The text stored for the page may be wrong, and OCR of the page did not settle it',
};

export const RESTORED: PageNote = {
  code: 'text_layer_replaced',
  detail: 'Letters are missing in the text stored for the page, so the page was read by OCR',
};

export const LETTERS_LOST: PageNote = {
  code: 'low_confidence',
  detail: 'The file does not say what some letters on the page mean; each is shown as \uFFFD',
};

export const PICTURE_NOT_READ: PageNote = {
  code: 'picture_not_read',
  detail: 'A picture on the page has words that OCR could not read',
};

export const NO_TIME: PageNote = {
  code: 'picture_not_read',
  detail: 'No time was left to read the pictures on the page',
};
