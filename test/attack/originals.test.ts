/** Attacks on originals: altered at random, exchanged while they are read, edited in place, and taken away. */
import { execFileSync } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import {
  chmod,
  mkdir,
  open,
  readFile,
  rename,
  rm,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Redwell } from '../../src/core/app/types.ts';
import type { Fingerprinted } from '../../src/core/documents/types.ts';
import { submitFolder } from '../../src/core/host/submit-folder.ts';
import { readManifestFile } from '../../src/core/intake/manifest.ts';
import { BAD, GOOD, sharedOriginals } from '../support/originals.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { allDocuments, batchEnd, makeDataDir, openTestRedwell, removeDataDir } from '../support/redwell.ts';
import { until } from '../support/until.ts';
import { held } from './tally.ts';

const { original, read } = sharedOriginals();

const outcome = (file: Fingerprinted): Promise<string> =>
  read(file).catch((error: Error & { code?: string }) => error.code ?? error.message);

it('refuses every flipped bit, cut and growth, with the times set back', async () => {
  const tried = { flips: 0, cuts: 0, growths: 0 };
  const file = await original(randomBytes(5000).toString('base64'));
  const good = await readFile(file.location);
  for (let i = 0; i < 150; i += 1) {
    const bytes = Buffer.from(good);
    const at = randomInt(bytes.length);
    bytes.writeUInt8((bytes[at] ?? 0) ^ (1 << randomInt(8)), at);
    await writeFile(file.location, bytes);
    await utimes(file.location, 1, 1);
    expect(await outcome(file), `bit in byte ${at}`).toBe('altered');
    tried.flips += 1;
  }
  for (const length of [0, 1, 100, good.length - 1]) {
    await writeFile(file.location, good.subarray(0, length));
    expect(await outcome(file), `cut at ${length}`).toBe('altered');
    tried.cuts += 1;
  }
  for (const length of [good.length + 1, good.length * 2, 2 ** 40]) {
    await writeFile(file.location, good);
    await truncate(file.location, length);
    expect(await outcome(file), `grown to ${length}`).toBe('altered');
    tried.growths += 1;
  }
  await writeFile(file.location, good);
  expect(await outcome(file)).not.toBe('altered');
  held({ channel: 'originals: bit flips, cuts and growth', tried: 157, got: 'altered' });
});

it('never reads the other bytes while they are exchanged all the time', async () => {
  const file = await original();
  const swaps: ((turn: number) => Promise<void>)[] = [
    // Another file under the name.
    async (turn) => {
      await writeFile(`${file.location}.next`, turn % 2 === 0 ? BAD : GOOD);
      await rename(`${file.location}.next`, file.location);
    },
    // A link under the name.
    async (turn) => {
      await writeFile(`${file.location}.bad`, BAD);
      await rm(`${file.location}.next`, { force: true });
      if (turn % 2 === 0) await symlink(`${file.location}.bad`, `${file.location}.next`);
      else await writeFile(`${file.location}.next`, GOOD);
      await rename(`${file.location}.next`, file.location);
    },
    // Other bytes in the same file, and the times set back.
    async (turn) => {
      const handle = await open(file.location, 'r+');
      await handle.write(turn % 2 === 0 ? BAD : GOOD, 0);
      await handle.close();
      await utimes(file.location, 1, 1);
    },
  ];
  const counts = new Map<string, number>();
  for (const swap of swaps) {
    await rm(file.location, { force: true });
    await writeFile(file.location, GOOD);
    let reading = true;
    const swapping = (async () => {
      for (let turn = 0; reading; turn += 1) await swap(turn);
    })();
    for (let i = 0; i < 200; i += 1) {
      const got = await outcome(file);
      const kind = got.includes('1,250,000') && !got.includes('7,250,000') ? 'good' : got.slice(0, 20);
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
      expect(['good', 'altered', 'source_missing']).toContain(kind);
    }
    reading = false;
    await swapping;
  }
  held({
    channel: 'originals: exchanged while they are read',
    tried: 600,
    got: [...counts].map(([kind, n]) => `${n} ${kind}`).join(', '),
  });
});

