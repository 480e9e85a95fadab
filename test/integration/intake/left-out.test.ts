/** An operator leaves out parts of a drop, joins drops, and submits what remains. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { expect, it, onTestFinished } from 'vitest';
import type { FolderRow } from '../../../src/shared/intake-edit.ts';
import { buildSandbox } from '../pipeline/build-sandbox.ts';
import { zipOf } from '../pipeline/zip-writer.ts';
import { BATCH, dropWithStatus, filesBelow, type IntakeFixture, sha256, sharedIntake } from './support.ts';

const { openFixture, entry } = sharedIntake();
const path = (one: string) => ({ kind: 'path' as const, path: one });
const namesOf = (rows: readonly FolderRow[]): string[] =>
  rows.map((row) => (row.kind === 'folder' ? `${row.name}/` : row.entry.path));

it('keeps what is left out in the manifest with the reason, and none of its bytes in the vault', async () => {
  const d = await openFixture();
  await d.put('keep/a.txt', 'letter');
  await d.put('drafts/a copy of the letter.txt', 'letter');
  await d.put('drafts/draft.txt', 'draft');
  await d.put('mail.eml', 'From: a@b.example\r\nSubject: x\r\n\r\nbody');
  const drop = await d.drop();
  expect(drop.inventory).toMatchObject({ files: 4, duplicates: 1, excluded: 0 });
  const edited = await d.intake.edit(drop.id, {
    out: true,
    choices: [path('keep'), path('drafts/draft.txt')],
  });
  expect(edited.inventory).toMatchObject({
    files: 4,
    duplicates: 0,
    excluded: 2,
    leftOut: { documents: 2, bytes: 11 },
  });
  const manifest = await d.intake.freeze(drop.id, BATCH);
  expect(manifest.documents.map((document) => [document.path, document.status, document.excluded])).toEqual([
    ['drafts/a copy of the letter.txt', 'pending', undefined],
    ['drafts/draft.txt', 'excluded', 'Left out by the operator.'],
    ['keep/a.txt', 'excluded', 'Left out by the operator.'],
    ['mail.eml', 'pending', undefined],
  ]);
  expect(await d.intake.readManifest(BATCH.batchId)).toEqual(manifest);
  const stored = [...(await filesBelow(join(d.dataDir, 'vault'))).values()].map(sha256);
  expect(stored).toContain(sha256('letter'));
  expect(stored).not.toContain(sha256('draft'));
});

it('lists folders, archives and what a search finds, and leaves out all that is found', async () => {
  const d = await openFixture();
  await d.put('letters/one.txt', '1');
  await d.put('letters/old/two.log', '2');
  await d.put('box.zip', zipOf({ 'in.log': '3', 'in.txt': '4' }));
  const { id } = await d.drop();
  const list = (folder: string, search = ''): string[] =>
    namesOf(d.intake.folder(id, { folder, filter: 'all', search }, null, 100).items);
  expect(list('')).toEqual(['letters/', 'box.zip']);
  expect(list('letters')).toEqual(['old/', 'letters/one.txt']);
  expect(list('box.zip')).toEqual(['box.zip/in.log', 'box.zip/in.txt']);
  expect(list('', '.LOG')).toEqual(['box.zip/in.log', 'letters/old/two.log']);
  expect(() => list('gone')).toThrow(/not part of this drop/);
  await d.intake.edit(id, { out: true, choices: [], found: { folder: '', filter: 'all', search: '.log' } });
  expect(d.entries(id).filter(({ leftOut }) => leftOut)).toHaveLength(2);
  expect(d.intake.folder(id, { folder: '', filter: 'all', search: '' }, null, 1)).toMatchObject({
    next: '1',
    total: 2,
    items: [{ kind: 'folder', documents: 2, selectable: 2, leftOut: 1 }],
  });
});

it('does not submit a drop of which everything is left out', async () => {
  const d = await openFixture();
  await d.put('a.txt', 'a');
  const { id } = await d.drop();
  await d.intake.edit(id, { out: true, choices: [{ kind: 'all' }] });
  await expect(d.intake.freeze(id, BATCH)).rejects.toMatchObject({
    code: 'conflict',
    action: 'Take back at least one file, or discard the drop.',
  });
  await d.intake.edit(id, { out: false, choices: [{ kind: 'type', type: 'txt' }] });
  expect((await d.intake.freeze(id, BATCH)).documents).toMatchObject([{ status: 'pending' }]);
  await expect(d.intake.edit(id, { out: true, choices: [path('a.txt')] })).rejects.toMatchObject({
    code: 'drop_not_ready',
  });
});

it('shows every change that was confirmed, after the process was killed in the middle', async () => {
  const d = await openFixture();
  const files = 60;
  for (let n = 1; n <= files; n += 1) await d.put(`${n}.txt`, `text ${n}`);
  await d.intake.dispose();
  const built = await buildSandbox('test/integration/intake/editing-process.ts');
  onTestFinished(() => built.dispose());
  const child = spawn(process.execPath, [built.entry, d.dataDir, d.folder, entry()], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let confirmed = { id: '', done: 0 };
  for await (const line of createInterface({ input: child.stdout })) {
    confirmed = JSON.parse(line);
    if (confirmed.done === 7) child.kill('SIGKILL');
  }
  if (child.signalCode === null && child.exitCode === null) await once(child, 'exit');
  expect(confirmed.done).toBeGreaterThanOrEqual(7);
  await d.restart();
  const inventoryOf = async () => (await dropWithStatus(d.intake, confirmed.id)).inventory;
  const leftOut = await leftOutAfterReload(d, confirmed.id);
  for (let n = 1; n <= confirmed.done; n += 1) expect(leftOut).toContain(`${n}.txt`);
  // The change that was under way may have been saved, and none after it.
  expect(leftOut.length).toBeLessThanOrEqual(confirmed.done + 1);
  expect(await inventoryOf()).toMatchObject({
    files,
    excluded: leftOut.length,
    leftOut: { documents: leftOut.length },
  });
});

/** Waits until the list of a restored drop is loaded. */
async function leftOutAfterReload(d: IntakeFixture, dropId: string): Promise<string[]> {
  // A change of nothing waits for the work on the drop.
  await d.intake.edit(dropId, { out: true, choices: [] });
  return d.entries(dropId).flatMap((one) => (one.leftOut ? [one.path] : []));
}

