/** Difficult files in real folders. Each one gets its explanation and does not harm the rest of the drop. */
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { walk } from '../../../src/core/intake/walk.ts';
import type { Drop, DropEntry } from '../../../src/shared/intake.ts';
import { buildSandbox } from '../pipeline/build-sandbox.ts';
import { BATCH, dropWithStatus, sha256, sharedIntake } from './support.ts';

/** The user id of an account without rights. */
const NOBODY = 65534;

const { openFixture, entry } = sharedIntake();
const at = (entries: readonly DropEntry[], path: string): DropEntry => {
  const found = entries.find((entry) => entry.path === path);
  if (found === undefined) throw new Error(`${path} is not among ${entries.map((e) => e.path).join(', ')}`);
  return found;
};

it('names an empty folder in its error', async () => {
  const d = await openFixture();
  const drop = await d.drop();
  expect(drop.status).toBe('failed');
  expect(drop.error).toEqual({
    code: 'folder_empty',
    message: '“Matter of Tests” contains no files.',
    action: 'Check that it is the right folder, then add it again.',
  });
});

it('finds no documents in a folder of empty folders and system files', async () => {
  const d = await openFixture();
  await mkdir(join(d.folder, 'a', 'b'), { recursive: true });
  await d.put('a/Thumbs.db', 'x');
  await d.put('.git/config', 'x');
  const drop = await d.drop();
  expect(drop.error).toMatchObject({
    code: 'folder_empty',
    message: '“Matter of Tests” contains no documents, only 2 files that are not documents.',
  });
});

it('refuses a missing folder before anything starts', async () => {
  const d = await openFixture();
  await expect(d.intake.beginPaths([join(d.base, 'gone')])).rejects.toMatchObject({
    code: 'folder_missing',
    action: expect.stringContaining('reconnect the drive'),
  });
  expect(d.intake.list()).toEqual([]);
});

it('makes every empty file an exception, and none a duplicate', async () => {
  const d = await openFixture();
  await d.put('a.pdf', '');
  await d.put('b.txt', '');
  const drop = await d.drop();
  expect(
    d.entries(drop.id).map(({ type, exception, duplicateOf }) => [type, exception, duplicateOf]),
  ).toEqual([
    ['empty', 'empty', null],
    ['empty', 'empty', null],
  ]);
  expect(at(d.entries(drop.id), 'a.pdf').detail).toBe('The file is empty (0 bytes).');
});

it('accepts a single file, and keeps the names of several roots', async () => {
  const d = await openFixture();
  const file = await d.put('letter.txt', 'one');
  const one = await d.drop(file);
  expect(one).toMatchObject({ status: 'ready', name: 'letter.txt' });
  expect(d.entries(one.id).map(({ path }) => path)).toEqual(['letter.txt']);
  await d.put('x/docs/1.txt', 'first');
  await d.put('y/docs/1.txt', 'second');
  const many = await d.drop(join(d.folder, 'x', 'docs'), join(d.folder, 'y', 'docs'), file);
  expect(many.name).toBe('docs and 2 more');
  expect(d.entries(many.id).map(({ path }) => path)).toEqual(['docs/1.txt', 'docs (2)/1.txt', 'letter.txt']);
  const manifest = await d.intake.freeze(many.id, BATCH);
  const texts = await Promise.all(manifest.documents.map(({ location }) => readFile(location, 'utf8')));
  expect(texts).toEqual(['first', 'second', 'one']);
});

it('lists links without following them, so that loops end', async () => {
  const d = await openFixture();
  await d.put('a/letter.txt', 'text');
  await symlink('..', join(d.folder, 'a', 'loop'));
  await symlink(join(d.folder, 'a', 'letter.txt'), join(d.folder, 'link.txt'));
  await symlink('nowhere', join(d.folder, 'broken'));
  const drop = await d.drop();
  const entries = d.entries(drop.id);
  expect(entries.map(({ path }) => path)).toEqual(['a/letter.txt', 'a/loop', 'broken', 'link.txt']);
  for (const path of ['a/loop', 'broken', 'link.txt'])
    expect(at(entries, path)).toMatchObject({
      excluded: true,
      detail: expect.stringMatching(/^Left out: a link to another file or folder/),
    });
});

