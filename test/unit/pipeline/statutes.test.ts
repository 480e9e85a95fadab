import { expect, it } from 'vitest';
import { extractEntities } from '../../../src/core/pipeline/entities/extract.ts';
import { expectLinear } from '../../support/linear.ts';

const mentions = (text: string) => extractEntities({ text, pages: [] }).mentions;

it.each([
  ['28 U.S.C. § 1441(b)', '28 U.S.C. § 1441(b)'],
  ['28 U. S. C. §1441', '28 U.S.C. § 1441'],
  ['28 USC 1441', '28 U.S.C. § 1441'],
  ['15 U.S.C.A. § 78j(b)', '15 U.S.C. § 78j(b)'],
  ['42 U.S.C. Sec. 2000e-5(f)', '42 U.S.C. § 2000e-5(f)'],
  ['28 U.S.C. §§ 2201, 2202', '28 U.S.C. §§ 2201, 2202'],
  ['section 1441 of title 28, United States Code', '28 U.S.C. § 1441'],
  ['17 C.F.R. § 240.13d-1', '17 C.F.R. § 240.13d-1'],
  ['29 CFR Part 1910', '29 C.F.R. pt. 1910'],
  ['Fed.R.Civ.P. 26(b)(5)', 'Fed. R. Civ. P. 26(b)(5)'],
  ['FRCP 34', 'Fed. R. Civ. P. 34'],
  ['Federal Rule of Evidence 803(6)', 'Fed. R. Evid. 803(6)'],
  ['Rule 45 of the Federal Rules of Civil Procedure', 'Fed. R. Civ. P. 45'],
  ['Tex. R. Civ. P. 91a', 'Tex. R. Civ. P. 91a'],
  ['N.D. Tex. L.R. 7.1', 'N.D. Tex. L.R. 7.1'],
  ['Pub. L. No. 109-8', 'Pub. L. No. 109-8'],
  ['119 Stat. 23', '119 Stat. 23'],
  ['81 Fed. Reg. 42,210', '81 Fed. Reg. 42,210'],
  ['U.S. Const. amend. V', 'U.S. Const. amend. V'],
  ['U.S. Const. art. III, § 2, cl. 1', 'U.S. Const. art. III, § 2, cl. 1'],
  ['Cal. Lab. Code § 226.7', 'Cal. Lab. Code § 226.7'],
  ['California Labor Code section 226.7', 'Cal. Lab. Code § 226.7'],
  ['Code Civ. Proc., § 437c', 'Cal. Civ. Proc. Code § 437c'],
  ['N.Y. C.P.L.R. 5015(a)', 'N.Y. C.P.L.R. 5015(a)'],
  ['CPLR 5015', 'N.Y. C.P.L.R. 5015'],
  ['42 Pa.C.S. § 5524', '42 Pa. Cons. Stat. § 5524'],
  ['42 Pa. Cons. Stat. Ann. § 5524', '42 Pa. Cons. Stat. § 5524'],
  ['735 ILCS 5/13-205', '735 Ill. Comp. Stat. § 5/13-205'],
  ['Del. Code Ann. tit. 6, § 18-305', 'Del. Code tit. 6, § 18-305'],
  ['6 Del. C. § 18-305', 'Del. Code tit. 6, § 18-305'],
  ['Mass. Gen. Laws ch. 149, § 148', 'Mass. Gen. Laws ch. 149, § 148'],
  ['G.L. c. 149, § 148', 'Mass. Gen. Laws ch. 149, § 148'],
  ['Md. Code Ann., Lab. & Empl. § 3-427', 'Md. Code, Lab. & Empl. § 3-427'],
  ['RCW 49.52.050', 'Wash. Rev. Code § 49.52.050'],
  ['La. Civ. Code art. 1994', 'La. Civ. Code art. 1994'],
  ['U.C.C. § 9-609', 'U.C.C. § 9-609'],
  ['28 u.s.c. § 1441', '28 U.S.C. § 1441'],
  ['Title 18, United States Code, Section 1343', '18 U.S.C. § 1343'],
  ['§§ 1331, 1332 and 1367(a) of Title 28', '28 U.S.C. §§ 1331, 1332, 1367(a)'],
  ['Uniform Commercial Code § 9-609', 'U.C.C. § 9-609'],
  ['Unif. Prob. Code § 2-101', 'Uniform Prob. Code § 2-101'],
  ['Restatement (Third) of Agency § 2.03', 'Restatement (Third) of Agency § 2.03'],
  ['RESTATEMENT (SECOND) OF CONFLICT OF LAWS § 187', 'Restatement (Second) of Conflict of Laws § 187'],
  ['Section 4(a)(2) of the Securities Act of 1933', 'Securities Act of 1933 § 4(a)(2)'],
  ['the Fourteenth Amendment to the United States Constitution', 'U.S. Const. amend. XIV'],
  ['FED. R. CIV. P. 56(a)', 'Fed. R. Civ. P. 56(a)'],
  ['TEX. GOV’T CODE § 554.002', 'Tex. Gov’t Code § 554.002'],
  ['§ 95.11, Fla. Stat.', 'Fla. Stat. § 95.11'],
  ['section 95.11, Florida Statutes', 'Fla. Stat. § 95.11'],
  ['§ 13-21-102, C.R.S.', 'Colo. Rev. Stat. § 13-21-102'],
  ['R.C. 2305.09', 'Ohio Rev. Code § 2305.09'],
  ['NMSA 1978, § 37-1-8', 'N.M. Stat. § 37-1-8'],
  ['Minn. Stat. § 325C.01, subd. 5', 'Minn. Stat. § 325C.01, subd. 5'],
  ['Neb. Rev. Stat. § 45-1,113', 'Neb. Rev. Stat. § 45-1,113'],
  ['Mont. Admin. R. 5', 'Mont. Admin. R. § 5'],
  ['1999 Vt. Acts & Resolves 2', '1999 Vt. Acts & Resolves 2'],
  ['N.Y. Gen. Bus. § 349', 'N.Y. Gen. Bus. § 349'],
  ['Del. Bankr. L.R. 3003-1', 'Del. Bankr. L.R. 3003-1'],
])('reads the statute %s', (written, normal) => {
  const text = `It is so under ${written}, as both sides say.`;
  const [found, ...others] = mentions(text).map((m) => [m.kind, m.text, m.normal]);
  expect([found, others]).toEqual([['statute', written.replace(/^the /, ''), normal], []]);
});

