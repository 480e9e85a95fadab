/** Kinds of faults that reading and labeling real papers showed. */
// cspell:ignore Cass Seidemann Jagels CABRANES POOLER Dunkin Thibault Tersant THEMART LKPL Dassault Systemes anonyme Axiometric Auriemma Vernice ECOND IRCUIT FFIRMED EMANDED EREMY UTMAN GUTMAN
import { describe, expect, it } from 'vitest';
import { extractEntities } from '../../../src/core/pipeline/entities/extract.ts';

const KINDS = new Set(['person', 'organization', 'place']);
const namesIn = (text: string): string[] =>
  extractEntities({ text, pages: [] })
    .mentions.filter(({ kind }) => KINDS.has(kind))
    .map(({ kind, text: name }) => `${kind} ${name}`);

describe('names', () => {
  it.each([
    [
      'a middle initial J.',
      'On brief was William J. Conley, Jr., City Solicitor.',
      ['person William J. Conley, Jr.'],
    ],
    ['a day and a month', 'To: H\nSent: Thu Dec 24 09:49:39 2009\nSubject: Re: Trying', []],
    [
      'an office of the country',
      'Luke V. Cass, Assistant United States Attorney, was on brief.',
      ['person Luke V. Cass'],
    ],
    [
      'a role before the name',
      'Plaintiff-appellant David Seidemann is a professor.',
      ['person David Seidemann'],
    ],
    [
      'letters of a section',
      'Recitals.\n\nA. Franchisor owns certain rights.\n\nB. Franchisor is willing.',
      [],
    ],
    [
      'a numbered heading with a surname',
      'Appellant Nichole M. Jagels appeals.\n\nI. Jagels’ plea was knowing.\n\nWe affirm Jagels’ conviction.',
      ['person Nichole M. Jagels', 'person Jagels', 'person Jagels'],
    ],
    [
      'a surname with St.',
      'Appellant Vanessa St. Pierre sued. The City hired St. Pierre in 2014.',
      ['person Vanessa St. Pierre', 'person St. Pierre'],
    ],
    [
      'a surname with particles',
      'Ruben de los Santos ("Santos"), a seaman, testified. Then Santos left.',
      ['person Ruben de los Santos', 'person Santos', 'person Santos'],
    ],
    [
      'two surnames',
      'It was signed by attorney Victor M. Rodriguez Baez of Woods & Woods.',
      ['person Victor M. Rodriguez Baez', 'organization Woods & Woods'],
    ],
    [
      'a list in capitals',
      'Before:\nCABRANES, POOLER, AND LYNCH, Circuit Judges.',
      ['person CABRANES', 'person POOLER', 'person LYNCH'],
    ],
    [
      'a list of two words in a list of companies',
      'They met at a Dunkin Donuts near the bridge.',
      ['organization Dunkin Donuts'],
    ],
    ['words in capitals before a name', '8:35 am ARRIVE State Department', ['organization State Department']],
    ['a country by its letters', 'The call with the UK is at noon.', ['place UK']],
    [
      'a title and an office',
      'Name: Thibault de Tersant, CFO\nTitle: Founder & CEO',
      ['person Thibault de Tersant'],
    ],
  ])('are right beside %s', (_what, text, expected) => {
    expect(namesIn(text)).toEqual(expected);
  });
});

describe('companies', () => {
  it.each([
    [
      'with a small first letter',
      'This agreement is between iBio Inc., a public corporation, and Acme Corp. In 2019 iBio grew.',
      ['organization iBio Inc.', 'organization Acme Corp.', 'organization iBio'],
    ],
    [
      'whose term starts so or with a digit',
      'I-ESCROW, INC. ("i-Escrow") and 2THEMART.COM, INC. ("2TheMart") agree that i-Escrow pays 2TheMart (see www.i-Escrow.com).',
      [
        'organization I-ESCROW, INC.',
        'organization 2THEMART.COM, INC.',
        'organization i-Escrow',
        'organization 2TheMart',
      ],
    ],
    [
      'that a list of definitions names',
      'Here LKPL will pay.\n\n"LKPL" means Link Plus Corporation, a company. "Billing Party" means the party that pays. The Billing Party shall bill.',
      ['organization LKPL', 'organization LKPL', 'organization Link Plus Corporation'],
    ],
    [
      'that look like people',
      'This is made between Dassault Systemes, a societe anonyme organized under the laws of France, and PlanetCAD Inc. It binds Dassault Systemes.',
      [
        'organization Dassault Systemes',
        'place France',
        'organization PlanetCAD Inc.',
        'organization Dassault Systemes',
      ],
    ],
    [
      'that are two',
      'by and between Link Plus Corporation and Axiometric, LLC.',
      ['organization Link Plus Corporation', 'organization Axiometric, LLC'],
    ],
    [
      'called by an ordinary word',
      'Bighorn Transport, Inc. was sued. The agency rated Bighorn conditional, and fined Bighorn twice.',
      ['organization Bighorn Transport, Inc.', 'organization Bighorn', 'organization Bighorn'],
    ],
    [
      'beside a product of theirs',
      'Experian Information Solutions, Inc. (“Experian”) sued. He copied Experian JavaScript code.',
      ['organization Experian Information Solutions, Inc.', 'organization Experian', 'organization Experian'],
    ],
    [
      'and whoever comes after the comma',
      'He coaches at the University of Connecticut, Auriemma agrees.',
      ['organization University of Connecticut'],
    ],
  ])('are found %s', (_what, text, expected) => {
    const found = namesIn(text);
    for (const name of new Set(expected))
      expect(found.filter((each) => each === name).length).toBeGreaterThanOrEqual(
        expected.filter((each) => each === name).length,
      );
    expect(found.filter((name) => !expected.includes(name))).toEqual([]);
  });

  it.each([
    'Founder & CEO',
    'a Chinese Corporation',
    'Services and Deliverables',
    'the Board of Advisors',
    'the Series LLC',
  ])('are not %s', (text) => {
    expect(namesIn(`It was signed by ${text} today.`)).toEqual([]);
  });
});

describe('families', () => {
  const family = 'I married Darnell Bellwether in May. His mother, Vernice Bellwether, stays here.';
  it('are called by given names', () => {
    const { mentions } = extractEntities({
      text: `${family} Then Vernice left, and Darnell did too.`,
      pages: [],
    });
    expect(mentions.filter(({ text }) => text === 'Vernice').map(({ antecedent }) => antecedent)).toEqual([
      'Vernice Bellwether',
    ]);
  });
  it('with two of one given name share it with nobody', () => {
    expect(
      namesIn(`${family} Vernice Oakley came. Then Vernice left.`).filter(
        (name) => name === 'person Vernice',
      ),
    ).toEqual([]);
  });
});

it('joins small capitals of names where the document has such lines', () => {
  const text =
    'UNITED STATES COURT OF APPEALS\nF OR THE S ECOND C IRCUIT\n\nA FFIRMED AND R EMANDED IN P ART for the court.\n\nJ EREMY G UTMAN, New York, for Appellant.';
  const found = extractEntities({ text, pages: [] }).mentions.map(({ kind, normal }) => `${kind} ${normal}`);
  expect(found).toContain('person JEREMY GUTMAN');
});