/** Makes a drop of a folder on disk, and one of an upload with an archive. */
async function twoDrops(d: IntakeFixture): Promise<string[]> {
  await d.put('same.txt', 'same');
  await d.put('own.txt', 'own');
  const first = await d.drop();
  const { id } = await d.intake.beginUpload('Upload');
  const send = (name: string, content: string | Buffer) =>
    d.intake.acceptFile(id, `Upload/${name}`, 1_700_000_000_000, Readable.from([Buffer.from(content)]));
  await send('same.txt', 'same');
  await send('box.zip', zipOf({ 'in.txt': 'inside', 'out.txt': 'outside' }));
  await d.intake.finishUpload(id, 2, []);
  await dropWithStatus(d.intake, id);
  await d.intake.edit(id, { out: true, choices: [path('box.zip/out.txt')] });
  return [first.id, id];
}

const JOINED = [
  ['Matter of Tests/own.txt', 'pending'],
  ['Matter of Tests/same.txt', 'duplicate'],
  ['box.zip', 'pending'],
  ['box.zip/in.txt', 'pending'],
  ['box.zip/out.txt', 'excluded'],
  ['same.txt', 'pending'],
];
const outcome = (documents: readonly { path: string; status: string }[]) =>
  documents.map(({ path: at, status }) => [at, status]);

it('joins drops into one batch without reading a file again', async () => {
  const d = await openFixture();
  const ids = await twoDrops(d);
  const joined = await d.intake.join(ids);
  expect(joined).toMatchObject({ status: 'ready', name: 'Matter of Tests and 1 more', found: 6 });
  expect(d.intake.list().map(({ id }) => id)).toEqual([joined.id]);
  await d.restart();
  const manifest = await d.intake.freeze(joined.id, BATCH);
  expect(outcome(manifest.documents)).toEqual(JOINED);
  expect(await d.intake.verifyVault(BATCH.batchId)).toMatchObject({ missing: [], altered: [] });
  await d.intake.markSubmitted(joined.id, BATCH.batchId);
  expect((await readdir(join(d.dataDir, 'drops', joined.id))).sort()).toEqual(['drop.json', 'entries.jsonl']);
});

it('finishes joining after it was stopped before the folders had moved', async () => {
  const d = await openFixture();
  const ids = await twoDrops(d);
  const joined = await d.intake.join(ids);
  await d.intake.dispose();
  const drops = join(d.dataDir, 'drops');
  const meta = JSON.parse(await readFile(join(drops, joined.id, 'drop.json'), 'utf8'));
  Object.assign(meta, { joins: ids });
  Object.assign(meta.drop, { status: 'reading', inventory: null });
  await writeFile(join(drops, joined.id, 'drop.json'), JSON.stringify(meta));
  const last = ids.at(-1) ?? '';
  await rename(join(drops, joined.id, last), join(drops, last));
  await d.restart();
  expect(d.intake.list().map(({ id }) => id)).toEqual([joined.id]);
  await dropWithStatus(d.intake, joined.id);
  const manifest = await d.intake.freeze(joined.id, BATCH);
  expect(outcome(manifest.documents)).toEqual(JOINED);
  expect(await d.intake.verifyVault(BATCH.batchId)).toMatchObject({ missing: [], altered: [] });
});

it('gives folders of the same name names of their own, and joins only complete drops', async () => {
  const d = await openFixture();
  const folders = ['x', 'y'].map((parent) => join(d.base, parent, 'Scans'));
  for (const folder of folders) {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'page.txt'), folder);
  }
  const [first, second] = [await d.drop(folders[0] ?? ''), await d.drop(folders[1] ?? '')];
  const open = await d.intake.beginUpload('Half');
  await expect(d.intake.join([first.id, open.id])).rejects.toMatchObject({ code: 'drop_not_ready' });
  await expect(d.intake.join([first.id, first.id])).rejects.toMatchObject({ code: 'invalid_input' });
  const joined = await d.intake.join([first.id, second.id]);
  expect(d.entries(joined.id).map(({ path: at }) => at)).toEqual(['Scans/page.txt', 'Scans (2)/page.txt']);
  await d.intake.freeze(joined.id, BATCH);
  expect(await d.intake.verifyVault(BATCH.batchId)).toMatchObject({ missing: [], altered: [] });
});
