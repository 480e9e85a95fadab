/** Freezing: from the inventory to the vault and the manifest, also on a full disk or after a crash. */
import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, it, onTestFinished } from 'vitest';
import { keepFilesPrivate } from '../../../src/core/util/private-files.ts';
import { manifestSchema } from '../../../src/shared/manifest.ts';
import { zipOf } from '../pipeline/zip-writer.ts';
import { BATCH, dropWithStatus, filesBelow, type IntakeFixture, sha256, sharedIntake } from './support.ts';

const { openFixture } = sharedIntake();
const contentsOfVault = async (d: IntakeFixture): Promise<string[]> =>
  [...(await filesBelow(join(d.dataDir, 'vault')))].map(([path]) => path).sort();

it('stores each content once in the vault, under its hash and read-only', async () => {
  const d = await openFixture();
  await d.put('a.txt', 'same');
  await d.put('b.txt', 'same');
  const drop = await d.drop();
  const manifest = await d.intake.freeze(drop.id, BATCH);
  const hash = sha256('same');
  expect(await contentsOfVault(d)).toEqual([`${hash.slice(0, 2)}/${hash.slice(2, 4)}/${hash}`]);
  expect(manifest.documents.map(({ location }) => location)).toEqual([
    manifest.documents[0]?.location,
    manifest.documents[0]?.location,
  ]);
  expect((await stat(manifest.documents[0]!.location)).mode & 0o222).toBe(0);
  // The same content from another drop is not copied again.
  const { mtimeMs, ino } = await stat(manifest.documents[0]!.location);
  const again = await d.drop();
  await d.intake.freeze(again.id, { ...BATCH, batchId: 'second' });
  expect(await stat(manifest.documents[0]!.location)).toMatchObject({ mtimeMs, ino });
});

it('flushes many originals together and reports progress', async () => {
  const d = await openFixture();
  for (let i = 0; i < 100; i += 1) await d.put(`${i}.txt`, `text ${i % 90}`);
  const drop = await d.drop();
  const seen: (readonly [number, number | null])[] = [];
  d.intake.onChanged(({ status, read, total }) => {
    if (status === 'submitting') seen.push([read, total]);
  });
  const manifest = await d.intake.freeze(drop.id, BATCH);
  expect(manifest.documents.filter(({ status }) => status === 'duplicate')).toHaveLength(10);
  expect(await d.intake.verifyVault(BATCH.batchId)).toEqual({
    checked: 100,
    missing: [],
    altered: [],
  });
  expect((await contentsOfVault(d)).map((path) => path.slice(-64)).sort()).toEqual(
    Array.from({ length: 90 }, (_v, i) => sha256(`text ${i}`)).sort(),
  );
  for (const [read, total] of seen) expect(read).toBeLessThanOrEqual(total ?? 0);
  expect(seen.at(-1)).toEqual([100, 100]);
});

it('returns the same manifest when a batch is frozen again, also after a restart', async () => {
  const d = await openFixture();
  await d.put('a.txt', 'text');
  const drop = await d.drop();
  const first = await d.intake.freeze(drop.id, BATCH);
  expect(await d.intake.freeze(drop.id, { ...BATCH, name: 'Another name' })).toEqual(first);
  await d.restart();
  expect(d.intake.unsubmitted()).toEqual([{ dropId: drop.id, batchId: BATCH.batchId }]);
  expect(await d.intake.freeze(drop.id, BATCH)).toEqual(first);
  expect(await d.intake.readManifest(BATCH.batchId)).toEqual(first);
  await d.intake.markSubmitted(drop.id, BATCH.batchId);
  expect(d.intake.unsubmitted()).toEqual([]);
  await d.restart();
  expect(d.intake.unsubmitted()).toEqual([]);
  expect(d.intake.get(drop.id).status).toBe('submitted');
});

it('refuses to freeze a drop that is not ready or belongs to another batch', async () => {
  const d = await openFixture();
  await d.put('a.txt', 'text');
  const { id } = await d.intake.beginUpload('upload');
  await expect(d.intake.freeze(id, BATCH)).rejects.toMatchObject({ code: 'drop_not_ready' });
  const drop = await d.drop();
  await d.intake.freeze(drop.id, BATCH);
  await expect(d.intake.freeze(drop.id, { ...BATCH, batchId: 'another' })).rejects.toMatchObject({
    code: 'drop_not_ready',
  });
  await expect(d.intake.discard(drop.id)).rejects.toMatchObject({ code: 'conflict' });
  await expect(d.intake.freeze(drop.id, { ...BATCH, batchId: '../../etc' })).rejects.toMatchObject({
    code: 'invalid_input',
  });
  await expect(d.intake.readManifest('nothing')).rejects.toMatchObject({ code: 'not_found' });
});

