import { describe, expect, it } from 'vitest';
import { extractEntities } from '../../../src/core/pipeline/entities/extract.ts';

const found = (text: string): string[] =>
  extractEntities({ text, pages: [] }).mentions.map((m) => `${m.kind}: ${m.text}`);
const namesOf = (text: string, kind: string): string[] =>
  extractEntities({ text, pages: [] })
    .mentions.filter((m) => m.kind === kind)
    .map((m) => m.text);

describe('bodies of government', () => {
  it('are organizations where they act', () => {
    expect(found('He sued the City of Albany and the State of Ohio.')).toEqual([
      'organization: City of Albany',
      'organization: State of Ohio',
    ]);
  });
  it('are places where the words say so', () => {
    expect(namesOf('He lives in the City of Albany.', 'organization')).toEqual([]);
    expect(found('It exists under the laws of the State of Ohio.')).toEqual(['place: Ohio']);
    expect(found('STATE OF TEXAS, COUNTY OF HARRIS')).toContain('place: TEXAS');
  });
  it('keep their town a place beside the defined term', () => {
    const text =
      'He sued the City of Albany ("Albany"). He met her at a bar in Albany. The claims against Albany fail.';
    expect(namesOf(text, 'organization')).toEqual(['City of Albany', 'Albany', 'Albany']);
  });
  it('are not found in other words after State of', () => {
    expect(found('They issued State of Emergency Declarations.')).toEqual([]);
  });
});

describe('places in a list', () => {
  it('are one each for states', () => {
    expect(found('It serves Alabama, Florida, Georgia and Ohio.')).toEqual([
      'place: Alabama',
      'place: Florida',
      'place: Georgia',
      'place: Ohio',
    ]);
  });
  it('start after the street and the floor of an address', () => {
    expect(
      namesOf('Its office is at 7 Trade Center, 13th Floor, New York, New York 10048.', 'place'),
    ).toEqual(['New York, New York']);
  });
  it('are found again without their state', () => {
    expect(namesOf('They met in Graham, North Carolina. The courthouse in Graham is old.', 'place')).toEqual([
      'Graham, North Carolina',
      'Graham',
    ]);
  });
});

describe('people', () => {
  it('are found in lists after a title', () => {
    expect(
      namesOf('Attorneys Pitts and Wexcombe argued before Justices Alito, Thomas, and Kagan.', 'person'),
    ).toEqual(['Pitts', 'Wexcombe', 'Alito', 'Thomas', 'Kagan']);
  });
  it('are not found in things after a title', () => {
    expect(namesOf('Attorney Fees and Officer Safety are at issue.', 'person')).not.toContain('Fees');
  });
  it('are found by their role, with the surnames beside them', () => {
    const text = 'The motion was filed by Defendants Hill, Osgood, and Acme Corp. Hill denied it.';
    expect(namesOf(text, 'person')).toEqual(['Hill', 'Osgood', 'Hill']);
  });
  it('keep their surname when the given name is a month or in no list', () => {
    expect(namesOf('April DeBoer sued. DeBoer is a nurse.', 'person')).toEqual(['April DeBoer', 'DeBoer']);
    expect(namesOf('Wexcombe Osgood testified. Osgood denied it.', 'person')).toEqual([
      'Wexcombe Osgood',
      'Osgood',
    ]);
  });
});

describe('cases in a table of authorities', () => {
  it('name no party of this document', () => {
    const text =
      'Hale Widgets, Inc. v. City of Albany,\n 95 Va. Cir. (Cir. Ct. 2017) ......... 49\nThe City of Albany paid Osgood Inc.';
    expect(namesOf(text, 'organization')).toEqual(['City of Albany', 'Osgood Inc.']);
  });
});

it('takes no court of the next caption for a firm that signs', () => {
  const text =
    'Respectfully submitted,\n/s/ Ann Roe\nAnn Roe\nAttorneys for Plaintiffs\n\nIN THE UNITED STATES DISTRICT COURT\nFOR THE WESTERN DISTRICT OF VIRGINIA\nHarbor Division\n';
  expect(namesOf(text, 'organization').join()).not.toMatch(/IN THE|^Harbor|,Harbor/);
});

