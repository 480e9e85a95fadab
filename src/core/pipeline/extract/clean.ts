/** Cleans text for all later stages: one kind of line break, no control characters, well-formed UTF-16. */

/** Typographic ligatures hide words from search, so plain letters replace them. */
const LIGATURES: Readonly<Record<string, string>> = {
  '\uFB00': 'ff',
  '\uFB01': 'fi',
  '\uFB02': 'fl',
  '\uFB03': 'ffi',
  '\uFB04': 'ffl',
  '\uFB05': 'st',
  '\uFB06': 'st',
};

const BLANKS = new Set([' ', '\t', '\u00A0']);
const MAX_BLANK_LINES = 2;
/** Most text has only printable ASCII, tabs and line breaks, so there is nothing to replace. */
const ORDINARY = /^[\t\n\x20-\x7e]*$/;

/**
 * Returns the text in composed form (NFC) with `\n` as its only line break.
 * PDFium's mark for a word broken at the end of a line (U+0002) becomes a hyphen, and an unpaired surrogate becomes
 * U+FFFD. Control characters, byte order marks, spaces at line ends, and blank lines beyond two in a row are removed.
 */
export function cleanText(text: string): string {
  if (ORDINARY.test(text)) return trimLines(text.split('\n'));
  const plain = text
    .replace(/\r\n?|\u0085|\u2028|\u2029/g, '\n')
    .replace(/\f|\v/g, '\n')
    .replaceAll('\u0002', '-')
    .replace(/(?![\t\n])\p{Cc}|[\uFEFF\uFFFE\uFFFF]/gu, '')
    .replace(/\p{Cs}/gu, '\uFFFD')
    .replace(/[\uFB00-\uFB06]/g, (c) => LIGATURES[c] ?? c)
    .normalize('NFC');
  return trimLines(plain.split('\n'));
}

/**
 * Trims line ends and surplus blank lines in a loop. Regular expressions for the same rules take quadratic time on a
 * long run of spaces and overflow the stack on a long run of line breaks.
 */
function trimLines(lines: readonly string[]): string {
  const kept: string[] = [];
  let blank = 0;
  for (const line of lines) {
    let end = line.length;
    while (end > 0 && BLANKS.has(line[end - 1] ?? '')) end -= 1;
    if (end === 0) {
      blank += 1;
      continue;
    }
    for (let i = Math.min(blank, MAX_BLANK_LINES); i > 0 && kept.length > 0; i -= 1) kept.push('');
    kept.push(line.slice(0, end));
    blank = 0;
  }
  return kept.join('\n');
}
