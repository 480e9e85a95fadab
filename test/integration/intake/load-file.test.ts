/** Drops that hold a load file from somebody else. */
import { createHash } from 'node:crypto';
import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { expect, it } from 'vitest';
import type { Manifest, ManifestDocument } from '../../../src/shared/manifest.ts';
import { BATCH, type IntakeFixture, sha256, sharedIntake } from './support.ts';

const { openFixture } = sharedIntake();
const md5 = (content: string): string => createHash('md5').update(content).digest('hex');

const dat = (rows: readonly (readonly string[])[], quote = '\u00FE', delimiter = '\u0014'): string =>
  rows
    .map((row) => row.map((value) => quote + value.replaceAll(quote, quote + quote) + quote).join(delimiter))
    .map((row) => `${row}\r\n`)
    .join('');

const mail = (attached: string): string =>
  [
    'From: a@harlan.example',
    'Subject: Lease',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="x"',
    '',
    '--x',
    'Content-Type: text/plain',
    '',
    'See attached.',
    '--x',
    'Content-Type: text/plain; name="terms.txt"',
    'Content-Disposition: attachment; filename="terms.txt"',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(attached).toString('base64'),
    '--x--',
    '',
  ].join('\r\n');

const stated = ({ documents }: Manifest) =>
  documents.map(({ path, parentId, status, exception, warnings, stated: said }) => ({
    ...{ path, status, control: said?.control ?? null, custodian: said?.custodian ?? null },
    parent: documents.find(({ id }) => id === parentId)?.stated?.control ?? null,
    codes: [...(exception === null ? [] : [exception.code]), ...warnings.map(({ code }) => code)],
  }));

const of = (manifest: Manifest, control: string): ManifestDocument => {
  const found = manifest.documents.find((one) => one.stated?.control === control);
  if (found === undefined) throw new Error(`No document ${control}`);
  return found;
};

const HEADER = ['Begin Bates', 'Parent ID', 'Custodian', 'File Link', 'Text Link', 'MD5 Hash', 'Re'];

/** A production as another program writes it: UTF-16, commas and quotes, and the paths of the sender's computer. */
async function putForeign(d: IntakeFixture): Promise<Buffer> {
  const root = 'E:\\Out\\Prod 7\\Matter of Tests';
  const rows = [
    HEADER,
    [
      'AB-1',
      '',
      'Reyes, Dana',
      `${root}\\NATIVES\\001\\AB-1.eml`,
      `${root}\\TEXT\\AB-1.TXT`,
      '',
      'Lease, "new"',
    ],
    ['AB-2', 'AB-1', 'Reyes, Dana', 'natives/001/ab-2.txt', '', md5('Terms agreed.').toUpperCase(), ''],
    ['AB-3', '', 'Ortega', 'NATIVES\\001\\AB-3.txt', '', md5('something else'), ''],
    ['AB-4', '', 'Ortega', 'NATIVES\\001\\AB-4.docx', 'TEXT\\AB-4.txt', '', ''],
    ['AB-5', '', 'Ortega', 'NATIVES\\001\\AB-5.docx', '', '', ''],
    ['AB-6', '', '', '', '', '', ''],
    ['AB-7', '', '', '', '', '', ''],
    ['AB-8', 'AB-99', '', 'NATIVES\\001\\AB-8.txt', '', '', ''],
  ];
  const bytes = iconv.encode(dat(rows, '"', ','), 'utf-16le', { addBOM: true });
  await d.put('DATA/prod7.DAT', bytes);
  await d.put('NATIVES/001/AB-1.eml', mail('Terms agreed.'));
  await d.put('NATIVES/001/AB-2.txt', 'Terms agreed.');
  await d.put('NATIVES/001/AB-3.txt', 'A letter.');
  await d.put('NATIVES/001/AB-8.txt', 'An orphan.');
  await d.put('NATIVES/001/stray.txt', 'Nobody names me.');
  await d.put('TEXT/AB-1.txt', 'See attached.');
  await d.put('TEXT/AB-4.txt', 'A text without its original.');
  for (const page of ['AB-6', 'AB-7', 'AB-7.2']) await d.put(`IMAGES/${page}.txt`, `A page image, ${page}`);
  const opt = ['AB-6', 'AB-7', 'AB-7.2'].map(
    (key, i) => `${key},P7,IMAGES\\${key}.txt,${i < 2 ? 'Y' : ''},,,1`,
  );
  await d.put('DATA/prod7.opt', `${opt.join('\r\n')}\r\n`);
  return bytes;
}

