// cspell:ignore Vtec wncv
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extractEntities } from '../../../src/core/pipeline/entities/extract.ts';
import { expectLinear } from '../../support/linear.ts';

const found = (text: string): string[] =>
  extractEntities({ text, pages: [] })
    .mentions.filter((m) => m.kind === 'docket_number')
    .map((m) => m.normal);

describe('docket numbers', () => {
  it.each([
    ['(D.C. No. 2:22-CR-00109-TC-1)', ['2:22-cr-00109-TC-1']],
    ['BAP No. 21-017, Bankr. No. 19-11424', ['21-017', '19-11424']],
    ['Agency No. A201-334-556', ['A201-334-556']],
    ['Nos. 20-35743, 20-35745, and 20-35799', ['20-35743', '20-35745', '20-35799']],
    ['Nos. 85-1 to 85-4', ['85-1', '85-4']],
    ['Nos. 85-1–85-4', ['85-1', '85-4']],
    ['No. 22–1234', ['22-1234']],
    ['No. 21A90', ['21A90']],
    ['No. 22O141', ['22O141']],
    ['No. 24-1253C', ['24-1253C']],
    ['Docket No. 8015-21S', ['8015-21S']],
    ['C.A. No. 2021-0058-KSJM', ['2021-0058-KSJM']],
    ['C.A. No. N25C-07-163 CEB', ['N25C-07-163 CEB']],
    ['Index No. 152806/20', ['152806/20']],
    ['A.D. No. 2023-04417', ['2023-04417']],
    ['No. 1 CA-CV 24-0315', ['1 CA-CV 24-0315']],
    ['Court File No. 27-CV-19-1234', ['27-CV-19-1234']],
    ['LC No. 18-004523-FH', ['18-004523-FH']],
    ['Lower Tribunal No. 21-14567 CA', ['21-14567 CA']],
    ['(Super. Ct. No. 19CF1434)', ['19CF1434']],
    ['No. 179 WDA 2025', ['179 WDA 2025']],
    ['at No(s): CP-51-CR-0004321-2019', ['CP-51-CR-0004321-2019']],
    ['NO. 2024-KA-00320-SCT', ['2024-KA-00320-SCT']],
    ['No. M2024-00654-COA-R3-CV', ['M2024-00654-COA-R3-CV']],
    ['S19A0490. HARRIS v. THE STATE', ['S19A0490']],
    ['Appeal No. 2023AP1167-CR', ['2023AP1167-CR']],
    ['Record No. 1235-12-3', ['1235-12-3']],
    ['Civil Action No. 1981-0306', ['1981-0306']],
    ['No. 364, 2024', ['364, 2024']],
    ['No. 759. Argued February 28, 1966', ['759']],
    ['MDL No. 2804', ['2804']],
    ['23-10063 (MG) in Case No. 23-10063 (MG)', ['23-10063 (MG)']],
    ['23-AP-088', ['23-AP-088']],
    ['MDL 2740', ['2740']],
    ['FTC Docket No. 9372', ['9372']],
    ['FTC File No. 181 0123', ['181 0123']],
    ['IPR2019-01234', ['IPR2019-01234']],
    ['Case 05-RC-123456', ['05-RC-123456']],
    ['DOT-OST-2019-0123', ['DOT-OST-2019-0123']],
    ['C-02-CV-19-001234', ['C-02-CV-19-001234']],
    ['24-C-19-001234', ['24-C-19-001234']],
    ['RG19012345', ['RG19012345']],
    ['10th Dist. No. 22AP-318', ['22AP-318']],
    ['(C.P.C. No. 20CR-4471)', ['20CR-4471']],
    ['in the Second Circuit, No. 21-1234', ['21-1234']],
    ['the appeal in No. 21-1234', ['21-1234']],
    ['Case No. 81G1998/K', ['81G1998/K']],
    ['CASE NO. 171-10-19 Bnjv', ['171-10-19 Bnjv'.toUpperCase()]],
    ['21 Mag. 4335', ['21-mj-04335']],
    ['No. MDL 15-02641-PHX-DGC', ['MDL 15-02641-PHX-DGC']],
    ['Originating Case No. : 16-0556', ['16-0556']],
    ['Appeal: 17-2218 Doc: 17', ['17-2218']],
    ['Court of Appeals, Cuyahoga County No. KX-22-0257B', ['KX-22-0257B']],
  ])('finds %s', (written, normals) => expect(found(`${written}\nIt is so ordered.`)).toEqual(normals));

  it.each([
    ['California', 'DALE RAY,\nDefendant and Appellant.\n\nS275940\n\nSecond Appellate District', 'S275940'],
    ['Connecticut', 'DANA HILL v. TOWN OF BERLIN\n(AC 45507)\nBright, C. J., and Alvord, Js.', 'AC 45507'],
    ['Kansas', 'No. 129437\n\nIN THE COURT OF APPEALS OF THE STATE OF KANSAS', '129437'],
    [
      'New York',
      'In the Matter of Robin C., Petitioner,\nagainst\nWill M., Respondent.\nG-10994-19',
      'G-10994-19',
    ],
    ['South Dakota', '#29901-aff in pt-PJD & SRJ\nIN THE SUPREME COURT\nOF SOUTH DAKOTA', '29901'],
    ['New Jersey', 'SUPREME COURT OF NEW JERSEY\nA-12 September Term 2023', 'A-12 SEPTEMBER TERM 2023'],
    ['Nevada', 'IN THE SUPREME COURT\nDANA HILL, Appellant,\n(XB-20-CV-001727-B)', 'XB-20-CV-001727-B'],
    ['Utah', 'SUPREME COURT\nThe Honorable Dana T. Hill\nNo. 190907183\n', '190907183'],
    ['Minnesota', 'STATE OF MINNESOTA\nIN COURT OF APPEALS\nA23-0191\nState of Minnesota,', 'A23-0191'],
    ['Ohio', 'COURT OF APPEALS\nDANA HILL, Appellee,\n20 MA 0417\nOPINION', '20 MA 0417'],
    ['North Carolina', 'IN THE SUPREME COURT OF NORTH CAROLINA\n\n412PA21\n\nFiled 3 May 2024', '412PA21'],
  ])('finds the number that a caption of %s has without a label', (_state, text, normal) =>
    expect(found(text)).toEqual([normal]),
  );

  it.each([
    ['No. 6015-22', ['6015-22']],
    ['No. 95/14', ['95/14']],
    ['No. 1805014622', ['1805014622']],
    ['Nos. 110634 & 110635', ['110634', '110635']],
    ['No. 22CA7', ['22CA7']],
    ['No. 2023-417 K C', ['2023-417 K C']],
    ['Case No. 2023-417 Q CR', ['2023-417 Q CR']],
    ['Case No. 2014-00521 VI', ['2014-00521 VI']],
    ['Docket No. 578-11-03 wncv', ['578-11-03 WNCV']],
    ['No. 205-8-20 Vtec', ['205-8-20 VTEC']],
    ['21AP-417, 21AP-419 & 21AP-420', ['21AP-417', '21AP-419', '21AP-420']],
    ['2022-0317-M.P. and 2022-0318-M.P.', ['2022-0317-M.P', '2022-0318-M.P']],
    ['Docket No. 1417', ['1417']],
    ['No. 47', ['47']],
  ])('finds %s alone in a line of a caption', (line, normals) => {
    const caption = `COURT OF APPEALS\n\nHill,\n     Appellant,\n  v.\nBerlin,\n     Appellee.\n\n${line}\n\nOPINION\n`;
    expect(found(caption)).toEqual(normals);
  });

  it.each([
    ['COURT OF APPEALS\nHill v. Berlin\nNo. 22-1234\nDocket No. 214\nOPINION', ['22-1234']],
    ['COURT OF APPEALS\nHill v. Berlin\nNo. 47\nNo. 48\nOPINION', []],
    ['COURT OF APPEALS\nHill v. Berlin\nState Bar\nNo. 123456\nOPINION', []],
    ['Minutes of the club\nNo. 6015-22\nThose present', []],
  ])('takes no other number for it: %j', (text, normals) => expect(found(text)).toEqual(normals));

  it.each([
    'Policy No. 2021-CV-001234',
    'Civil Action No. 1:21-cv-______________',
    '(212) 555-2900',
    '2022-NCSC-1',
    'Bar No. 24-12345',
    'Attorney No. 21-44556',
    'H.R. No. 12-45',
    'H.R. Rep. No. 94-1476',
    'S. Rep. No. 95-989',
    'Public Act No. 99-123',
    'Executive Order No. 13-769',
    'Commission File No. 001-12345',
    'Claim No. 22-44871',
    'Exhibit No. 12-44',
    'Check No. 104455',
    'Docket Entry No. 45-2',
    'Flight No. 12345',
    'Box cars #59-62',
    'Docket No. 45',
    'Docket No. 214',
    'WSBA No. 41877',
    'OSB No. 041877',
    'Requisition No. 21-1234',
    'the quote no. 21-1234',
    'Medical Record No. 123456',
    'Patent No. 6,123,456',
    'bearing No. 74136',
    'ABC-0012345',
    'January 5-2021',
    '42 U.S.C. § 2000e-5',
  ])('finds none in %s', (written) => expect(found(`the court was shown ${written}, then`)).toEqual([]));

  it('finds a number whatever its dashes and blanks are, and across a line end', () => {
    const dash = fc.constantFrom('-', '\u2010', '\u2011', '\u2012', '\u2013', '\u2212');
    const blank = fc.constantFrom(' ', '\u00A0', '\n', '\u202F');
    const digits = fc.integer({ min: 10_000, max: 99_999 });
    fc.assert(
      fc.property(dash, blank, digits, (mark, gap, number) => {
        expect(
          found(`in Case No.${gap}3:21${mark}cv${mark}${number}, the parties agreed that it was so`),
        ).toEqual([`3:21-cv-${number}`]);
      }),
      { numRuns: 60 },
    );
  });
});

it.each([
  'No. 1-1, ',
  'Nos. 12-3456, ',
  'A-1',
  '1-1-',
  'No. ',
  'Case No. A',
  '12 CA ',
  '22-1234 and ',
  '20 MA 0417, ',
  'No. 1a-\n',
])('reads %j, repeated, in linear time', (part) =>
  expectLinear(part, (text) => extractEntities({ text, pages: [] })),
);
