/** Turns a text into numbers, one for each word, so that two texts are compared whatever their layout, case and marks. */

/** What a UTF-16 code unit is: part of a word, a word of its own (scripts without spaces), left out, or between words. */
const KIND = { unknown: 0, between: 1, letter: 2, sign: 3, nothing: 4 } as const;

const kinds = new Uint8Array(0x1_0000);

function kindOf(code: number): number {
  const known = kinds[code];
  if (known !== undefined && known !== KIND.unknown) return known;
  const sign = String.fromCharCode(code);
  let kind: number = KIND.between;
  // A soft hyphen or a sign without width is inside a word that people read as one.
  if (/[\u00AD\u200B-\u200D\u2060\uFEFF]/.test(sign)) kind = KIND.nothing;
  else if (/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}]/u.test(sign))
    kind = KIND.sign;
  else if (/[\p{L}\p{N}\p{M}]/u.test(sign) || (code >= 0xd800 && code <= 0xdfff)) kind = KIND.letter;
  kinds[code] = kind;
  return kind;
}

/** Mixes the bits of a 32-bit number (the finalizer of MurmurHash3, public domain). */
export function mixed(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85eb_ca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2_ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Two hashes as one number of 53 bits, which a double holds exactly. */
export const joined = (low: number, high: number): number => (high >>> 11) * 0x1_0000_0000 + (low >>> 0);

/** Wide letters and ligatures count as their plain forms. Only texts beyond ASCII need it. */
const plain = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the whole of ASCII.
  /[^\x00-\x7F]/.test(text) ? text.normalize('NFKC').toLowerCase() : text;

/** Returns a number of 53 bits for each word, in text order. Equal words have equal numbers. */
export function wordsOf(text: string): Float64Array {
  const folded = plain(text);
  let found = new Float64Array(Math.max(16, folded.length >> 2));
  let count = 0;
  let low = 0;
  let high = 0;
  let length = 0;
  const end = (): void => {
    if (length === 0) return;
    if (count === found.length) {
      const larger = new Float64Array(found.length * 2);
      larger.set(found);
      found = larger;
    }
    found[count] = joined(mixed(low), mixed(high));
    count += 1;
    length = 0;
  };
  const add = (code: number): void => {
    if (length === 0) {
      low = 0x811c_9dc5;
      high = 0x9e37_79b9;
    }
    // FNV-1a, twice with different beginnings and factors.
    low = Math.imul(low ^ code, 0x0100_0193);
    high = Math.imul(high ^ code, 0x85eb_ca77);
    length += 1;
  };
  for (let i = 0; i < folded.length; i += 1) {
    const code = folded.charCodeAt(i);
    const kind = kindOf(code);
    if (kind === KIND.letter) add(code >= 65 && code <= 90 ? code + 32 : code);
    else if (kind !== KIND.nothing) {
      end();
      if (kind === KIND.sign) {
        add(code);
        end();
      }
    }
  }
  end();
  return found.subarray(0, count);
}
