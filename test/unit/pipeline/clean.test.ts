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
        .replace(/[ \t\u00a0]+(?=\n|$)/g, '')
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
  expect(htmlToText(`<table><tr>${cell}</tr></table>`)).toMatch(/^Rent +due$/);
  expect(htmlToText('<p>colspan=10000</p>')).toBe('colspan=10000');
});
