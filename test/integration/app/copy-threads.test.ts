/** The threads that copy originals answer as copying in place does: proofs, faults of a disk, and stopping. */
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Copier, openCopier } from '../../../src/core/handover/copy-threads.ts';

const BUILT = join(import.meta.dirname, '../../../out/main/copy.js');
const LARGE = 40_000_000;

describe.each([
  ['in threads', BUILT],
  ['without the built file', '/nowhere/copy.js'],
])('%s', (_where, entry) => {
  let folder: string;
  let stop: AbortController;
  let copier: Copier;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'redwell-copy-'));
    stop = new AbortController();
    copier = openCopier(entry, stop.signal);
  });
  afterEach(async () => {
    await copier.close();
    await rm(folder, { recursive: true });
  });

  async function make(name: string, content: Buffer) {
    await writeFile(join(folder, name), content);
    const sha256 = createHash('sha256').update(content).digest('hex');
    const md5 = createHash('md5').update(content).digest('hex');
    return { from: join(folder, name), md5, proof: { sha256, bytes: content.length, wantsMd5: true } };
  }

  it('copies what is as it was received, and leaves nothing of what is not', async () => {
    const small = await make('small', Buffer.from('small'));
    const large = await make('large', Buffer.alloc(LARGE, 'large'));
    const into = (name: string): string => join(folder, `${name} copy`);
    const answers = await Promise.all([
      copier.copy(small.from, into('small'), small.proof),
      copier.copy(large.from, into('large'), large.proof),
      copier.copy(small.from, into('altered'), { ...small.proof, sha256: '0'.repeat(64) }),
      copier.copy(large.from, into('altered too'), { ...large.proof, sha256: '0'.repeat(64) }),
      copier.copy(join(folder, 'gone'), into('gone'), small.proof),
    ]);
    expect(answers).toEqual([
      { fault: null, md5: small.md5 },
      { fault: null, md5: large.md5 },
      { fault: 'original_altered' },
      { fault: 'original_altered' },
      { fault: 'original_missing' },
    ]);
    expect((await readdir(folder)).sort()).toEqual(['large', 'large copy', 'small', 'small copy']);
    expect((await readFile(into('large'))).equals(await readFile(large.from))).toBe(true);
  });

  it('says what the disk of the copy says', async () => {
    const { from, proof } = await make('small', Buffer.from('small'));
    await expect(copier.copy(from, from, proof)).rejects.toMatchObject({ code: 'EEXIST', path: from });
    const inside = join(folder, 'no folder', 'copy');
    await expect(copier.copy(from, inside, proof)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('stops with the reason of the export, and copies nothing after that', async () => {
    const { from, proof } = await make('large', Buffer.alloc(LARGE, 'large'));
    const under = Array.from({ length: 8 }, (_v, n) => copier.copy(from, join(folder, `copy ${n}`), proof));
    const reason = new Error('The operator has canceled.');
    stop.abort(reason);
    const ended = await Promise.allSettled(under);
    expect(ended.some((one) => one.status === 'rejected')).toBe(true);
    for (const one of ended) if (one.status === 'rejected') expect(one.reason).toBe(reason);
    await expect(copier.copy(from, join(folder, 'late'), proof)).rejects.toBe(reason);
  });
});

it('answers what is asked of a thread that has ended', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'redwell-copy-'));
  const entry = join(folder, 'ends.mjs');
  await writeFile(entry, 'process.exit(1);');
  const copier = openCopier(entry, new AbortController().signal);
  const ask = () => copier.copy(entry, join(folder, 'copy'), { sha256: '', bytes: 1, wantsMd5: false });
  await expect(ask()).rejects.toThrow(/ended by itself/);
  await expect(ask()).rejects.toThrow(/ended by itself/);
  await copier.close();
  await rm(folder, { recursive: true });
});
