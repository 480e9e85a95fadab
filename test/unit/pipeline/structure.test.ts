import { expect, it } from 'vitest';
import { extractEntities } from '../../../src/core/pipeline/entities/extract.ts';
import { buildRelationships } from '../../../src/core/pipeline/entities/relationships.ts';
import { resolveEntities } from '../../../src/core/pipeline/entities/resolve.ts';
import { readStructure } from '../../../src/core/pipeline/entities/structure/find.ts';
import { expectLinear } from '../../support/linear.ts';

const CAPTIONS: readonly [name: string, text: string, parties: readonly string[], court: string | null][] = [
  [
    'a federal court in Texas, with a § column',
    `IN THE UNITED STATES DISTRICT COURT
FOR THE NORTHERN DISTRICT OF TEXAS
DALLAS DIVISION

MARIA ESTELA QUIROGA, et al.,       §
                                    §
     Plaintiffs,                    §
                                    §
v.                                  §     Civil Action No. 3:22-cv-01234-N
                                    §
TEXAS GULF DRAYAGE, LLC, and        §
DEMETRIUS OKONKWO,                  §
                                    §
     Defendants.                    §

PLAINTIFFS' ORIGINAL COMPLAINT
`,
    [
      'person MARIA ESTELA QUIROGA plaintiff',
      'organization TEXAS GULF DRAYAGE, LLC defendant',
      'person DEMETRIUS OKONKWO defendant',
    ],
    'UNITED STATES DISTRICT COURT FOR THE NORTHERN DISTRICT OF TEXAS DALLAS DIVISION',
  ],
  [
    'California, with brackets and a name broken by the layout',
    `SUPERIOR COURT OF THE STATE OF CALIFORNIA
COUNTY OF LOS ANGELES

ROSALIND TEMPLETON, an individual,  )  Case No. 21STCV04417
                                    )
            Plaintiff,              )  COMPLAINT FOR DAMAGES
     vs.                            )
BRIGHTWATER HOLDINGS, INC., a       )
Delaware corporation; KARL
OSTERMAN, an individual; and DOES 1 )
through 50, inclusive,              )
            Defendants.             )
____________________________________)
`,
    [
      'person ROSALIND TEMPLETON plaintiff',
      'organization BRIGHTWATER HOLDINGS, INC. defendant',
      'person KARL OSTERMAN defendant',
    ],
    'SUPERIOR COURT OF THE STATE OF CALIFORNIA COUNTY OF LOS ANGELES',
  ],
  [
    'New York, with rules and an index number',
    `SUPREME COURT OF THE STATE OF NEW YORK
COUNTY OF KINGS
------------------------------------------x
LUCINDA BARRETT,
                                           Index No. 512345/2021
                    Plaintiff,
          -against-
THE CITY OF NEW YORK and MARCUS DELANEY,
                    Defendants.
------------------------------------------x
`,
    [
      'person LUCINDA BARRETT plaintiff',
      'organization CITY OF NEW YORK defendant',
      'person MARCUS DELANEY defendant',
    ],
    'SUPREME COURT OF THE STATE OF NEW YORK COUNTY OF KINGS',
  ],
  [
    'Illinois, with a capacity and another name',
    `IN THE CIRCUIT COURT OF DUNMORE COUNTY, ILLINOIS

BERNARD T. ASHCOMBE, individually and as
administrator of the ESTATE OF IRIS ASHCOMBE,
deceased,
                    Plaintiff,
          v.                             No. 2020-L-003311
PEAK HOIST SERVICE, N.A., a/k/a PEAK-HOIST, and
OTTO BRANDSTETTER GMBH,
                    Defendants.
`,
    [
      'person BERNARD T. ASHCOMBE plaintiff',
      'organization PEAK HOIST SERVICE, N.A. defendant',
      'organization PEAK-HOIST defendant',
      'organization OTTO BRANDSTETTER GMBH defendant',
    ],
    'CIRCUIT COURT OF DUNMORE COUNTY, ILLINOIS',
  ],
  [
    'a bankruptcy',
    `UNITED STATES BANKRUPTCY COURT
SOUTHERN DISTRICT OF NEW YORK

In re:                              )  Chapter 11
                                    )
NORTHGATE RETAIL GROUP, INC., et al.,)  Case No. 20-12345 (SCC)
                                    )
               Debtors.             )
`,
    ['organization NORTHGATE RETAIL GROUP, INC. debtor'],
    'UNITED STATES BANKRUPTCY COURT SOUTHERN DISTRICT OF NEW YORK',
  ],
  [
    'an appeal, with roles on lines of their own',
    `United States Court of Appeals
For the First Circuit

No. 20-1234

JANE HOLLOWAY,

Plaintiff, Appellant,

v.

PEMBROKE UNIVERSITY; JOHN T. WELD, in his official capacity as Dean,

Defendants, Appellees.
`,
    [
      'person JANE HOLLOWAY plaintiff-appellant',
      'organization PEMBROKE UNIVERSITY defendant-appellee',
      'person JOHN T. WELD defendant-appellee',
    ],
    'United States Court of Appeals For the First Circuit',
  ],
  [
    'the Supreme Court, wrapped',
    `SUPREME COURT OF THE UNITED STATES

No. 19-1234

404 BINDERY LLC, ET AL., PETITIONERS v. HELENA
MARCHBANKS, ET AL.

ON WRIT OF CERTIORARI TO THE UNITED STATES COURT OF
APPEALS FOR THE TENTH CIRCUIT
`,
    ['organization 404 BINDERY LLC petitioner', 'person HELENA MARCHBANKS respondent'],
    'SUPREME COURT OF THE UNITED STATES',
  ],
  [
    'Pennsylvania, with a column of colons and no roles',
    `IN THE COURT OF COMMON PLEAS OF PHILADELPHIA COUNTY, PENNSYLVANIA

ELEANOR WICKHAM                     :   SEPTEMBER TERM, 2021
                                    :
               v.                   :   NO. 01234
                                    :
KEYSTONE PAVING COMPANY             :
`,
    ['person ELEANOR WICKHAM ', 'organization KEYSTONE PAVING COMPANY '],
    'COURT OF COMMON PLEAS OF PHILADELPHIA COUNTY, PENNSYLVANIA',
  ],
  [
    'a criminal appeal',
    `UNITED STATES OF AMERICA,
          Plaintiff-Appellee,
     v.
DEVON R. CASTELLANOS,
          Defendant-Appellant.
`,
    [
      'organization UNITED STATES OF AMERICA plaintiff-appellee',
      'person DEVON R. CASTELLANOS defendant-appellant',
    ],
    null,
  ],
  [
    'a relator and a third party',
    `UNITED STATES DISTRICT COURT
EASTERN DISTRICT OF VIRGINIA

UNITED STATES OF AMERICA, ex rel.
PATRICIA NWOSU,
     Plaintiff,
v.
MERIDIAN HEALTH SYSTEMS, INC.,
     Defendant/Third-Party Plaintiff,
v.
SAMUEL ORTEGA d/b/a ORTEGA BILLING,
     Third-Party Defendant.
`,
    [
      'organization UNITED STATES OF AMERICA plaintiff',
      'person PATRICIA NWOSU plaintiff',
      'organization MERIDIAN HEALTH SYSTEMS, INC. defendant/third-party plaintiff',
      'person SAMUEL ORTEGA third-party defendant',
      'organization ORTEGA BILLING third-party defendant',
    ],
    'UNITED STATES DISTRICT COURT EASTERN DISTRICT OF VIRGINIA',
  ],
  [
    'Minnesota, in normal spelling',
    `Walter Engstrom, as trustee for the heirs of Ida Engstrom,
                                  Plaintiff,
vs.                                          Court File No. 27-CV-21-1234
Prairie Grain Cooperative and Lyle Sundberg,
                                  Defendants.
`,
    [
      'person Walter Engstrom plaintiff',
      'organization Prairie Grain Cooperative defendant',
      'person Lyle Sundberg defendant',
    ],
    null,
  ],
  [
    'an agency, with "In the Matter of"',
    `In the Matter of
GREENFIELD WATER AUTHORITY,
               Petitioner,
     -and-
INTERNATIONAL UNION OF OPERATING ENGINEERS,
               Respondent.
`,
    [
      'organization GREENFIELD WATER AUTHORITY petitioner',
      'organization INTERNATIONAL UNION OF OPERATING ENGINEERS respondent',
    ],
    null,
  ],
  [
    'a mandamus in Texas',
    `IN THE SUPREME COURT OF TEXAS

IN RE LONE STAR PIPELINE COMPANY, RELATOR

ON PETITION FOR WRIT OF MANDAMUS
`,
    ['organization LONE STAR PIPELINE COMPANY relator'],
    'SUPREME COURT OF TEXAS',
  ],
  [
    'an appeal with dates above, a person with a rare name, and a name on two lines',
    `IN THE SUPREME COURT OF IOWA
No. 23-1122
Submitted September 11, 2024
Amended April 17, 2025

State of Iowa and Zephyrine Quillby,
Appellees,
vs.
SOUTH IOWA DEPARTMENT OF
TRANSPORTATION, ANN ROE & DAN HILL,
Appellants.
`,
    [
      'organization State of Iowa appellee',
      'person Zephyrine Quillby appellee',
      'organization SOUTH IOWA DEPARTMENT OF TRANSPORTATION appellant',
      'person ANN ROE appellant',
      'person DAN HILL appellant',
    ],
    'SUPREME COURT OF IOWA',
  ],
  [
    'a state court, with a defendant on a line of its own above a company',
    `SUPREME COURT OF THE STATE OF NEW YORK

DANA WHITFIELD,
Plaintiff,
against
KAREN WHITFIELD
HARBOR VIEW PROPERTY MANAGEMENT CORP.
and CITY OF BUFFALO,
Defendants.
`,
    [
      'person DANA WHITFIELD plaintiff',
      'person KAREN WHITFIELD defendant',
      'organization HARBOR VIEW PROPERTY MANAGEMENT CORP. defendant',
      'organization CITY OF BUFFALO defendant',
    ],
    'SUPREME COURT OF THE STATE OF NEW YORK',
  ],
];