it('leaves a drop either ready or frozen after being killed while freezing', async () => {
  const d = await openFixture();
  await d.put('a.txt', 'text');
  const drop = await d.drop();
  await d.intake.freeze(drop.id, BATCH);
  await d.intake.dispose();
  const meta = join(d.dataDir, 'drops', drop.id, 'drop.json');
  const kept = JSON.parse(await readFile(meta, 'utf8'));
  // The manifest was written, but the drop was not saved.
  const intent = { ...kept, freezing: BATCH.batchId, drop: { ...kept.drop, status: 'ready', batchId: null } };
  await writeFile(meta, JSON.stringify(intent));
  await d.restart();
  expect(d.intake.unsubmitted()).toEqual([{ dropId: drop.id, batchId: BATCH.batchId }]);
  await d.intake.dispose();
  // The manifest was not written.
  await rm(join(d.dataDir, 'batches', BATCH.batchId), { recursive: true });
  await writeFile(meta, JSON.stringify(intent));
  await d.restart();
  expect(d.intake.unsubmitted()).toEqual([]);
  expect(d.intake.get(drop.id)).toMatchObject({ status: 'ready', batchId: null });
  expect((await d.intake.freeze(drop.id, BATCH)).documents).toHaveLength(1);
});

it('makes a file that changed after the inventory an exception, unless a copy is left', async () => {
  const d = await openFixture();
  const changed = await d.put('alone.txt', 'before');
  const first = await d.put('twice-1.txt', 'twice');
  await d.put('twice-2.txt', 'twice');
  const gone = await d.put('gone.txt', 'gone');
  const drop = await d.drop();
  await writeFile(changed, 'behind');
  await writeFile(first, 'other');
  await rm(gone);
  const manifest = await d.intake.freeze(drop.id, BATCH);
  const seen = manifest.documents.map(({ path, status, exception }) => [
    path,
    status,
    exception?.code ?? null,
  ]);
  expect(seen).toEqual([
    ['alone.txt', 'exception', 'altered'],
    ['gone.txt', 'exception', 'source_missing'],
    ['twice-1.txt', 'pending', null],
    ['twice-2.txt', 'duplicate', null],
  ]);
  expect(manifest.documents[0]?.exception?.detail).toMatch(
    /changed after Redwell read it and before it was submitted/,
  );
  expect(await readFile(manifest.documents[2]!.location, 'utf8')).toBe('twice');
  expect(await contentsOfVault(d)).toHaveLength(1);
});

it('leaves originals in place in reference mode and copies only members', async () => {
  const d = await openFixture({ vaultMode: 'reference' });
  const path = await d.put('a.txt', 'stays');
  await d.put('box.zip', zipOf({ 'b.txt': 'member' }));
  const drop = await d.drop();
  const manifest = await d.intake.freeze(drop.id, BATCH);
  expect(manifest.documents.map((document) => document.location)).toEqual([
    path,
    join(d.folder, 'box.zip'),
    expect.stringContaining(join(d.dataDir, 'vault')),
  ]);
  expect(await contentsOfVault(d)).toHaveLength(1);
  expect(await d.intake.verifyVault(BATCH.batchId)).toEqual({
    checked: 3,
    missing: [],
    altered: [],
  });
});

it('names missing and altered originals when verifying', async () => {
  const d = await openFixture();
  for (const name of ['intact', 'missing', 'altered']) await d.put(`${name}.txt`, name);
  const drop = await d.drop();
  const manifest = await d.intake.freeze(drop.id, BATCH);
  const at = (name: string): string => manifest.documents.find(({ path }) => path === name)!.location;
  await rm(at('missing.txt'));
  await chmod(at('altered.txt'), 0o600);
  await writeFile(at('altered.txt'), 'changed');
  expect(await d.intake.verifyVault(BATCH.batchId)).toEqual({
    checked: 3,
    missing: ['missing.txt'],
    altered: ['altered.txt'],
  });
  await expect(d.intake.exportBag(BATCH.batchId, join(d.base, 'bag'))).rejects.toMatchObject({
    code: 'not_found',
    message: expect.stringMatching(/^The original of “altered.txt” was altered/),
  });
});

it('exports a bag only into an empty folder', async () => {
  const d = await openFixture();
  await d.put('a.txt', 'text');
  const drop = await d.drop();
  await d.intake.freeze(drop.id, BATCH);
  await expect(d.intake.exportBag(BATCH.batchId, d.folder)).rejects.toMatchObject({ code: 'conflict' });
  const into = join(d.base, 'bag');
  process.umask(0o022);
  keepFilesPrivate();
  expect(await d.intake.exportBag(BATCH.batchId, into)).toEqual({ files: 1, bytes: 4 });
  // The bag is for others to read, unlike the vault that it was copied from.
  expect((await stat(into)).mode & 0o777).toBe(0o755);
  expect((await stat(join(into, 'data', 'a.txt'))).mode & 0o777).toBe(0o644);
});

