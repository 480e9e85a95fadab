import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extractEntities } from '../../../src/core/pipeline/entities/extract.ts';
import { resolveEntities } from '../../../src/core/pipeline/entities/resolve.ts';
import { expectLinear } from '../../support/linear.ts';

/** Returns `written -> who it is` for the people and organizations of a text; only those that differ. */
const meanings = (text: string): string[] =>
  resolveEntities(extractEntities({ text, pages: [] }).mentions)
    .entities.filter((e) => ['person', 'organization'].includes(e.kind) && e.text !== e.canonical)
    .map((e) => `${e.text} -> ${e.canonical}`);
const meaningsOf = (text: string, word: string): string[] => [
  ...new Set(meanings(text).filter((m) => m.startsWith(`${word} ->`))),
];
const kindsOf = (text: string, word: string): string[] =>
  extractEntities({ text, pages: [] })
    .mentions.filter((m) => m.text === word)
    .map((m) => m.kind);

describe('definitions', () => {
  it.each([
    ['Dunleavy Salvage, Inc. ("Dunleavy") sued. Dunleavy lost.', 'Dunleavy', 'Dunleavy Salvage, Inc.'],
    ['Dunleavy Salvage, Inc. (“Dunleavy”) sued. Dunleavy’s ship sank.', 'Dunleavy', 'Dunleavy Salvage, Inc.'],
    ["Dunleavy Salvage, Inc. ('Dunleavy,') sued. Dunleavy lost.", 'Dunleavy', 'Dunleavy Salvage, Inc.'],
    ['Dunleavy Salvage, Inc. (Dunleavy) sued. Dunleavy lost.', 'Dunleavy', 'Dunleavy Salvage, Inc.'],
    [
      'Dunleavy Salvage, Inc., an Ohio corporation with offices at 9 Elm Street, Akron, Ohio 44301 (“Dunleavy” or the “Landlord”), rents. Dunleavy pays.',
      'Dunleavy',
      'Dunleavy Salvage, Inc.',
    ],
    ['the Port Authority of Harwick (PAH) met. PAH voted.', 'PAH', 'Port Authority of Harwick'],
    ['Northern Marine Coatings, Inc. (“NMC”) sued. NMC lost.', 'NMC', 'Northern Marine Coatings, Inc.'],
    [
      'The Federal Grain Storage Commission (FGSC) met. FGSC voted.',
      'FGSC',
      'Federal Grain Storage Commission',
    ],
    ['RJ Dunleavy Corp. (“Salvco”) sued. Salvco lost.', 'Salvco', 'RJ Dunleavy Corp.'],
    [
      'Dunleavy Salvage, Inc., a subsidiary of Osgood Holdings, Inc. (“Dunleavy”), sued. Dunleavy lost.',
      'Dunleavy',
      'Dunleavy Salvage, Inc.',
    ],
    [
      'Dunleavy Salvage, Inc. (together with its subsidiaries, “Dunleavy”) sued. Dunleavy lost.',
      'Dunleavy',
      'Dunleavy Salvage, Inc.',
    ],
    ['DUNLEAVY SALVAGE, INC. (“DUNLEAVY”) sued. Dunleavy lost.', 'Dunleavy', 'DUNLEAVY SALVAGE, INC.'],
  ])('of %j', (text, term, name) => expect(meaningsOf(text, term)).toEqual([`${term} -> ${name}`]));

  it.each([
    ['Ames Freight, Inc. and Osgood LLC (collectively, the "Sellers") sold. Sellers agree.', 'Sellers'],
    ['Ames Freight, Inc. and Osgood LLC ("Sellers") sold. Sellers agree.', 'Sellers'],
    ['This agreement with Ames Freight, Inc. (the "Agreement") ends. The Agreement ends.', 'Agreement'],
    [
      'They met Ames Freight, Inc. on May 5, 2020 (the "Effective Date"). Effective Date is past.',
      'Effective Date',
    ],
    ['Ames Freight, Inc. (emphasis on "Freight") sued. Freight moved.', 'Freight'],
    ['Ames Freight, Inc. sued. The Company lost. Seller paid.', 'Company'],
    ['Ames Freight, Inc. ("Seller") and Osgood LLC ("Seller") agree. Seller pays.', 'Seller'],
    ['The declaration of Ida Osgood ("Osgood Decl.") says so. Osgood Decl. 5.', 'Osgood Decl'],
    ['Ames Freight, Inc., a subsidiary of Osgood Holdings, Inc. (the "Seller"), left. Seller pays.', 'x'],
    ['Dunleavy Salvage, Inc. (the “Company”) sued. The Company lost.', 'Company'],
    ['Dunleavy Salvage, Inc., hereinafter referred to as the “Lessor”, rents. Lessor pays.', 'Lessor'],
    ['Harwick Bank, hereinafter the Lender, lends. Lender pays.', 'Lender'],
    ['Thomas Reed (the "Executive") left. The Executive sued.', 'Executive'],
  ])('name nobody in %j', (text, term) => expect(meaningsOf(text, term)).toEqual([]));

  it('come before surnames, unless the words say that a person is meant', () => {
    const text =
      'Harwick Supply, Inc. ("Harwick") sued. Its president is Margaret T. Harwick. Harwick pays. Ms. Harwick wrote. Margaret Harwick signed.';
    expect(meanings(text)).toEqual([
      'Harwick -> Harwick Supply, Inc.',
      'Harwick -> Harwick Supply, Inc.',
      'Harwick -> Margaret T. Harwick',
      'Margaret Harwick -> Margaret T. Harwick',
    ]);
    expect(kindsOf(text, 'Harwick')).toEqual(['organization', 'organization', 'person']);
  });

  it('of several are not taken for one of them or for a person', () => {
    const text =
      'Harwick Supply, Inc. and Harwick Realty LLC (collectively, "Harwick") sued. Margaret Harwick spoke. Harwick left.';
    expect(kindsOf(text, 'Harwick')).toEqual([]);
  });

  it('leave other terms alone', () => {
    const text = 'Thomas Reed (the "Tenant") left. Tenant Improvements and the Tenant Fund are due.';
    expect(kindsOf(text, 'Tenant')).toEqual([]);
  });
});

