import { expect, it } from 'vitest';
import { extractEntities } from '../../../src/core/pipeline/entities/extract.ts';
import { expectLinear } from '../../support/linear.ts';

const found = (text: string, kind: string): string[] =>
  extractEntities({ text, pages: [] })
    .mentions.filter((m) => m.kind === kind)
    .map((m) => m.text);

const lines = (list: string): string[] => list.trim().split(/\s*\n\s*/);

it.each(
  lines(`The U. S. court heard it again.
  A brief for the U. S. was late.
  They cited 12 F. Supp. and lost.
  The note is in 80 L. Rev. at most.
  H.R. Rep. is long.
  B. Merits
  A. Jurisdiction
  C. Remedies
  A. Background
  D. Discussion
  A. Clearly Erroneous
  B. Borrower has asked for more time.
  The writ of Certiorari was denied.
  Amicus Curiae briefs were late.
  Amici Curiae joined them.
  The Habeas Corpus petition failed.
  It was heard Sua Sponte by them.
  A Subpoena Duces Tecum was served.
  Res Judicata bars the claim.
  Stare Decisis is not absolute.
  He pleaded Nolo Contendere that day.
  The Mens Rea element was missing.
  Per Curiam
  The witness agreed, Whitlock Dep. 12, and so did he.
  Harlan Maritime sent a crew.
  Pro Hac Vice admission is sought.
  A Voir Dire was held.
  A Motion In Limine was heard.
  Quantum Meruit is pleaded.
  Forum Non Conveniens was raised.
  A Writ of Mandamus was sought.
  Opinion of the Court
  Cite as: 500 (2010)
  Syllabus
  The Effective Date is in May.
  The Purchase Price is due.
  The Closing Date has passed.
  The Interest Rate is fixed.
  A Grace Period applies.
  The Grant Date is set.
  An Event of Default occurred.
  The Loan Documents are signed.
  Each Lender Party agreed.
  The Term Loan was repaid.
  Any Permitted Lien remains.
  The Stock Option Plan ended.
  The Promissory Note is lost.
  The Escrow Agreement ended.
  American Indian tribes sued.
  The Stanley Cup was won.
  The Henry Memorial Tower fell.
  The Alfred Phillips House burned.
  The Karen Road bridge fell.
  On Monday March Term began.
  In December January Term ended.
  The Rule Against Perpetuities applies.
  Brady Material was withheld.
  The Daubert Hearing was set.
  The Miranda Warnings were read.
  Exhibit B. Schedule
  Statement of Facts
  Table of Authorities
  Conclusions of Law`),
)('finds no person in %j', (text) => expect(found(text, 'person')).toEqual([]));

it.each(
  lines(`The Company shall pay.
  The Company The Company shall pay.
  The Committee met at noon.
  The Special Committee met.
  The Board approved it.
  The Tender Offer ended.
  The Registered Organization must file.
  The Securities Account is closed.
  The Beneficiary Bank was named.
  The Intermediary Bank was named.
  Facts & Figures
  NOTICES & CONSENTS
  TERMS AND CONDITIONS
  S & P Agreement
  Due Organization and Authorization
  the Investment Company Act of 1940
  FURTHER ASSURANCE
  Opinion of the Court
  The Law School Admissions were closed.
  Power It has
  The Trust Company paid.
  The Holding Company paid.
  Annual Meeting of Stockholders
  Employees and Officers
  The Board of Education voted.`),
)('finds no organization in %j', (text) => expect(found(text, 'organization')).toEqual([]));

