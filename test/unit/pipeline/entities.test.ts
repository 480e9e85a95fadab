import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extractEntities } from '../../../src/core/pipeline/entities/extract.ts';
import { readPassages } from '../../corpus/entities/passages.ts';

const passages = readPassages('passages').map((p) => p.text);
const found = (text: string): string[] =>
  extractEntities({ text, pages: [] }).mentions.map((m) => `${m.kind}: ${m.normal}`);

/** Passages, noise and line breaks in any order, like real text. */
const mixture = fc
  .array(
    fc.oneof(
      fc.constantFrom(...passages),
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom('\n', '\n\n', ' ', 'Mr. ', 'v. ', 'No. ', '$', '@', '😀', '[[', '. A', 'ǅ', 'İ'),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

describe('mentions', () => {
  it('point at exactly their text, in order and without overlap', () => {
    fc.assert(
      fc.property(mixture, (text) => {
        let last = 0;
        for (const mention of extractEntities({ text, pages: [] }).mentions) {
          expect(mention.start).toBeGreaterThanOrEqual(last);
          expect(mention.end).toBeGreaterThan(mention.start);
          expect(text.slice(mention.start, mention.end)).toBe(mention.text);
          last = mention.end;
        }
      }),
      { numRuns: 150 },
    );
  });

  it('know their page and never span two', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...passages, ''), { minLength: 1, maxLength: 6 }), (texts) => {
        let text = '';
        const pages = texts.map((page, i) => {
          const start = text === '' || page === '' ? text.length : text.length + 2;
          text += start > text.length ? `\n\n${page}` : page;
          return { page: i + 1, start, end: text.length, source: 'text' as const, confidence: null };
        });
        for (const mention of extractEntities({ text, pages }).mentions) {
          const page = pages.find((p) => p.page === mention.page);
          expect(page && mention.start >= page.start && mention.end <= page.end).toBe(true);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('do not depend on the texts read before', () => {
    const once = passages.map(found);
    expect([...passages].reverse().map(found).reverse()).toEqual(once);
  });
});

describe('patterns', () => {
  it.each([
    ['2025-03-03', '2025-03-03'],
    ['3/4/25', '2025-03-04'],
    ['25/3/2025', '2025-03-25'],
    ['3.4.2025', '2025-04-03'],
    ['February 29, 2024', '2024-02-29'],
    ['the 21st of June, 1999', '1999-06-21'],
    ['12 Dec 1987', '1987-12-12'],
    ['Sept. 2014', '2014-09'],
  ])('finds the date %s', (written, iso) =>
    expect(found(`It was ${written} then.`)).toEqual([`date: ${iso}`]),
  );

  it.each(['February 30, 2024', '13/13/2024', '2024-00-10', 'section 3.4.1', 'version 10.2.3', 'May 5'])(
    'finds no date in %s',
    (written) => expect(found(`It was ${written} then.`).filter((f) => f.startsWith('date'))).toEqual([]),
  );

  it.each([
    ['$1,200', 'USD 1200.00'],
    ['$1,200.505', 'USD 1200.51'],
    ['USD 5', 'USD 5.00'],
    ['US$3 billion', 'USD 3000000000.00'],
    ['$45k', 'USD 45000.00'],
    ['€ 99,50', 'EUR 99.00'],
    ['£1.5m', 'GBP 1500000.00'],
    ['1,000 euros', 'EUR 1000.00'],
    ['HK$400', 'HKD 400.00'],
  ])('finds the amount %s', (written, normal) =>
    expect(found(`paid ${written} in all`)[0]).toBe(`money: ${normal}`),
  );

  it.each([
    ['1:23-cv-04567-ABC', '1:23-cv-04567-ABC'],
    ['No. 22-1234', '22-1234'],
    ['23 Civ. 4567 (LAP)', '23-cv-04567-LAP'],
    ['Case No. 20STCV12345', '20STCV12345'],
    ['Nos. 22-1234 and 22-1300', '22-1234'],
    ['3:2019cv00123', '3:19-cv-00123'],
  ])('finds the docket number %s', (written, normal) =>
    expect(found(`in ${written}, the court`)).toContain(`docket_number: ${normal}`),
  );

  it.each([
    ['410 U.S. 113', '410 U.S. 113'],
    ['410 U. S. 113', '410 U.S. 113'],
    ['93 S.Ct. 705', '93 S. Ct. 705'],
    ['35 L.Ed.2d 147', '35 L. Ed. 2d 147'],
    ['123 F.3d 456', '123 F.3d 456'],
    ['123 F. 3d 456', '123 F.3d 456'],
    ['45 F.Supp.3d 678', '45 F. Supp. 3d 678'],
    ['12 N.Y.S.3d 9', '12 N.Y.S.3d 9'],
    ['88 Cal.App.4th 100', '88 Cal. App. 4th 100'],
    ['2020 U.S. Dist. LEXIS 12345', '2020 U.S. Dist. LEXIS 12345'],
    ['2020 WL 123456, at *3 (D. Mass. Jan. 5, 2020)', '2020 WL 123456'],
  ])('finds the citation %s', (written, normal) =>
    expect(found(`as in ${written}, it was held`)).toEqual([`case_citation: ${normal}`]),
  );

  it('finds no phone number in account and docket numbers', () => {
    expect(
      found('account 4155550132999, ref 123-4567, 415-555-01324').filter((f) => f.startsWith('phone')),
    ).toEqual([]);
  });
});

it('finds as many mentions in each copy of a text that is repeated to a megabyte', () => {
  const block = `${passages.join('\n\n')}\n\n`;
  const once = extractEntities({ text: block, pages: [] }).mentions.length;
  const copies = Math.ceil(1_000_000 / block.length);
  expect(extractEntities({ text: block.repeat(copies), pages: [] }).mentions.length).toBe(once * copies);
});

/** A pattern with quadratic time would need minutes for any of these. */
it.each([
  'A.',
  'A ',
  'Smith, ',
  'Smith & ',
  'Mr. ',
  'a.b@',
  '1:23-cv-',
  '1 U.S. 1, ',
  '1 2-',
  '$1,111,',
  "A'b",
  'From: "a',
])('reads 300,000 characters of %j', (unit) => {
  expect(extractEntities({ text: unit.repeat(300_000 / unit.length), pages: [] }).mentions).toBeDefined();
});
