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

/**
 * Line breaks become `\n`, PDFium's mark for a word broken at the line's end a hyphen; control
 * characters, byte order marks and unpaired surrogates go; spaces at line ends and more than two blank
 * lines in a row are dropped. Composed form (NFC).
 */
export function cleanText(text: string): string {
  return text
    .replace(/\r\n?|\u0085|\u2028|\u2029/g, '\n')
    .replace(/\f|\v/g, '\n')
    .replaceAll('\u0002', '-')
    .replace(/(?![\t\n])\p{Cc}|[\uFEFF\uFFFE\uFFFF]/gu, '')
    .replace(/\p{Cs}/gu, '\uFFFD')
    .replace(/[\uFB00-\uFB06]/g, (c) => LIGATURES[c] ?? c)
    .normalize('NFC')
    .replace(/[ \t\u00A0]+(?=\n|$)/g, '')
    .replace(/\n{4,}/g, '\n\n\n')
    .replace(/^\n+|\n+$/g, '');
}