it('keeps names with line ends, percent signs and Windows characters in a bag', async () => {
  const d = await openFixture();
  for (const name of ['50%.txt', 'two\nlines.txt', 'a:b?.txt', 'A_B_.TXT', 'x.zip.members/y.txt'])
    await d.put(name, `content of ${name}`);
  await d.put('x.zip', zipOf({ 'y.txt': 'member' }));
  const drop = await d.drop();
  await d.intake.freeze(drop.id, BATCH);
  const bag = join(d.base, 'bag');
  await d.intake.exportBag(BATCH.batchId, bag);
  const lines = (await readFile(join(bag, 'manifest-sha256.txt'), 'utf8')).trimEnd().split('\n');
  expect(lines).toHaveLength(7);
  const paths = lines.map((line) => line.slice(66));
  expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(7);
  for (const line of lines) {
    const path = line.slice(66).replace(/%25/g, '%');
    expect(sha256(await readFile(join(bag, path))), path).toBe(line.slice(0, 64));
  }
});

it('writes a frozen batch as a bag that fetches its payload from the vault', async () => {
  const d = await openFixture();
  await d.put('a b.txt', 'text');
  const drop = await d.drop();
  const manifest = await d.intake.freeze(drop.id, BATCH);
  const directory = join(d.dataDir, 'batches', BATCH.batchId);
  expect((await readdir(directory)).sort()).toEqual([
    'bag-info.txt',
    'bagit.txt',
    'fetch.txt',
    'manifest-sha256.txt',
    'redwell-manifest.json',
    'tagmanifest-sha256.txt',
  ]);
  const [url, bytes] = (await readFile(join(directory, 'fetch.txt'), 'utf8')).split(' ');
  expect(await readFile(new URL(url!))).toEqual(Buffer.from('text'));
  expect(bytes).toBe('4');
  const text = await readFile(join(directory, 'redwell-manifest.json'), 'utf8');
  expect(manifestSchema.parse(JSON.parse(text))).toEqual(manifest);
  // It can still be read after someone reformatted it.
  await writeFile(join(directory, 'redwell-manifest.json'), JSON.stringify(JSON.parse(text), null, 2));
  expect(await d.intake.readManifest(BATCH.batchId)).toEqual(manifest);
});

/** Mounts a disk of 2 MB, or returns null if this account may not mount. */
async function smallDisk(): Promise<string | null> {
  const at = await mkdtemp(join(tmpdir(), 'redwell-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'none', at], { stdio: 'pipe' });
  } catch {
    await rm(at, { recursive: true });
    return null;
  }
  onTestFinished(async () => {
    execFileSync('umount', ['-l', at]);
    await rm(at, { recursive: true });
  });
  return at;
}

it('leaves nothing unfinished on a full disk, and freezes the drop afterwards', async ({ skip }) => {
  const disk = await smallDisk();
  if (disk === null) return skip('this account may not mount a small disk');
  const d = await openFixture({ dataDir: disk });
  for (let i = 0; i < 4; i += 1) await d.put(`${i}.txt`, `${i}`.repeat(700_000));
  const drop = await d.drop();
  await expect(d.intake.freeze(drop.id, BATCH)).rejects.toMatchObject({
    code: 'disk_full',
    message: expect.stringMatching(
      /^There is not enough space on the disk to copy the originals of “Matter of Tests”: they need 2\.8 MB, and [\d.]+ MB are free\. Nothing was lost\.$/,
    ),
    action: expect.stringContaining('Free some space'),
  });
  expect(d.intake.get(drop.id)).toMatchObject({ status: 'ready', batchId: null });
  for (const [path, bytes] of await filesBelow(join(disk, 'vault')))
    expect(sha256(bytes)).toBe(path.slice(-64));
  expect(await readdir(join(disk, 'batches'))).toEqual([]);
  execFileSync('mount', ['-o', 'remount,size=8m', disk]);
  expect((await d.intake.freeze(drop.id, BATCH)).documents).toHaveLength(4);
});

it('refuses an uploaded file on a full disk, and removes what was stored of it', async ({ skip }) => {
  const disk = await smallDisk();
  if (disk === null) return skip('this account may not mount a small disk');
  const d = await openFixture({ dataDir: disk });
  const { id } = await d.intake.beginUpload('large');
  const large = Readable.from(Array.from({ length: 40 }, () => Buffer.alloc(100_000, 0x41)));
  await expect(d.intake.acceptFile(id, 'large.txt', null, large)).rejects.toMatchObject({
    code: 'disk_full',
  });
  expect([...(await filesBelow(join(disk, 'drops', id, 'tree'))).keys()]).toEqual([]);
  await d.intake.acceptFile(id, 'small.txt', null, Readable.from([Buffer.from('fits')]));
  await d.intake.finishUpload(id, 1, []);
  expect(await dropWithStatus(d.intake, id)).toMatchObject({ status: 'ready' });
});
