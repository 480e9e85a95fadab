import { expect, it } from 'vitest';
import { extractEntities } from '../../../src/core/pipeline/entities/extract.ts';

const written = (text: string): string[] =>
  extractEntities({ text, pages: [] }).mentions.map((m) => `${m.kind}: ${m.text}`);

const TRANSCRIPT = `Q. Who wrote the memo?
A. Will Danforth did.
Q. How do you know?
A. Mr. Penhallow told me so.
Q. Did he sign it?
MR. RUTHERFORD: Objection.
MS. VAN ALSTYNE: He may answer.
BY DR. McBRIDE:
THE WITNESS: Yes.`;

it('finds the people of a transcript, without its marks', () => {
  expect(written(TRANSCRIPT)).toEqual([
    'person: Will Danforth',
    'person: Penhallow',
    'person: RUTHERFORD',
    'person: VAN ALSTYNE',
    'person: McBRIDE',
  ]);
});

it('knows the marks of a transcript with numbered lines, two pages beside each other', () => {
  const text = '1 Q. Where was it? 1 Q. Which one?\n2 A. In the barn. 2 A. Mr. Penhallow had it.';
  expect(written(text)).toEqual(['person: Penhallow']);
});

it.each([
  ['The clerk was A. Danforth of the county.', ['person: A. Danforth']],
  ['Will Osric Danforth testify?', ['person: Osric Danforth']],
  ['Will Danforth testify?', []],
  ['June Danforth testified.', ['person: June Danforth']],
  ['MR. HALE MOVED TO STRIKE.', ['person: HALE']],
  ['The affiant REX DALTON swore.', ['person: REX DALTON']],
])('finds the people in %j', (text, people) =>
  expect(written(text).filter((w) => w.startsWith('person'))).toEqual(people),
);

it.each([
  'A F F I D A V I T',
  'T O F P',
  'the U. S. District of the U.S. Attorney',
  'San Diego',
  'Los Angeles',
  'Santa Fe',
  'filed as A-21-834567-B. Nevada',
  'the Justice Court',
  'Best, Corinne\nRegards',
])('finds no person in %j', (text) =>
  expect(written(`It was ${text} again.`).filter((w) => w.startsWith('person'))).toEqual([]),
);

it.each([
  ['P-7\tWold, Corinne\tBolt, Ida; Ames, Rufus', ['Wold, Corinne', 'Bolt, Ida', 'Ames, Rufus']],
  ['Wexford, Susan K.; and O’Malley, Fiachra were heard.', ['Wexford, Susan K.', 'O’Malley, Fiachra']],
  ['x\tBoston, Massachusetts\tParis, Texas', []],
])('finds people with their last names first in %j', (text, people) =>
  expect(written(text).filter((w) => w.startsWith('person'))).toEqual(people.map((p) => `person: ${p}`)),
);

it.each([
  ['Norcross Lifts, Inc., d/b/a TRI-COUNTY HOISTS, was', ['Norcross Lifts, Inc.', 'TRI-COUNTY HOISTS']],
  ['Norcross Freight Ltd. f/k/a Norcross Cartage was', ['Norcross Freight Ltd.', 'Norcross Cartage']],
  ['Ida Bolt, f/k/a Ida Ames, doing business as Riverbend Sewing, was', ['Riverbend Sewing']],
  ['Dunleavy’s Bakery Ltd. was', ['Dunleavy’s Bakery Ltd.']],
  ['Mr. O’Hara of Dunleavy’s Bakery Ltd. was', ['Dunleavy’s Bakery Ltd.']],
  ['ORPHEUS NO. 27 LTD and ARGOS (PNG) LTD were', ['ORPHEUS NO. 27 LTD', 'ARGOS (PNG) LTD']],
  ['GULF COAST DRAYAGE COMPANY was', ['GULF COAST DRAYAGE COMPANY']],
  ['by van der Meer LLP.', ['van der Meer LLP']],
  ['by Ridgeway Granite Company.', ['Ridgeway Granite Company']],
  ['counsel for Vale. Quill & Marchetti Company', ['Quill & Marchetti Company']],
  ['See Norcross Corp. and', ['Norcross Corp.']],
  ['LTD. and INC. of the Dept.', []],
])('finds the organizations in %j', (text, organizations) =>
  expect(written(text).filter((w) => w.startsWith('organization'))).toEqual(
    organizations.map((name) => `organization: ${name}`),
  ),
);
