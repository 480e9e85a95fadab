import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import iconv from 'iconv-lite';
import { describe, expect, it, vi } from 'vitest';
import type { FileType } from '../../../src/shared/file-types.ts';
import { sevenZipOf, tar } from '../../support/archives.ts';
import { sharedSandbox } from './build-sandbox.ts';
import { put, stageInput } from './fixtures.ts';

vi.setConfig({ testTimeout: 120_000 });

const shared = sharedSandbox({ maxWorkers: 1 });
const LIMITS = { maxMembers: 100, maxBytes: 1e9, maxRatio: 1000 };
const FILES = { 'deed.txt': 'Lot 12', 'note.txt': 'Call Vera Lund' };
let number = 0;

async function place(name: string, bytes: Buffer): Promise<string> {
  number += 1;
  await mkdir(join(shared().folder, `${number}`));
  return put(join(shared().folder, `${number}`), name, bytes);
}

async function expand(
  type: FileType,
  bytes: Buffer,
  { name = 'file', passwords = [] as string[], limits = LIMITS } = {},
): Promise<{ members: string[]; problems: string[] }> {
  const location = await place(name, bytes);
  const into = `${location}-members`;
  const { members, problems } = await shared().sandbox.expand({ location, type, passwords }, into, limits);
  expect((await readdir(into).catch(() => [])).sort()).toEqual(members.map(({ file }) => file).sort());
  return {
    members: await Promise.all(
      members.map(async ({ name: member, file }) => `${member}: ${await readFile(join(into, file), 'utf8')}`),
    ),
    problems: problems.map((problem) => `${problem.name} ${problem.code}: ${problem.detail}`),
  };
}

const ALL = ['deed.txt: Lot 12', 'note.txt: Call Vera Lund'];
const BOTH = tar([
  { name: 'deed.txt', content: 'Lot 12' },
  { name: 'note.txt', content: 'Call Vera Lund' },
]);

describe('an archive', () => {
  it('gives its members', async () => {
    expect(await expand('7z', await sevenZipOf(FILES))).toEqual({ members: ALL, problems: [] });
    expect(await expand('tar', BOTH)).toEqual({ members: ALL, problems: [] });
    expect(await expand('gz', gzipSync(BOTH))).toEqual({ members: ALL, problems: [] });
    const bz2 = await sevenZipOf({ 'a.tar': BOTH }, ['-tbzip2'], 'a.tar.bz2');
    expect(await expand('bz2', bz2)).toEqual({ members: ALL, problems: [] });
  });

  it('of one file is named without its ending', async () => {
    const { members } = await expand('gz', gzipSync('Rent: $90'), { name: 'ledger.csv.gz' });
    expect(members).toEqual(['ledger.csv: Rent: $90']);
  });

  it('is read by its bytes, whatever its name says', async () => {
    const bytes = await sevenZipOf(FILES);
    for (const name of ['papers.zip', 'papers.docx', 'papers.rar'])
      expect(await expand('7z', bytes, { name })).toEqual({ members: ALL, problems: [] });
  });

  it('is listed as text', async () => {
    const bytes = await sevenZipOf(FILES);
    const location = await place('list.7z', bytes);
    const { result } = await shared().sandbox.runStage('ocr', stageInput(location, '7z', bytes.length));
    expect(result).toMatchObject({ text: 'deed.txt\nnote.txt', warnings: [] });
  });

  it('keeps names safe and in the encoding of their computer, and members with the same name apart', async () => {
    const { members, problems } = await expand(
      'tar',
      tar([
        { name: '../../up.txt', content: 'a' },
        { name: iconv.encode('Gehälter.txt', 'windows-1252'), content: 'b' },
        { name: 'same.txt', content: 'first' },
        { name: 'same.txt', content: 'second' },
        { name: '-x.txt', content: 'c' },
      ]),
    );
    expect(members).toEqual([
      'up.txt: a',
      'Gehälter.txt: b',
      'same.txt: first',
      'same (2).txt: second',
      '-x.txt: c',
    ]);
    expect(problems).toEqual([expect.stringContaining('a path that leaves its folder')]);
  });

  it('leaves out links and devices, and names them', async () => {
    const { members, problems } = await expand(
      'tar',
      tar([
        { name: 'a.txt', content: 'a' },
        { name: 'link', kind: '2', target: '/etc/passwd' },
        { name: 'again.txt', kind: '1', target: 'a.txt' },
        { name: 'pipe', kind: '6' },
      ]),
    );
    expect(members).toEqual(['a.txt: a']);
    expect(problems.sort()).toEqual([
      'again.txt container_error: The member is a second name of another member, so it was left out',
      'link container_error: The member is a symbolic link, so it was left out',
      'pipe container_error: The member is a device, not a file, so it was left out',
    ]);
  });
});

