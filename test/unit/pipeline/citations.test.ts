import { expect, it } from 'vitest';
import type { Mention } from '../../../src/core/documents/types.ts';
import { extractEntities } from '../../../src/core/pipeline/entities/extract.ts';
import { expectLinear } from '../../support/linear.ts';

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
  ['410 u.s. 113', '410 U.S. 113'],
  ['Dunmore v. Pell, Gilp. 106 (E.D. Pa. 1830)', 'Gilp. 106'],
  ['L.R.A. 1918F, 891', '1918F L.R.A. 891'],
  ['21 Va. (Gilmer) 456 (1821)', '21 Va. 456'],
  ['3 Mass. (Allen) 12 (1862)', '3 Allen 12'],
  ['2 Ware (Dav. 172) 176 (1840)', '2 Ware 176'],
  ['1 P.R. 1 (1831)', '1 Pen. & W. 1'],
  ['1 P.R. 1 (1960)', '1 P.R.R. 1'],
  ['81 Misc 3d 1211(A) (2023)', '81 Misc. 3d 1211(A)'],
  ['20 Fla. L. Weekly D2629', '20 Fla. L. Weekly D2629'],
  ['1A CCH, Unemployment Ins. Rep. (Ala.) par. 1950.74', '1A Unemployment Ins. Rep. ¶ 1950.74'],
  ['2009-1359 (La. App. 1 Cir. 5/10/10)', '2009-1359 (La. App. 1 Cir. 5/10/10)'],
  ['2014 IL App. (2nd) 130412', '2014 IL App (2d) 130412'],
  ['2015 UT Ct. App. 17', '2015 UT App 17'],
  ['2010-OHIO-1234', '2010-Ohio-1234'],
  ['365 NLRB No. 12', '365 NLRB No. 12'],
  ['63 N.J. Law 345', '63 N.J.L. 345'],
  ['1990 Pa. Dist. & Cnty. Dec. LEXIS 12', '1990 Pa. Dist. & Cnty. Dec. LEXIS 12'],
  ['dismissed, 342 Or 255', '342 Or. 255'],
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
  'as discussed, supra, at 12',
  'the Ort Deposition, supra',
  'said in the Proposal, supra',
  'Facts, supra, at 4',
  'Chase, 205',
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
  ['Dunmore, 477 supra, at 323.', 'Dunmore, 477 supra, at 323', '477 U.S. 317'],
  ['Dunmore (supra) is old.', 'Dunmore (supra)', '477 U.S. 317'],
  ['dunmore, supra, at 3', 'dunmore, supra, at 3', '477 U.S. 317'],
  ['It used a strict standard, id. at 329.', 'id. at 329', '477 U.S. 317'],
  ['Dunmore, supra, 12 F.3d at 5.', 'Dunmore, supra, 12 F.3d at 5', '477 U.S. 317'],
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
])('reads %j, repeated, in linear time', (unit) =>
  expectLinear(unit, (text) => extractEntities({ text, pages: [] })),
);

it.each([
  ['from another volume', `${FULL}Dunmore, supra, 12 U.S. at 5.`, '12 U.S. at 5'],
  [
    'where the case is not cited in full',
    'Smith v. Jones, supra, 31 Cal.4th at p. 120.',
    '31 Cal. 4th at 120',
  ],
])('gives a name with supra to its citation, but links none %s', (_where, text, normal) => {
  const last = cited(text).at(-1);
  expect([last?.normal, last?.antecedent]).toEqual([normal, undefined]);
  expect(last?.text).toMatch(/^(?:Dunmore|Smith v\. Jones), supra, /);
});

it.each([
  ['Smith, supra, at 12', 'Smith, supra'],
  ['See Bell Atl. Corp. v. Twombly, supra.', 'Bell Atl. Corp. v. Twombly, supra'],
  ['Ash v. Birch, Inc., supra note 3.', 'Ash v. Birch, Inc., supra'],
  ['See Nat’l Ass’n of Realtors, supra.', 'Nat’l Ass’n of Realtors, supra'],
  ['The Court in Ash II (supra) held so.', 'Ash II, supra'],
  ['It is similar to Fake, supra.', 'Fake, supra'],
])('finds a case that is only named before supra in %s', (written, normal) =>
  expect(normals(`It is old. ${written}`)).toEqual([normal]),
);

it.each([
  ['Puckett was wrong, and so are Puckett’s. See State v. Ort, 290 S.W.3d 876 (Tex. 2009).', 'State v. Ort'],
  ['This is Puckett’s. State v. Ort, 290 S.W.3d 876 (Tex. 2009).', 'State v. Ort'],
  ['See Ashcroft v. al-Kidd, 563 U.S. 731 (2011).', 'Ashcroft v. al-Kidd'],
  ['See State v. Ort, 10th Dist. Franklin No. 21AP-9, 2022-Ohio-1702, ¶ 11.', 'State v. Ort, 10th Dist.'],
  ['Dunmore v. Pell, 676 P.2d 1170 (Colo. 1984). See Dunmore, 676 P.2d 1170, too.', 'Dunmore, 676'],
])('takes the name of the case into the citation in %s', (text, start) =>
  expect(cited(text).at(-1)?.text.startsWith(start)).toBe(true),
);

it.each(['A. 12, ', 'Gilp. 1 ', 'Smith, 12 supra, ', 'L.R.A. 1918F, ', '12-34 (La. ', 'smith, supra, '])(
  'reads %j, repeated, in linear time',
  (part) => expectLinear(part, cited),
);

it.each([
  ['See Strawberry Hill, 725 S.W.2d at 176', ['Strawberry Hill, 725 S.W.2d at 176']],
  [
    'Celotex, 477 U.S. at 322; Anderson, 477 U.S. at 248',
    ['Celotex, 477 U.S. at 322', 'Anderson, 477 U.S. at 248'],
  ],
  ['However, 12 F.4th at 5 differs', ['12 F.4th at 5']],
  ['Smith, supra, 12 Cal.4th 345, 350', ['Smith, supra, 12 Cal.4th 345, 350']],
  ['Chevron, U.S.A., supra, at 842', ['Chevron, U.S.A., supra, at 842']],
  ['Citizens United, supra, at ___', ['Citizens United, supra, at ___']],
  ['Booker, supra, at 4; Ring, supra', ['Booker, supra, at 4', 'Ring, supra']],
  ['Fenwick v. Pell, supra note 2, at 4', ['Fenwick v. Pell, supra note 2, at 4']],
  ['Fenwick [supra, at 4]', ['Fenwick [supra, at 4]']],
  [
    'Dunmore v. Pell, 12 F.3d 4 (1990). So it is.3 Id. at 5',
    ['Dunmore v. Pell, 12 F.3d 4 (1990)', 'Id. at 5'],
  ],
  ['Dunmore v. Pell, 12 F.3d 4 (1990). Id at 5', ['Dunmore v. Pell, 12 F.3d 4 (1990)', 'Id at 5']],
  ['12 F.3d at *5', ['12 F.3d at *5']],
])('reads all of the short form in %j', (text, forms) =>
  expect(cited(`${text}.`).map((m) => m.text.replace(/\.$/, ''))).toEqual(forms),
);

it.each([
  'See Part II-A, supra',
  'Hearing Transcript, supra, at 4',
  'Kerr, The Law of Searches 45 (2010). See Kerr, supra note 3, at 5',
  'See supra note 4',
])('finds no case in %j', (text) => expect(cited(`${text}.`)).toEqual([]));