it('includes the year of the code in the mention, but not in the normal form', () =>
  expect(mentions('See Tex. Fin. Code Ann. § 392.304 (West 2016).').map((m) => [m.text, m.normal])).toEqual([
    ['Tex. Fin. Code Ann. § 392.304 (West 2016)', 'Tex. Fin. Code § 392.304'],
  ]));

it.each([
  'Section 5 and § 4.2 of this Agreement',
  'a claim under Section 1983',
  'New York Code 12',
  'California Law Review 5',
  'the Penal Code',
  'Rule 12(b)(6)',
  '5 stat. 3',
  'UCC 9',
  'Section 5 of the Act',
  'R.C. 2305',
  'the Penal Code § 187',
  'the Labor Law § 240',
  'Local Rule 7.1',
])('finds no statute in %s', (written) =>
  expect(mentions(`It is ${written} here.`).filter((m) => m.kind === 'statute')).toEqual([]),
);

const full = (text: string): string[] =>
  mentions(text)
    .filter((m) => m.kind === 'statute')
    .map((m) => m.normal);

it.each([
  [
    'the only set of rules',
    'Fed. R. Civ. P. 8(a). Rule 12(b)(6), Rules 8(a) and 9(b)',
    ['12(b)(6)', '8(a), 9(b)'],
  ],
  ['a set before it is cited', 'Under Rule 12(b)(6) it fails. Fed. R. Civ. P. 8(a).', ['12(b)(6)']],
])('reads a rule alone as one of %s', (_what, text, rules) =>
  expect(full(text).filter((f) => f !== 'Fed. R. Civ. P. 8(a)')).toEqual(
    rules.map((r) => `Fed. R. Civ. P. ${r}`),
  ),
);

it('tells the rules of two sets apart by their numbers, and else reads none', () => {
  const two = 'Fed. R. Civ. P. 12(b)(1) and Fed. R. Evid. 702';
  expect(full(`${two}. Rule 403 and Rule 56 apply.`).slice(2)).toEqual([
    'Fed. R. Evid. 403',
    'Fed. R. Civ. P. 56',
  ]);
  const alike = 'Fed. R. Civ. P. 12(b)(1) and Fed. R. Crim. P. 29';
  expect(full(`${alike}. Rule 29 and Rule 8 apply.`).slice(2)).toEqual(['Fed. R. Crim. P. 29']);
  expect(full('Fed. R. Civ. P. 12. Local Rule 7, Rule 10b-5, Rule 144 and Rule 7 of the AAA.')).toHaveLength(
    1,
  );
});

it('reads a section alone as that of the code that is cited with it', () => {
  expect(full('Under 42 U.S.C. § 1983, a § 1983 claim or Section 1983(a), not § 1985.')).toEqual([
    '42 U.S.C. § 1983',
    '42 U.S.C. § 1983',
    '42 U.S.C. § 1983(a)',
  ]);
  expect(full('See 28 U.S.C. § 1331 and 42 U.S.C. § 1331; the § 1331 claim.')).toHaveLength(2);
  expect(full('See 11 U.S.C. § 365. Section 365 of this Agreement says so.')).toHaveLength(1);
});

it('reads the codes of a state without its name where the document is from there', () => {
  expect(full('In California, Penal Code § 187 is clear.')).toEqual(['Cal. Penal Code § 187']);
  expect(full('In California and Texas, Penal Code § 187 differs.')).toEqual([]);
  expect(full('In New York, Labor Law § 240(1) is clear.')).toEqual(['N.Y. Lab. Law § 240(1)']);
});

it.each([
  'Section 1 of the A ',
  'Sections 1, ',
  'Restatement of ',
  'Uniform A ',
  'TEX. A CODE ',
  'Fed. R. Civ. P. 1 Rule 1, ',
])('reads %j, repeated, in linear time', (part) => expectLinear(part, full));
