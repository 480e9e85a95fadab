/** Originals are proven while they are read, against everything that can happen to a file. */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFile,
  mkdir,
  mkdtemp,
  open,
  readFile,
  rename,
  rm,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Fingerprinted } from '../../../src/core/documents/types.ts';
import { placeProven } from '../../../src/core/sandbox/original.ts';
import { BAD, GOOD, sharedOriginals } from '../../support/originals.ts';

const { bench, original, read } = sharedOriginals();

/** Changes one digit, and sets the times back as they were. */
async function alter(file: Fingerprinted): Promise<void> {
  const handle = await open(file.location, 'r+');
  const { atime, mtime } = await handle.stat();
  await handle.write('7', GOOD.indexOf('1,250'));
  await handle.close();
  await utimes(file.location, atime, mtime);
}

const CHANGES: [string, (file: Fingerprinted) => Promise<unknown>, RegExp][] = [
  ['one digit', alter, /its content is different, although it still has 2,200 bytes/],
  ['cut off', (file) => truncate(file.location, 100), /it has 100 bytes instead of 2,200 bytes/],
  ['emptied', (file) => truncate(file.location, 0), /it has 0 bytes instead of/],
  ['one byte more', (file) => appendFile(file.location, '\n'), /it has 2,201 bytes instead of/],
  ['a hole of 2 TiB at its end', (file) => truncate(file.location, 2 ** 41), /instead of 2,200 bytes/],
  ['a folder', (file) => rm(file.location).then(() => mkdir(file.location)), /replaced by a folder/],
  [
    'a link to a copy',
    async (file) => {
      await rename(file.location, `${file.location}.moved`);
      await symlink(`${file.location}.moved`, file.location);
    },
    /replaced by a link to another file/,
  ],
  [
    'a pipe without a writer',
    async (file) => {
      await rm(file.location);
      execFileSync('mkfifo', [file.location]);
    },
    /replaced by a pipe/,
  ],
  [
    'a device',
    async (file) => {
      await rm(file.location);
      await symlink('/dev/zero', file.location);
    },
    /replaced by a link/,
  ],
];

it('reads an original that is what was received', async () => {
  expect(await read(await original())).toContain('1,250,000');
});

it.each(CHANGES)('refuses an original that became %s', async (_name, change, sentence) => {
  const file = await original();
  await change(file);
  for (const reading of [read, (f: Fingerprinted) => bench().sandbox.inspect(toRead(f)), expand])
    await expect(reading(file)).rejects.toMatchObject({
      code: 'altered',
      transient: false,
      message: expect.stringMatching(sentence),
    });
  const message = await read(file).catch((error: Error) => error.message);
  expect(message).toContain(`“${file.path}”`);
  expect(message).toContain(file.location);
  expect(message).toMatch(
    /last changed 20\d\d-\d\d-\d\d \d\d:\d\d UTC, and was received 2026-01-02 00:00 UTC/,
  );
  expect(message).toMatch(/Restore the file from a backup, or add the folder/);
});

const toRead = ({ location, path, sha256, bytes }: Fingerprinted) =>
  ({ location, type: 'zip', proof: { path, sha256, bytes } }) as const;
const expand = (file: Fingerprinted) =>
  bench().sandbox.expand(toRead(file), `${file.location}.members`, {
    maxMembers: 10,
    maxBytes: 1e6,
    maxRatio: 10,
  });

it('refuses a socket, and says that a missing original is missing', async () => {
  const socket = await original();
  await rm(socket.location);
  const server = createServer().listen(socket.location);
  await once(server, 'listening');
  await expect(read(socket)).rejects.toMatchObject({ code: 'altered' });
  server.close();
  const gone = await original();
  await rm(gone.location);
  await expect(read(gone)).rejects.toMatchObject({
    code: 'source_missing',
    message: expect.stringContaining(`“${gone.path}” is missing`),
  });
  await expect(read({ ...(await original()), sha256: null })).rejects.toMatchObject({
    code: 'infrastructure',
  });
});

/** Places an original in a folder of its own, and returns what its reader would read. */
async function placed(file: Fingerprinted, meanwhile?: () => Promise<void>): Promise<string> {
  const folder = await mkdtemp(join(bench().folder, 'child-'));
  const { location, proof } = await placeProven(folder, file);
  await meanwhile?.();
  const text = await readFile(location, 'utf8');
  await proof;
  return text;
}

it('gives the reader a copy that later changes of the file do not reach', async () => {
  const file = await original();
  const text = await placed(file, async () => {
    await alter(file);
    await truncate(file.location, 10);
  });
  expect(text).toBe(GOOD);
  await expect(placed(file)).rejects.toMatchObject({ code: 'altered' });
});

it('gives the reader the bytes that were received, or nothing, while somebody exchanges the file', async () => {
  const file = await original();
  await writeFile(`${file.location}.other`, BAD);
  let ended = false;
  const exchange = (async () => {
    for (let i = 0; !ended; i += 1) {
      const [shown, hidden] = i % 2 === 0 ? [BAD, GOOD] : [GOOD, BAD];
      await writeFile(`${file.location}.next`, shown);
      await rename(`${file.location}.next`, file.location);
      await writeFile(`${file.location}.other`, hidden);
    }
  })();
  const outcomes = { good: 0, altered: 0 };
  for (let i = 0; i < 100; i += 1) {
    const text = await placed(file).catch((error: unknown) => error);
    if (typeof text === 'string') {
      expect(text).toBe(GOOD);
      outcomes.good += 1;
    } else {
      expect(text).toMatchObject({ code: 'altered' });
      outcomes.altered += 1;
    }
  }
  ended = true;
  await exchange;
  expect(outcomes.good + outcomes.altered).toBe(100);
});
