import { expect, it } from 'vitest';
import { formatNumber } from '../../../src/core/pipeline/extract/office/number-format.ts';

it.each([
  [7, 'decimal', '7'],
  [7, 'decimalZero', '07'],
  [12, 'decimalZero', '12'],
  [1999, 'upperRoman', 'MCMXCIX'],
  [4, 'lowerRoman', 'iv'],
  [0, 'lowerRoman', '0'],
  [26, 'lowerLetter', 'z'],
  [27, 'lowerLetter', 'aa'],
  [28, 'upperLetter', 'BB'],
  [53, 'lowerLetter', 'aaa'],
  [1, 'ordinal', '1st'],
  [12, 'ordinal', '12th'],
  [23, 'ordinal', '23rd'],
  [111, 'ordinal', '111th'],
  [21, 'cardinalText', 'Twenty-one'],
  [342, 'cardinalText', 'Three hundred forty-two'],
  [12_005, 'cardinalText', 'Twelve thousand five'],
  [3, 'ordinalText', 'Third'],
  [20, 'ordinalText', 'Twentieth'],
  [42, 'ordinalText', 'Forty-second'],
  [100, 'ordinalText', 'One hundredth'],
  [2, 'chicago', '\u2020'],
  [5, 'chicago', '**'],
  [5, 'none', ''],
  [5, '001, 002, 003, ...', '005'],
  [3, '\u03b1, \u03b2, \u03b3, ...', '\u03b3'],
  [5, 'ideographDigital', '5'],
  [1_000_000_000, 'lowerLetter', '1000000000'],
])('writes %i as %s: %s', (value, format, expected) => {
  expect(formatNumber(value, format)).toBe(expected);
});
