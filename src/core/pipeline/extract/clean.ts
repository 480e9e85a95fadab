/** Cleans text for all later stages: one kind of line break and blank, no invisible characters, well-formed UTF-16. */

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

/** The characters of Windows-1252 from 0x80 on. A blank stands for a byte that has none. */
const WINDOWS_1252 = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';
const MAX_BLANK_LINES = 2;
/** Most text has only printable ASCII, tabs and line breaks, so there is nothing to replace. */
const ORDINARY = /^[\t\n\x20-\x7e]*$/;
/** Blanks of other widths, and blanks that do not break a line. */
const OTHER_BLANKS = /[\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]/g;
/** Marks of direction and of places to break or join, tags, and other characters that take no room on the page. */
const UNSEEN =
  /[\u034F\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF\uFFF9-\uFFFC\u{E0000}-\u{E007F}]/gu;
/** Joiners shape letters of some scripts and emoji; elsewhere nobody sees them. */
const JOINERS =
  /(?<!(?![\p{scx=Latin}\p{scx=Greek}\p{scx=Cyrillic}])[\p{L}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}])[\u200C\u200D]+/gu;
/** Hyphens that look the same on the page. */
const OTHER_HYPHENS = /[\u2010\u2011]/g;

/**
 * Returns the text in composed form (NFC) with `\n` as its only line break and one kind of blank and hyphen.
 * PDFium's mark for a word broken at the end of a line (U+0002) becomes a hyphen, and an unpaired surrogate becomes
 * U+FFFD. C1 controls become the characters that Windows-1252 has in their places. Soft hyphens, other controls,
 * invisible characters, spaces at line ends, and blank lines beyond two in a row are removed.
 */
export function cleanText(text: string): string {
  if (ORDINARY.test(text)) return trimLines(text.split('\n'));
  const plain = text
    // A text with other line breaks has no NEL; its byte is an ellipsis in Windows-1252.
    .replace(/\u0085/g, /[\r\n]/.test(text) ? '…' : '\n')
    .replace(/\r\n?|[\f\v\u2028\u2029]/g, '\n')
    .replace(/[\u0080-\u009F]/g, (c) => WINDOWS_1252[c.charCodeAt(0) - 0x80]?.trim() ?? '')
    .replaceAll('\u0002', '-')
    .replace(/(?![\t\n])\p{Cc}|[\uFFFE\uFFFF]/gu, '')
    .replace(UNSEEN, '')
    .replace(OTHER_BLANKS, ' ')
    .replace(OTHER_HYPHENS, '-')
    .replace(/\p{Cs}/gu, '\uFFFD')
    .replace(/[\uFB00-\uFB06]/g, (c) => LIGATURES[c] ?? c);
  return trimLines(withoutJoiners(withoutSoftHyphens(plain)).normalize('NFC').split('\n'));
}

const withoutJoiners = (text: string): string =>
  /[\u200C\u200D]/.test(text) ? text.replace(JOINERS, '') : text;

/**
 * Removes soft hyphens inside words. Some PDFs have them in place of every hyphen; there, and beside a digit, before a
 * capital or at a line end, they are seen as hyphens.
 */
function withoutSoftHyphens(text: string): string {
  if (!text.includes('\u00AD')) return text;
  const everywhere = !text.includes('-') && SEEN.test(text);
  return text.replace(/\u00AD+/g, (_mark, at: number) => {
    const around = text.slice(Math.max(0, at - 2), at + 3);
    return everywhere || SEEN.test(around) || AT_LINE_END.test(around) ? '-' : '';
  });
}

/** A soft hyphen that stands for a hyphen: beside a digit, between a small letter and a capital, or between blanks. */
const SEEN = /\p{Nd}\u00AD|\u00AD\p{Nd}|\p{Ll}\u00AD\p{Lu}|(?:^|\s)\u00AD\s/u;
const AT_LINE_END = /[\p{L}\p{Nd}]\u00AD\n/u;

/**
 * Trims line ends and surplus blank lines in a loop. Regular expressions for the same rules take quadratic time on a
 * long run of spaces and overflow the stack on a long run of line breaks.
 */
function trimLines(lines: readonly string[]): string {
  const kept: string[] = [];
  let blank = 0;
  for (const line of lines) {
    let end = line.length;
    while (end > 0 && (line[end - 1] === ' ' || line[end - 1] === '\t')) end -= 1;
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