describe('other names', () => {
  it.each([
    [
      'Osgood Lines, Inc., f/k/a Osgood Trucking Co., left. Osgood Trucking Co. paid.',
      'Osgood Trucking Co.',
      'Osgood Lines, Inc.',
    ],
    [
      'Osgood Lines, Inc., doing business as Harwick Cartage, left. Harwick Cartage paid.',
      'Harwick Cartage',
      'Osgood Lines, Inc.',
    ],
    [
      'Osgood Lines, Inc. (formerly known as Harwick Cartage Corp.) left.',
      'Harwick Cartage Corp.',
      'Osgood Lines, Inc.',
    ],
    ['Ida Bolt, a/k/a Ida Ames, left. Ida Ames paid.', 'Ida Ames', 'Ida Bolt'],
    ['Samuel Clemens, also known as Mark Twain, wrote.', 'Mark Twain', 'Samuel Clemens'],
    ['Samuel Clemens, writing under the pen name Mark Twain, wrote.', 'Mark Twain', 'Samuel Clemens'],
  ])('of %j', (text, alias, name) => expect(meaningsOf(text, alias)).toEqual([`${alias} -> ${name}`]));

  it('of a person in business stay an organization', () => {
    const text = 'Ida Bolt d/b/a Riverbend Sewing paid.';
    expect(kindsOf(text, 'Riverbend Sewing')).toEqual(['organization']);
    expect(meanings(text)).toEqual([]);
  });
});

describe('short forms without a definition', () => {
  it.each([
    [
      'Quillfeather Holdings, Inc. sued. Later Quillfeather paid.',
      ['Quillfeather -> Quillfeather Holdings, Inc.'],
    ],
    [
      'Quillfeather Cold Storage LLC sued. Quillfeather Cold paid.',
      ['Quillfeather Cold -> Quillfeather Cold Storage LLC'],
    ],
    ['Quillfeather Holdings, Inc. and Quillfeather Realty LLC sued. Quillfeather paid.', []],
    ['Quillfeather Holdings, Inc. sued Ida Quillfeather. Quillfeather paid.', []],
    ['Meridian Freight, Inc. sued. Meridian lines are old.', []],
  ])('in %j', (text, expected) => expect(meanings(text)).toEqual(expected));

  it('are surnames only of people with a title or a known given name', () => {
    expect(kindsOf('Karen Osgood left. Osgood paid.', 'Osgood')).toEqual(['person']);
    expect(kindsOf('Mr. Osgood left. Osgood paid.', 'Osgood')).toEqual(['person', 'person']);
    expect(kindsOf('Wexcombe Osgood left. Osgood paid.', 'Osgood')).toEqual([]);
  });
});

const SURNAMES = ['Osgood', 'Harwick', 'Dunleavy', 'Quillfeather', 'Pemberton'];
const FORMS = [
  (name: string, term: string) => `${name} ("${term}")`,
  (name: string, term: string) => `${name}, an Ohio corporation (“${term}”),`,
  (name: string, term: string) => `${name} (hereinafter “${term}”)`,
  (name: string, term: string) => `${name} (${term})`,
];

it('never takes a defined term for a person whose surname it is', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...SURNAMES),
      fc.constantFrom(...FORMS),
      fc.shuffledSubarray(
        [
          'Karen T. {} is president.',
          'Later {} paid.',
          'The clerk told {} so.',
          'Mr. {} spoke.',
          '{}’s ship sank.',
        ],
        { minLength: 1 },
      ),
      (surname, form, sentences) => {
        const company = `${surname} Marine Supply, Inc.`;
        const text = `Plaintiff ${form(company, surname)} sued. ${sentences.join(' ').replaceAll('{}', surname)}`;
        const { mentions } = extractEntities({ text, pages: [] });
        for (const m of mentions) expect(text.slice(m.start, m.end)).toBe(m.text);
        const { entities } = resolveEntities(mentions);
        const alone = entities.filter((e) => e.text === surname && !/Mr\. $/.test(text.slice(0, e.start)));
        expect(alone.length).toBeGreaterThan(0);
        for (const e of alone) expect(`${e.kind} ${e.canonical}`).toBe(`organization ${company}`);
      },
    ),
  );
});

it.each([
  'Ames LLC ("Ames") ',
  '("',
  '(“Ames” ',
  'hereinafter ',
  ' herein called the',
  'Ames Corp., a/k/a ',
  'Ames a/k/a Ames ',
  '(the "Company") Company ',
  'Ames, Ames, Ames and ',
  'Ames ("A") and Bolt (collectively, "B") ',
  '(together with together with ',
])('reads %j, repeated, in linear time', (unit) =>
  expectLinear(unit, (text) => extractEntities({ text, pages: [] })),
);
