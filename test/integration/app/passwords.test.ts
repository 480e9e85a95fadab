/** Passwords from the drop to the worker and back to the batch: they open files, and they are stored nowhere. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Redwell } from '../../../src/core/app/types.ts';
import { nodeWorkerSpawner } from '../../../src/core/host/local-worker.ts';
import { EVENT_NAMES } from '../../../src/shared/bridge.ts';
import type { Drop } from '../../../src/shared/intake.ts';
import { lockedOffice, zipCrypto } from '../../support/locked.ts';
import { startTestRedis, type TestRedis } from '../../support/redis.ts';
import {
  batchEnd,
  listDocuments,
  makeDataDir,
  openTestRedwell,
  removeDataDir,
} from '../../support/redwell.ts';
import { until } from '../../support/until.ts';
import { encryptedPdf } from '../pipeline/encrypted-pdf.ts';
import { docx } from '../pipeline/fixtures.ts';

const SECRET = 'Heron-41-auf-dem-Dach';
const OTHER = 'Kranich-7-im-Moor';
/** First byte of a stored result that is compressed. */
const DEFLATED = 1;
const WORKER = join(import.meta.dirname, '..', '..', '..', 'out', 'main', 'worker.js');

let server: TestRedis;
let dataDir: string;
let open: Redwell[];
/** Everything that the bridge sent to the page. */
let outward: string[];

beforeEach(async () => {
  server = await startTestRedis({ appendOnly: true });
  dataDir = await makeDataDir();
  open = [];
  outward = [];
});
afterEach(async () => {
  for (const redwell of open) await redwell.dispose();
  await server.stop();
  await removeDataDir(dataDir);
});

async function start(change: Parameters<typeof openTestRedwell>[1] = {}): Promise<Redwell> {
  const made = await openTestRedwell(dataDir, { redisUrl: server.url, logLevel: 'debug', ...change });
  open.push(made);
  for (const name of EVENT_NAMES) made.on(name, (payload) => outward.push(JSON.stringify(payload)));
  await until(async () => (await made.handlers['health.get']({})).redis.state === 'ready');
  return made;
}
const stop = async (): Promise<void> => open.pop()?.dispose();

/** Awaits the answer to a request, and adds it to what the bridge sent. */
async function ask<T>(answer: Promise<T>): Promise<T> {
  const value = await answer;
  outward.push(JSON.stringify(value));
  return value;
}