it('never opens pipes and sockets', async () => {
  const d = await openFixture();
  await d.put('letter.txt', 'text');
  execFileSync('mkfifo', [join(d.folder, 'pipe')]);
  const server = createServer().listen(join(d.folder, 'socket'));
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  const drop = await d.drop();
  expect(drop.status).toBe('ready');
  for (const path of ['pipe', 'socket'])
    expect(at(d.entries(drop.id), path)).toMatchObject({
      excluded: true,
      detail: 'Left out: a connection between programs, not a document.',
    });
  await expect(d.intake.beginPaths([join(d.folder, 'pipe')])).rejects.toMatchObject({ code: 'not_a_folder' });
});

it('shows, reads and stores files whose names are not UTF-8', async () => {
  const d = await openFixture();
  const raw = (name: number[]): Buffer => Buffer.concat([Buffer.from(`${d.folder}/`), Buffer.from(name)]);
  // "é" in Latin-1, and another byte that becomes the same replacement character.
  await writeFile(raw([0xe9, 0x2e, 0x74, 0x78, 0x74]), 'first');
  await writeFile(raw([0xe8, 0x2e, 0x74, 0x78, 0x74]), 'second');
  const drop = await d.drop();
  const entries = d.entries(drop.id);
  expect(entries.map(({ path }) => path).sort()).toEqual(['\uFFFD (2).txt', '\uFFFD.txt']);
  expect(new Set(entries.map((entry) => entry.sha256))).toEqual(new Set([sha256('first'), sha256('second')]));
  const manifest = await d.intake.freeze(drop.id, BATCH);
  for (const { location, sha256: hash } of manifest.documents)
    expect(sha256(await readFile(location))).toBe(hash);
});

it('reads a path of 4,000 characters, and makes a longer one than the system opens an exception', async () => {
  const d = await openFixture();
  onTestFinished(() => void execFileSync('rm', ['-rf', d.folder]));
  const part = 'p'.repeat(150);
  let path = d.folder;
  while (path.length + 151 < 4000 - 10) path = join(path, part);
  await mkdir(path, { recursive: true });
  const name = 'n'.repeat(4000 - path.length - 1);
  await writeFile(join(path, name), 'deep');
  expect(join(path, name)).toHaveLength(4000);
  // The script descends step by step, because no system call accepts such a long path.
  const descend = `process.chdir(process.argv[1])`;
  execFileSync(
    process.execPath,
    [
      '-e',
      `const fs = require('fs'); for (const _ of [1, 2]) { fs.mkdirSync(process.argv[1]); ${descend}; } fs.writeFileSync('letter.txt', 'deeper')`,
      part,
    ],
    { cwd: path },
  );
  await d.put('short.txt', 'text');
  const drop = await d.drop();
  expect(drop.status).toBe('ready');
  const entries = d.entries(drop.id);
  expect(at(entries, 'short.txt').sha256).toBe(sha256('text'));
  expect(entries.find((entry) => entry.sha256 === sha256('deep'))?.path).toHaveLength(
    4000 - d.folder.length - 1,
  );
  const beyond = entries.filter((entry) => entry.exception === 'infrastructure');
  expect(beyond).toHaveLength(1);
  expect(beyond[0]?.detail).toMatch(/too long for this computer\. Move the folder closer to the top/);
  expect(drop.problems).toHaveLength(1);
});

it('continues the walk after a folder disappears', async () => {
  const d = await openFixture();
  await d.put('first/1.txt', '1');
  await d.put('second/2.txt', '2');
  const root = { location: d.folder, prefix: '', directory: true };
  const found = [];
  for await (const file of walk([root], Buffer.from(d.dataDir), new AbortController().signal)) {
    // The root has been read by now, and one of its folders has yet to be opened.
    if (found.length === 0)
      await rm(join(d.folder, file.path.startsWith('first') ? 'second' : 'first'), { recursive: true });
    found.push(file);
  }
  expect(found.map(({ kind }) => kind)).toEqual(['file', 'failed']);
  expect(found[1]).toMatchObject({
    failure: { code: 'source_missing', detail: expect.stringMatching(/^The folder could not be found\./) },
  });
});

it('makes a file that disappears after the walk an exception and reads the others', async () => {
  const d = await openFixture();
  const gone = await d.put('gone.txt', 'x');
  await d.put('here.txt', 'y');
  d.intake.onChanged(({ status }) => {
    if (status === 'reading') rmSync(gone, { force: true });
  });
  const drop = await d.drop();
  expect(drop.status).toBe('ready');
  expect(at(d.entries(drop.id), 'gone.txt')).toMatchObject({
    exception: 'source_missing',
    sha256: null,
    detail: expect.stringMatching(/^The file could not be found\. Check the folder and add it again\./),
  });
  expect(at(d.entries(drop.id), 'here.txt').exception).toBeNull();
  expect(drop.problems).toEqual([
    { path: 'gone.txt', code: 'source_missing', message: expect.stringContaining('could not be found') },
  ]);
  const manifest = await d.intake.freeze(drop.id, BATCH);
  expect(manifest.documents.map(({ path, status }) => [path, status])).toEqual([
    ['gone.txt', 'exception'],
    ['here.txt', 'pending'],
  ]);
});

