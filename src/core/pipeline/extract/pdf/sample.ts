/** Looks at a few pages of a long PDF, to tell whether its text can be taken in the order of the file. */
import { DocumentError } from '../../../documents/errors.ts';
import { mixesColumns } from './arrange.ts';
import type { PdfDocument } from './document.ts';
import type { PdfPage } from './page.ts';

/** One page in so many is looked at, since PDFium opens it for half of what ten pages cost; the first is often a title. */
const EVERY = 250;
const FIRST = 20;

/** Returns true when a page that was looked at has columns whose lines the file mixes. */
export async function hasMixedColumns(document: PdfDocument): Promise<boolean> {
  for (let number = FIRST; number <= document.pages; number += EVERY) {
    try {
      if (await document.withPage(number, isMixed)) return true;
    } catch (error) {
      // The reader reports a page that cannot be loaded.
      if (!(error instanceof DocumentError) || error.code !== 'corrupt') throw error;
    }
  }
  return false;
}

function isMixed(page: PdfPage): boolean {
  const chars = page.layer().apart ? page.chars() : null;
  return chars !== null && mixesColumns(chars);
}
