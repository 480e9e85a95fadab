import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extractEntities } from '../../../src/core/pipeline/entities/extract.ts';
import { expectLinear } from '../../support/linear.ts';

const found = (kind: string, text: string): string[] =>
  extractEntities({ text, pages: [] })
    .mentions.filter((m) => m.kind === kind)
    .map((m) => m.normal);

describe('amounts', () => {
  it.each([
    ['Five Thousand and NO/100 Dollars ($5,000.00)', ['USD 5000.00']],
    ['One Hundred Twelve and 50/100 Dollars', ['USD 112.50']],
    ['ten (10) dollars', ['USD 10.00']],
    ['two hundred fifty thousand dollars', ['USD 250000.00']],
    ['one hundred fifty-seven dollars and twenty-five cents', ['USD 157.25']],
    ['50 cents', ['USD 0.50']],
    ['$18K', ['USD 18000.00']],
    ['$5MM', ['USD 5000000.00']],
    ['$5.5 mil.', ['USD 5500000.00']],
    ['Rs. 5,00,000', ['INR 500000.00']],
    ['Rs. 5 lakh', ['INR 500000.00']],
    ['$5 to $10 million', ['USD 5000000.00', 'USD 10000000.00']],
    ['between $5 and $10 million', ['USD 5000000.00', 'USD 10000000.00']],
    ['EUR 5–10 million', ['EUR 5000000.00', 'EUR 10000000.00']],
    ['$5-10 million', ['USD 5000000.00', 'USD 10000000.00']],
    ['$500 to $1 million', ['USD 500.00', 'USD 1000000.00']],
    ['$10,000-$15,000', ['USD 10000.00', 'USD 15000.00']],
    ['$10,000-15,000', ['USD 10000.00', 'USD 15000.00']],
    ['$0.0325 per share', ['USD 0.0325']],
    ['$.50', ['USD 0.50']],
    ['$5,000,-', ['USD 5000.00']],
    ['$(1,250.00)', ['USD -1250.00']],
    ['($1,250.00)', ['USD 1250.00']],
    ['a balance of -$500.00', ['USD -500.00']],
  ])('reads %s', (written, normals) => expect(found('money', `He paid ${written} in all.`)).toEqual(normals));

  it.each(['ten (12) dollars', 'two three dollars', 'NO/100 Dollars', 'Rs. 500 in Lahore, Pakistan'])(
    'finds none in %s',
    (written) => expect(found('money', `He paid ${written} in all.`)).toEqual([]),
  );

  it('reads any amount in every usual way to write it', () => {
    const cents = fc.integer({ min: 0, max: 99_999_999_999 });
    fc.assert(
      fc.property(cents, fc.constantFrom('us', 'de', 'ch', 'fr', 'iso'), (amount, how) => {
        const value = (amount / 100).toFixed(2);
        const [whole = '', fraction = ''] = value.split('.');
        const group = (mark: string): string => whole.replace(/\B(?=(\d{3})+$)/g, mark);
        const [written, code] = {
          us: [`$${group(',')}.${fraction}`, 'USD'],
          de: [`${group('.')},${fraction} EUR`, 'EUR'],
          ch: [`CHF ${group('’')}.${fraction}`, 'CHF'],
          fr: [`${group('\u00A0')},${fraction}\u00A0€`, 'EUR'],
          iso: [`USD ${whole}.${fraction}`, 'USD'],
        }[how] as [string, string];
        expect(found('money', `The sum was ${written}, and no more.`)).toEqual([`${code} ${value}`]);
      }),
      { numRuns: 200 },
    );
  });
});

