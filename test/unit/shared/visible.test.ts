import fc from 'fast-check';
import { expect, it } from 'vitest';
import { visible, visibleJson, visibleOnPage, visibleText } from '../../../src/shared/visible.ts';

/** Characters that attack, between ordinary ones. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom('invoice', 'gpj.', '.exe', 'א', 'ب', '한', '日本', '👩‍💻', 'é', ' ', '"', '\\', '\r\n'),
      fc.integer({ min: 0, max: 0x9f }).map((code) => String.fromCharCode(code)),
      fc.integer({ min: 0x2000, max: 0x206f }).map((code) => String.fromCharCode(code)),
      fc.constantFrom(
        '\ufeff',
        '\u061c',
        '\u00ad',
        '\u034f',
        '\u115f',
        '\u3164',
        '\u{e0041}',
        '\ud800',
        '\udfff',
      ),
      fc.string({ unit: 'binary' }),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

const CONTROLS = /[\p{Cc}\u2028\u2029]/u;
const OVERRIDES = /[\u202a-\u202e\u2066-\u2069]/u;

it('leaves nothing that a terminal obeys or a page hides', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      expect(visible(text)).not.toMatch(CONTROLS);
      expect(visible(text)).not.toMatch(OVERRIDES);
      expect(visible(text)).not.toMatch(/[\u200b\ufeff\u2060]/);
      expect(visibleText(text).replaceAll(/[\n\t]/g, '')).not.toMatch(CONTROLS);
      // What remains of the direction is one isolate around the whole.
      expect(visibleOnPage(text).replaceAll(/^\u2066|\u2069$/g, '')).not.toMatch(OVERRIDES);
    }),
    { numRuns: 3000 },
  );
});

it('shows a text that was made visible as it is', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      expect(visible(visible(text))).toBe(visible(text));
    }),
    { numRuns: 1000 },
  );
});

it('keeps JSON exact', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const json = visibleJson({ [text]: [text] });
      expect(JSON.parse(json)).toEqual({ [text]: [text] });
      expect(json).not.toMatch(CONTROLS);
      expect(json).not.toMatch(OVERRIDES);
    }),
    { numRuns: 1000 },
  );
});

it.each([
  ['\u001b[31mred.txt', '␛[31mred.txt'],
  ['\u009b2Jx', '\\u{9B}2Jx'],
  ['invoice\u202egpj.exe', 'invoice\\u{202E}gpj.exe'],
  ['a\u200bb', 'a\\u{200B}b'],
  ['pay\u200dpal', 'pay\\u{200D}pal'],
  ['two\nlines\tand', 'two␊lines␉and'],
  ['\u007f', '␡'],
])('shows %j as %s', (text, shown) => {
  expect(visible(text)).toBe(shown);
});

it.each([
  'Müller & Söhne – Vertrag №5 (v2).pdf',
  'רשימה.pdf',
  'عقد\u200cنامه.docx',
  'क्‍ष.txt',
  '契約書.pdf',
  '👩‍💻 ❤️ 1️⃣.png',
])('leaves %s as it is', (name) => {
  expect(visible(name)).toBe(name);
});
