import { expect, it } from 'vitest';
import { extractEntities } from '../../../src/core/pipeline/entities/extract.ts';
import { resolveEntities } from '../../../src/core/pipeline/entities/resolve.ts';
import { expectLinear } from '../../support/linear.ts';

const people = (text: string): string[] =>
  resolveEntities(extractEntities({ text, pages: [] }).mentions)
    .entities.filter((e) => e.kind === 'person')
    .map((e) => (e.text === e.canonical ? e.text : `${e.text} = ${e.canonical}`));

const APPEARANCES = `A P P E A R A N C E S:

FOR THE PLAINTIFF:
     BY: PETER HALE, ESQ.

FOR THE DEFENDANT:
     BY: MARGARET L. ORTIZ, ESQ.

                        I N D E X

WITNESS                      EXAMINATION BY          PAGE
LYSANDER HOLT                MR. HALE                   4

`;

const PAGE = ` 1            LYSANDER HOLT,
 2   called as a witness, having been first duly sworn,
 3   was examined and testified as follows:
 4                  DIRECT EXAMINATION
 5   BY MR. HALE:
 6        Q.   Good morning, Mr. Holt.  Where do you
 7   live?
 8        A.   I live in Albany.  I worked with Maud
 9   Trelawney.
10             MS. ORTIZ:  Objection.  Form.
11             THE WITNESS:  I will answer.
12             THE COURT:  Overruled.  Mr. Hale, go on.
13        Q    And Ms. Trelawney?
14        A    She did.
15                  CROSS-EXAMINATION
16             THE REPORTER:  Please speak up.
`;

it('knows the speakers by the appearances, and takes no heading or mark for a person', () => {
  expect(people(APPEARANCES + PAGE)).toEqual([
    'PETER HALE = Peter Hale',
    'MARGARET L. ORTIZ = Margaret L. Ortiz',
    'LYSANDER HOLT = Lysander Holt',
    'HALE = Peter Hale',
    'LYSANDER HOLT = Lysander Holt',
    'HALE = Peter Hale',
    'Holt = Lysander Holt',
    'Maud\n 9   Trelawney = Maud Trelawney',
    'ORTIZ = Margaret L. Ortiz',
    'Hale = Peter Hale',
    'Trelawney = Maud Trelawney',
  ]);
});

it('prefers the appearances to a namesake in the testimony', () => {
  const text = `${APPEARANCES}BY MR. HALE:\nQ. Who else?\nA. Susan Hale.\nMR. HALE: Nothing further.\n`;
  expect(people(text).slice(-3)).toEqual(['HALE = Peter Hale', 'Susan Hale', 'HALE = Peter Hale']);
});

it('gives no full name where two people of the appearances share it', () => {
  const text = `APPEARANCES:\nPETER HALE, ESQ.\nSUSAN HALE, ESQ.\n\nMR. HALE: Objection.\nQ. Why?\nA. No.\n`;
  expect(people(text).at(-1)).toBe('HALE = Hale');
});

it('does not take a mark for an initial, in lines and in condensed pages', () => {
  const text = ` 1  Q. Who owned the quarry?                 1  A. Barnabas Whitlock.
 2  A. Mr. Barnabas Whitlock                  2  Q. Who signed?
 3  and his wife.                             3  A. Silas Thackeray did.
 4  Q. Did Mr. Whitlock sell it?              4  MR. HALE: Objection.
 5  A. Yes.                                   5  THE WITNESS: In May.
 6  Q. When?                                  6  Q. How?
`;
  expect(people(text)).toEqual([
    'Barnabas Whitlock',
    'Barnabas Whitlock',
    'Silas Thackeray',
    'Whitlock = Barnabas Whitlock',
    'HALE = Hale',
  ]);
});

it.each(['A P P E A R A N C E S: AB CD, ESQ.\n', 'MR. HALE: ', 'Q. A. ', 'BY MS. ORTIZ\n', 'APPEARANCES '])(
  'reads %j, repeated, in linear time',
  (unit) => expectLinear(unit, (text) => extractEntities({ text, pages: [] })),
);