async function takeIn(redwell: Redwell, files: Record<string, Buffer | string>): Promise<Drop> {
  const folder = join(dataDir, 'matter');
  await mkdir(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  const { id } = await ask(redwell.handlers['intake.begin']({ kind: 'paths', paths: [folder] }));
  let drop: Drop | null = null;
  await until(async () => {
    drop = await redwell.handlers['intake.get']({ dropId: id });
    return drop.status === 'ready';
  });
  return drop as unknown as Drop;
}
const submit = (redwell: Redwell, dropId: string) =>
  ask(
    redwell.handlers['batches.submit']({
      dropId,
      name: 'Locked',
      matter: '',
      custodian: '',
      priority: 'normal',
    }),
  );
async function outcomes(redwell: Redwell, batchId: string): Promise<Record<string, string>> {
  const { items } = await ask(listDocuments(redwell, batchId));
  return Object.fromEntries(
    items.map(({ path, status, exception }) => [path, exception === null ? status : exception.detail]),
  );
}

const forms = (secret: string): Buffer[] => [
  Buffer.from(secret),
  Buffer.from(secret, 'utf16le'),
  Buffer.from(Buffer.from(secret).toString('base64').replace(/=+$/, '')),
  Buffer.from(Buffer.from(secret).toString('hex')),
  // A hash would let an attacker test guesses.
  createHash('sha256').update(secret).digest(),
  Buffer.from(createHash('sha256').update(secret).digest('hex')),
];
/** A file name and a protected text that the same search must find, which shows that the search works. */
const CONTROLS = ['contract.pdf', 'The rent is due on May 1'];
const seenControls = new Map<string, number>();

function expectNoSecret(bytes: Buffer | string, where: string): void {
  const buffer = Buffer.from(bytes as string);
  const seen = buffer[0] === DEFLATED ? [buffer, inflated(buffer)] : [buffer];
  for (const control of CONTROLS)
    if (seen.some((one) => one.includes(control)))
      seenControls.set(control, (seenControls.get(control) ?? 0) + 1);
  for (const one of seen)
    for (const secret of [SECRET, OTHER])
      for (const form of forms(secret)) expect(one.includes(form), `${secret} in ${where}`).toBe(false);
}
function inflated(stored: Buffer): Buffer {
  try {
    return inflateRawSync(stored.subarray(1));
  } catch {
    // Not compressed: its first byte only looks like the marker.
    return Buffer.alloc(0);
  }
}

/** Returns the controls that were found since the last call. */
function sightings(): string[] {
  const found = [...seenControls.keys()].sort();
  seenControls.clear();
  return found;
}

/** Searches every key and value of every database. */
async function expectNothingInRedis(): Promise<void> {
  for (let db = 0; db < 16; db += 1) {
    const redis = new Redis({ path: server.url.replace('unix://', ''), db });
    for (const key of await redis.keys('*')) {
      expectNoSecret(key, 'a key');
      const type = await redis.type(key);
      const values =
        type === 'hash'
          ? Object.entries(await redis.hgetallBuffer(key)).flat()
          : type === 'list'
            ? await redis.lrangeBuffer(key, 0, -1)
            : type === 'set'
              ? await redis.smembersBuffer(key)
              : type === 'zset'
                ? await redis.zrangeBuffer(key, '0', '-1')
                : type === 'stream'
                  ? (await redis.xrangeBuffer(key, '-', '+')).flat(2)
                  : [(await redis.getBuffer(key)) ?? Buffer.alloc(0)];
      for (const value of values) expectNoSecret(value as Buffer, `${type} ${key}`);
    }
    redis.disconnect();
  }
}

async function expectNothingOnDisk(folder: string): Promise<void> {
  for (const name of await readdir(folder, { recursive: true })) {
    const path = join(folder, name);
    if (!(await stat(path)).isFile()) continue;
    expectNoSecret(await readFile(path), path);
  }
}

it('opens files with passwords, after a retry and in a new worker too, and stores the passwords nowhere', async () => {
  const monitor = new Redis({ path: server.url.replace('unix://', '') });
  const commands: string[] = [];
  const watch = await monitor.monitor();
  watch.on('monitor', (_time: string, args: string[]) => commands.push(args.join(' ')));

  const redwell = await start();
  const drop = await takeIn(redwell, {
    'contract.pdf': encryptedPdf('The rent is due on May 1', SECRET),
    'memo.docx': await lockedOffice(await docx(['The memo says so']), OTHER, 'standard'),
    'unknown.pdf': encryptedPdf('Nobody knows', 'nobody knows this one'),
    'box.zip': zipCrypto([{ name: 'inside.txt', content: 'Inside the box', password: SECRET }]),
    'open.txt': 'In the open',
  });
  expect(await ask(redwell.handlers['intake.locked']({ dropId: drop.id }))).toMatchObject({
    offered: 0,
    locked: 4,
    opened: 0,
  });
  const report = await ask(
    redwell.handlers['intake.passwords']({ dropId: drop.id, passwords: [SECRET, 'another that opens none'] }),
  );
  expect(report).toMatchObject({ offered: 2, locked: 2, opened: 2, useless: [1] });
  // The same ones again, and a wrong one: what opened something before is not called useless.
  expect(
    await ask(
      redwell.handlers['intake.passwords']({
        dropId: drop.id,
        passwords: ['another that opens none', SECRET],
      }),
    ),
  ).toMatchObject({ offered: 2, locked: 2, opened: 2, useless: [0] });
  expect(report.files.map(({ path, locked }) => [path, locked])).toEqual([
    ['memo.docx', 1],
    ['unknown.pdf', 1],
    ['box.zip', 0],
    ['contract.pdf', 0],
  ]);

  const { id } = await submit(redwell, drop.id);
  await batchEnd(redwell, id);
  expect(await outcomes(redwell, id)).toEqual({
    'box.zip': 'completed',
    'box.zip/inside.txt': 'completed',
    'contract.pdf': 'completed',
    'memo.docx': 'None of the 2 passwords offered opens the office file',
    'open.txt': 'completed',
    'unknown.pdf': 'None of the 2 passwords offered opens the PDF',
  });
  expect(await ask(redwell.handlers['batches.bank']({ batchId: id }))).toMatchObject({ offered: 2 });

  const again = await ask(redwell.handlers['batches.passwords']({ batchId: id, passwords: [OTHER] }));
  expect(again).toMatchObject({ offered: 3, retried: 2 });
  await batchEnd(redwell, id);
  expect(await outcomes(redwell, id)).toMatchObject({
    'memo.docx': 'completed',
    'unknown.pdf': 'None of the 3 passwords offered opens the PDF',
  });

  const { workers } = await redwell.handlers['health.get']({});
  process.kill(workers[0]?.pid ?? 0, 'SIGKILL');
  await until(async () => (await redwell.handlers['health.get']({})).supervisor.restarts === 1);
  expect(await ask(redwell.handlers['batches.passwords']({ batchId: id, passwords: [] }))).toMatchObject({
    offered: 3,
    retried: 1,
  });
  await batchEnd(redwell, id);
  // The app handed the passwords to the new worker; a worker without any would say so.
  expect(await outcomes(redwell, id)).toMatchObject({
    'unknown.pdf': 'None of the 3 passwords offered opens the PDF',
  });
  const page = await ask(listDocuments(redwell, id, { status: 'completed', type: 'pdf' }));
  const contract = await ask(redwell.handlers['documents.get']({ documentId: page.items[0]?.id ?? '' }));
  expect(contract.text).toBe('The rent is due on May 1');

  seenControls.clear();
  await expectNothingInRedis();
  // The facts about documents leave Redis once history has them; the cache keeps the texts.
  expect(sightings()).toContain('The rent is due on May 1');
  for (const command of commands) expectNoSecret(command, 'a command');
  expect(sightings()).toContain('contract.pdf');
  await expectNothingOnDisk(server.folder);
  expect(sightings()).toContain('contract.pdf');
  await stop();
  await expectNothingOnDisk(dataDir);
  expect(sightings()).toEqual(CONTROLS.toSorted());
  for (const message of outward) expectNoSecret(message, 'the bridge');
  expect(sightings()).toEqual(CONTROLS.toSorted());

  // The next app on the same folder has no passwords, and says since when.
  const before = Date.now();
  const next = await start();
  const bank = await next.handlers['batches.bank']({ batchId: id });
  expect(bank.offered).toBe(0);
  expect(bank.since).toBeGreaterThanOrEqual(before);
  await next.handlers['batches.passwords']({ batchId: id, passwords: [] });
  await batchEnd(next, id);
  expect((await outcomes(next, id))['unknown.pdf']).toBe(
    'The PDF asks for a password. No password is available for this batch: Redwell keeps passwords only in memory and forgets them when it closes',
  );
  watch.disconnect();
  monitor.disconnect();
});

it('reports that a worker on another machine has no passwords', async () => {
  const spawn = nodeWorkerSpawner(WORKER, dataDir);
  const redwell = await start({
    // Like a worker on another machine, which shares only Redis.
    spawnWorker: (env) => {
      const worker = spawn({ ...env, REDWELL_WORKER_LOCAL: '0' });
      return { ...worker, send: async () => undefined };
    },
  });
  const drop = await takeIn(redwell, { 'contract.pdf': encryptedPdf('The rent is due', SECRET) });
  await redwell.handlers['intake.passwords']({ dropId: drop.id, passwords: [SECRET] });
  const { id } = await submit(redwell, drop.id);
  await batchEnd(redwell, id);
  expect((await outcomes(redwell, id))['contract.pdf']).toMatch(
    /^The PDF asks for a password\. It was read on .+, which has no passwords: they stay on the computer where they were entered/,
  );
});

it('caches a document that a password opened, and caches nothing for a wrong password', async () => {
  const redwell = await start();
  const files = { 'contract.pdf': encryptedPdf('The rent is due', SECRET) };
  const wrong = await takeIn(redwell, files);
  await redwell.handlers['intake.passwords']({ dropId: wrong.id, passwords: ['wrong'] });
  const first = await submit(redwell, wrong.id);
  await batchEnd(redwell, first.id);
  expect(await outcomes(redwell, first.id)).toEqual({
    'contract.pdf': 'The password offered does not open the PDF',
  });
  await redwell.handlers['batches.passwords']({ batchId: first.id, passwords: [SECRET] });
  await batchEnd(redwell, first.id);
  expect(await outcomes(redwell, first.id)).toEqual({ 'contract.pdf': 'completed' });

  const second = await submit(redwell, (await takeIn(redwell, files)).id);
  const ended = await batchEnd(redwell, second.id);
  expect(await outcomes(redwell, second.id)).toEqual({ 'contract.pdf': 'completed' });
  expect(ended.stages.ocr).toMatchObject({ completed: 1, cached: 1 });
});
