/** The lines of a page as its layout sets them: captions have two columns, signature blocks have one fact per line. */
import { linesOf } from '../reading/lines.ts';

/** The part of a line that a grammar reads, and where it starts in the text. */
export interface BlockLine {
  text: string;
  start: number;
}

/** What parts the parties in a caption from the docket number beside them. */
const COLUMN = /(?:^|[ \t])[)§|}¦:*]+(?=\s|$)|\t| {3,}/;
/** Lines longer than this are paragraphs. */
const MAX_LINE = 400;

/** Returns the lines of a text that has been tidied already; see `ReadingText.lines`. */
export function tidyLines(text: string): BlockLine[] {
  const lines: BlockLine[] = [];
  for (let start = 0; start <= text.length; ) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    lines.push({ text: text.slice(start, Math.min(end, start + MAX_LINE)), start });
    start = end + 1;
  }
  return lines;
}

/** Returns the lines of a text without indents, line numbers and marks of quotation. */
export function blockLines(text: string): BlockLine[] {
  return linesOf(text).map(({ start, end }) => ({
    text: text.slice(start, Math.min(end, start + MAX_LINE)).replace(/[\u00A0\u2000-\u200A\u202F]/g, ' '),
    start,
  }));
}

/** Returns the left column of a line, without the blanks around it. */
export function leftColumn({ text, start }: BlockLine): BlockLine {
  const column = COLUMN.exec(text);
  let left = column === null ? text : text.slice(0, column.index);
  // A bracket that nothing opened belongs to the column too: `et al.,)`.
  const bracket = left.indexOf(')');
  if (bracket >= 0 && !left.slice(0, bracket).includes('(')) left = left.slice(0, bracket);
  return { text: left.trim(), start: start + (left.length - left.trimStart().length) };
}

/** A text made of several lines, or parts of lines, that knows where each came from. */
export class JoinedLines {
  text = '';
  readonly #parts: { at: number; start: number; length: number }[] = [];

  /** Adds a line, with a blank before it. */
  add({ text, start }: BlockLine): void {
    if (this.text !== '') this.text += ' ';
    this.#parts.push({ at: this.text.length, start, length: text.length });
    this.text += text;
  }

  /** Adds a character that stands for no place in the document. */
  separate(mark: string): void {
    this.text += mark;
  }

  /** Returns the parts of the document, one per line, that a span of the joined text stands for. */
  places(from: number, to: number): { start: number; end: number }[] {
    return this.#parts.flatMap(({ at, start, length }) => {
      const begin = Math.max(from, at);
      const end = Math.min(to, at + length);
      return begin < end ? [{ start: start + begin - at, end: start + end - at }] : [];
    });
  }
}
