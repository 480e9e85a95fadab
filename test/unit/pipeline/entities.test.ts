import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extractEntities } from '../../../src/core/pipeline/entities/extract.ts';
import { readPassages } from '../../corpus/entities/passages.ts';
import { expectLinear } from '../../support/linear.ts';

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
    ['3/4/25 in Ohio', '2025-03-04'],
    ['25/3/2025', '2025-03-25'],
    ['wohl am 3.4.2025 und das', '2025-04-03'],
    ['February 29, 2024', '2024-02-29'],
    ['the 21st of June, 1999', '1999-06-21'],
    ['12 Dec 1987', '1987-12-12'],
    ['Sept. 2014', '2014-09'],
  ])('finds the date %s', (written, iso) =>
    expect(found(`It was ${written} then.`).filter((f) => f.startsWith('date'))).toEqual([`date: ${iso}`]),
  );

  it('takes the sure form behind a date for the date itself', () => {
    expect(found('Due 04/03/2025 (2025-03-04), paid 05/03/2025 09:30 (2025-03-05)')).toEqual([
      'date: 2025-03-04',
      'date: 2025-03-04',
      'date: 2025-03-05',
      'date: 2025-03-05',
    ]);
  });

  it.each([
    '2-22-0187',
    '1/2/0199',
    'February 30, 2024',
    '13/13/2024',
    '2024-00-10',
    'section 3.4.1',
    'version 10.2.3',
    'May 5',
  ])('finds no date in %s', (written) =>
    expect(found(`It was ${written} then.`).filter((f) => f.startsWith('date'))).toEqual([]),
  );

  it.each([
    ['$1,200', 'USD 1200.00'],
    ['$1,200.505', 'USD 1200.505'],
    ['USD 5', 'USD 5.00'],
    ['US$3 billion', 'USD 3000000000.00'],
    ['$45k', 'USD 45000.00'],
    ['€ 99,50', 'EUR 99.50'],
    ['€7.350,00', 'EUR 7350.00'],
    ['EUR 412.000,75', 'EUR 412000.75'],
    ['€3.600.000', 'EUR 3600000.00'],
    ['€3.000 und nicht €4.000 für das Haus', 'EUR 3000.00'],
    ['€61,500', 'EUR 61500.00'],
    ['€0,125', 'EUR 0.125'],
    ['1.250,-- EUR', 'EUR 1250.00'],
    ["CHF 8'150.-", 'CHF 8150.00'],
    ['CHF 8’150.25', 'CHF 8150.25'],
    ['14 750,20 €', 'EUR 14750.20'],
    ['EUR 14\u202F750', 'EUR 14750.00'],
    ['R$ 2.000,00', 'BRL 2000.00'],
    ['1 900 zł', 'PLN 1900.00'],
    ['1 900 kr in Oslo, Norway,', 'NOK 1900.00'],
    ['₹1,25,000.00', 'INR 125000.00'],
    ['C$ 75.50', 'CAD 75.50'],
    ['$1.125', 'USD 1.125'],
    ['$2.500,00', 'USD 2500.00'],
    ['$3-5 million', 'USD 3000000.00'],
    ['$7 200 people', 'USD 7.00'],
    ['2,5 million euros', 'EUR 2500000.00'],
    ['2,5 Mio. EUR', 'EUR 2500000.00'],
    ['US $5.00', 'USD 5.00'],
    ['£1.5m', 'GBP 1500000.00'],
    ['1,000 euros', 'EUR 1000.00'],
    ['HK$400', 'HKD 400.00'],
  ])('finds the amount %s', (written, normal) =>
    expect(found(`paid ${written} in all`)[0]).toBe(`money: ${normal}`),
  );

  it.each([
    ['a point for decimals', '€1,250.00 and €3.000', ['EUR 1250.00']],
    ['a comma for decimals', '€1.250,00 and €3.000 and €4,000', ['EUR 1250.00', 'EUR 3000.00']],
    ['both', '€1.250,00 and €1,250.00 and €3.000', ['EUR 1250.00', 'EUR 1250.00']],
    ['a comma in euros', '€1.250,00 and $3.125 a share', ['EUR 1250.00', 'USD 3.125']],
  ])('reads an amount like the others, with %s', (_how, written, normals) =>
    expect(found(`paid ${written} in all`)).toEqual(normals.map((normal) => `money: ${normal}`)),
  );

  it.each([
    '$1.2.3',
    '$1,2345',
    'USD 5,6',
    'weighs 180 pounds',
    'a 3 try rule',
    '€1.25.000',
    '€3.000',
    '1.234 EUR',
  ])('finds no amount in %s', (written) =>
    expect(found(`it is ${written} then`).filter((f) => f.startsWith('money'))).toEqual([]),
  );

  it.each([
    ['1:23-cv-04567-ABC', '1:23-cv-04567-ABC'],
    ['No. 22-1234', '22-1234'],
    ['23 Civ. 4567 (LAP)', '23-cv-04567-LAP'],
    ['Case No. 20STCV12345', '20STCV12345'],
    ['Nos. 22-1234 and 22-1300', '22-1234'],
    ['3:2019cv00123', '3:19-cv-00123'],
    ['4:22-crcor-00317', '4:22-crcor-00317'],
    ['2:21\u2013cv\u201300815\u2013AB', '2:21-cv-00815-AB'],
    ['1:22-mj-00044-N-2', '1:22-mj-00044-N-2'],
    ['23SMCV04410', '23SMCV04410'],
    ['30-2022-01234567-CU-BC-CJC', '30-2022-01234567-CU-BC-CJC'],
    ['HHD-CV20-6123456-S', 'HHD-CV20-6123456-S'],
    ['2019-CH-004410', '2019-CH-004410'],
    ['2020-CA-003321-O', '2020-CA-003321-O'],
    ['2021-CV-001977', '2021-CV-001977'],
    ['COCE-22-004410', 'COCE-22-004410'],
    ['A-22-845511-C', 'A-22-845511-C'],
    ['BER-L-4471-22', 'BER-L-4471-22'],
    ['L-4471-22', 'L-4471-22'],
    ['157712/2022', '157712/2022'],
    ['CGC-22-601234', 'CGC-22-601234'],
    ['731-TA-1544', '731-TA-1544'],
    ['No. 1-19-0441', '1-19-0441'],
    ['No. B309922', 'B309922'],
    ['No. 05-19-00123-CV', '05-19-00123-CV'],
    ['No. 19 C 4471', '19 C 4471'],
    ['Case Number: CI 21-4471', 'CI 21-4471'],
    ['Cause No. D-1-GN-20-004471', 'D-1-GN-20-004471'],
    ['Adv. Pro. No. 21-01144 (SHL)', '21-01144 (SHL)'],
    ['Case: 15-1447', '15-1447'],
    ['Case Nos. 2019-CV-4471, 20-118 and 20-119', '20-119'],
  ])('finds the docket number %s', (written, normal) =>
    expect(found(`in ${written}, the court`)).toContain(`docket_number: ${normal}`),
  );

  it.each([
    'Order No. 21-1180',
    'Pub. L. No. 99-514',
    'Release No. 34-88211',
    'Invoice No. 2021-L-0044',
    'Purchase Order No. 2019-CH-004410',
    'File No. 312-555-0117',
    'Dkt. No. 45-2',
    'Case No. 12/31/2021',
    'ACME-2021-L-001234',
    'section 2-22-018',
    'No. 7',
  ])('finds no docket number in %s', (written) =>
    expect(found(`under ${written}, they`).filter((f) => f.startsWith('docket'))).toEqual([]),
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
    ['2020 US Dist LEXIS 12345', '2020 U.S. Dist. LEXIS 12345'],
    ['71 NY2d 204', '71 N.Y.2d 204'],
    ['203 AD3d 771, 772 [2d Dept 2022]', '203 A.D.3d 771'],
    ['35 L Ed 2d 147', '35 L. Ed. 2d 147'],
    ['410 US 113', '410 U.S. 113'],
    ['912F.3d55', '912 F.3d 55'],
    ['912 F. 3d 55', '912 F.3d 55'],
    ['77 Fed. Appx. 12', "77 F. App'x 12"],
    ['145 Haw. 201', '145 Haw. 201'],
    ['31 W.Va. 7', '31 W. Va. 7'],
    ['6 U.S. (2 Cranch) 390 (1805)', '6 U.S. 390'],
    ['27 I. & N. Dec. 316', '27 I. & N. Dec. 316'],
    ['2018-Ohio-3044', '2018-Ohio-3044'],
    ['2011-NMSC-034', '2011-NMSC-034'],
    ['2021 WI App 8', '2021 WI App 8'],
    ['2016 IL App (1st) 142733-U', '2016 IL App (1st) 142733-U'],
    ['2022 NY Slip Op 50123(U)', '2022 NY Slip Op 50123(U)'],
    ['[2015] EWCA Civ 77', '[2015] EWCA Civ 77'],
    ['T.C. Memo. 2017-42', 'T.C. Memo. 2017-42'],
    ['2020 WL 123456, at *3 (D. Mass. Jan. 5, 2020)', '2020 WL 123456'],
  ])('finds the citation %s', (written, normal) =>
    expect(found(`as in ${written}, it was held`)).toEqual([`case_citation: ${normal}`]),
  );

  it.each([
    ['Ellery v Nash (71 NY2d 204 [1988])', 'Ellery v Nash (71 NY2d 204 [1988])'],
    ['Ellery v Nash [2015] UKSC 7', 'Ellery v Nash [2015] UKSC 7'],
    ['Deny it to the State. See Ellery v. Nash, 391 U.S. 145', 'Ellery v. Nash, 391 U.S. 145'],
    ['As Ellery v. Nash, 391 U.S. 145 (1968)', 'Ellery v. Nash, 391 U.S. 145 (1968)'],
  ])('reads the name of the case and the year in %s', (written, whole) =>
    expect(extractEntities({ text: `${written}.`, pages: [] }).mentions.map((m) => m.text)).toEqual([whole]),
  );

  it('finds each of several parallel citations, and the case of a short one', () =>
    expect(
      found(
        'Ellery, 391 U.S. 145, 88 S. Ct. 1444, 20 L. Ed. 2d 491; 391 U.S. at 150; 391 U.S. 301; 391 U.S., at 305-310; 77 Cal.App.2d at p. 9',
      ),
    ).toEqual([
      'case_citation: 391 U.S. 145',
      'case_citation: 88 S. Ct. 1444',
      'case_citation: 20 L. Ed. 2d 491',
      'case_citation: 391 U.S. 145',
      'case_citation: 391 U.S. 301',
      'case_citation: 391 U.S. 301',
      'case_citation: 77 Cal. App. 2d at 9',
    ]));

  it.each(['22 NYCRR 202', '3 Dec 14', '42 U.S.C. § 1983', 'Room 5 Mass. 02110'])(
    'finds no citation in %s',
    (written) =>
      expect(found(`it is ${written} then`).filter((f) => f.startsWith('case_citation'))).toEqual([]),
  );

  it('finds no phone number in account and docket numbers', () => {
    expect(
      found('account 4155550132999, ref 123-4567, 415-555-01324').filter((f) => f.startsWith('phone')),
    ).toEqual([]);
  });
});

it('finds as many mentions in each copy of a text that is repeated many times', () => {
  const block = `${passages.join('\n\n')}\n\n`;
  const once = extractEntities({ text: block, pages: [] }).mentions.length;
  const copies = Math.ceil(200_000 / block.length);
  expect(extractEntities({ text: block.repeat(copies), pages: [] }).mentions.length).toBe(once * copies);
});

it.each([
  'A.',
  'A ',
  'Smith, ',
  'Smith & ',
  'Mr. ',
  'a.b@',
  '1:23-cv-',
  '1 U.S. 1, ',
  '1 A.',
  'A.B ',
  '[2019] ',
  '1.111 ',
  '1 111 ',
  '$1-',
  '\u00AD',
  '- \n',
  '1 a\n',
  'word-\n',
  '1 2-',
  '$1,111,',
  "A'b",
  'From: "a',
])('reads %j, repeated, in linear time', (unit) =>
  expectLinear(unit, (text) => extractEntities({ text, pages: [] })),
);
