// cspell:ignore Kabushiki Kaisha Aktiengesellschaft Treadway KBCII Harrowgate Kestora Belmora Novarra Ostrava Merrow Kessing Belford
import { describe, expect, it } from 'vitest';
import { extractEntities } from '../../../src/core/pipeline/entities/extract.ts';

/** Returns the names in a text, as `kind: name`. */
const namesIn = (text: string): string[] =>
  extractEntities({ text, pages: [] })
    .mentions.filter(({ kind }) => ['person', 'organization', 'place'].includes(kind))
    .map((name) => `${name.kind}: ${name.text}`);

describe('companies in filings', () => {
  it.each([
    ['H.B., Inc. and O.B.K. Financial Corporation merged.', ['H.B., Inc.', 'O.B.K. Financial Corporation']],
    ['Harrowgate U.S.A., Inc. sold it.', ['Harrowgate U.S.A., Inc.']],
    [
      'owned by Harrowgate Bank USA, National Association, as trustee',
      ['Harrowgate Bank USA, National Association'],
    ],
    ['stock of Kestora Capital Corp. II, its parent', ['Kestora Capital Corp. II']],
    ['The Plan of Merger of Kestora Media Holdings, Inc. was filed.', ['Kestora Media Holdings, Inc.']],
    ['The Form 10-K of Kestora Technologies Corporation says so.', ['Kestora Technologies Corporation']],
    ['the Stockholders of Kestora Data Systems Inc. met', ['Kestora Data Systems Inc.']],
    ['The Board of Directors of Belmora Therapeutics, Inc. agreed.', ['Belmora Therapeutics, Inc.']],
    [
      'The Public Company Accounting Oversight Board (United States) sets them.',
      ['Public Company Accounting Oversight Board'],
    ],
    [
      'issued by the Committee of Sponsoring Organizations of the Treadway Commission.',
      ['Committee of Sponsoring Organizations of the Treadway Commission'],
    ],
    [
      'Deposited with The Belmora Trust Company, or BTC, or its nominee. BTC will hold it.',
      ['Belmora Trust Company', 'BTC', 'BTC'],
    ],
    [
      'NovaRx Corporation announced results. In May, NovaRx reported a loss.',
      ['NovaRx Corporation', 'NovaRx'],
    ],
    ['Target Corporation sold it to Shell Company.', ['Target Corporation', 'Shell Company']],
    ['HARROWGATE CORP. V IDA COLE', ['HARROWGATE CORP.']],
    ['Defendant Kestora filed its answer. Kestora denies it.', ['Kestora', 'Kestora']],
    [
      'Harbor Kabushiki Kaisha and Kestora Aktiengesellschaft',
      ['Harbor Kabushiki Kaisha', 'Kestora Aktiengesellschaft'],
    ],
    ['the agencies of the office: Office of the Attorney General', ['Office of the Attorney General']],
  ])('are found whole, without the words before them: %s', (text, organizations) => {
    expect(namesIn(text).filter((name) => name.startsWith('organization'))).toEqual(
      organizations.map((name) => `organization: ${name}`),
    );
  });

  it.each([
    'The Delaware LLC and the Expenses of the Fund are described.',
    'A DEVELOPMENT STAGE COMPANY',
    'The Subject Company and each Self-Regulatory Organization',
    'Chairperson of the Board and Vice-Chairperson of the Board',
    'Obligations of the Companies and Shareholders of the Above Funds',
    'The Co-Branded Service is new.',
    'Defendant Kestora moved, through his counsel, to dismiss its claim.',
  ])('are none where the words name any of a kind: %s', (text) => {
    expect(namesIn(text).filter((name) => name.startsWith('organization'))).toEqual([]);
  });

  it('end before an apostrophe that says what they own', () => {
    expect(namesIn('under Kestora Technologies’ plan')).toEqual(['organization: Kestora Technologies']);
  });
});

describe('people in filings', () => {
  it.each([
    ['/s/ Ida B. Merrow Ida B. Merrow', ['Ida B. Merrow', 'Ida B. Merrow']],
    ['/s/ Lori A. Kessing Executive Vice President', ['Lori A. Kessing']],
    ['Marguerite Swift-Hawk testified.', ['Marguerite Swift-Hawk']],
    ['The Ariel Account-Rule and the Chase USA', []],
    ['KBCII KBCII preferred stock', []],
    ['/s/ Thomas A. Thomas', ['Thomas A. Thomas']],
    ['/s/ Thomas Lee Thomas', ['Thomas Lee Thomas']],
    ['Thomas Thomas testified.', ['Thomas Thomas']],
  ])('are found as they are written: %s', (text, people) => {
    expect(namesIn(text).filter((name) => name.startsWith('person'))).toEqual(
      people.map((name) => `person: ${name}`),
    );
  });
});

describe('places in filings', () => {
  it.each([
    ['with the Securities and Exchange Commission, Washington, D.C. 20549', 'Washington, D.C.'],
    ['Their office is at 1200 Belford, Kansas City, Missouri 64106.', 'Kansas City, Missouri'],
    ['sent to Belford, Oklahoma City, Oklahoma', 'Oklahoma City, Oklahoma'],
  ])('are cities with the state that follows them: %s', (text, place) => {
    expect(namesIn(text).filter((name) => name.startsWith('place'))).toEqual([`place: ${place}`]);
  });
});
