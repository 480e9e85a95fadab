/** Cleaning follows its rules and takes linear time. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cleanText } from '../../../src/core/pipeline/extract/clean.ts';
import { htmlToText } from '../../../src/core/pipeline/extract/readers/html-text.ts';

it('drops spaces at line ends, blank lines beyond two in a row, and blank lines at both ends', () => {
  const piece = fc.constantFrom('a', 'b c', ' ', '\t', '\u00a0', '\n', '\n\n', '\r\n', '\f');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join('');
      const byPattern = text
        .replace(/\r\n?/g, '\n')
        .replace(/\f/g, '\n')
        .replaceAll('\u00a0', ' ')
        .replace(/[ \t]+(?=\n|$)/g, '')
        .replace(/\n{4,}/g, '\n\n\n')
        .replace(/^\n+|\n+$/g, '');
      expect(cleanText(text)).toBe(byPattern);
      expect(cleanText(cleanText(text))).toBe(byPattern);
    }),
  );
});

it('handles runs of millions of spaces and line breaks', () => {
  expect(cleanText(`a${'\n'.repeat(6_000_000)}b`)).toBe('a\n\n\nb');
  expect(cleanText(`a${' '.repeat(6_000_000)}b`)).toHaveLength(6_000_002);
  expect(cleanText(' \n'.repeat(3_000_000))).toBe('');
});

it('ignores a cell span of a billion', () => {
  const cell = '<td COLSPAN = "1000000000" rowspan=1000000000 title=x>Rent</td><td colspan="2">due</td>';
  expect(htmlToText(`<table><tr>${cell}</tr></table>`)).toBe('Rent\tdue');
  expect(htmlToText('<p>colspan=10000</p>')).toBe('colspan=10000');
});

it('turns C1 controls into the characters of Windows-1252', () => {
  expect(cleanText('the bank\u0092s \u0093offer\u0094 \u0096 \u0080 500\u0081')).toBe(
    'the bank’s “offer” – € 500',
  );
  expect(cleanText('Wait\u0085\nand see')).toBe('Wait…\nand see');
  expect(cleanText('line one\u0085line two')).toBe('line one\nline two');
});

it('has one kind of blank and hyphen', () => {
  expect(cleanText('$3.2\u00a0million\u202fa\u2009b\u3000c')).toBe('$3.2 million a b c');
  expect(cleanText('No. 22\u20111187')).toBe('No. 22-1187');
  expect(cleanText('end \u00a0\nnext')).toBe('end\nnext');
});

it.each([
  ['inside a word', 'in\u00addem\u00adni\u00adfi\u00adca\u00adtion', 'indemnification'],
  ['inside a word in capitals', 'INDEM\u00adNITY, tie-in', 'INDEMNITY, tie-in'],
  ['beside a digit', 'on 06\u00adMarch\u00ad2020', 'on 06-March-2020'],
  ['before a capital', 'Anne\u00adMarie', 'Anne-Marie'],
  ['at the end of a line', 'indem\u00ad\nnify', 'indem-\nnify'],
  ['between blanks', 'Rent \u00ad paid', 'Rent - paid'],
  ['in a file whose every hyphen is one', 'well\u00adknown since 06\u00ad2020', 'well-known since 06-2020'],
])('reads a soft hyphen %s', (_title, written, text) => {
  expect(cleanText(written)).toBe(text);
});

it('drops characters without width, except where a script needs them', () => {
  expect(cleanText('Kath\u200barina\u2060 \u202aPoe\u202c\u200e\ufeff a\u200db\u{e0041}')).toBe(
    'Katharina Poe ab',
  );
  for (const needed of ['می\u200cخواهم', 'क्\u200dष', '👩\u200d⚖️', '👩🏽\u200d⚖️'])
    expect(cleanText(needed)).toBe(needed);
});

it('takes linear time on soft hyphens and joiners', () => {
  const text = 'a\u00ad\u200db'.repeat(200_000);
  expect(cleanText(text)).toHaveLength(400_000);
});
