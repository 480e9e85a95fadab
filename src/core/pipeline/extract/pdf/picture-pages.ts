/** Finds the pages of a long PDF whose pictures need a look, so that the others cost nothing more. */
import { runIfInstalled } from '../command.ts';
import type { Source } from '../types.ts';

/** The command may use this share of the time left. */
const TIME_SHARE = 0.1;
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;
/** Pictures that together cover fewer square inches of a page have no room for words. */
const MIN_AREA = 0.75;
/** A picture on more pages is a logo, which is looked at only on the first of them, unless it covers half a page. */
const LOGO_PAGES = 2;
const HALF_PAGE = 45;
const PICTURE = /\/Subtype\s*\/Image(?![A-Za-z])/;
/** Length of `/Subtype` and some white space. */
const MAX_GAP = 16;

/**
 * Returns false when the file has no picture. Pictures are streams, so their dictionaries stand in the file as they
 * are, even when it is encrypted. Pictures inside the content of a page are not found; they are small by rule.
 */
export function hasPictures(bytes: Buffer): boolean {
  for (let at = bytes.indexOf('/Image'); at >= 0; at = bytes.indexOf('/Image', at + 1))
    if (PICTURE.test(bytes.toString('latin1', Math.max(0, at - MAX_GAP), at + 7))) return true;
  return false;
}

/**
 * Returns the numbers of the pages with pictures large enough for words, by the `pdfimages` command (Poppler); every
 * page counts when the command fails.
 * @param pages the first pages are searched, up to this one
 */
export async function pagesWithPictures(
  { location, deadline }: Pick<Source, 'location' | 'deadline'>,
  pages: number,
): Promise<{ has(page: number): boolean }> {
  const result = await runIfInstalled('pdfimages', ['-list', '-l', String(pages), location], {
    timeoutMs: Math.max(1, (deadline - performance.now()) * TIME_SHARE),
    maxOutputBytes: MAX_OUTPUT_BYTES,
  });
  if (result === null || result.code !== 0) return { has: () => true };
  return illustratedPages(result.stdout.toString('latin1'));
}

/** Parses the table of `pdfimages -list`. */
export function illustratedPages(table: string): ReadonlySet<number> {
  const areas = new Map<number, number>();
  const uses = new Map<string, Set<number>>();
  for (const row of table.split('\n')) {
    const columns = row.trim().split(/\s+/);
    const [page, , , width, height] = columns.map(Number);
    // Masks have no resolution of their own and no object number when they stand in the content of the page.
    const [object = '', , across, down] = columns.slice(-6);
    if (!page || !width || !height) continue;
    const area = (width / (Number(across) || 72)) * (height / (Number(down) || 72));
    const seen = uses.get(object) ?? new Set<number>();
    if (/^\d+$/.test(object)) uses.set(object, seen.add(page));
    if (area < HALF_PAGE && seen.size > LOGO_PAGES) continue;
    areas.set(page, (areas.get(page) ?? 0) + area);
  }
  return new Set([...areas].filter(([, area]) => area >= MIN_AREA).map(([page]) => page));
}
