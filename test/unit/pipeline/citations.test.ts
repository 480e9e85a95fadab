import { expect, it } from 'vitest';
import type { Mention } from '../../../src/core/documents/types.ts';
import { extractEntities } from '../../../src/core/pipeline/entities/extract.ts';

const cited = (text: string): Mention[] =>
  extractEntities({ text, pages: [] }).mentions.filter(
    (m) => m.kind === 'case_citation' || m.kind === 'statute',
  );
const normals = (text: string): string[] => cited(text).map((m) => m.normal);
/** Each short form with what it means. */
const links = (text: string): [string, string | undefined][] =>
  cited(text)
    .filter((m) => /supra|^[Ii]b?id|at \d/.test(m.text) || m.antecedent !== undefined)
    .map((m) => [m.text, m.antecedent]);

it.each([
  ['12 Atl. 345', '12 A. 345'],
  ['8 Wn.2d 14', '8 Wash. 2d 14'],
  ['31 Ohio St.3d 77', '31 Ohio St. 3d 77'],
  ['7 Mass. (3 Tyng) 21', '7 Mass. 21'],
  ['4 Cal. 5th 88 (2017)', '4 Cal. 5th 88'],
  ['19 Okla. Crim. 305', '19 Okla. Crim. 305'],
  ['Dunmore v. Pell, 3 Miles 44', '3 Miles 44'],
  ['3 Miles 44 (Pa. 1838)', '3 Miles 44'],
  ['12 Neb. App. xlii (2004)', '12 Neb. Ct. App. xlii'],
  ['Fed. Sec. L. Rep. (CCH) ¶ 91,204', 'Fed. Sec. L. Rep. (CCH) ¶ 91204'],
  ['598 U.S. ___', '598 U.S. ___'],
  ['Dunmore v. Pell, 598 U. S. ___ (2023)', 'Dunmore v. Pell, 598 U.S. ___'],
])('reads the citation %s', (written, normal) =>
  expect(normals(`as held in ${written}, and so on`)).toEqual([normal]),
);

it.each([
  '100 Court Street',
  '12 Va. Ave.',
  'Room 5, Mass. 02110',
  '111 N.W. 12th St.',
  '45 N.E. 7 Avenue',
  'paid 5 Day 12 later',
  'on 3 Dec. 14 they met',
  'at 10 Ill. at 5 p.m.',
  '33 Yale L.J. 206',
  '2 Wigmore 14',
  'Section 5 and § 4.2 of this Agreement',
  'see Part II, supra',
  'Tax Id. No. 44',
  'Patient Id. 4412',
])('finds no citation in %s', (written) => expect(cited(`It is ${written} here.`)).toEqual([]));

it('takes the page of a case without one from the parallel citation', () =>
  expect(cited('Dunmore v. Pell, 598 U.S. ___, 143 S. Ct. 1142 (2023).').map((m) => m.antecedent)).toEqual([
    '143 S. Ct. 1142',
    undefined,
  ]));

const FULL = 'Dunmore v. Pellworth Mills, Inc., 477 U.S. 317, 322 (1986). ';

it.each([
  ['Dunmore, 477 U. S., at 323–24.', 'Dunmore, 477 U. S., at 323–24', '477 U.S. 317'],
  ['See 477 U.S. at 330 n.4.', '477 U.S. at 330 n.4', '477 U.S. 317'],
  ['Id. at 325.', 'Id. at 325', '477 U.S. 317'],
  ['The rule is old. Ibid.', 'Ibid.', '477 U.S. 317'],
  ['Pellworth Mills, supra, at 326.', 'Pellworth Mills, supra, at 326', '477 U.S. 317'],
  ['Dunmore, supra note 3.', 'Dunmore, supra note 3', '477 U.S. 317'],
  ['In Dunmore, the burden shifted.', 'Dunmore', '477 U.S. 317'],
  ['The Dunmore Court said so.', 'Dunmore', '477 U.S. 317'],
  ['But see Dunmore at 340.', 'Dunmore at 340', '477 U.S. 317'],
])('links %s to its full citation', (short, text, antecedent) =>
  expect(links(`${FULL}${short}`)).toEqual([[text, antecedent]]),
);

it.each([
  ['a list of cases', `${FULL.slice(0, -2)}; Ash v. Birch, 12 F.3d 34 (1st Cir. 1993). Id. at 36.`, ['Id.']],
  ['the record in between', `${FULL}The complaint says so. (Compl. ¶ 12.) Id. at 4.`, []],
  ['a paragraph of a pleading', `${FULL}Id. ¶ 14.`, []],
  ['an article in between', `${FULL}Lena Ort, Pleading, 33 Yale L.J. 206 (1923). Id. at 210.`, []],
])('does not guess what id. means after %s', (_what, text, expected) => {
  const ids = cited(text).filter((m) => m.text.startsWith('Id.'));
  expect(ids.map((m) => m.normal)).toEqual(expected);
  expect(ids.every((m) => m.antecedent === undefined)).toBe(true);
});

it('does not take the quoted case or the later history for what id. means', () => {
  const text =
    'Ash v. Birch, 12 F.3d 34, 36 (1st Cir. 1993) (quoting Oak v. Elm, 5 F.2d 6, 7 (1925)). Id. at 37.';
  expect(links(text)).toEqual([['Id. at 37', '12 F.3d 34']]);
  expect(links("Ash v. Birch, 12 F.3d 34 (1993), aff'd, 8 F.4th 9 (2001). Id. at 35.")).toEqual([
    ['Id. at 35', '12 F.3d 34'],
  ]);
});

it('links id. to a statute, with its own section', () =>
  expect(links('Jurisdiction is federal. 28 U.S.C. § 1332(a). Id. § 1367(c).')).toEqual([
    ['Id. § 1367(c)', '28 U.S.C. § 1367(c)'],
  ]));

it('names no case by a name that two cases share, or that a person has', () => {
  const two = `${FULL}Dunmore v. Ash, 12 F.3d 34 (1st Cir. 1993). `;
  expect(links(`${two}In Dunmore, the court split.`)).toEqual([]);
  expect(links(`${FULL}Mr. Dunmore left early.`)).toEqual([]);
});

it.each([
  '1 U.S. 1, ',
  'A v. B, 1 U.S. 1; ',
  'Id. ',
  'Roe, supra, ',
  '1 A ',
  'Cal. A ',
  '§ 1.',
  'Fed. R. Civ. ',
  'U.S. Const. art. ',
  'A A (CCH) 11111 ',
  '1 U.S. ___, ',
  'A v. A v. ',
])('reads 300,000 characters of %j in linear time', (unit) => {
  expect(extractEntities({ text: unit.repeat(300_000 / unit.length), pages: [] }).mentions).toBeDefined();
});