it.each(CAPTIONS)('reads the caption of %s', (_name, text, parties, court) => {
  const { captions, courts } = readStructure(text);
  expect(captions.flatMap((c) => c.parties.map((p) => `${p.kind} ${p.name} ${p.role ?? ''}`))).toEqual(
    parties,
  );
  expect(courts[0]?.name ?? null).toBe(court);
});

it('marks a party on two lines of one column as one name', () => {
  const text = `COURT OF APPEALS\n\nDANA HILL,\nPlaintiff,\nv.\nTHE PEOPLE OF THE\nSTATE OF NEW YORK,\nDefendant.\n`;
  const found = extractEntities({ text, pages: [] }).mentions.map((m) => m.text);
  expect(found).toContain('PEOPLE OF THE\nSTATE OF NEW YORK');
});

it.each([
  'The court in Smith said so.\nv.\nThat was it.\n',
  'See In re Marriage of Ashby, 12 Cal. 4th 1 (1995).\nIn re Marriage of Ashby holds the same.\n',
  'He relied on Roe v. Wade and on Doe v. Bolton.\n',
])('reads no caption in %j', (text) => {
  expect(readStructure(text).captions).toEqual([]);
});

/** Returns `kind|role|from|to` for the stated relationships. */
function stated(text: string): string[] {
  const { entities } = resolveEntities(extractEntities({ text, pages: [] }).mentions);
  return buildRelationships({ text, metadata: {} }, { entities })
    .relationships.filter((r) => r.kind !== 'appears_with')
    .map((r) => [r.kind, r.role ?? '', r.from.toUpperCase(), r.to.toUpperCase()].join('|'))
    .sort();
}