it('stops when the whole folder disappears and continues when it comes back', async () => {
  const opened = await openFixture({ lookForDriveMs: 20 });
  await opened.put('a/1.txt', '1');
  await opened.put('2.txt', '2');
  const hidden = `${opened.folder} (unplugged)`;
  const stop = opened.intake.onChanged(({ status }) => {
    if (status !== 'reading') return;
    stop();
    execFileSync('mv', [opened.folder, hidden]);
  });
  const failed = await opened.drop();
  expect(failed).toMatchObject({
    status: 'failed',
    error: { code: 'folder_missing', action: expect.stringContaining('continues where it stopped') },
  });
  const back = dropWithStatus(opened.intake, failed.id, ['ready']);
  execFileSync('mv', [hidden, opened.folder]);
  expect(await back).toMatchObject({ status: 'ready', error: null, found: 2 });
});

it('waits for a drive that is missing when Redwell starts', async () => {
  const d = await openFixture();
  await d.put('1.txt', '1');
  const hidden = `${d.folder} (unplugged)`;
  const stop = d.intake.onChanged(({ status }) => {
    if (status !== 'reading') return;
    stop();
    execFileSync('mv', [d.folder, hidden]);
  });
  const { id } = await d.drop();
  await d.restart({ lookForDriveMs: 20 });
  expect(d.intake.get(id)).toMatchObject({ status: 'failed', error: { code: 'folder_missing' } });
  const back = dropWithStatus(d.intake, id, ['ready']);
  execFileSync('mv', [hidden, d.folder]);
  expect(await back).toMatchObject({ found: 1, error: null });
});

it("leaves out Redwell's own data folder", async () => {
  const d = await openFixture();
  await d.put('letter.txt', 'text');
  const drop = await d.drop(d.base);
  const entries = d.entries(drop.id);
  expect(entries.map(({ path, excluded }) => [path, excluded])).toEqual(
    [
      ['data', true],
      ['Matter of Tests/letter.txt', false],
    ].sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1)),
  );
});

/** Runs intake in a process without root rights, because root can read everything. */
async function runAsOther(folder: string): Promise<{ drop?: Drop; entries?: DropEntry[]; refused?: object }> {
  const root = process.getuid?.() === 0;
  const built = await buildSandbox('test/integration/intake/other-process.ts');
  onTestFinished(() => built.dispose());
  const dataDir = await mkdtemp(join(tmpdir(), 'redwell-other-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  if (root) await chown(dataDir, NOBODY, NOBODY);
  const output = execFileSync(process.execPath, [built.entry, dataDir, folder, entry()], {
    encoding: 'utf8',
    env: { ...process.env, ...(root ? { BECOME: String(NOBODY) } : {}) },
  });
  return JSON.parse(output.trim().split('\n').at(-1) ?? '{}');
}

it('makes files without read permission exceptions, and refuses a folder without it', async () => {
  const d = await openFixture();
  await chmod(d.base, 0o755);
  const secret = await d.put('secret.txt', 'x');
  await d.put('locked/inside.txt', 'x');
  await d.put('open.txt', 'y');
  onTestFinished(() => chmod(join(d.folder, 'locked'), 0o700));
  await chmod(secret, 0o000);
  await chmod(join(d.folder, 'locked'), 0o000);
  const { drop, entries = [] } = await runAsOther(d.folder);
  expect(drop).toMatchObject({ status: 'ready', found: 3 });
  expect(at(entries, 'secret.txt')).toMatchObject({
    exception: 'access_restricted',
    detail: expect.stringMatching(/^You do not have permission to read the file\./),
  });
  expect(at(entries, 'locked')).toMatchObject({
    exception: 'access_restricted',
    detail: expect.stringMatching(/^You do not have permission to read the folder\./),
  });
  expect(at(entries, 'open.txt').exception).toBeNull();
  expect(drop?.problems.map(({ path }) => path).sort()).toEqual(['locked', 'secret.txt']);
  const { refused } = await runAsOther(join(d.folder, 'locked'));
  expect(refused).toMatchObject({ code: 'access_restricted' });
});
