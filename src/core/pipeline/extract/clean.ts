/** Text as every stage after this one sees it: one kind of line break, no controls, well-formed. */

/** Typographic ligatures hide words from search; each stands for plain letters. */
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
/** Most text: printable ASCII, tabs and line breaks, which hold nothing to replace. */
const ORDINARY = /^[\t\n\x20-\x7e]*$/;

/**
 * Line breaks become `\n`, PDFium's mark for a word broken at the line's end a hyphen; control
 * characters, byte order marks and unpaired surrogates go; spaces at line ends and more than two blank
 * lines in a row are dropped. Composed form (NFC).
 */
export function cleanText(text: string): string {
  if (ORDINARY.test(text)) return closeUp(text.split('\n'));
  const plain = text
    .replace(/\r\n?|\u0085|\u2028|\u2029/g, '\n')
    .replace(/\f|\v/g, '\n')
    .replaceAll('\u0002', '-')
    .replace(/(?![\t\n])\p{Cc}|[\uFEFF\uFFFE\uFFFF]/gu, '')
    .replace(/\p{Cs}/gu, '\uFFFD')
    .replace(/[\uFB00-\uFB06]/g, (c) => LIGATURES[c] ?? c)
    .normalize('NFC');
  return closeUp(plain.split('\n'));
}

/**
 * Line by line: as patterns, these rules take a long run of spaces quadratically and overflow the stack on a long
 * run of line breaks.
 */
function closeUp(lines: readonly string[]): string {
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
