/** Chooses between the plain and the HTML form of one text. */

const PLACEHOLDER = [
  /(?:does|do|can|could)(?: not|n['’]t)(?: currently)? (?:support|display|read|show|view|render)[^.]{0,60}\bhtml\b/i,
  /\bhtml\b[^.]{0,60}(?:not|n['’]t) (?:support|display|enabled|shown)/i,
  /\b(?:see|view|read|open|use|switch to|enable)\b[^.]{0,60}\bhtml\b/i,
  /\bhtml[- ](?:only|version|format|compatible|capable|enabled|e-?mail|message)\b/i,
  /\b(?:view|read|see|open)\b[^.]{0,50}\b(?:in|with|using) (?:a|your|the) (?:web )?browser\b/i,
  /\bMIME (?:format|message|aware|compatible|compliant)\b/i,
];
/** A longer text says more than that it is a placeholder. */
const PLACEHOLDER_WORDS = 60;
/**
 * A form is left out only if the other one has at least this share of its words and every word with a digit, because a
 * missing amount or date may be all that matters. Otherwise both are kept.
 */
const COVERED = 0.9;

/** Returns the form that has the whole text, or both when neither has. */
export function chooseBody(plain: string, html: string): string {
  const inPlain = words(plain);
  const inHtml = words(html);
  if (inHtml.length === 0) return inPlain.length === 0 ? plain.trim() || html : plain;
  if (inPlain.length === 0) return html;
  if (inPlain.length < PLACEHOLDER_WORDS && isPlaceholder(plain, inHtml)) return html;
  if (covers(inPlain, inHtml)) return plain;
  return covers(inHtml, inPlain) ? html : `${plain.trimEnd()}\n\n${html}`;
}

/** Returns whether a text only points to the HTML form: what it says besides that is in the HTML too. */
function isPlaceholder(plain: string, inHtml: readonly string[]): boolean {
  const sentences = plain.replace(/\s+/g, ' ').split(/(?<=[.!?]) /);
  const own = sentences.filter((sentence) => !PLACEHOLDER.some((pattern) => pattern.test(sentence)));
  if (own.length === sentences.length) return false;
  const inOwn = words(own.join(' '));
  return inOwn.length === 0 || covers(inHtml, inOwn);
}

/** Returns the words. References to pictures and links are no text of the message. */
function words(text: string): string[] {
  const bare = text
    .replace(
      /\[(?:cid|image|logo)[^\]\n]{0,200}\]|<[^<>\s]{1,200}\.(?:png|jpe?g|gif)>|https?:\/\/[^\s>\])]+/gi,
      ' ',
    )
    .normalize('NFC')
    .toLowerCase();
  return bare.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Returns whether one list has what the other says: almost all of its words, and every word with a digit. */
function covers(list: readonly string[], other: readonly string[]): boolean {
  const known = new Set(list);
  const distinct = [...new Set(other)];
  const missing = distinct.filter((word) => !known.has(word));
  return missing.length <= (1 - COVERED) * distinct.length && !missing.some((word) => /\p{N}/u.test(word));
}
