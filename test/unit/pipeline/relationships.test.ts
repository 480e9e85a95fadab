import { describe, expect, it } from 'vitest';
import type { DocumentMetadata } from '../../../src/core/documents/types.ts';
import { extractEntities } from '../../../src/core/pipeline/entities/extract.ts';
import { buildRelationships } from '../../../src/core/pipeline/entities/relationships.ts';
import { resolveEntities } from '../../../src/core/pipeline/entities/resolve.ts';

function read(text: string, metadata: DocumentMetadata = {}) {
  const resolution = resolveEntities(extractEntities({ text, pages: [] }).mentions);
  const { relationships } = buildRelationships({ text, metadata, pages: [] }, resolution);
  const stated = relationships.filter((r) => r.kind !== 'appears_with');
  return {
    relationships,
    stated: stated.map((r) => `${r.from} ${r.kind}${r.role === undefined ? '' : ` (${r.role})`} ${r.to}`),
    quotes: relationships.map((r) => r.evidence.map((e) => text.slice(e.start, e.end))),
  };
}

describe('evidence of a relationship', () => {
  it('is the whole sentence that states it', () => {
    const sentence =
      'On November 2, 2023, Crestline Logistics LLC’s operations manager,\nDaniel R. Pruitt, wrote that the vessel had been diverted.';
    const { relationships, quotes } = read(`The goods were late. ${sentence} Nothing else was said.`);
    expect(relationships[0]).toMatchObject({ kind: 'employed_by', role: 'operations manager' });
    expect(quotes[0]).toEqual([sentence]);
  });

  it('is the sentence that cites an authority', () => {
    const caption =
      'UNITED STATES DISTRICT COURT\nDISTRICT OF MASSACHUSETTS\n\nACME HOLDINGS, INC., Plaintiff,\nv.\nBELDEN LOGISTICS LLC, Defendant.\n\nCivil Action No. 1:24-cv-10417-PBS\n\n';
    const { relationships, quotes } = read(
      `${caption}Venue is proper under 28 U.S.C. § 1391(b)(2). So it is.\n`,
    );
    const at = relationships.findIndex((r) => r.kind === 'cites');
    expect(quotes[at]).toEqual(['Venue is proper under 28 U.S.C. § 1391(b)(2).']);
  });

  it('starts after the heading of a paper', () => {
    const sentence = 'Plaintiff Acme Holdings, Inc. moves under 28 U.S.C. § 1404(a).';
    const { relationships, quotes } = read(
      `ACME HOLDINGS, INC., Plaintiff,\nv.\nBELDEN LOGISTICS LLC, Defendant.\nCivil Action No. 1:24-cv-10417-PBS\nMOTION TO TRANSFER\n${sentence}\n`,
    );
    expect(quotes[relationships.findIndex((r) => r.kind === 'cites')]).toEqual([sentence]);
  });

  it('names the company of a sentence that says “its”', () => {
    const text =
      'Acme Holdings, Inc. is a Massachusetts corporation. Its president is Margaret T. Harlan. It sells pumps.';
    const { relationships, quotes } = read(text);
    const at = relationships.findIndex((r) => r.kind === 'officer_of');
    expect(quotes[at]).toEqual([text.slice(0, text.indexOf(' It sells'))]);
  });

  it('is bounded, between words, and holds both names', () => {
    const filler = 'and the goods that were described in the schedule '.repeat(20);
    const { quotes } = read(
      `Because ${filler}Karen Whitfield, counsel for Acme Holdings, Inc., objected ${filler}again.`,
    );
    const [quote = ''] = quotes[0] ?? [];
    expect(quote.length).toBeLessThanOrEqual(600);
    expect(quote).toMatch(/^\w+ .*Karen Whitfield, counsel for Acme Holdings, Inc\..* \w+$/);
    expect(` ${filler}`).toContain(` ${quote.split(' ')[0]} `);
  });

  it('of a mail is its header from the sender to the recipient', () => {
    const text =
      'From: Karen Whitfield <k@a.example>\nTo: Miguel Santos <m@b.example>\nSubject: Pumps\n\nHello';
    const { quotes } = read(text, {
      from: [{ name: 'Karen Whitfield', address: 'k@a.example' }],
      to: [{ name: 'Miguel Santos', address: 'm@b.example' }],
    });
    expect(quotes[0]).toEqual([text.slice(0, text.indexOf('\nSubject'))]);
  });
});

