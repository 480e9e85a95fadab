import { expect, it } from 'vitest';
import { extractEntities } from '../../../src/core/pipeline/entities/extract.ts';

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
])('reads the statute %s', (written, normal) => {
  const text = `It is so under ${written}, as both sides say.`;
  expect(mentions(text).map((m) => [m.kind, m.text, m.normal])).toEqual([['statute', written, normal]]);
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
])('finds no statute in %s', (written) =>
  expect(mentions(`It is ${written} here.`).filter((m) => m.kind === 'statute')).toEqual([]),
);