it('makes documents of the records of a load file from another program', async () => {
  const d = await openFixture();
  const bytes = await putForeign(d);
  const drop = await d.drop();
  expect(drop.loadFile).toMatchObject({
    files: [{ path: 'DATA/prod7.DAT', encoding: 'utf-16le', documents: 8 }],
    ...{ documents: 8, attached: 2, custodians: 2, images: 3, hashesChecked: 2 },
    ...{ substituted: 3, withoutFile: 1, unnamed: 1, contradictions: 2, taken: false, chosen: false },
  });
  // Its contradictions are a hash and a parent.
  const problems = d.intake.loadFileProblems(drop.id, null, 100);
  expect(
    problems.items.map(({ code, row, control, contradiction }) => [code, row, control, contradiction]),
  ).toEqual([
    ['hash_differs', 4, 'AB-3', true],
    ['file_missing', 5, 'AB-4', false],
    ['file_missing', 6, 'AB-5', false],
    ['parent_missing', 9, 'AB-8', true],
    ['file_unnamed', 0, '', false],
  ]);
  expect(problems.total).toBe(5);
  // Until somebody says so, every file is a document.
  expect(drop.inventory).toMatchObject({ files: 12, excluded: 0 });

  const taken = await d.intake.takeLoadFile(drop.id, true);
  expect(taken.inventory).toMatchObject({ companions: 3, excluded: 3 });
  await d.restart();
  expect(d.intake.get(drop.id).loadFile).toMatchObject({ taken: true, chosen: true });
  // The choice and the inventory do not need the sender's disk.
  const manifest = await d.intake.freeze(drop.id, BATCH);
  const n = 'NATIVES/001';
  expect(stated(manifest)).toEqual(
    [
      [`${n}/AB-1.eml`, 'pending', 'AB-1', 'Reyes, Dana', null, []],
      // The attachment of the mail is the record, not another document.
      [`${n}/AB-2.txt`, 'pending', 'AB-2', 'Reyes, Dana', 'AB-1', []],
      [`${n}/AB-3.txt`, 'pending', 'AB-3', 'Ortega', null, ['stated_hash_differs']],
      ['TEXT/AB-4.txt', 'pending', 'AB-4', 'Ortega', null, ['original_missing']],
      ['AB-5', 'exception', 'AB-5', 'Ortega', null, ['source_missing']],
      ['IMAGES/AB-6.txt', 'pending', 'AB-6', '', null, ['original_missing']],
      ['IMAGES/AB-7.txt', 'pending', 'AB-7', '', null, ['original_missing']],
      ['IMAGES/AB-7.2.txt', 'pending', 'AB-7.2', '', 'AB-7', []],
      [`${n}/AB-8.txt`, 'pending', 'AB-8', '', null, ['family_torn']],
      [`${n}/stray.txt`, 'pending', null, null, null, ['not_in_load_file']],
      ['DATA/prod7.DAT', 'excluded', null, null, null, []],
      ['DATA/prod7.opt', 'excluded', null, null, null, []],
      ['TEXT/AB-1.txt', 'excluded', null, null, null, []],
    ].map(([path, status, control, custodian, parent, codes]) => ({
      path,
      status,
      control,
      custodian,
      parent,
      codes,
    })),
  );
  const first = of(manifest, 'AB-1');
  expect(first.stated).toEqual({
    ...{ file: 'DATA/prod7.DAT', sha256: sha256(bytes), row: 2, control: 'AB-1', custodian: 'Reyes, Dana' },
    ...{ original: 'native', textId: manifest.documents.find(({ path }) => path === 'TEXT/AB-1.txt')?.id },
    textColumn: null,
    fields: expect.objectContaining({ 'Begin Bates': 'AB-1', Re: 'Lease, "new"' }),
  });
  expect(of(manifest, 'AB-3').warnings[0]?.detail).toBe('The load file gives another MD5 for AB-3.');
  // What belongs to a document is kept like an original.
  const text = manifest.documents.at(-1);
  expect(text).toMatchObject({ sha256: sha256('See attached.'), excluded: expect.stringContaining('AB-1') });
  expect(await d.intake.verifyVault(BATCH.batchId)).toEqual({ checked: 12, missing: [], altered: [] });
  expect(await d.intake.exportBag(BATCH.batchId, join(d.base, 'bag'))).toMatchObject({ files: 12 });
});