describe('relationships that the layout states', () => {
  it('are of officers who sign for a party', () => {
    expect(
      read(
        'IN WITNESS WHEREOF the parties have signed this Agreement.\n\nFor Acme Holdings, Inc.\n\nMargaret T. Harlan, President\nDate: March 14, 2023\n\nFor Crestline Logistics LLC\n\nVictor Okonkwo\nManaging Member\nDate: March 14, 2023\n',
      ).stated,
    ).toEqual([
      'Margaret T. Harlan officer_of (president) Acme Holdings, Inc.',
      'Victor Okonkwo officer_of (managing member) Crestline Logistics LLC',
      'Margaret T. Harlan signed_by Acme Holdings, Inc.',
      'Victor Okonkwo signed_by Crestline Logistics LLC',
    ]);
  });

  it('leave out a name below a party that has no title', () => {
    expect(read('Please sign.\n\nFor Acme Holdings, Inc.\n\nMargaret T. Harlan\n').stated).toEqual([]);
  });

  it('are of the writer of a letter, the employer and the client', () => {
    expect(
      read(
        'WHITCOMB & SAYLES LLP\n200 State Street, Boston, MA 02109\n\nDear Mr. Okonkwo:\n\nWe represent Acme Holdings, Inc. Unless we receive payment, we will file suit.\n\nVery truly yours,\n\nJudith A. Whitcomb\n',
      ).stated.toSorted(),
    ).toEqual([
      'Judith A. Whitcomb counsel_for Acme Holdings, Inc.',
      'WHITCOMB & SAYLES LLP counsel_for Acme Holdings, Inc.',
    ]);
    expect(
      read(
        'Dear Ms. Roe:\n\nThe crates are wet.\n\nSincerely,\n\nElena Vasquez\nBayside Marine Surveyors, Inc.\n',
      ).stated,
    ).toEqual(['Elena Vasquez employed_by Bayside Marine Surveyors, Inc.']);
  });

  it('do not make a salesman counsel', () => {
    expect(
      read('Dear Ms. Roe:\n\nWe represent Acme Holdings, Inc.\n\nSincerely,\n\nElena Vasquez\n').stated,
    ).toEqual([]);
  });

  it('are of the name that ends a report, but not of a list of addressees', () => {
    const end = 'Elena Vasquez\nBayside Marine Surveyors, Inc.\nNovember 17, 2023\n';
    expect(read(`SURVEY SUMMARY\nOf 412 crates 97 are damaged.\n${end}`).stated).toEqual([
      'Elena Vasquez employed_by Bayside Marine Surveyors, Inc.',
    ]);
    expect(read(`Copies go to\n${end}`).stated).toEqual([]);
  });

  it('are not of a signature and what is below a blank line', () => {
    expect(
      read(
        'Dear Ms. Roe:\n\nThe crates are wet.\n\nVery truly yours,\n\nElena Vasquez\n\nTIDEWATER ENGINE WORKS CO.\n',
      ).stated,
    ).toEqual([]);
  });

  it('have the office that a mail signature gives', () => {
    const text =
      'From: Victor Okonkwo <v@c.example>\nTo: Miguel Santos <m@b.example>\n\nWe reject it.\n\nVictor Okonkwo\nManaging Member, Crestline Logistics LLC\n';
    expect(
      read(text, {
        from: [{ name: 'Victor Okonkwo', address: 'v@c.example' }],
        to: [{ name: 'Miguel Santos', address: 'm@b.example' }],
      }).stated,
    ).toContain('Victor Okonkwo officer_of (managing member) Crestline Logistics LLC');
  });

  it('are of both parties in a line with the number of their case', () => {
    expect(
      read('Settlement\n\nAcme Holdings, Inc. v. Crestline Logistics LLC, No. 1:24-cv-10417-PBS (D. Mass.)\n')
        .stated,
    ).toEqual([
      'Acme Holdings, Inc. party_to 1:24-cv-10417-PBS',
      'Crestline Logistics LLC party_to 1:24-cv-10417-PBS',
    ]);
  });

  it('are of counsel in the appearances of a transcript', () => {
    const { stated } = read(
      'UNITED STATES DISTRICT COURT\nDISTRICT OF MASSACHUSETTS\n\nACME HOLDINGS, INC., Plaintiff,\nv.\nBELDEN LOGISTICS LLC, Defendant.\n\nCivil Action No. 1:24-cv-10417-PBS\n\nDEPOSITION OF DANIEL R. PRUITT\n\nAPPEARANCES:\n\nON BEHALF OF THE PLAINTIFF:\nJUDITH A. WHITCOMB, ESQ.\nWhitcomb & Sayles LLP\n200 State Street, Boston, MA 02109\n\nON BEHALF OF THE DEFENDANT:\nBY: SAMUEL P. DRUMMOND, ESQ.\nDrummond Keane P.C.\n\nALSO PRESENT:\nVictor Okonkwo\n\nQ. Where were the crates?\nA. On the deck.\nQ. Who decided that?\nA. I did.\n',
    );
    const counsel = stated.filter((s) => s.includes('counsel_for')).map((s) => s.toLowerCase());
    expect(counsel.toSorted()).toEqual([
      'drummond keane p.c. counsel_for belden logistics llc',
      'judith a. whitcomb counsel_for acme holdings, inc.',
      'samuel p. drummond counsel_for belden logistics llc',
      'whitcomb & sayles llp counsel_for acme holdings, inc.',
    ]);
  });
});

