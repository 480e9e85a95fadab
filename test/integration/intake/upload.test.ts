/** Drops that a browser sends file by file. */
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { zipOf } from '../pipeline/zip-writer.ts';
import { BATCH, dropWithStatus, filesBelow, type IntakeFixture, sha256, sharedIntake } from './support.ts';

const { openFixture } = sharedIntake();
const send = (
  d: IntakeFixture,
  id: string,
  path: string,
  content: string | Buffer,
): Promise<{ bytes: number }> =>
  d.intake.acceptFile(id, path, 1_700_000_000_000, Readable.from([Buffer.from(content)]));

it('gives an uploaded folder the same inventory as a local one', async () => {
  const d = await openFixture();
  const files = {
    'letters/a.txt': 'one',
    'letters/b.txt': 'one',
    'box.zip': zipOf({ 'c.txt': 'three' }),
    '.DS_Store': 'x',
    'empty.txt': '',
  };
  for (const [path, content] of Object.entries(files)) await d.put(path, content);
  const local = await d.drop();
  const { id } = await d.intake.beginUpload('Matter of Tests');
  for (const [path, content] of Object.entries(files)) await send(d, id, `Matter of Tests/${path}`, content);
  await d.intake.finishUpload(id, 5, []);
  const uploaded = await dropWithStatus(d.intake, id);
  expect(uploaded.inventory).toEqual(local.inventory);
  expect(d.entries(id)).toEqual(d.entries(local.id));
  const manifest = await d.intake.freeze(id, BATCH);
  expect(await d.intake.verifyVault(BATCH.batchId)).toMatchObject({ missing: [], altered: [] });
  expect(manifest.documents.find(({ path }) => path === 'letters/a.txt')).toMatchObject({
    modifiedAt: 1_700_000_000_000,
    sha256: sha256('one'),
  });
});

it('takes as many files at once as a browser sends, without a word about leaks', async () => {
  const d = await openFixture();
  const { id } = await d.intake.beginUpload('Many');
  const warnings: Error[] = [];
  const onWarning = (warning: Error): void => void warnings.push(warning);
  process.on('warning', onWarning);
  try {
    const contents = Array.from({ length: 30 }, () => new PassThrough());
    const arrivals = contents.map((content, i) => d.intake.acceptFile(id, `Many/${i}.txt`, null, content));
    // Each has begun to arrive before the first one ends.
    for (const content of contents) content.write('text');
    await new Promise((resolve) => setTimeout(resolve, 100));
    for (const [i, content] of contents.entries()) content.end(` ${i}`);
    await Promise.all(arrivals);
    await d.intake.finishUpload(id, contents.length, []);
    await dropWithStatus(d.intake, id);
    expect(d.entries(id)).toHaveLength(30);
    expect(warnings).toEqual([]);
  } finally {
    process.off('warning', onWarning);
  }
});

it('keeps paths from outside inside the drop, and gives each file its own', async () => {
  const d = await openFixture();
  const { id } = await d.intake.beginUpload('evil');
  const paths = ['../../../etc/passwd', '/abs/x.txt', 'a/../../b.txt', 'a/\u0000c.txt', 'con/nul.txt', '..'];
  for (const path of paths) await send(d, id, path, `content of ${path}`);
  await d.intake.finishUpload(id, paths.length, []);
  await dropWithStatus(d.intake, id);
  expect(d.entries(id).map(({ path }) => path)).toEqual([
    'a/_c.txt',
    'a/b.txt',
    'abs/x.txt',
    'con/nul.txt',
    'etc/passwd',
    'unnamed',
  ]);
  const outside = (await readdir(d.base)).sort();
  expect(outside).toEqual(['Matter of Tests', 'data']);
  // On disk, files are only numbered.
  for (const path of (await filesBelow(join(d.dataDir, 'drops', id, 'tree'))).keys())
    expect(path).toMatch(/^0\/00000\d$/);
});

it('keeps every file whose name becomes that of another one when it is cleaned', async () => {
  const d = await openFixture();
  const { id } = await d.intake.beginUpload('box\u0007');
  const names = [
    'a\u0001.txt',
    'a\u0002.txt',
    'a_.txt',
    'a_ (2).txt',
    'in/../b.txt',
    'in/b.txt',
    'b\ud800',
    'b\ufffd',
  ];
  const twins = ['C.txt', 'c.txt', 'caf\u00e9.txt', 'cafe\u0301.txt', 'd', 'd.', 'd ', 'NUL', 'nul.txt'];
  const all = [...names, ...twins].map((name) => `box\u0007/${name}`);
  for (const [i, name] of all.entries()) await send(d, id, name, `text ${i}`);
  // The connection broke after the file had arrived, so the page sends it again.
  await send(d, id, all[1] ?? '', 'text 1, again');
  await d.intake.finishUpload(id, all.length, [
    { path: 'box\u0007/c.txt', code: 'infrastructure', reason: 'no' },
  ]);
  await dropWithStatus(d.intake, id);
  const entries = d.entries(id);
  expect(entries).toHaveLength(all.length + 1);
  expect(new Set(entries.map(({ path }) => path)).size).toBe(all.length + 1);
  expect(new Set(entries.map(({ sha256 }) => sha256))).toEqual(
    new Set([null, ...all.map((_name, i) => sha256(i === 1 ? 'text 1, again' : `text ${i}`))]),
  );
  const manifest = await d.intake.freeze(id, BATCH);
  const exported = join(d.base, 'exported');
  await d.intake.exportBag(BATCH.batchId, exported);
  const files = [...(await filesBelow(join(exported, 'data'))).keys()];
  expect(files).toHaveLength(manifest.documents.filter(({ sha256 }) => sha256 !== null).length);
  expect(new Set(files.map((file) => file.normalize('NFC').toLowerCase())).size).toBe(files.length);
  for (const file of files) expect(file).not.toMatch(/[. ]$|(^|\/)nul(\.|$)/i);
});

