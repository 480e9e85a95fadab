/** The vault: altered originals are replaced, holes stay holes, and killed copies leave nothing. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmod,
  mkdir,
  open,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Writable } from 'node:stream';
import pino from 'pino';
import { expect, it, onTestFinished } from 'vitest';
import { removeOldCopies, removeUnfinishedCopies } from '../../../src/core/intake/unfinished-copies.ts';
import { buildSandbox } from '../pipeline/build-sandbox.ts';
import { BATCH, filesBelow, type IntakeFixture, sha256, sharedIntake } from './support.ts';

const { openFixture } = sharedIntake();
const GOOD = 'The rent is $4,250.00 a month.\n'.repeat(100);

/** An intake whose log can be read. */
async function withLog(): Promise<{ d: IntakeFixture; lines: { msg: string; kept?: string }[] }> {
  const lines: { msg: string; kept?: string }[] = [];
  const into = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)));
      done();
    },
  });
  return { d: await openFixture({ log: pino(into) }), lines };
}

/** Adds the folder and freezes it. @returns the first document's original */
async function frozen(d: IntakeFixture, batchId: string): Promise<string> {
  const drop = await d.drop();
  const { documents } = await d.intake.freeze(drop.id, { ...BATCH, batchId });
  expect(documents[0]).toMatchObject({ status: 'pending', sha256: sha256(GOOD) });
  return documents[0]?.location ?? '';
}

const ALTERATIONS: [string, (at: string) => Promise<unknown>][] = [
  [
    'one digit',
    async (at) => {
      await chmod(at, 0o600);
      await writeFile(at, GOOD.replace('4,250', '9,250'));
    },
  ],
  ['cut off', (at) => truncate(at, 10)],
  ['no bytes', (at) => truncate(at, 0)],
  ['a hole of 1 TiB', (at) => truncate(at, 2 ** 40)],
  ['a link', (at) => rm(at).then(() => symlink('/etc/hostname', at))],
  ['a folder', (at) => rm(at).then(() => mkdir(join(at, 'inside'), { recursive: true }))],
  ['a pipe', (at) => rm(at).then(() => execFileSync('mkfifo', [at]))],
];

it.each(ALTERATIONS)(
  'replaces an original that became %s with the intact file, and keeps it',
  async (_name, alter) => {
    const { d, lines } = await withLog();
    await d.put('lease.txt', GOOD);
    const original = await frozen(d, 'first');
    await alter(original);
    expect(await d.intake.verifyVault('first')).toMatchObject({ altered: ['lease.txt'] });
    expect(await frozen(d, 'second')).toBe(original);
    expect(await readFile(original, 'utf8')).toBe(GOOD);
    expect((await stat(original)).mode & 0o222).toBe(0);
    expect(await d.intake.verifyVault('first')).toMatchObject({ checked: 1, altered: [], missing: [] });
    const [line] = lines.filter(({ msg }) => msg.includes('was altered'));
    const kept = await readdir(join(d.dataDir, 'vault', 'damaged'));
    expect(kept).toHaveLength(1);
    expect(line?.kept).toBe(join(d.dataDir, 'vault', 'damaged', kept[0] ?? ''));
  },
);

it('does not take an altered copy for the original when the intact file is an attachment', async () => {
  const { d } = await withLog();
  await d.put('lease.txt', GOOD);
  const original = await frozen(d, 'first');
  await chmod(original, 0o600);
  await writeFile(original, GOOD.replace('4,250', '9,250'));
  await rm(join(d.folder, 'lease.txt'));
  const mail = `From: a@b.c\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; name=lease.txt\nContent-Disposition: attachment; filename=lease.txt\nContent-Transfer-Encoding: base64\n\n${Buffer.from(GOOD).toString('base64')}\n--b--\n`;
  await d.put('mail.eml', mail);
  const drop = await d.drop();
  await d.intake.freeze(drop.id, { ...BATCH, batchId: 'second' });
  expect(await readFile(original, 'utf8')).toBe(GOOD);
});

/** Returns the bytes that a file takes on the disk. */
const onDisk = async (path: string): Promise<number> => (await stat(path)).blocks * 512;

it('keeps holes and runs of zeros out of the vault', async () => {
  const d = await openFixture();
  const mib = 1024 * 1024;
  const holes = await d.put('holes.txt', GOOD);
  await truncate(holes, 200 * mib);
  const handle = await open(holes, 'r+');
  await handle.write('in the middle', 77 * mib + 123);
  await handle.close();
  const zeros = await d.put('zeros.bin', Buffer.alloc(20 * mib));
  const drop = await d.drop();
  const { documents } = await d.intake.freeze(drop.id, BATCH);
  expect(await onDisk(zeros)).toBeGreaterThanOrEqual(20 * mib);
  for (const { location, bytes, path } of documents) {
    expect((await stat(location)).size, path).toBe(bytes);
    expect(await onDisk(location), path).toBeLessThan(mib);
  }
  expect(await d.intake.verifyVault(BATCH.batchId)).toMatchObject({ checked: 2, altered: [] });
});

