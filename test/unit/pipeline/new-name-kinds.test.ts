// cspell:ignore Edelman Abhijit Bandari Brantley NORAX
import { describe, expect, it } from 'vitest';
import { extractEntities } from '../../../src/core/pipeline/entities/extract.ts';

const names = (text: string): string[] =>
  extractEntities({ text, pages: [] })
    .mentions.filter(({ kind }) => kind === 'person' || kind === 'organization' || kind === 'place')
    .map(({ kind, normal, antecedent }) =>
      [kind, normal, ...(antecedent === undefined ? [] : [antecedent])].join(' '),
    );

describe('names of kinds that new papers showed', () => {
  it.each([
    [
      'Amber Road, Inc. owes it. The court ruled against Amber Road and Dana Whitlock.',
      ['organization Amber Road, Inc.', 'organization Amber Road Amber Road, Inc.', 'person Dana Whitlock'],
    ],
    [
      'Bighorn Freight, LLC paid. The court ruled against Bighorn and Whitlock, and Bighorn left.',
      [
        'organization Bighorn Freight, LLC',
        'organization Bighorn Bighorn Freight, LLC',
        'organization Bighorn Bighorn Freight, LLC',
      ],
    ],
    [
      'KVT Dredging, LLC sued. It said that KVT was paid.',
      ['organization KVT Dredging, LLC', 'organization KVT KVT Dredging, LLC'],
    ],
    ['They paid AT&T and PG&E.', ['organization AT&T', 'organization PG&E']],
    [
      'It was then the American Telephone and Telegraph Company.',
      ['organization American Telephone and Telegraph Company'],
    ],
    ['Edelman, Combs, Roe & Hill, L.L.C. appeared.', ['organization Edelman, Combs, Roe & Hill, L.L.C.']],
    ['About Harbor Financial Corporation', ['organization Harbor Financial Corporation']],
    ['Copyright 2004 Harbor Trust Company', ['organization Harbor Trust Company']],
    [
      'Defendants Anders Whitlock and Moonlit Holdings, LLC were served.',
      ['person Anders Whitlock', 'organization Moonlit Holdings, LLC'],
    ],
    [
      '(Ada R. Poe, on the brief), Hollis Day, New York, NY, for Dana Whitlock.',
      ['person Ada R. Poe', 'organization Hollis Day', 'place New York, NY', 'person Dana Whitlock'],
    ],
    [
      'Dana Whitlock, #31877\nWhitlock Law\n1801 Broadway, Suite 920\n',
      ['person Dana Whitlock', 'organization Whitlock Law'],
    ],
    ['Many of its works hang in the Richard Gray Gallery.', ['organization Richard Gray Gallery']],
    [
      'He spoke with CFO Abhijit Bandari and with Deputy Brantley.',
      ['person Abhijit Bandari', 'person Brantley'],
    ],
    ['Plaintiff-in-interpleader Dana Whitlock paid.', ['person Dana Whitlock']],
    ['Steven Whitlock*', ['person Steven Whitlock']],
    ['DANA ASHCROFT is sued. Defendant ASHCROFT approved it.', ['person DANA ASHCROFT', 'person ASHCROFT']],
  ])('are found in %j', (text, expected) => expect(names(text)).toEqual(expected));

  it.each([
    'They met in Lee Park, and Lee Park was closed.',
    'He was held in the NORAX SHU for a year.',
    'EDGAR Filing Documents',
    'It was held in his IRA for him.',
    'B. HILL, ROE AND OTHERS ARE PROTECTED BY LAW',
    'E.D. Va. decided it, and so did E.D. VA in the next year.',
    'The CEO Pay Ratio rose, and the Deputy Director left.',
  ])('are no people in %j', (text) =>
    expect(names(text).filter((name) => name.startsWith('person'))).toEqual([]),
  );

  it('keeps somebody whose surname is also a hall or a park', () =>
    expect(names('She wrote to Sarah Hall and to Robert T. Park.')).toEqual([
      'person Sarah Hall',
      'person Robert T. Park',
    ]));
});

describe('places that are also names, or that begin with one', () => {
  it.each([
    ['She moved from Houston to St. Louis.', ['place Houston', 'place St. Louis']],
    ['The office is in P.R. China.', ['place P.R. China']],
    ['The address is P.O. Box 26, George Town, Grand Cayman.', ['place George Town', 'place Grand Cayman']],
  ])('are found in %j', (text, expected) => expect(names(text)).toEqual(expected));

  it('are people where the paper has such people', () =>
    expect(names('Jane Houston appeals. Houston argues that the court erred.')).toEqual([
      'person Jane Houston',
      'person Houston',
    ]));

  it('takes no part of a company for a company', () =>
    expect(names('Attn: Legal Department\nAttn: Treasury Group\n')).toEqual([]));
});
