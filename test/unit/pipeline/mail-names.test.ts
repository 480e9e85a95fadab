import { expect, it } from 'vitest';
import { extractEntities } from '../../../src/core/pipeline/entities/extract.ts';
import { buildRelationships } from '../../../src/core/pipeline/entities/relationships.ts';
import { resolveEntities } from '../../../src/core/pipeline/entities/resolve.ts';
import { expectLinear } from '../../support/linear.ts';

const people = (text: string): string[] =>
  extractEntities({ text, pages: [] })
    .mentions.filter((m) => m.kind === 'person')
    .map((m) => (m.antecedent === undefined ? m.normal : `${m.normal} = ${m.antecedent}`));

const relationships = (text: string): string[] => {
  const resolution = resolveEntities(extractEntities({ text, pages: [] }).mentions);
  return buildRelationships({ text, metadata: {} }, resolution)
    .relationships.filter((r) => r.kind !== 'appears_with')
    .map((r) => `${r.from} ${r.kind} ${r.to}`)
    .sort();
};

const header = (to: string, body = ''): string =>
  `From: Octavia Renfrew <orenfrew@northmoor.example>\nTo: ${to}\nSubject: ledger\n\n${body}`;

it.each([
  ['Silas Thackeray <st@pellbrook.example>', ['Silas Thackeray']],
  ['"Thackeray, Silas" <st@pellbrook.example>', ['Silas Thackeray']],
  ['Thackeray, Silas; Boggs, Henrietta M.', ['Silas Thackeray', 'Henrietta M. Boggs']],
  ["'Silas Thackeray' <st@pellbrook.example>, 'maud@pellbrook.example'", ['Silas Thackeray']],
  [
    'Silas Thackeray/HOU/NORTHMOOR@NORTHMOOR, Maud Trelawney/LON/NORTHMOOR@NORTHMOOR',
    ['Silas Thackeray', 'Maud Trelawney'],
  ],
  ['Holt III, Lysander [mailto:lholt@pellbrook.example]', ['Lysander Holt III']],
  ['Silas Thackeray (E-mail) <st@pellbrook.example>; Maud Trelawney', ['Silas Thackeray', 'Maud Trelawney']],
  ['st@pellbrook.example, records@pellbrook.example', []],
  ['All Employees; Legal Department; undisclosed-recipients:;', []],
  [
    'Northmoor All Staff <staff@northmoor.example>, Silas Thackeray <st@pellbrook.example>',
    ['Silas Thackeray'],
  ],
  [
    'Silas Thackeray <st@pellbrook.example>,\n\tMaud Trelawney\n\t<mt@pellbrook.example>',
    ['Silas Thackeray', 'Maud Trelawney'],
  ],
])('reads the addressees in "To: %s"', (to, names) => {
  expect(people(header(to))).toEqual(['Octavia Renfrew', ...names]);
});

it('knows an organization among the addressees', () => {
  const { mentions } = extractEntities({
    text: header('Pellbrook Savings Bank <info@pellbrook.example>'),
    pages: [],
  });
  expect(mentions.filter((m) => m.kind === 'organization').map((m) => m.text)).toEqual([
    'Pellbrook Savings Bank',
  ]);
});

const MANY = header(
  'Jeffrey Amory <ja@pellbrook.example>, Karen Ortiz <ko@pellbrook.example>',
  'Hi Jeff,\n\nThe ledger is with Karen.\n\nThanks,\nOctavia\n',
);

it('resolves first names in the greeting and the closing by the header', () => {
  expect(people(MANY)).toEqual([
    'Octavia Renfrew',
    'Jeffrey Amory',
    'Karen Ortiz',
    'Jeff = Jeffrey Amory',
    'Karen',
    'Octavia = Octavia Renfrew',
  ]);
});

it.each([
  'Hi Jeff,',
  'Jeff -',
  'Jeff:',
  'Dear Jeff',
  'Good morning Jeff,',
  'Jeff, please call me.',
  'Hello Jeff!',
])('finds the recipient in the greeting "%s"', (greeting) => {
  expect(people(header('Jeffrey Amory <ja@pellbrook.example>', `${greeting}\n\nIt is done.\n`))).toContain(
    'Jeff = Jeffrey Amory',
  );
});

it.each([
  'All,',
  'Hi all,',
  'Dear Counsel:',
  'Team -',
  'Hello everyone,',
  'Gentlemen:',
  'Dear Sir or Madam:',
  'Thanks,',
])('finds nobody in the greeting "%s"', (greeting) => {
  expect(people(header('ja@pellbrook.example', `${greeting}\n\nIt is done.\n`))).toEqual(['Octavia Renfrew']);
});

it.each([
  'Thanks,\nOctavia',
  'Best regards,\n\nOctavia',
  'Thanks! Octavia',
  '- Octavia',
  'Octavia',
  'Many thanks,\nOctavia.',
  'Sincerely yours,\nOctavia',
])('finds the sender in the closing %j', (closing) => {
  const text = header('ja@pellbrook.example', `It is done, as we said.\n\n${closing}\n`);
  expect(people(text)).toEqual(['Octavia Renfrew', 'Octavia = Octavia Renfrew']);
});

it('gives no antecedent where two recipients have the same first name', () => {
  const text = header('Karen Ortiz <ko@a.example>, Karen Boggs <kb@a.example>', 'Karen,\n\nDone.\n');
  expect(people(text).at(-1)).toBe('Karen');
});

it('does not take initials for a name', () => {
  expect(people(header('Lorna Quade <lq@a.example>', 'LQ,\n\nDone.\n\nOR\n'))).toEqual([
    'Octavia Renfrew',
    'Lorna Quade',
  ]);
});

