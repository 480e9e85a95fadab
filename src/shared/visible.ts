/**
 * Makes visible what a terminal would obey and a page would hide: names and texts come from strangers. Nothing here
 * changes what is stored; it is for the moment when text is shown.
 */

/** Controls, separators of lines and paragraphs, halves of surrogate pairs, and whatever has no ink of its own. */
const HIDDEN = /[\p{Cc}\p{Cs}\p{Default_Ignorable_Code_Point}\u2028\u2029\ufff9-\ufffb]/gu;

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]|[\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
/** Before a joiner or a variation selector, which then shape what is seen. Between other characters they only hide. */
const SHAPED =
  /(?:[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Nko}\p{Script=Han}\p{Extended_Pictographic}]|[\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Myanmar}\p{Script=Khmer}]|\p{Emoji_Modifier}|\ufe0f)$/u;
/** Longest sequence that `SHAPED` looks at. */
const BEFORE = 2;

/** `␛` for a C0 control, `\u{202E}` for anything else. */
function pictureOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  return `\\u{${code.toString(16).toUpperCase()}}`;
}

function reveal(text: string, isKept: (character: string) => boolean): string {
  const isRightToLeft = RIGHT_TO_LEFT.test(text);
  return text.replace(HIDDEN, (found, at: number) => {
    if (isKept(found)) return found;
    // Marks of direction are part of texts in Hebrew and Arabic; anywhere else they only mislead.
    if (isRightToLeft && /[\u200e\u200f\u061c]/u.test(found)) return found;
    return isShape(found.codePointAt(0) ?? 0) && isShaped(text, at, found) ? found : pictureOf(found);
  });
}

/** Joiners and variation selectors. */
const isShape = (code: number): boolean =>
  code === 0x200c ||
  code === 0x200d ||
  (code >= 0xfe00 && code <= 0xfe0f) ||
  (code >= 0xe0100 && code <= 0xe01ef);

/** @param at where the joiner or variation selector is */
function isShaped(text: string, at: number, found: string): boolean {
  const before = text.slice(Math.max(0, at - BEFORE), at);
  // The digit of a keycap.
  return SHAPED.test(before) || (found === '\ufe0f' && /[\d#*]$/.test(before) && text[at + 1] === '\u20e3');
}

/** Returns a name or a message in one line, with line breaks and tabs shown too. */
export const visible = (text: string): string => reveal(text, () => false);

/** Seen only where a line breaks; documents are full of it. */
const SOFT_HYPHEN = '\u00ad';

/** Returns a text of several lines, in which line breaks and tabs do what they say. */
export const visibleText = (text: string): string =>
  reveal(text.replaceAll('\r\n', '\n'), (found) => found === '\n' || found === '\t' || found === SOFT_HYPHEN);

/** Nothing to change, as in nearly every text of a page; pages ask this for each text that they draw. */
const PLAIN = /^[\x20-\x7e\t\n]*$/;

/**
 * Returns a text for a page: like `visibleText`, and kept apart from what is around it when it has letters that run from
 * right to left, so that a file name keeps its extension at its end.
 */
export function visibleOnPage(text: string): string {
  if (PLAIN.test(text)) return text;
  const shown = visibleText(text);
  return RIGHT_TO_LEFT.test(shown) && !shown.includes('\n') ? `\u2066${shown}\u2069` : shown;
}

/** Returns JSON, exact for whoever parses it, without a character that a terminal obeys. */
export const visibleJson = (value: unknown): string => withoutControls(JSON.stringify(value));

/** The same for a line of JSON, such as a line of a log. */
export const withoutControls = (json: string): string =>
  json.replace(
    /[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g,
    (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
