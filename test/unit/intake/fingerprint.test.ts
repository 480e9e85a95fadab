import { createHash } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Buffers, FileChanging, fingerprint } from '../../../src/core/intake/fingerprint.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'redwell-print-'));
});
afterAll(() => rm(directory, { recursive: true }));
const signal = new AbortController().signal;

it('hashes the whole file, whatever its length', async () => {
  const buffers = new Buffers();
  for (const length of [0, 1, 65_536, 1024 * 1024, 1024 * 1024 + 1, 3_333_333]) {
    const content = Buffer.alloc(length, 'Letter of claim. ');
    const path = join(directory, 'long');
    await writeFile(path, content);
    expect(await fingerprint(path, 'long.txt', buffers, signal)).toMatchObject({
      sha256: createHash('sha256').update(content).digest('hex'),
      bytes: length,
    });
  }
});

it('reads a file again that changes while it is read', async () => {
  const path = join(directory, 'growing');
  await writeFile(path, 'first');
  let readings = 0;
  const grow = (): null => {
    readings += 1;
    // The file grows after its size was taken and before it is read.
    if (readings === 1) appendFileSync(path, ' and more');
    return null;
  };
  expect(await fingerprint(path, 'growing.txt', new Buffers(), signal, grow)).toMatchObject({
    sha256: createHash('sha256').update('first and more').digest('hex'),
    bytes: 14,
  });
  expect(readings).toBe(2);
});

it('gives up after two readings of a file that keeps changing', async () => {
  const path = join(directory, 'restless');
  await writeFile(path, 'first');
  let readings = 0;
  const grow = (): null => {
    readings += 1;
    appendFileSync(path, '.');
    return null;
  };
  await expect(fingerprint(path, 'x', new Buffers(), signal, grow)).rejects.toThrow(FileChanging);
  expect(readings).toBe(2);
});

it('does not follow a link in place of a file', async () => {
  const path = join(directory, 'link');
  await symlink('/etc/hostname', path);
  await expect(fingerprint(path, 'x', new Buffers(), signal)).rejects.toMatchObject({ code: 'ELOOP' });
});

it('stops when its signal fires', async () => {
  const path = join(directory, 'file');
  await writeFile(path, 'x');
  await expect(fingerprint(path, 'x', new Buffers(), AbortSignal.abort())).rejects.toMatchObject({
    name: 'AbortError',
  });
});
