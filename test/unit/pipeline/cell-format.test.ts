/** Number formats of spreadsheets: what a cell shows. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  builtInFormat,
  shownNumber,
  shownText,
} from '../../../src/core/pipeline/extract/office/cell-format.ts';

const ACCOUNTING = '_("$"* #,##0.00_);_("$"* \\(#,##0.00\\);_("$"* "-"??_);_(@_)';

it.each<[string, number, string]>([
  ['General', 1234567.891, '1234567.891'],
  ['General', 0.1 + 0.2, '0.3'],
  ['General', 4_000_123_456_789, '4000123456789'],
  ['"$"#,##0.00', 27_310, '$27,310.00'],
  ['$#,##0.00;[Red]($#,##0.00)', -1599.99, '($1,599.99)'],
  [ACCOUNTING, 1280, '$1,280.00'],
  [ACCOUNTING, -1280, '$(1,280.00)'],
  [ACCOUNTING, 0, '$-'],
  ['[$€-407]\\ #,##0.00', 9300.4, '€ 9,300.40'],
  ['#,##0.00\\ [$€-1]', 9300.4, '9,300.40 €'],
  ['[$$-409]#,##0', 512, '$512'],
  ['[$£-809]#,##0.00', 12.5, '£12.50'],
  ['0.00%', 0.0415, '4.15%'],
  ['0%', 0.0415, '4%'],
  ['00000', 501, '00501'],
  ['000\\-00\\-0000', 78_051_120, '078-05-1120'],
  ['[<=9999999]###\\-####;\\(###\\)\\ ###\\-####', 5_185_550_199, '(518) 555-0199'],
  ['[<=9999999]###\\-####;\\(###\\)\\ ###\\-####', 5_550_199, '555-0199'],
  ['# ?/?', 2.5, '2 1/2'],
  ['0.00E+00', 198_000_000, '1.98E+08'],
  ['0.0,,"M"', 2_345_678, '2.3M'],
  ['0 "dollars and" .00 "cents"', 7.25, '7 dollars and .25 cents'],
  ['[Blue][>=100]"high" 0;[Red]"low" 0', 12, 'low 12'],
  ['0.0_ ', 2, '2.0'],
  ['0;-0;;@', 0, ''],
  [';;;', 4250, '4250 [hidden]'],
  ['[h]:mm', 1.5, '36:00'],
  ['mm:ss.0', 0.5001, '00:08.6'],
  ['h:mm AM/PM', 0.75, '6:00 PM'],
  ['[$-F400]h:mm:ss\\ AM/PM', 0.6, '2:24:00 PM'],
  ['m/d/yyyy', 45_719, '3/3/2025'],
  ['m/d/yy h:mm', 45_719.5, '3/3/25 12:00'],
  ['yyyy\\-mm\\-dd', 45_720, '2025-03-04'],
  ['dd/mm/yyyy', 45_735, '19/03/2025'],
  ['[$-409]mmmm\\ d\\,\\ yyyy;@', 45_720, 'March 4, 2025'],
  ['[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy', 45_719, 'Monday, March 03, 2025'],
  ['yyyy', 45_719, '2025'],
  ['not [a format', 12.5, '12.5'],
  ['0.00', 1e300, '1e+300'],
  ['m/d/yyyy', -3, '-3'],
  ['m/d/yyyy', 4_000_000, '4000000'],
])('shows with the format %s the number %d as %s', (code, value, shown) => {
  expect(shownNumber(code, value)).toBe(shown);
});

it.each<[string, string]>([
  ['dd/mm/yyyy', '04/03/2025 (2025-03-04)'],
  ['dd/mm/yyyy hh:mm', '04/03/2025 00:00 (2025-03-04)'],
  ['d-mmm-yy', '4-Mar-25 (2025-03-04)'],
  ['d-mmm', '4-Mar (2025-03-04)'],
  ['mmm-yy', 'Mar-25 (2025-03)'],
  ['[$-407]d\\.\\ mmmm\\ yyyy', '4. März 2025 (2025-03-04)'],
  ['[$-40A]d\\ mmmm\\ yyyy', '4 marzo 2025 (2025-03-04)'],
  ['d\\.m\\.yyyy', '4.3.2025'],
  ['d-mmm-yyyy', '4-Mar-2025'],
])('adds the sure form to a date that the format %s leaves open', (code, shown) => {
  expect(shownNumber(code, 45_720)).toBe(shown);
});

it('counts the days of both date systems', () => {
  expect(shownNumber('m/d/yyyy', 0, true)).toBe('1/1/1904');
  expect(shownNumber('m/d/yyyy', 44_258, true)).toBe(shownNumber('m/d/yyyy', 45_720));
  expect(shownNumber('[h]:mm', 1.5, true)).toBe('36:00');
  expect(shownNumber('[h]:mm', -1.5, true)).toBe('-36:00');
});

it('shows the formats that files name by number', () => {
  expect(
    [5, 8, 9, 14, 15, 22, 39, 44, 46, 0, 163].map((id) => shownNumber(builtInFormat(id), 1234.5)),
  ).toEqual([
    '$1,235',
    '$1,234.50',
    '123450%',
    '5/18/1903',
    '18-May-03 (1903-05-18)',
    '5/18/1903 12:00',
    '1,234.50',
    '$1,234.50',
    '29628:00:00',
    '1234.5',
    '1234.5',
  ]);
});

it('shows texts with the words of their format', () => {
  expect(shownText('General', 'a  b')).toBe('a  b');
  expect(shownText('0;-0;;"Attn. "@', 'Ida Moor')).toBe('Attn. Ida Moor');
  expect(shownText(ACCOUNTING, 'pending')).toBe('pending');
  expect(shownText(';;;', 'settled')).toBe('settled [hidden]');
  expect(shownText('#,##0.00', 'n/a')).toBe('n/a');
});

it('shows every number with any format without an error', () => {
  const piece = fc.constantFrom(
    '0',
    '#',
    '?',
    '.',
    ',',
    '%',
    'm',
    'd',
    'yy',
    'h',
    ';',
    '@',
    '"a"',
    '[',
    ']',
    'E+',
    '/',
    '*',
    '_',
    '\\',
    '$',
    '[h]',
    '[$€-2]',
    'General',
  );
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 12 }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      (pieces, value) => {
        expect(typeof shownNumber(pieces.join(''), value)).toBe('string');
        expect(typeof shownText(pieces.join(''), 'x')).toBe('string');
      },
    ),
  );
});
