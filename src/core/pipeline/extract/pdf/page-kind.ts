/** Decides how a page of a PDF is read, from its text layer and from where text and pictures are on it. */
import type { Layout, Picture } from './layout.ts';
import type { Box } from './page-items.ts';
import { suspectLines } from './spelling.ts';
import { ENOUGH_LETTERS, hasEnoughLetters, measure, OUTLINED_PATHS } from './text-layer.ts';

export type PageKind =
  /** The text layer is the page. */
  | { kind: 'text'; reason?: string }
  | { kind: 'none' }
  /**
   * OCR reads the page.
   * @param stamp whether the text layer is right as far as it goes
   * @param drawing whether lines and curves are all that the page shows besides
   */
  | { kind: 'scan'; reason: string; stamp: boolean; drawing?: true }
  /** The text layer counts only if OCR agrees with it. @param suspect the lines that spell nothing */
  | { kind: 'doubtful'; suspect: string }
  /** Letters are missing in the words of the text layer, so OCR reads the page if it can. */
  | { kind: 'broken' }
  /** Text with pictures that may have words of their own. */
  | { kind: 'pictures'; pictures: Picture[] };

/** The pictures of a scanned page cover at least this share of it. */
const PAGE_WIDE = 0.5;
/** A page with this many paths and no text but stamps has its letters drawn as outlines. */
const DRAWN_PATHS = 200;
/** Stamps have fewer letters and digits. */
const FEW_LETTERS = 600;
/** A picture whose longer or shorter side has fewer inches has no room for words, or only for a logo. */
const MIN_LONGER = 1.5;
const MIN_SHORTER = 0.5;
/** Printable ASCII and white space. */
const ASCII = /^[\t\n\f\r\x20-\x7e]*$/;
/** With this many letters of an earlier OCR over it, a picture has been read. */
const READ_LETTERS = 40;

/** What the text layer of a page tells. */
export interface SeenLayer {
  text: string;
  /** How many letters in words have no meaning. */
  lost: number;
  /** Lines whose letters may be others than those on the page. */
  suspect: readonly string[];
  /** Whether the page shows text of which the layer has nothing. */
  painted: boolean;
}

/** With fewer lost letters on a page, or a smaller share, a warning is enough; with more, its words are broken. */
const MIN_LOST = 3;
const LOST_SHARE = 0.003;

/**
 * Returns how to read the page.
 * @param size width and height of the page in inches
 * @param layoutOf returns null when the page has nothing but text; `few` is true for so little text that the letters of
 *   the page may be drawn as outlines
 */
export function pageKind(
  { text, lost, suspect: unsure, painted }: SeenLayer,
  size: { width: number; height: number },
  layoutOf: (few: boolean) => Layout | null,
): PageKind {
  const { letters, bad, readable } = measure(text);
  const suspect = letters > 0 && readable ? [...suspectLines(text, bad > 0), ...unsure] : [];
  const layout = layoutOf(letters < FEW_LETTERS);
  if (!readable && letters + bad > 0)
    return { kind: 'scan', reason: 'the characters of its text layer have no meaning', stamp: false };
  if (letters === 0) {
    const drawn = layout !== null && (layout.pictures.length > 0 || layout.paths >= OUTLINED_PATHS);
    return drawn || painted || bad > 0
      ? { kind: 'scan', reason: 'it has no text layer', stamp: true }
      : { kind: 'none' };
  }
  if (suspect.length > 0) return { kind: 'doubtful', suspect: suspect.join('\n') };
  if (lost >= MIN_LOST && lost >= letters * LOST_SHARE) return { kind: 'broken' };
  return layout === null ? { kind: 'text' } : withDrawings(letters, layout, size);
}

/** Returns how to read a page whose text layer is right, but perhaps not the whole page. */
function withDrawings(letters: number, layout: Layout, size: { width: number; height: number }): PageKind {
  const { text, covered, paths } = layout;
  const inner = letters * (text.over + text.beside);
  if (inner < ENOUGH_LETTERS && letters * text.hidden < ENOUGH_LETTERS) {
    if (covered >= PAGE_WIDE)
      return { kind: 'scan', reason: 'its text layer is only a stamp on a scan', stamp: true };
    if (paths >= DRAWN_PATHS)
      return {
        kind: 'scan',
        reason: 'its text layer is only a stamp on a drawing',
        stamp: true,
        drawing: true,
      };
  }
  const pictures = layout.pictures.filter(
    ({ box, read }) => hasRoom(box, size) && read * letters < READ_LETTERS,
  );
  if (pictures.length > 0) return { kind: 'pictures', pictures };
  return text.hidden > 0.5
    ? { kind: 'text', reason: 'its text layer is an earlier OCR of the scan' }
    : { kind: 'text' };
}

/** @param size width and height of the page in inches */
function hasRoom(box: Box, size: { width: number; height: number }): boolean {
  const sides = [(box.right - box.left) * size.width, (box.top - box.bottom) * size.height];
  return Math.max(...sides) >= MIN_LONGER && Math.min(...sides) >= MIN_SHORTER;
}

/** Returns true when the text of a long document's page needs no second look at its letters. */
export function isPlainText(text: string): boolean {
  // Most pages are ASCII, of which no character lacks a meaning; counting all of them would take the most time.
  if (ASCII.test(text)) return hasEnoughLetters(text) && suspectLines(text, false).length === 0;
  const { letters, bad, readable } = measure(text);
  return letters >= ENOUGH_LETTERS && readable && suspectLines(text, bad > 0).length === 0;
}