describe('dates', () => {
  it.each([
    ['this 3rd day of June 2020', ['2020-06-03']],
    ['the first of May, 2019', ['2019-05-01']],
    ['the Twenty-First day of May, 2019', ['2019-05-21']],
    ['March 5 , 2021', ['2021-03-05']],
    ['MARCH 2021', ['2021-03']],
    ['March 5-7, 2021', ['2021-03-05', '2021-03-07']],
    ['March 5, 6 and 7, 2021', ['2021-03-05', '2021-03-06', '2021-03-07']],
    ['March 30 to April 2, 2021', ['2021-03-30', '2021-04-02']],
    ['May 1 through May 3, 2019', ['2019-05-01', '2019-05-03']],
    ['from January 2019 through March 2020', ['2019-01', '2020-03']],
    ['January through March 2020', ['2020-01', '2020-03']],
    ["Mar. 5, '21", ['2021-03-05']],
    ['05-MAR-21', ['2021-03-05']],
    ['Friday, March 5, 2021, at 3:00 p.m.', ['2021-03-05']],
    ['3/4/62 in Ohio', ['1962-03-04']],
    ['3/4/2021 for $5', ['2021-03-04']],
    ['3/4/2021, in No. 1:20-cv-00417,', ['2021-03-04']],
    ['on or about March 5, 2021', ['2021-03-05']],
  ])('reads %s', (written, normals) => expect(found('date', `It was ${written} then.`)).toEqual(normals));

  it.each([
    'March 32-33, 2021',
    'March 7-5, 2021',
    '3/4/45 in Ohio',
    'born on 3/4/35 in Ohio',
    // Nothing shows whether an American or a European wrote these.
    '3/4/2021',
    '3-4-21',
    '3.4.2021',
    'in Toronto, Canada, for $5 on 3/4/2021',
    '5 March 2020 and 3/4/2021 and 5 March',
    'Q3 2020',
    'fiscal year 2020',
    'may 2020',
    '£500 on 3/4/2021',
    '3/4/2021 and 3/25/2021 and 25/3/2021 and',
  ])('finds none that it cannot be sure of in %s', (written) =>
    expect(found('date', `It was ${written} then.`).filter((d) => !/-25$|^2020-03-05$/.test(d))).toEqual([]),
  );

  it('takes the order of a date from the dates that can be read in one way only', () => {
    expect(found('date', 'Sent 25/3/2021, signed 3/4/2021.')).toEqual(['2021-03-25', '2021-04-03']);
    expect(found('date', 'Sent 3/25/2021, signed 3/4/2021.')).toEqual(['2021-03-25', '2021-03-04']);
    expect(found('date', 'Sent March 5, 2021, signed 3.4.2021.')).toEqual(['2021-03-05']);
    expect(found('date', 'Sent from London on 5 March 2021, signed 3/4/2021.')).toEqual([
      '2021-03-05',
      '2021-04-03',
    ]);
    expect(found('date', 'Der Vertrag wurde am 3.4.2021 und nicht am 5/6/2021 geschlossen.')).toEqual([
      '2021-04-03',
      '2021-06-05',
    ]);
  });

  it('reads any day in every usual way to write it', () => {
    const day = fc.date({
      min: new Date('1950-01-01T00:00:00Z'),
      max: new Date('2039-12-31T00:00:00Z'),
      noInvalidDate: true,
    });
    const part = (at: Date, options: Intl.DateTimeFormatOptions): string =>
      at.toLocaleDateString('en-US', { ...options, timeZone: 'UTC' });
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 6 }), (at, how) => {
        const iso = at.toISOString().slice(0, 10);
        const month = part(at, { month: 'long' });
        const number = at.getUTCDate();
        const year = at.getUTCFullYear();
        const written = [
          `${month} ${number}, ${year}`,
          `${month.toUpperCase()} ${number}, ${year}`,
          `${number} ${month.slice(0, 3)} ${year}`,
          `day ${number} of ${month}, ${year}`,
          iso,
          part(at, { month: 'numeric', day: 'numeric', year: 'numeric' }),
          part(at, { month: '2-digit', day: '2-digit', year: '2-digit' }),
        ][how];
        const unsure = how === 6 && year % 100 >= 40 && year % 100 < 50;
        expect(found('date', `It was signed on ${written}, in Boston, Massachusetts.`)).toEqual(
          unsure ? [] : [iso],
        );
      }),
      { numRuns: 200 },
    );
  });
});

describe('phone numbers and addresses', () => {
  it.each([
    ['me (617-555-0148)', '+16175550148'],
    ['617-555-0148, extension 12', '+16175550148;ext=12'],
    ['617–555–0148', '+16175550148'],
    ['Tel. 6175550148', '+16175550148'],
    ['+44 (0)20 7946 0958', '+442079460958'],
    ['011 44 20 7946 0958', '+442079460958'],
    ['1-800-FLOWERS', '+18003569377'],
    ['(617) 555-\n0148', '+16175550148'],
  ])('reads %s', (written, normal) => expect(found('phone', `Call ${written} today.`)).toEqual([normal]));

  it.each([
    '02110-1234',
    'Account No. 617-555-0148',
    'Bates 617-555-0148',
    '6175550148',
    'Case No. 617-555-0148',
  ])('finds no phone number in %s', (written) => expect(found('phone', `See ${written} today.`)).toEqual([]));

  it.each([
    ['j.doe@\nexample.com', 'j.doe@example.com'],
    ['j.doe@law-\nfirm.com', 'j.doe@law-firm.com'],
    ['j.doe [at] example [dot] com', 'j.doe@example.com'],
  ])('reads the address %j', (written, normal) =>
    expect(found('email', `Write to ${written} today.`)).toEqual([normal]),
  );

  it('leaves words that only may be an address', () =>
    expect(found('email', 'They met at example dot com.')).toEqual([]));
});

it.each([
  'one hundred ',
  'one ',
  'dollars ',
  '$1 to ',
  '$1-1',
  'March 5, ',
  'first of ',
  'a-\n',
  'a [at] b',
  '5 cents and ',
])('reads %j, repeated, in linear time', (part) =>
  expectLinear(part, (text) => extractEntities({ text, pages: [] })),
);