it('tells files apart that the browser reports under one path', async () => {
  const d = await openFixture();
  const { id } = await d.intake.beginUpload('box');
  const put = (item: number, content: string) =>
    d.intake.acceptFile(id, 'box/\ufffd.txt', null, Readable.from([Buffer.from(content)]), item);
  await put(0, 'first');
  await put(1, 'second');
  await put(1, 'second, again');
  await d.intake.finishUpload(id, 2, []);
  await dropWithStatus(d.intake, id);
  const found = d.entries(id).map((entry) => entry.sha256);
  expect(found.sort()).toEqual([sha256('first'), sha256('second, again')].sort());
});

it('replaces a file that is sent again, and removes an incomplete one', async () => {
  const d = await openFixture();
  const { id } = await d.intake.beginUpload('retry');
  const broken = new PassThrough();
  const refused = d.intake.acceptFile(id, 'a.txt', null, broken);
  broken.write('half of i');
  broken.destroy(new Error('the connection broke'));
  await expect(refused).rejects.toThrow('the connection broke');
  await expect(d.intake.finishUpload(id, 1, [])).rejects.toMatchObject({
    code: 'conflict',
    message: '1 of 1 files of “retry” have not arrived.',
  });
  await send(d, id, 'a.txt', 'first');
  await send(d, id, 'a.txt', 'second');
  await d.intake.finishUpload(id, 1, []);
  await dropWithStatus(d.intake, id);
  expect(d.entries(id)).toMatchObject([{ path: 'a.txt', sha256: sha256('second') }]);
});

it('makes files that the browser could not read exceptions, with the reason', async () => {
  const d = await openFixture();
  const { id } = await d.intake.beginUpload('partly');
  await send(d, id, 'partly/a.txt', 'text');
  await d.intake.finishUpload(id, 1, [
    { path: 'partly/locked.pdf', code: 'access_restricted', reason: 'The browser may not read it.' },
    { path: 'partly/gone.pdf', code: 'source_missing', reason: 'The file could not be found.' },
  ]);
  const drop = await dropWithStatus(d.intake, id);
  expect(d.entries(id).map(({ path, exception }) => [path, exception])).toEqual([
    ['a.txt', null],
    ['gone.pdf', 'source_missing'],
    ['locked.pdf', 'access_restricted'],
  ]);
  expect(drop.problems).toHaveLength(2);
  const manifest = await d.intake.freeze(id, BATCH);
  expect(manifest.documents.map(({ status }) => status)).toEqual(['pending', 'exception', 'exception']);
});

it('treats an upload without files as an empty folder', async () => {
  const d = await openFixture();
  const { id } = await d.intake.beginUpload('nothing');
  await d.intake.finishUpload(id, 0, []);
  expect(await dropWithStatus(d.intake, id)).toMatchObject({
    status: 'failed',
    error: { code: 'folder_empty' },
  });
});

it('explains what to do after a restart interrupted an upload', async () => {
  const d = await openFixture();
  const { id } = await d.intake.beginUpload('cut off');
  await send(d, id, 'a.txt', 'text');
  await d.restart();
  const drop = await dropWithStatus(d.intake, id);
  expect(drop).toMatchObject({
    status: 'failed',
    error: {
      message: 'Redwell was closed during the upload of “cut off”. None of it was submitted.',
      action: 'Discard this drop and add the folder again.',
    },
  });
  await expect(send(d, id, 'b.txt', 'more')).rejects.toMatchObject({ code: 'drop_not_ready' });
  await d.intake.discard(id);
  expect(d.intake.list()).toEqual([]);
});

it('continues a complete upload after a restart', async () => {
  const d = await openFixture();
  const { id } = await d.intake.beginUpload('complete');
  await send(d, id, 'complete/a.txt', 'text');
  await send(d, id, 'complete/box.zip', zipOf({ 'b.txt': 'member' }));
  await d.intake.finishUpload(id, 2, []);
  await d.restart();
  expect(await dropWithStatus(d.intake, id)).toMatchObject({ status: 'ready', found: 3 });
  expect(d.entries(id).map(({ path }) => path)).toEqual(['a.txt', 'box.zip', 'box.zip/b.txt']);
});

it('stores all files that six connections send at once', async () => {
  const d = await openFixture();
  await mkdir(d.folder, { recursive: true });
  const { id } = await d.intake.beginUpload('many');
  const lanes = Array.from({ length: 6 }, async (_v, lane) => {
    for (let i = lane; i < 120; i += 6) await send(d, id, `many/${i}.txt`, `text ${i}`);
  });
  await Promise.all(lanes);
  await d.intake.finishUpload(id, 120, []);
  expect(await dropWithStatus(d.intake, id)).toMatchObject({ status: 'ready', found: 120 });
});

it('stops a file and removes everything when the drop is discarded', async () => {
  const d = await openFixture();
  const { id } = await d.intake.beginUpload('unwanted');
  const endless = new PassThrough();
  const arriving = d.intake.acceptFile(id, 'a.txt', null, endless).catch((error: Error) => error.name);
  const started = new Promise<void>((resolve) => {
    d.intake.onChanged(({ readBytes }) => {
      if (readBytes > 0) resolve();
    });
  });
  endless.write('a part');
  await started;
  await expect(d.intake.finishUpload(id, 1, [])).rejects.toMatchObject({ code: 'conflict' });
  await d.intake.discard(id);
  expect(await arriving).toBe('AbortError');
  expect(await readdir(join(d.dataDir, 'drops'))).toEqual([]);
});