const SIGNATURES: readonly [name: string, text: string, relationships: readonly string[]][] = [
  [
    'counsel under a brief',
    `Dated: March 5, 2021              Respectfully submitted,

                                  WEXFORD & HALE LLP

                                  By: /s/ Karen L. Whitfield
                                  Karen L. Whitfield (SBN 201234)
                                  Douglas Pryor (SBN 245678)
                                  500 Capitol Mall, Suite 1200
                                  Sacramento, CA 95814

                                  Attorneys for Plaintiff
                                  ROSALIND TEMPLETON
`,
    [
      'counsel_for||DOUGLAS PRYOR|ROSALIND TEMPLETON',
      'counsel_for||KAREN L. WHITFIELD|ROSALIND TEMPLETON',
      'counsel_for||WEXFORD & HALE LLP|ROSALIND TEMPLETON',
      'employed_by||DOUGLAS PRYOR|WEXFORD & HALE LLP',
      'employed_by||KAREN L. WHITFIELD|WEXFORD & HALE LLP',
      'signed_by||KAREN L. WHITFIELD|ROSALIND TEMPLETON',
    ],
  ],
  [
    'counsel for two parties',
    `Respectfully submitted,

/s/ Marcus T. Bell
Marcus T. Bell
Texas Bar No. 24012345
BELL & ROYCE, P.C.
1200 Main Street, Suite 400
Dallas, Texas 75202

COUNSEL FOR DEFENDANTS TEXAS GULF DRAYAGE, LLC
AND DEMETRIUS OKONKWO
`,
    [
      'counsel_for||BELL & ROYCE, P.C.|DEMETRIUS OKONKWO',
      'counsel_for||BELL & ROYCE, P.C.|TEXAS GULF DRAYAGE, LLC',
      'counsel_for||MARCUS T. BELL|DEMETRIUS OKONKWO',
      'counsel_for||MARCUS T. BELL|TEXAS GULF DRAYAGE, LLC',
      'employed_by||MARCUS T. BELL|BELL & ROYCE, P.C.',
      'signed_by||MARCUS T. BELL|DEMETRIUS OKONKWO',
      'signed_by||MARCUS T. BELL|TEXAS GULF DRAYAGE, LLC',
    ],
  ],
  [
    'a client over the signature of its attorney',
    `ASHFORD TIMBER CO.
By its attorneys,

/s/ Judith A. Merrow
Judith A. Merrow (BBO No. 612345)
Merrow & Stiles LLP
200 State Street, Boston, MA 02109
`,
    [
      'counsel_for||JUDITH A. MERROW|ASHFORD TIMBER CO.',
      'counsel_for||MERROW & STILES LLP|ASHFORD TIMBER CO.',
      'employed_by||JUDITH A. MERROW|MERROW & STILES LLP',
      'signed_by||JUDITH A. MERROW|ASHFORD TIMBER CO.',
    ],
  ],
  [
    'an assistant of the United States Attorney',
    `GRACE M. HOLLIS
United States Attorney

By: /s/ Peter Lindqvist
PETER LINDQVIST
Assistant United States Attorney
Counsel for the United States of America
`,
    [
      'counsel_for||GRACE M. HOLLIS|UNITED STATES OF AMERICA',
      'counsel_for||PETER LINDQVIST|UNITED STATES OF AMERICA',
      'signed_by||PETER LINDQVIST|UNITED STATES OF AMERICA',
    ],
  ],
  [
    'both sides of a contract',
    `ALDERWOOD SYSTEMS, INC.

By: /s/ Thomas R. Keane
Name: Thomas R. Keane
Title: Chief Executive Officer

QUARRY HILL PARTNERS LLC

By: ______________________
Name: Denise Alvarado
Title: Managing Member
`,
    [
      'officer_of|chief executive officer|THOMAS R. KEANE|ALDERWOOD SYSTEMS, INC.',
      'officer_of|managing member|DENISE ALVARADO|QUARRY HILL PARTNERS LLC',
      'signed_by||DENISE ALVARADO|QUARRY HILL PARTNERS LLC',
      'signed_by||THOMAS R. KEANE|ALDERWOOD SYSTEMS, INC.',
    ],
  ],
  [
    'a bank as lender',
    `COMMONWEALTH BANK OF HALIFAX, as Lender

By: /s/ John D. Farrow
    Name: John D. Farrow
    Title: Senior Vice President
`,
    [
      'officer_of|senior vice president|JOHN D. FARROW|COMMONWEALTH BANK OF HALIFAX',
      'signed_by||JOHN D. FARROW|COMMONWEALTH BANK OF HALIFAX',
    ],
  ],
  [
    'a letter',
    `Sincerely,

/s/ Anna Petrov
Anna Petrov
Vice President
Northgate Retail Group, Inc.
`,
    [
      'officer_of|vice president|ANNA PETROV|NORTHGATE RETAIL GROUP, INC.',
      'signed_by||ANNA PETROV|NORTHGATE RETAIL GROUP, INC.',
    ],
  ],
  [
    'an attorney with the number of New Jersey',
    `/s/ Olivia Brandt
Olivia Brandt, Esq.
Attorney ID No. 031122012
BRANDT LAW GROUP LLC
Attorneys for Defendant, Keystone Paving Company
`,
    [
      'counsel_for||BRANDT LAW GROUP LLC|KEYSTONE PAVING COMPANY',
      'counsel_for||OLIVIA BRANDT|KEYSTONE PAVING COMPANY',
      'employed_by||OLIVIA BRANDT|BRANDT LAW GROUP LLC',
      'signed_by||OLIVIA BRANDT|KEYSTONE PAVING COMPANY',
    ],
  ],
  [
    'two firms beside each other',
    `By: /s/ James Q. Ortiz                      By: /s/ Lena Fischer
James Q. Ortiz                              Lena Fischer
ORTIZ & PARR LLP                            FISCHER LAW PLLC
Attorneys for Plaintiff                     Attorneys for Defendant
`,
    ['employed_by||JAMES Q. ORTIZ|ORTIZ & PARR LLP', 'employed_by||LENA FISCHER|FISCHER LAW PLLC'],
  ],
  [
    'an attorney and a firm, without a client',
    `/s/ Robert Sills
Robert Sills
Merrow & Sills LLP
`,
    ['employed_by||ROBERT SILLS|MERROW & SILLS LLP'],
  ],
];