it('takes no anonymous party for a department', () => {
  expect(namesOf('“JOHN DOE” is a fictional name. JOHN DOE 2 is another.', 'organization')).toEqual([]);
});

describe('organizations', () => {
  it('are found by their role, and again in another case', () => {
    const text = 'Defendant Nationalist Harbor Front moved. The NATIONALIST HARBOR FRONT denies it.';
    expect(namesOf(text, 'organization')).toEqual(['Nationalist Harbor Front', 'NATIONALIST HARBOR FRONT']);
  });
  it('are not found in papers after a role', () => {
    for (const text of ['Plaintiffs First Amended Complaint is filed.', 'Defendants Moved To Dismiss it.'])
      expect(found(text)).toEqual([]);
  });
  it('are not found in headings and in descriptions of a company', () => {
    for (const text of [
      'Obligations of the Company. Some of the Company lost.',
      'It is a Nevada Corporation.',
      'Section 7.2 Expenses The Company shall pay.',
    ])
      expect(namesOf(text, 'organization')).toEqual([]);
  });
  it('are found by the domain of an address', () => {
    const text = 'From: jd@wexcombe.example\nTo: ro@gmail.com\n\nWexcombe has paid. Gmail was slow.\n';
    expect(namesOf(text, 'organization')).toEqual(['Wexcombe']);
  });
  it('are found by their initials', () => {
    const mentions = extractEntities({
      text: 'The lawyers of Kestrel North America Corp. agree. They will pay KNA.',
      pages: [],
    }).mentions;
    expect(mentions.find((m) => m.text === 'KNA')).toMatchObject({
      kind: 'organization',
      antecedent: 'Kestrel North America Corp.',
    });
  });
  it('are found by what only companies have, everywhere in the document', () => {
    expect(namesOf('Wexcombe paid. A subsidiary of Wexcombe bought it.', 'organization')).toEqual([
      'Wexcombe',
      'Wexcombe',
    ]);
  });
  it('are not found in words that have an article', () => {
    expect(
      namesOf(
        'An agreement with Bondholder A. The Bondholder pays. Payments from Bondholder.',
        'organization',
      ),
    ).not.toContain('Bondholder');
  });
  it('are not found in the departments of an address', () => {
    expect(
      namesOf('To: Ann Roe/NA/Enron@Enron, Bo Hale/Corp/Enron@ENRON\nSubject: x\n\nHello', 'organization'),
    ).toEqual([]);
  });
  it('keep the name that is defined for them with their subsidiaries', () => {
    const text = 'Kestrel Holdings, Inc. and its subsidiaries (collectively, "Kestrel") sell. Kestrel grew.';
    expect(namesOf(text, 'organization')).toEqual(['Kestrel Holdings, Inc.', 'Kestrel', 'Kestrel']);
  });
  it('keep a short form that is also a given name outside letters', () => {
    expect(namesOf('HARLAN MARITIME SUPPLY, INC. sues. Harlan served its requests.', 'organization')).toEqual(
      ['HARLAN MARITIME SUPPLY, INC.', 'Harlan'],
    );
    const letter = 'Dear Ann,\n\nHarlan Supply, Inc. has paid, as Harlan said.\n\nRegards,\nBo';
    expect(namesOf(letter, 'organization')).toEqual(['Harlan Supply, Inc.']);
  });
});

it('finds the name of a ship before its case', () => {
  expect(namesOf('It was so held. The Sea Gull, 218 F. 744 (2d Cir. 1914).', 'case_citation')).toEqual([
    'The Sea Gull, 218 F. 744 (2d Cir. 1914)',
  ]);
  expect(namesOf('See the Court, 218 F. 744 (2d Cir. 1914).', 'case_citation')).toEqual([
    '218 F. 744 (2d Cir. 1914)',
  ]);
});