describe('a locked archive', () => {
  it('is opened by one of the passwords, even if it hides its names', async () => {
    for (const options of [['-pHarbor9'], ['-pHarbor9', '-mhe=on']]) {
      const bytes = await sevenZipOf(FILES, options);
      expect(await expand('7z', bytes, { passwords: ['wrong', 'Harbor9'] })).toEqual({
        members: ALL,
        problems: [],
      });
    }
  });

  it('says so without the password', async () => {
    const { members, problems } = await expand('7z', await sevenZipOf(FILES, ['-pHarbor9']));
    expect(members).toEqual([]);
    expect(problems).toEqual([
      'deed.txt encrypted: The member asks for a password',
      'note.txt encrypted: The member asks for a password',
    ]);
    const hidden = await sevenZipOf(FILES, ['-pHarbor9', '-mhe=on']);
    expect(await expand('7z', hidden, { passwords: ['wrong'] })).toEqual({
      members: [],
      problems: ['hidden members encrypted: The password offered does not open the archive'],
    });
  });
});

describe('a hostile or damaged archive', () => {
  it('stops at the limits', async () => {
    const bomb = gzipSync(Buffer.alloc(40 * 1024 * 1024));
    const limit = [expect.stringMatching(/^ container_limit: The container expands to more than/)];
    const limits = { ...LIMITS, maxRatio: 10 };
    expect(await expand('gz', bomb, { limits })).toEqual({ members: [], problems: limit });
    const zeros = await sevenZipOf({ 'zeros.bin': Buffer.alloc(40 * 1024 * 1024) });
    expect(await expand('7z', zeros, { limits })).toEqual({ members: [], problems: limit });
    const many = tar(Array.from({ length: 5 }, (_, i) => ({ name: `${i}.txt`, content: 'x' })));
    const few = await expand('tar', many, { limits: { ...LIMITS, maxMembers: 2 } });
    expect([few.members.length, few.problems]).toEqual([2, limit]);
  });

  it.each<[FileType, () => Promise<Buffer>]>([
    ['7z', async () => (await sevenZipOf(FILES)).subarray(0, 60)],
    ['7z', async () => Buffer.from('377abcaf271c0004', 'hex')],
    ['rar', async () => Buffer.from('526172211a0700cf907300000d00000000000000', 'hex')],
    ['rar', async () => Buffer.from('526172211a070100', 'hex')],
    ['gz', async () => gzipSync('Rent: $90'.repeat(50)).subarray(0, 20)],
    ['bz2', async () => Buffer.from('425a683931415926', 'hex')],
  ])('%s that is cut off is refused or empty, never half read', async (type, make) => {
    const answer = await expand(type, await make()).catch((error: unknown) => error);
    if (answer instanceof Error) expect(answer).toMatchObject({ code: 'container_error' });
    else expect((answer as { members: string[] }).members).toEqual([]);
  });

  it('names the member that is cut off or damaged, and keeps the others', async () => {
    const cut = await expand('tar', BOTH.subarray(0, BOTH.length - 1024 - 505));
    expect(cut.members).toEqual(['deed.txt: Lot 12']);
    expect(cut.problems.join()).toContain('note.txt container_error');
    const packed = await sevenZipOf(FILES, ['-mx=0', '-ms=off']);
    packed.write('X', packed.indexOf('Lot 12'));
    const damaged = await expand('7z', packed);
    expect(damaged.members).toEqual(['note.txt: Call Vera Lund']);
    expect(damaged.problems[0]).toMatch(/^deed\.txt container_error: The member is damaged: (?:CRC|Data)/);
  });

  it('says that parts are missing', async () => {
    const part = await sevenZipOf({ 'noise.bin': Buffer.from('0123456789'.repeat(200)) }, [
      '-mx=0',
      '-v1000b',
    ]);
    const location = expand('7z', part, { name: 'noise.7z.001' });
    await expect(location).rejects.toMatchObject({
      code: 'container_error',
      message: expect.stringContaining('other parts of it are missing'),
    });
  });
});
