/** Splits a text into lines without their indents and the quote marks of mail. */
import { isAbbreviation } from '../sentences.ts';

/** Any white space inside a line, also the kinds of blanks that typesetting uses. */
export const BLANK = String.raw`[ \t\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]`;
const LINE_END = /\r\n?|[\n\f\v\u0085\u2028\u2029]/g;
const INDENT = new RegExp(`^${BLANK}*`);
const QUOTE = new RegExp(`^(?:>${BLANK}?)+`);
const SENTENCE_END = /([.:;!?])["'”’)\]]*$/;
const BLANKS_AT_END = new RegExp(`${BLANK}$`);

export interface Line {
  /** Where the words of the line start and end in the text. */
  start: number;
  end: number;
  /** How many quote marks precede the line. */
  quoted: number;
  /** True when a form feed ends the line, which starts a page. */
  endsPage: boolean;
}

export interface PageLines {
  /** The numbers of the lines with words, in order. */
  lines: number[];
}

/** Returns the lines of a text; the content of line n + 1 starts after the line end of line n. */
export function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let from = 0;
  for (const end of text.matchAll(LINE_END)) {
    lines.push(lineAt(text, from, end.index, end[0] === '\f'));
    from = end.index + end[0].length;
  }
  lines.push(lineAt(text, from, text.length, false));
  return lines;
}

function lineAt(text: string, from: number, to: number, endsPage: boolean): Line {
  let end = to;
  while (end > from && BLANKS_AT_END.test(text.charAt(end - 1))) end -= 1;
  const line = text.slice(from, end);
  const indent = INDENT.exec(line)?.[0].length ?? 0;
  const marks = QUOTE.exec(line.slice(indent))?.[0] ?? '';
  const start = from + indent + marks.length;
  const more = INDENT.exec(text.slice(start, end))?.[0].length ?? 0;
  return { start: Math.min(end, start + more), end, quoted: marks.match(/>/g)?.length ?? 0, endsPage };
}

/** Returns true when the last words of a line end a sentence. */
export function endsSentence(text: string, line: Line): boolean {
  const from = Math.max(line.start, line.end - 16);
  const end = text.slice(from, line.end);
  const match = SENTENCE_END.exec(end);
  return match !== null && !(match[1] === '.' && isAbbreviation(end, match.index));
}