it.each([
  ['JUSTICE KAGAN wrote for the Court.', ['KAGAN']],
  ['CHIEF JUSTICE ROBERTS joined.', ['ROBERTS']],
  ['THOMAS, J., dissenting', ['THOMAS']],
  ['ROBERTS, C. J., filed an opinion.', ['ROBERTS']],
  ['in which ALITO, BREYER, and KAGAN, JJ., joined', ['ALITO', 'BREYER', 'KAGAN']],
  ['(opinion of Penhallow, J.)', ['Penhallow']],
  ['Before Okafor, Lindqvist and Tate, Circuit Judges.', ['Okafor', 'Lindqvist', 'Tate']],
  ['Before OKAFOR, LINDQVIST, and TATE, Circuit Judges.', ['OKAFOR', 'LINDQVIST', 'TATE']],
  ['Lindqvist, Chief Judge.', ['Lindqvist']],
  ['and Oduya,* District Judge.', ['Oduya']],
  ['OKAFOR, Senior Circuit Judge.', ['OKAFOR']],
  ["O'Rourke, J., concurring", ["O'Rourke"]],
  ['Jean-Luc de la Croix wrote.', ['Jean-Luc de la Croix']],
  ["Siobhán O'Malley-Byrne wrote.", ["Siobhán O'Malley-Byrne"]],
  ['J.R.R. Pemberton III wrote.', ['J.R.R. Pemberton III']],
  ['DR. LUIS MUÑOZ wrote.', ['LUIS MUÑOZ']],
  ['REBECCA VAN DER BERG wrote.', ['REBECCA VAN DER BERG']],
  ['Ngozi Okonjo wrote.', ['Ngozi Okonjo']],
  ['Xiaoming Zhang wrote.', ['Xiaoming Zhang']],
  ['Lee Tatum wrote.', ['Lee Tatum']],
  ['Robert Post wrote.', ['Robert Post']],
  ['Karen Fields wrote.', ['Karen Fields']],
  ['Name: Zhang Jilun Title: Director', ['Zhang Jilun']],
  ['B. Whitfield wrote.', ['B. Whitfield']],
  ['Tom Reyes & Ann Whitfield wrote.', ['Tom Reyes', 'Ann Whitfield']],
  ['Governor Lindqvist’s staff wrote.', ['Lindqvist']],
  ['Hannah Price wrote.', ['Hannah Price']],
  ['Herman Hall, Jr., wrote.', ['Herman Hall, Jr.']],
])('finds the people in %j', (text, people) => expect(found(text, 'person')).toEqual(people));

it.each([
  ['AND Bizport Limited paid.', ['Bizport Limited']],
  ['LOAN AGREEMENT HERBERT VOSS LLP', ['HERBERT VOSS LLP']],
  ['PRODUCTION OF DOCUMENTS Plaintiff Norcross Lifts, Inc. moves', ['Norcross Lifts, Inc.']],
  ['Director Bizport Limited signed.', ['Bizport Limited']],
  ['Silicon Valley Bank lent it.', ['Silicon Valley Bank']],
  ['The Texas Education Agency ruled.', ['Texas Education Agency']],
  ['Cook County Circuit Court ruled.', ['Cook County Circuit Court']],
  ['Los Angeles Unified School District paid.', ['Los Angeles Unified School District']],
  ['Washington Mutual Bank paid.', ['Washington Mutual Bank']],
  ['Harvard University paid.', ['Harvard University']],
  ['The Department of Justice sued.', ['Department of Justice']],
  ['Smith & Wesson Corp. and Johnson & Johnson paid.', ['Smith & Wesson Corp.', 'Johnson & Johnson']],
  ['Acme Holdings paid.', ['Acme Holdings']],
  ['SUPREME COURT OF THE UNITED STATES', ['SUPREME COURT OF THE UNITED STATES']],
  ['the Texas State Legislature acted', ['Texas State Legislature']],
  ['Board of Directors of Halcyon Mutual met', ['Halcyon Mutual']],
  ['Howard University and Xavier University joined.', ['Howard University', 'Xavier University']],
  ['The National Science Foundation paid.', ['National Science Foundation']],
  ['The Association of American Law Schools wrote.', ['Association of American Law Schools']],
])('finds the organizations in %j', (text, names) => expect(found(text, 'organization')).toEqual(names));

it.each([
  ['United States v. Acme', ['United States']],
  ['UNITED STATES OF AMERICA, Plaintiff,', ['UNITED STATES OF AMERICA']],
  ['She lives in Southern California.', ['Southern California']],
  ['Harvard University is in Cambridge.', ['Cambridge']],
  ['The Texas Education Agency ruled.', []],
  ['The Chicago Police Department wrote.', []],
  ['He sailed to Antananarivo.', ['Antananarivo']],
  ['He moved to Bogotá.', ['Bogotá']],
  ['The Boston Globe wrote of Nashua, New Hampshire.', ['Nashua, New Hampshire']],
])('finds the places in %j', (text, places) => expect(found(text, 'place').slice(-1)).toEqual(places));

it.each(['SCALIA, and ', 'The Company & ', 'Opinion of the ', 'A. B. Merits ', 'LEASE PLAINTIFF '])(
  'reads %j, repeated, in linear time',
  (piece) => expectLinear(piece, (text) => extractEntities({ text, pages: [] })),
);