it('does not read a file that claims far more than it has and more than the limit', async () => {
  const d = await openFixture({ limits: { maxDocumentBytes: 10 * 1024 * 1024 } });
  await truncate(await d.put('claims.txt', GOOD), 2 ** 43);
  const drop = await d.drop();
  const [entry] = d.entries(drop.id);
  expect(entry).toMatchObject({ path: 'claims.txt', exception: 'oversize' });
  expect(drop.problems[0]?.message).toMatch(
    /^The file claims 8,796,093,022,208 bytes, but has only [\d,]+ bytes on the disk/,
  );
  const { documents } = await d.intake.freeze(drop.id, BATCH);
  expect(documents).toMatchObject([{ status: 'exception', sha256: null }]);
  expect(await filesBelow(join(d.dataDir, 'vault'))).toEqual(new Map());
});

it('asks for disk space before it copies anything', async ({ skip }) => {
  const disk = join((await openFixture()).base, 'disk');
  await mkdir(disk);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'none', disk], { stdio: 'pipe' });
  } catch {
    return skip('this account may not mount a small disk');
  }
  onTestFinished(() => void execFileSync('umount', ['-l', disk]));
  const d = await openFixture({ dataDir: disk });
  const letters = 'abcdefghij'.split('');
  for (const letter of letters) await d.put(`${letter}.txt`, letter.repeat(300_000));
  const drop = await d.drop();
  await expect(d.intake.freeze(drop.id, BATCH)).rejects.toMatchObject({ code: 'disk_full' });
  expect(await filesBelow(join(disk, 'vault'))).toEqual(new Map());
  // Holes need no space.
  for (const letter of letters) await truncate(join(d.folder, `${letter}.txt`), 0);
  for (const letter of letters)
    await truncate(join(d.folder, `${letter}.txt`), 300_000 + letter.charCodeAt(0));
  const sparse = await d.drop();
  expect((await d.intake.freeze(sparse.id, BATCH)).documents).toHaveLength(10);
});

it('removes the copies of a killed process at the next start, and no others', async () => {
  const d = await openFixture();
  const vault = join(d.dataDir, 'vault');
  const file = await d.put('lease.txt', GOOD);
  const { entry } = await buildSandbox('test/integration/intake/copying-process.ts');
  const start = async () => {
    const args = [entry, vault, file, sha256(GOOD), String(GOOD.length)];
    const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    await once(child.stdout, 'data');
    return child;
  };
  const running = await start();
  const killed = await start();
  expect(await filesBelow(vault)).toHaveProperty('size', 2);
  killed.kill('SIGKILL');
  await once(killed, 'exit');
  await d.restart();
  const left = [...(await filesBelow(vault)).keys()];
  expect(left).toHaveLength(1);
  expect(left[0]).toContain(`~${running.pid}~`);
  running.kill('SIGKILL');
  await once(running, 'exit');
  expect(await removeUnfinishedCopies(vault)).toMatchObject({ files: 1 });
});

it('removes copies that earlier versions left beside the originals, and then never looks again', async () => {
  const d = await openFixture();
  const vault = join(d.dataDir, 'vault');
  const hash = sha256(GOOD);
  const beside = (pid: number): string =>
    join(vault, hash.slice(0, 2), hash.slice(2, 4), `${hash}.${pid}-1.part`);
  await d.intake.dispose();
  await rm(join(vault, 'unfinished'), { recursive: true });
  await mkdir(dirname(beside(1)), { recursive: true });
  const dead = spawn('true');
  await once(dead, 'exit');
  await writeFile(beside(dead.pid ?? 0), 'left');
  await writeFile(beside(process.pid), 'being written');
  const { signal } = new AbortController();
  expect(await removeOldCopies(vault, signal)).toMatchObject({ files: 1 });
  expect([...(await filesBelow(vault)).values()].map(String)).toEqual(['being written']);
  await writeFile(beside(dead.pid ?? 0), 'left');
  expect(await removeOldCopies(vault, signal)).toMatchObject({ files: 0 });
});

it('exports no altered original, and does not wait for a pipe in its place', async () => {
  const d = await openFixture();
  await d.put('lease.txt', GOOD);
  const original = await frozen(d, 'first');
  await rm(original);
  execFileSync('mkfifo', [original]);
  const export_ = (into: string) => d.intake.exportBag('first', join(d.base, into));
  await expect(export_('pipe')).rejects.toMatchObject({
    message: expect.stringMatching(/“lease.txt” was altered/),
  });
  await rm(original);
  await writeFile(original, GOOD.replace('4,250', '9,250'));
  await expect(export_('altered')).rejects.toMatchObject({ message: expect.stringMatching(/was altered/) });
  expect(await filesBelow(join(d.base, 'altered'))).toEqual(new Map());
});