const THREAD = `From: Octavia Renfrew <orenfrew@northmoor.example>
To: Silas Thackeray <st@pellbrook.example>
Cc: Maud Trelawney <mt@pellbrook.example>
Subject: RE: ledger

Silas,

See below.

Octavia

-----Original Message-----
From: Thackeray, Silas
Sent: Monday, March 06, 2023 10:15 AM
To: Renfrew, Octavia; Holt, Lysander
Subject: ledger

Octavia, who has it?

Regards,
Silas Thackeray
General Counsel
Pellbrook Granite Company
(212) 555-0142
`;

it('relates the senders and recipients of a message and of those it quotes', () => {
  expect(relationships(THREAD)).toEqual([
    'Octavia Renfrew copied_to Maud Trelawney',
    'Octavia Renfrew sent_to Silas Thackeray',
    'Silas Thackeray officer_of Pellbrook Granite Company',
    'Silas Thackeray sent_to Lysander Holt',
    'Silas Thackeray sent_to Octavia Renfrew',
  ]);
});

it.each([
  [
    '> From: "Thackeray, Silas" <st@pellbrook.example>\n> To: Maud Trelawney <mt@pellbrook.example>\n> Subject: x\n>\n> Maud, see below.\n',
    'Silas Thackeray sent_to Maud Trelawney',
  ],
  [
    '---------------------- Forwarded by Octavia Renfrew/LON/NM on 10/19/2001 09:00 AM ---------------------------\n\n\nSilas Thackeray@PELLBROOK\n10/19/2001 08:41 AM\nTo: Maud Trelawney/LON/NM@NM\ncc:\nSubject: x\n\nDone.\n',
    'Silas Thackeray sent_to Maud Trelawney',
  ],
])('reads the header of the quoted message %j', (quoted, relationship) => {
  expect(relationships(header('Lysander Holt <lh@a.example>', `See below.\n\n${quoted}`))).toContain(
    relationship,
  );
});

it.each([
  'On Mon, Mar 6, 2023 at 10:15 AM Silas Thackeray <st@pellbrook.example> wrote:',
  'On Mon, Mar 6, 2023 at 10:15 AM Silas Thackeray\n<st@pellbrook.example> wrote:',
  'On March 6, 2023, Silas Thackeray wrote:',
  'On 3/6/23 10:15 AM, Silas Thackeray wrote:',
])('finds the writer in %j', (line) => {
  const text = header('ja@a.example', `Yes.\n\n${line}\n> Who has it?\n>\n> Silas\n`);
  expect(people(text)).toEqual(['Octavia Renfrew', 'Silas Thackeray', 'Silas = Silas Thackeray']);
});

it('has the address of each correspondent in the evidence', () => {
  const resolution = resolveEntities(extractEntities({ text: THREAD, pages: [] }).mentions);
  const { relationships: found } = buildRelationships({ text: THREAD, metadata: {} }, resolution);
  const [evidence] = found.find((r) => r.kind === 'copied_to')?.evidence ?? [];
  const quote = THREAD.slice(evidence?.start, evidence?.end);
  expect(quote).toMatch(/^From: .*Octavia Renfrew[\s\S]*Maud Trelawney <mt@pellbrook\.example>$/);
});

it('finds no names in a disclaimer, except of a company', () => {
  const notice =
    'CONFIDENTIALITY NOTICE: This e-mail is the property of Northmoor Freight, Inc. Any tax advice under Circular 230 of the IRS is not by Henry Ward.\n';
  const { mentions } = extractEntities({
    text: header('ja@a.example', `It is done.\n\n${notice}`),
    pages: [],
  });
  expect(
    mentions.filter((m) => ['person', 'organization', 'place'].includes(m.kind)).map((m) => m.text),
  ).toEqual(['Octavia Renfrew', 'Northmoor Freight, Inc.']);
});

it('finds first names in a short mail without its header', () => {
  expect(people('Karen - can you send the Tidewater file to Lorraine?\n\nThanks,\nDrew\n')).toEqual([
    'Karen',
    'Lorraine',
    'Drew',
  ]);
});

it('takes no ordinary text for a header', () => {
  expect(people('To: the extent permitted\nFrom: time to time\n\nMark the date.')).toEqual([]);
});

it('reads a memorandum like a message', () => {
  expect(
    people(
      'MEMORANDUM\n\nTO:\tSilas Thackeray\nFROM:\tOctavia Renfrew\nDATE:\tMarch 6, 2023\nRE:\tThe ledger\n\nSilas, it is here.',
    ),
  ).toEqual(['Silas Thackeray', 'Octavia Renfrew', 'Silas = Silas Thackeray']);
});

it.each([
  'From: a',
  'To: a b, ',
  'To: "a',
  'On 1 ',
  'On 1 a\n',
  'Hi A, ',
  'A, ',
  'Ab/AB',
  'Thanks,\n',
  'To: a@b.c\n',
  'To: A B <\n',
  '-----Original Message-----\n',
  '> From: Ab Cd\n> To: Ef Gh\n',
  'Ab Cd@E\n1/1/2001 1:11\n',
  'This message is ',
  'CONFIDENTIAL NOTICE: ',
])('reads %j, repeated, as mail in linear time', (unit) =>
  expectLinear(unit, (repeated) => {
    const text = `From: Octavia Renfrew <o@a.example>\nTo: ${repeated}`;
    const { mentions } = extractEntities({ text, pages: [] });
    return buildRelationships({ text, metadata: {} }, resolveEntities(mentions));
  }),
);
