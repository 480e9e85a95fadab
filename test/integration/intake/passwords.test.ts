/** Passwords for a drop before the run, through the real sandbox. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import PDFDocument from 'pdfkit';
import { expect, it, onTestFinished, vi } from 'vitest';
import { createSandbox } from '../../../src/core/sandbox/pool.ts';
import type { DropEntry } from '../../../src/shared/intake.ts';
import { lockedOffice, zipAes, zipCrypto } from '../../support/locked.ts';
import { encryptedPdf } from '../pipeline/encrypted-pdf.ts';
import { docx } from '../pipeline/fixtures.ts';
import { zipOf } from '../pipeline/zip-writer.ts';
import { BATCH, filesBelow, type IntakeFixture, sharedIntake } from './support.ts';

vi.setConfig({ testTimeout: 120_000 });

const SECRET = 'Heron 41 auf dem Dach';
const OTHER = 'Kranich 7';

const { openFixture, entry } = sharedIntake();
const row = ({ path, exception, pages }: DropEntry) => [path, exception, pages];
const brief = (files: Awaited<ReturnType<IntakeFixture['intake']['lockedFiles']>>) =>
  files.map(({ path, locked, opened }) => [path, locked, opened]);

it('reports which files are open, updates the inventory, and freezes the opened members', async () => {
  const d = await openFixture();
  await d.put('contract.pdf', encryptedPdf('Rent was due', SECRET));
  await d.put('copy of contract.pdf', encryptedPdf('Rent was due', SECRET));
  await d.put('memo.docx', await lockedOffice(await docx(['A memo']), OTHER, 'standard'));
  await d.put('open.txt', 'nothing to hide');
  await d.put(
    'box.zip',
    zipCrypto([
      { name: 'in the open.txt', content: 'in the open', password: null },
      { name: 'one.txt', content: 'first', password: SECRET },
      { name: 'two.txt', content: 'second', password: 'nobody knows' },
    ]),
  );
  const drop = await d.drop();
  expect(drop.inventory).toMatchObject({ encrypted: 4, duplicates: 1, pages: 0, files: 5, members: 3 });
  expect(brief(await d.intake.lockedFiles(drop.id))).toEqual([
    ['box.zip', 2, 0],
    ['contract.pdf', 1, 0],
    ['memo.docx', 1, 0],
  ]);

  // The second password comes later. Each call passes all of them.
  expect(brief(await d.intake.unlock(drop.id, [SECRET]))).toEqual([
    ['box.zip', 1, 1],
    ['contract.pdf', 0, 1],
    ['memo.docx', 1, 0],
  ]);
  expect(d.intake.get(drop.id).inventory).toMatchObject({ encrypted: 2, pages: 1 });
  const files = await d.intake.unlock(drop.id, [SECRET, OTHER]);
  expect(brief(files)).toEqual([
    ['box.zip', 1, 1],
    ['contract.pdf', 0, 1],
    ['memo.docx', 0, 1],
  ]);
  expect(files[0]?.detail).toBe('None of the 2 passwords offered opens the member');
  expect(d.entries(drop.id).map(row)).toEqual([
    ['box.zip', null, null],
    ['box.zip/in the open.txt', null, null],
    ['box.zip/one.txt', null, null],
    ['box.zip/two.txt', 'encrypted', null],
    ['contract.pdf', null, 1],
    ['copy of contract.pdf', null, null],
    ['memo.docx', null, null],
    ['open.txt', null, null],
  ]);

  const manifest = await d.intake.freeze(drop.id, BATCH);
  const one = manifest.documents.find(({ path }) => path === 'box.zip/one.txt');
  expect(one).toMatchObject({ status: 'pending', bytes: 5 });
  const { location } = one ?? {};
  expect(await readFile(String(location), 'utf8')).toBe('first');
  // Passwords stay in memory: no file in the data folder contains one. The first search proves that searching works.
  const kept = await filesBelow(d.dataDir);
  expect([...kept.values()].some((bytes) => bytes.includes('box.zip/one.txt'))).toBe(true);
  for (const [name, bytes] of kept)
    for (const secret of [SECRET, OTHER]) {
      expect(bytes.includes(secret), name).toBe(false);
      expect(bytes.includes(Buffer.from(secret, 'utf16le')), name).toBe(false);
    }
});

it('forgets passwords on a restart: opened members stay, other files are locked again', async () => {
  const d = await openFixture();
  await d.put('contract.pdf', encryptedPdf('Rent was due', SECRET));
  await d.put(
    'box.zip',
    await zipAes({ 'inner.pdf': encryptedPdf('Inside', OTHER), 'a.txt': 'alpha' }, SECRET),
  );
  const drop = await d.drop();
  expect(brief(await d.intake.unlock(drop.id, [SECRET, OTHER]))).toEqual([
    ['box.zip', 0, 2],
    ['box.zip/inner.pdf', 0, 1],
    ['contract.pdf', 0, 1],
  ]);
  expect(d.intake.get(drop.id).inventory).toMatchObject({ encrypted: 0, members: 2, pages: 2 });
  await d.restart();
  await vi.waitFor(async () =>
    expect(brief(await d.intake.lockedFiles(drop.id))).toEqual([
      ['box.zip/inner.pdf', 1, 0],
      ['contract.pdf', 1, 0],
    ]),
  );
  expect(d.entries(drop.id).map(row)).toEqual([
    ['box.zip', null, null],
    ['box.zip/a.txt', null, null],
    ['box.zip/inner.pdf', 'encrypted', null],
    ['contract.pdf', 'encrypted', null],
  ]);
});

it('opens an archive inside an archive, and counts both against the limit of a family', async () => {
  const d = await openFixture({ limits: { maxMembers: 4 } });
  const inner = await zipAes({ '1.txt': 'one', '2.txt': 'two', '3.txt': 'three' }, SECRET);
  await d.put('outer.zip', zipOf({ 'inner.zip': inner, 'note.txt': 'note' }));
  const drop = await d.drop();
  expect(brief(await d.intake.lockedFiles(drop.id))).toEqual([['outer.zip/inner.zip', 3, 0]]);
  const [file] = await d.intake.unlock(drop.id, [SECRET]);
  // Two of four places are taken, so the three members inside are too many and stay locked.
  expect(file).toMatchObject({
    locked: 3,
    opened: 0,
    detail: expect.stringContaining('more than 2 members'),
  });
  const roomy = await openFixture({ limits: { maxMembers: 5 } });
  await roomy.put('outer.zip', zipOf({ 'inner.zip': inner, 'note.txt': 'note' }));
  const other = await roomy.drop();
  expect(brief(await roomy.intake.unlock(other.id, [SECRET]))).toEqual([['outer.zip/inner.zip', 0, 3]]);
  expect(roomy.entries(other.id).map(({ path }) => path)).toEqual([
    'outer.zip',
    'outer.zip/inner.zip',
    'outer.zip/inner.zip/1.txt',
    'outer.zip/inner.zip/2.txt',
    'outer.zip/inner.zip/3.txt',
    'outer.zip/note.txt',
  ]);
});

it('adds the attachments of a PDF that a password opens', async () => {
  const pdf = new PDFDocument({ userPassword: SECRET, pdfVersion: '1.7' });
  const bytes = buffer(pdf);
  pdf.text('See the attached ledger');
  pdf.file(Buffer.from('Rent: 4,250'), { name: 'ledger.txt' });
  pdf.end();
  const d = await openFixture();
  await d.put('cover.pdf', await bytes);
  const drop = await d.drop();
  expect(brief(await d.intake.lockedFiles(drop.id))).toEqual([['cover.pdf', 1, 0]]);
  expect(brief(await d.intake.unlock(drop.id, [SECRET]))).toEqual([['cover.pdf', 0, 1]]);
  expect(d.entries(drop.id).map(row)).toEqual([
    ['cover.pdf', null, 1],
    ['cover.pdf/ledger.txt', null, null],
  ]);
});

it('changes nothing and leaves nothing behind after a wrong password', async () => {
  const d = await openFixture();
  await d.put(
    'box.zip',
    zipCrypto([
      { name: 'open.txt', content: 'open', password: null },
      { name: 'one.txt', content: 'first', password: SECRET },
    ]),
  );
  const drop = await d.drop();
  const before = [...(await filesBelow(join(d.dataDir, 'drops', drop.id, 'members'))).keys()];
  expect(brief(await d.intake.unlock(drop.id, ['wrong']))).toEqual([['box.zip', 1, 0]]);
  expect([...(await filesBelow(join(d.dataDir, 'drops', drop.id, 'members'))).keys()]).toEqual(before);
  const manifest = await d.intake.freeze(drop.id, BATCH);
  expect(manifest.documents.find(({ path }) => path === 'box.zip/one.txt')).toMatchObject({
    status: 'exception',
  });
});

it('keeps a file locked, with the reason, when the passwords take too long', async () => {
  const slow = createSandbox({ entry: entry(), maxWorkers: 1, callTimeoutMs: 8000 });
  onTestFinished(() => slow.dispose());
  const d = await openFixture({ sandbox: slow });
  await d.put('memo.docx', await lockedOffice(await docx(['A memo']), SECRET, 'agile'));
  const drop = await d.drop();
  // Each password takes at least half a second.
  const [file] = await d.intake.unlock(
    drop.id,
    Array.from({ length: 400 }, (_, i) => `wrong ${i}`),
  );
  expect(file).toMatchObject({
    locked: 1,
    opened: 0,
    detail: expect.stringMatching(/^The passwords could not be tried: Checking the file took longer/),
  });
  expect(d.intake.get(drop.id).inventory).toMatchObject({ encrypted: 1 });
  expect(brief(await d.intake.unlock(drop.id, [SECRET]))).toEqual([['memo.docx', 0, 1]]);
});

it('freezes a drop with the members that an unfinished unlock opens', async () => {
  const d = await openFixture();
  await d.put('box.zip', zipCrypto([{ name: 'one.txt', content: 'first', password: SECRET }]));
  const drop = await d.drop();
  const opening = d.intake.unlock(drop.id, [SECRET]);
  const manifest = await d.intake.freeze(drop.id, BATCH);
  await opening;
  expect(manifest.documents.map(({ path, status }) => [path, status])).toEqual([
    ['box.zip', 'pending'],
    ['box.zip/one.txt', 'pending'],
  ]);
  await expect(d.intake.unlock(drop.id, [OTHER])).rejects.toMatchObject({ code: 'drop_not_ready' });
});