describe('who files a paper', () => {
  const paper = (heading: string, parties = 'ACME HOLDINGS, INC., Plaintiff,') =>
    read(
      `UNITED STATES DISTRICT COURT\nDISTRICT OF MASSACHUSETTS\n\n${parties}\nv.\nBELDEN LOGISTICS LLC, Defendant.\n\nCivil Action No. 1:24-cv-10417-PBS\n\n${heading}\n\nThe goods were late.\n\nDated: July 9, 2024\n\n/s/ Robert Sayles\nRobert Sayles\nWhitcomb & Sayles LLP\n`,
    ).stated.filter((line) => /counsel_for|signed_by/.test(line));

  it.each([
    ["PLAINTIFF'S MOTION TO COMPEL", 'ACME HOLDINGS, INC.'],
    ['DEFENDANT’S OPPOSITION TO PLAINTIFF’S MOTION', 'BELDEN LOGISTICS LLC'],
    ["MEMORANDUM OF LAW IN SUPPORT OF DEFENDANT'S MOTION TO DISMISS", 'BELDEN LOGISTICS LLC'],
  ])('is told by the heading %s', (heading, client) =>
    expect(paper(heading).sort()).toEqual([
      `Robert Sayles counsel_for ${client}`,
      `Robert Sayles signed_by ${client}`,
      `Whitcomb & Sayles LLP counsel_for ${client}`,
    ]),
  );

  it.each(['ORDER ON PLAINTIFF’S MOTION', 'JOINT STATUS REPORT'])(
    'is not told by the heading %s',
    (heading) => expect(paper(heading)).toEqual([]),
  );

  it('is not told where two parties have the role that the heading gives to one', () =>
    expect(
      paper("PLAINTIFF'S MOTION TO COMPEL", 'ACME HOLDINGS, INC. and KENT PUMPS LLC, Plaintiffs,'),
    ).toEqual([]));
});