let dataDir: string;
let server: TestRedis;
let redwell: Redwell;
beforeEach(async () => {
  dataDir = await makeDataDir();
  server = await startTestRedis();
});
afterEach(async () => {
  await redwell?.dispose();
  await server.stop();
  await removeDataDir(dataDir);
});

const NAMES = ['digit', 'cut', 'grown', 'link', 'folder', 'pipe', 'gone', 'intact'] as const;

/** What is done to the original of each document. */
const HARM: Record<(typeof NAMES)[number], (at: string) => Promise<unknown>> = {
  digit: async (at) => writeFile(at, (await readFile(at, 'utf8')).replace('1,250', '7,250')),
  cut: (at) => truncate(at, 20),
  grown: async (at) => writeFile(at, 'One more line.\n', { flag: 'a' }),
  link: (at) => rename(at, `${at}.moved`).then(() => symlink(`${at}.moved`, at)),
  folder: (at) => rm(at).then(() => mkdir(at)),
  pipe: (at) => rm(at).then(() => execFileSync('mkfifo', [at])),
  gone: (at) => rm(at),
  intact: () => Promise.resolve(),
};
const EXPECTED = (name: (typeof NAMES)[number]): string =>
  name === 'intact' ? 'completed' : name === 'gone' ? 'source_missing' : 'altered';

/** Submits a folder while no worker runs, harms the originals, and lets a worker at them. */
async function harmed(vault: 'copy' | 'reference'): Promise<{ batchId: string; folder: string }> {
  const folder = join(dataDir, 'matter');
  await mkdir(folder);
  for (const name of NAMES) await writeFile(join(folder, `${name}.txt`), `${GOOD}${name}\n`);
  redwell = await openTestRedwell(dataDir, { redisUrl: server.url, spawnWorker: null });
  await redwell.handlers['settings.set']({ vault });
  await redwell.dispose();
  redwell = await openTestRedwell(dataDir, { redisUrl: server.url, spawnWorker: null });
  const { id } = await submitFolder(redwell, folder);
  const redis = await server.roles();
  await until(async () => (await redis.roles.batch.hget(redis.keys.batch(id), 'flow')) === '1');
  await redwell.dispose();
  const { documents } = await readManifestFile(join(dataDir, 'batches', id), id);
  for (const name of NAMES) {
    const location = documents.find(({ path }) => path.endsWith(`${name}.txt`))?.location ?? '';
    expect(location.startsWith(folder)).toBe(vault === 'reference');
    await chmod(location, 0o600);
    await HARM[name](location);
  }
  redwell = await openTestRedwell(dataDir, { redisUrl: server.url });
  return { batchId: id, folder };
}

it.each(['copy', 'reference'] as const)(
  'names each harmed original of a submitted batch (%s)',
  async (vault) => {
    const { batchId, folder } = await harmed(vault);
    await batchEnd(redwell, batchId);
    const rows = async () => allDocuments(redwell, batchId);
    await until(async () => (await rows()).every(({ status }) => !['pending', 'running'].includes(status)));
    for (const row of await rows()) {
      const name = NAMES.find((one) => row.path.endsWith(`${one}.txt`));
      expect(row.exception?.code ?? row.status, row.path).toBe(EXPECTED(name ?? 'intact'));
      if (row.exception !== null) expect(row.exception.detail).toContain(row.path);
    }
    if (vault === 'copy') {
      // The intact files are still in the folder: adding it again mends the vault for the first batch too.
      const { id } = await submitFolder(redwell, folder);
      expect(await batchEnd(redwell, id)).toMatchObject({ status: 'completed' });
      await redwell.handlers['batches.retry']({ batchId });
      expect(await batchEnd(redwell, batchId)).toMatchObject({ status: 'completed' });
    } else {
      const result = await redwell.handlers['batches.rerun']({ batchId });
      expect(result).toMatchObject({ missing: 1, altered: 6 });
      await batchEnd(redwell, batchId);
    }
    held({
      channel: `originals: harmed between submission and reading (${vault})`,
      tried: 7,
      got: 'named, none read',
    });
  },
);