it.each(SIGNATURES)('reads the signature of %s', (_name, text, relationships) => {
  expect(stated(text)).toEqual(relationships);
});

it('knows for whom counsel appear by the role that the caption gives', () => {
  const found = stated(`KAREN L. WHITFIELD, State Bar No. 201234
WEXFORD & HALE LLP
500 Capitol Mall, Suite 1200
Sacramento, California 95814

Attorneys for Plaintiff

SUPERIOR COURT OF THE STATE OF CALIFORNIA
COUNTY OF SACRAMENTO

ROSALIND TEMPLETON,                 )  Case No. 34-2021-00301234
            Plaintiff,              )  COMPLAINT
     vs.                            )
BRIGHTWATER HOLDINGS, INC.,         )
            Defendant.              )
`);
  expect(found).toEqual([
    'counsel_for||KAREN L. WHITFIELD|ROSALIND TEMPLETON',
    'counsel_for||WEXFORD & HALE LLP|ROSALIND TEMPLETON',
    'employed_by||KAREN L. WHITFIELD|WEXFORD & HALE LLP',
    'party_to|defendant|BRIGHTWATER HOLDINGS, INC.|34-2021-00301234',
    'party_to|plaintiff|ROSALIND TEMPLETON|34-2021-00301234',
  ]);
});

it.each([
  ['Before: WALLACH, Chief Judge, MOORE and BRYSON, Circuit Judges.\n', ['WALLACH', 'MOORE', 'BRYSON']],
  ['Before\nLynch, Thompson, and Kayatta,\nCircuit Judges.\n', ['Lynch', 'Thompson', 'Kayatta']],
  ['JUSTICE HALVERSON delivered the opinion of the Court.\n', ['HALVERSON']],
  ['SARIS, D.J.\n\nThe motion is allowed.\n', ['SARIS']],
  ['SO ORDERED.\n\nEleanor V. Marsh\nUnited States District Judge\n', ['Eleanor V. Marsh']],
  ['As Judge Learned Hand wrote, the duty is a function of three variables.\n', []],
])('finds the judges in %j', (text, names) => {
  expect(readStructure(text).judges.map((j) => j.name)).toEqual(names);
});

it.each([
  'A v. B\n',
  'v.\n',
  'In re A,\n',
  '/s/ A B\n',
  'By: \n',
  ') ) ',
  'A, and ',
  'BEFORE A, ',
  'HON. A. ',
  'COURT OF A\n',
  '(SBN 1) A\n',
])('reads %j, repeated, in linear time', (unit) => expectLinear(unit, readStructure));
