/** Kinds of names, and of words that only look like one, in opinions, pleadings, contracts and mail. */
// cspell:ignore Rodríguez Arzola Tsukimi Rehm Tallan Synovus Gelston Foamtex Harlan STAHL Pieras Crestmark crestmark harlanmarine jdoe Avispas Steelworkers Quim DeKalb Dearborn RODRÍGUEZ ARZOLA
import { describe, expect, it } from 'vitest';
import { extractEntities } from '../../../src/core/pipeline/entities/extract.ts';

const mentionsIn = (text: string) =>
  extractEntities({ text, pages: [] }).mentions.filter(({ kind }) =>
    ['person', 'organization', 'place'].includes(kind),
  );
const namesIn = (text: string): string[] => mentionsIn(text).map(({ kind, text: name }) => `${kind} ${name}`);

describe('people', () => {
  it.each([
    [
      'a sentence after an office',
      'STAHL, Circuit Judge. This appeal is ours. This fails.',
      ['person STAHL'],
    ],
    ['a short title in a citation', 'See S. Rep. No. 64 and Associated Gen. Contractors.', []],
    ['a title before a name', 'Sen. Hatch spoke to Rep. Byrd.', ['person Hatch', 'person Byrd']],
    ['courts of citations', 'as held (D. Colo. 1993), and (D.C. Cir. 1977), or by the 1st Cir. once', []],
    [
      'an ending after a judge',
      '[Hon. Jaime Pieras, Jr., U.S. District Judge]',
      ['person Jaime Pieras, Jr.'],
    ],
    ['headings with a letter', 'K. Severability. If any. A. Non-Competition. E. Third-Party matters.', []],
    ['joined words', 'The JavaScript Code of PowerPoint Viewer was copied.', []],
    [
      'labels around a signature',
      'Sign: /s/ Laura Wallace\nBy: /s/ Thomas D. Gleason',
      ['person Laura Wallace', 'person Thomas D. Gleason'],
    ],
    ['a company with initials', 'He left J.P. Morgan in May.', ['organization J.P. Morgan']],
  ])('are told from %s', (_what, text, expected) => {
    expect(namesIn(text)).toEqual(expected);
  });

  it('are known again by the surname that a caption has in capitals', () => {
    const text =
      'GABRIEL ARZOLA-RODRÍGUEZ,\n     Defendant, Appellant.\n\nThe jury did not believe Arzola-Rodríguez.';
    expect(namesIn(text)).toContain('person Arzola-Rodríguez');
  });

  it('are known again by the part of a surname that parentheses hold', () => {
    expect(namesIn('Roberto Acosta-Gelston (Gelston) left. Later Gelston sued.').at(-1)).toBe(
      'person Gelston',
    );
  });

  it('are known again by a surname that does what people do, also without a known given name', () => {
    expect(namesIn('He met Tsukimi Rehm there. Rehm testified in May.')).toEqual([
      'person Tsukimi Rehm',
      'person Rehm',
    ]);
    expect(namesIn('He took Tsukimi Rehm there. Rehm was approved in May.')).toEqual(['person Tsukimi Rehm']);
  });
});

describe('organizations', () => {
  it.each([
    [
      'unions',
      'the United Steelworkers, and Teamsters Local 25',
      ['United Steelworkers', 'Teamsters Local 25'],
    ],
    [
      'agencies of two subjects',
      'He sued the Bay Conservation and Development Commission.',
      ['Bay Conservation and Development Commission'],
    ],
    [
      'what somebody works for or banks with',
      'He is employed by Tallan. An account at Synovus was empty. Synovus knew.',
      ['Tallan', 'Synovus', 'Synovus'],
    ],
    [
      'Mexican companies by their first word',
      'Foamtex Quim S.A. de C.V. sold foam. Later Foamtex was paid.',
      ['Foamtex Quim S.A. de C.V.', 'Foamtex'],
    ],
  ])('are %s', (_what, text, expected) => {
    expect(namesIn(text)).toEqual(expected.map((name) => `organization ${name}`));
  });

  it('are the names of domains in a mail', () => {
    const mail =
      'From: Jane Doe <jdoe@crestmark.com>\nTo: bob@harlanmarine.com\nSubject: x\n\nBob, Crestmark ships for Harlan Marine.\n';
    expect(namesIn(mail)).toEqual(
      expect.arrayContaining(['organization Crestmark', 'organization Harlan Marine']),
    );
  });

  it('are called by the name of a place only where nothing says that the place is meant', () => {
    const company = 'Dearborn National Life Insurance Company lost. ';
    const [, ...short] = mentionsIn(`${company}The City sued Dearborn. Dearborn's offer failed.`);
    expect(short.map(({ kind, antecedent }) => [kind, antecedent])).toEqual([
      ['organization', 'Dearborn National Life Insurance Company'],
      ['organization', 'Dearborn National Life Insurance Company'],
    ]);
    expect(namesIn(`${company}She sued Dearborn. She lives in Dearborn.`)).toContain('place Dearborn');
  });
});

describe('places', () => {
  it.each([
    ['a city with a short state', 'He lived in East Providence, R.I. until May.', 'East Providence, R.I.'],
    ['the capital', 'It is in Washington, D. C. today.', 'Washington, D. C.'],
    ['where a company is from', 'Acme is a Nevada Corporation.', 'Nevada'],
    ['a county with a joined name', 'Signed in DeKalb County, Georgia.', 'DeKalb County, Georgia'],
    ['a federation', 'the law of the Federal Republic of Germany applies', 'Federal Republic of Germany'],
  ])('are %s', (_what, text, expected) => {
    expect(namesIn(text)).toContain(`place ${expected}`);
  });

  it('are no groups with a Spanish article', () => {
    expect(namesIn('The gang was called "Las Avispas" then.')).toEqual([]);
  });
});