it('takes a whole load file as it says, and leaves families whole', async () => {
  const d = await openFixture();
  await d.put(
    'vol/load.dat',
    dat([HEADER, ['A1', '', '', 'n/a1.eml', '', '', ''], ['A2', 'A1', '', 'n/a2.txt', '', '', '']]),
  );
  await d.put('vol/n/a1.eml', mail('another file'));
  await d.put('vol/n/a2.txt', 'Terms');
  const drop = await d.drop();
  expect(drop.loadFile).toMatchObject({ taken: true, chosen: false, contradictions: 0 });
  // What the mail holds and no record names is listed too.
  expect(d.entries(drop.id).map(({ path, parent }) => [path, parent])).toEqual([
    ['vol/n/a1.eml', null],
    ['vol/n/a1.eml/terms.txt', 'vol/n/a1.eml'],
    ['vol/n/a2.txt', 'vol/n/a1.eml'],
    ['vol/load.dat', null],
  ]);
  const choices = [{ kind: 'path' as const, path: 'vol/n/a1.eml' }];
  const edited = await d.intake.edit(drop.id, { out: true, choices });
  expect(edited.inventory?.leftOut?.documents).toBe(3);
  await expect(
    d.intake.edit(drop.id, { out: false, choices: [{ kind: 'path', path: 'vol/n/a2.txt' }] }),
  ).rejects.toThrow('attached to');
  await d.put('vol/other.txt', 'x');
  const other = await d.drop(join(d.folder, 'vol', 'other.txt'));
  await expect(d.intake.join([drop.id, other.id])).rejects.toMatchObject({ code: 'conflict' });
  await d.intake.takeLoadFile(drop.id, false);
  await expect(d.intake.takeLoadFile(other.id, true)).rejects.toMatchObject({ code: 'conflict' });
  expect((await d.intake.join([drop.id, other.id])).loadFile).toBeUndefined();
});

it('reads nothing outside the drop, whatever a load file names', async () => {
  const d = await openFixture();
  await writeFile(join(d.base, 'secret.txt'), 'secret');
  const outside = [
    '..\\secret.txt',
    join(d.base, 'secret.txt'),
    'C:\\secret.txt',
    '\\\\server\\share\\secret.txt',
    'n/link.txt',
    'n/../../secret.txt',
  ];
  await d.put(
    'load.dat',
    dat([HEADER, ...outside.map((path, i) => [`A${i}`, '', '', path, '', md5('secret'), ''])]),
  );
  await d.put('n/inside.txt', 'inside');
  await symlink(join(d.base, 'secret.txt'), join(d.folder, 'n', 'link.txt'));
  const drop = await d.drop();
  expect(drop.loadFile).toMatchObject({
    documents: 6,
    originals: 0,
    hashesChecked: 0,
    withoutFile: 6,
    taken: false,
  });
  const { items } = d.intake.loadFileProblems(drop.id, null, 100);
  expect(items.map(({ code }) => code)).toEqual([
    ...Array.from({ length: 4 }, () => 'path_outside'),
    ...['file_left_out', 'path_outside', 'file_unnamed'],
  ]);
  await d.intake.takeLoadFile(drop.id, true);
  const manifest = await d.intake.freeze(drop.id, BATCH);
  expect(manifest.documents.map(({ sha256: hash }) => hash)).not.toContain(sha256('secret'));
});

it.each([
  [
    'cut off',
    dat([HEADER, ['A1', '', '', 'a.txt', '', '', '']]).slice(0, -9),
    { documents: 0, contradictions: 1 },
  ],
  [
    'two of the same',
    dat([HEADER, ['A1', '', '', 'a.txt', '', '', '']]),
    { documents: 1, contradictions: 1 },
  ],
] as const)('names what is wrong with a load file and loses nothing: %s', async (what, content, expected) => {
  const d = await openFixture();
  await d.put('a.txt', 'a letter');
  await d.put('load.dat', content);
  if (what !== 'cut off') await d.put('load2.dat', `${content}\r\n`);
  const drop = await d.drop();
  expect(drop.loadFile).toMatchObject({ ...expected, taken: false });
  await d.intake.takeLoadFile(drop.id, true);
  expect(d.entries(drop.id).find(({ path }) => path === 'a.txt')).toMatchObject({ excluded: false });
});

it('takes other files with the same extension for what they are', async () => {
  const d = await openFixture();
  await d.put('winmail.dat', Buffer.from([0x78, 0x9f, 0x3e, 0x22, 1, 0, 0, 0]));
  await d.put('empty.dat', '');
  await d.put('names.dat', 'Name,Control Number\r\na,b\r\n');
  const drop = await d.drop();
  expect(drop.status).toBe('ready');
  expect(drop.loadFile).toBeUndefined();
});
