// cspell:disable
/**
 * How states, codes and their parts are abbreviated. The abbreviations of codes follow reporters-db (`laws.json`),
 * copyright (c) 2014 Free Law Project, BSD-2-Clause license.
 */

/** States as citations abbreviate them, and their full names where these differ. */
const STATES = `Ala.=Alabama|Alaska|Ariz.=Arizona|Ark.=Arkansas|Cal.=California=Calif.|Colo.=Colorado|Conn.=Connecticut|
  D.C.=District of Columbia|Del.=Delaware|Fla.=Florida|Ga.=Georgia|Guam|Haw.=Hawaii|Idaho|Ill.=Illinois|Ind.=Indiana|
  Iowa|Kan.=Kansas|Ky.=Kentucky|La.=Louisiana|Mass.=Massachusetts|Md.=Maryland|Me.=Maine|Mich.=Michigan|
  Minn.=Minnesota|Miss.=Mississippi|Mo.=Missouri|Mont.=Montana|N. Mar. I.|N.C.=North Carolina|N.D.=North Dakota|
  N.H.=New Hampshire|N.J.=New Jersey|N.M.=New Mexico|N.Y.=New York|Navajo Nation|Neb.=Nebraska|Nev.=Nevada|Ohio|
  Okla.=Oklahoma|Or.=Oregon|P.R.=Puerto Rico|Pa.=Pennsylvania|R.I.=Rhode Island|S.C.=South Carolina|
  S.D.=South Dakota|Tenn.=Tennessee|Tex.=Texas|Utah|V.I.=Virgin Islands|Va.=Virginia|Vt.=Vermont|
  W. Va.=West Virginia|Wash.=Washington|Wis.=Wisconsin|Wyo.=Wyoming|Am. Samoa|C.Z.`;
/** Codes that are known by their letters. */
const LETTERS = `O.C.G.A.=Ga. Code|A.R.S.=Ariz. Rev. Stat.|C.R.S.=Colo. Rev. Stat.|N.J.S.A.=N.J. Stat.|
  N.J.S.=N.J. Stat.|K.S.A.=Kan. Stat.|R.C.W.=Wash. Rev. Code|O.R.S.=Or. Rev. Stat.|N.R.S.=Nev. Rev. Stat.|
  M.C.L.=Mich. Comp. Laws|M.C.L.A.=Mich. Comp. Laws|I.L.C.S.=Ill. Comp. Stat.|N.C.G.S.=N.C. Gen. Stat.|
  T.C.A.=Tenn. Code|M.G.L.=Mass. Gen. Laws|G.L.=Mass. Gen. Laws|Pa.C.S.=Pa. Cons. Stat.|Pa.C.S.A.=Pa. Cons. Stat.|
  C.P.L.R.=N.Y. C.P.L.R.|N.Y.C.P.L.R.=N.Y. C.P.L.R.|N.Y.C.R.R.=N.Y. Comp. Codes R. & Regs.|H.R.S.=Haw. Rev. Stat.|
  S.D.C.L.=S.D. Codified Laws|N.D.C.C.=N.D. Cent. Code|La.R.S.=La. Rev. Stat.|I.R.C.=I.R.C.|U.C.C.=U.C.C.|
  U.S.S.G.=U.S.S.G.|O.R.C.=Ohio Rev. Code|R.C.=Ohio Rev. Code|N.M.S.A.=N.M. Stat.|R.S.Mo.=Mo. Rev. Stat.|R.S.M.o.=Mo. Rev. Stat.|K.R.S.=Ky. Rev. Stat.|Del.C.=Del. Code`;
/** Words of codes and what they are abbreviated to. */
const WORDS = `Code|Stat.=Statutes=Stats=Statute|Rev.=Revised|Ann.=Annotated=Anno|Gen.=General|Laws|Law|Cons.=Consol=Consolidated|
  Comp.=Compiled=Compilation|Civ.=Civil|Crim.=Criminal|Proc.=Procedure|Prac.=Practice|Bus.=Business|Prof.=Professions|
  Com.=Comm=Commercial=Commerce|Gov’t=Govt=Government=Gov|Penal=Pen|Ins.=Insurance|Evid.=Evidence|Lab.=Labor|
  Health|Safety=Saf|Veh.=Vehicle|Prob.=Probate|Corp.=Corporations|Admin.=Administrative=Adm|Fam.=Family|
  Prop.=Property|Welf.=Welfare|Inst.=Institutions|Educ.=Education|Empl.=Employment|Rem.=Remedies|Tax|Real|Regs.=Regulations|Cent.=Century`;

const table = (list: string): [string, string][] =>
  list
    .replace(/\n\s*/g, '')
    .split('|')
    .flatMap((entry) => {
      const [first = '', ...others] = entry.split('=');
      return [first, ...others].map((written): [string, string] => [written, first]);
    });

const keyOf = (written: string): string => written.replace(/[^A-Za-z]/g, '').toLowerCase();
const states = new Map(table(STATES).map(([written, name]) => [keyOf(written), name]));
const words = new Map(table(WORDS).map(([written, name]) => [keyOf(written), name]));
const letters = new Map(
  LETTERS.replace(/\n\s*/g, '')
    .split('|')
    .map((entry): [string, string] => {
      const [written = '', name = ''] = entry.split('=');
      return [keyOf(written), name];
    }),
);

/** The full names of states and territories. */
export const STATE_NAMES: readonly string[] = table(STATES)
  .map(([written]) => written)
  .filter((written) => written.length > 3 && !written.includes('.'));

/** Matches a name of a state: `Cal.`, `California`, `N. Y.`, `NY`. */
export const STATE = [...new Set(table(STATES).map(([written]) => written))]
  .sort((a, b) => b.length - a.length)
  .map((written) => written.replace(/\. ?/g, '\\.? ?').replace(/ \?$/, ''))
  .join('|');

/** Matches a code that is known by its letters, with or without periods. */
export const LETTER_CODE = LETTERS.replace(/\n\s*/g, '')
  .split('|')
  .map((entry) => entry.split('=')[0] ?? '')
  .sort((a, b) => b.length - a.length)
  .map((written) => written.replace(/\.(?!$)/g, '\\.? ?').replace(/\.$/, '\\.?'))
  .join('|');

export const isState = (written: string): boolean => states.has(keyOf(written));
export const stateOf = (written: string): string => states.get(keyOf(written)) ?? written;
export const letterCodeOf = (written: string): string | null => letters.get(keyOf(written)) ?? null;
export const codeWordOf = (written: string): string | null => words.get(keyOf(written)) ?? null;
