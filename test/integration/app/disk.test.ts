/** A disk that is full, read-only or gone: work waits and goes on by itself, and the console can always be stopped. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Redwell } from '../../../src/core/app/types.ts';
import { submitFolder } from '../../../src/core/host/submit-folder.ts';
import type { Drop } from '../../../src/shared/intake.ts';
import { serversOf } from '../../support/processes.ts';
import { allDocuments, batchEnd, openTestRedwell } from '../../support/redwell.ts';
import { few } from '../../support/scale.ts';
import { mountSmallDisk, NO_DISK, type SmallDisk } from '../../support/small-disk.ts';
import { until } from '../../support/until.ts';
import { runCli } from '../cli/run.ts';

const OUT = join(import.meta.dirname, '..', '..', '..', 'out', 'main');

/** Makes a folder of letters, on another disk than the data folder. */
async function letters(count: number, characters = 300): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'redwell-letters-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (let i = 0; i < count; i += 1)
    await writeFile(
      join(folder, `letter-${i}.txt`),
      `Letter ${i} of Jane Roe to Acme Corp., January ${(i % 28) + 1}, 2020.\n`.repeat(characters / 60),
    );
  return folder;
}

async function open(disk: SmallDisk): Promise<Redwell> {
  const redwell = await openTestRedwell(join(disk.path, 'data'));
  onTestFinished(async () => {
    await redwell.dispose();
    expect(await serversOf(disk.path)).toEqual([]);
  });
  await until(async () => (await redwell.handlers['health.get']({})).workers.length > 0);
  return redwell;
}

const warningCodes = async (redwell: Redwell): Promise<string[]> =>
  (await redwell.handlers['health.get']({})).warnings.map(({ code }) => code);

const workerPauses = async (redwell: Redwell): Promise<(string | null)[]> =>
  (await redwell.handlers['health.get']({})).workers.map(({ paused }) => paused);

it('waits with a clear sentence while the disk is full, then submits and completes every document', async ({
  skip,
}) => {
  const disk = await mountSmallDisk(64);
  if (disk === null) return skip(NO_DISK);
  const redwell = await open(disk);
  disk.fill();
  await until(async () => (await warningCodes(redwell)).includes('disk_full'));
  const { warnings, disk: shown } = await redwell.handlers['health.get']({});
  expect(warnings.find(({ code }) => code === 'disk_full')).toMatchObject({
    message: 'Only 0 bytes is left on the disk with the data folder, so new work waits. Nothing is lost.',
    action: expect.stringMatching(/^Free 4\.\d MB on the disk with .*data\. Work goes on by itself\.$/),
  });
  expect(shown.disks?.[0]).toMatchObject({ state: 'low', freeBytes: 0 });
  await expect(redwell.handlers['settings.set']({ maxPages: 7 })).rejects.toMatchObject({
    code: 'disk_full',
  });
  expect((await redwell.handlers['settings.get']({})).maxPages).toBe(10_000);
  await disk.free();
  const folder = await letters(20);
  const drop = await readyDrop(redwell, folder);
  disk.fill();
  const submitted = redwell.handlers['batches.submit']({
    ...{ dropId: drop.id, name: 'Waits', matter: '', custodian: '', priority: 'normal' },
  });
  const waits = until(async () => {
    const { status, error } = await redwell.handlers['intake.get']({ dropId: drop.id });
    return status === 'submitting' && error?.code === 'disk_full';
  });
  await Promise.race([waits, submitted]);
  await waits;
  await disk.free();
  const batch = await batchEnd(redwell, (await submitted).id);
  expect(batch.equation).toMatchObject({ received: 20, completed: 20, exceptions: 0 });
  await until(async () => (await redwell.handlers['intake.get']({ dropId: drop.id })).error === null);
});

async function readyDrop(redwell: Redwell, folder: string): Promise<Drop> {
  const { id } = await redwell.handlers['intake.begin']({ kind: 'paths', paths: [folder] });
  await until(async () => (await redwell.handlers['intake.get']({ dropId: id })).status === 'ready');
  return redwell.handlers['intake.get']({ dropId: id });
}

it('fails no document of a batch in the middle of which the disk is full', async ({ skip }) => {
  const disk = await mountSmallDisk(64);
  if (disk === null) return skip(NO_DISK);
  const redwell = await open(disk);
  const batch = await submitFolder(redwell, await letters(300));
  await until(
    async () => (await redwell.handlers['batches.get']({ batchId: batch.id })).equation.completed > 20,
  );
  disk.fill();
  await until(async () => (await warningCodes(redwell)).includes('redis_disk'));
  await disk.free();
  const ended = await batchEnd(redwell, batch.id);
  expect(ended.equation).toMatchObject({ received: 300, completed: 300, exceptions: 0 });
  const documents = await allDocuments(redwell, batch.id);
  expect(documents.filter(({ status }) => status !== 'completed')).toEqual([]);
  await until(async () => (await workerPauses(redwell)).every((paused) => paused === null));
});

interface Host {
  child: ChildProcess;
  output(): string;
  /** Stops it as Ctrl-C does. @returns exit code */
  stop(): Promise<number | null>;
}

/** Starts `serve` as an operator does. */
function serve(dataDir: string): Host {
  const child = spawn(
    process.execPath,
    [join(OUT, 'serve.js'), '--data', dataDir, '--port', '0', '--no-open'],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH ?? '', HOME: '/nonexistent' },
    },
  );
  let output = '';
  const add = (text: string): void => {
    output += text;
  };
  child.stdout.setEncoding('utf8').on('data', add);
  child.stderr.setEncoding('utf8').on('data', add);
  return {
    child,
    output: () => output,
    async stop() {
      const gone = once(child, 'exit');
      child.kill('SIGINT');
      return (await gone)[0] as number | null;
    },
  };
}

const isUp = (host: Host) => () => host.output().includes('is ready');

it('stops in order on a full disk, and takes its redis-server with it', async ({ skip }) => {
  const disk = await mountSmallDisk(24);
  if (disk === null) return skip(NO_DISK);
  const host = serve(join(disk.path, 'data'));
  await until(isUp(host));
  // A server that has its log and answers.
  await until(() => existsSync(join(disk.path, 'data/redis/redis.log')));
  await until(async () => (await serversOf(disk.path)).length > 0);
  disk.fill();
  // Something to log that the disk cannot take.
  await until(async () =>
    /Short write|No space/.test(await readFile(join(disk.path, 'data/redis/redis.log'), 'utf8')),
  );
  expect(await host.stop()).toBe(0);
  expect(host.output()).not.toMatch(/^\s+at /m);
  expect(await serversOf(disk.path)).toEqual([]);
});

it('stops in order when its data folder was removed', async ({ skip }) => {
  const disk = await mountSmallDisk(24);
  if (disk === null) return skip(NO_DISK);
  const data = join(disk.path, 'data');
  const host = serve(data);
  await until(isUp(host));
  await until(async () => (await serversOf(disk.path)).length > 0);
  // Its redis-server may be writing there.
  await rm(data, { recursive: true, force: true, maxRetries: 10, retryDelay: 20 });
  expect(await host.stop()).toBe(0);
  expect(host.output()).not.toMatch(/^\s+at /m);
  expect(await serversOf(disk.path)).toEqual([]);
});

const REFUSED: [string, RegExp][] = [
  ['full', /^The disk with the data folder .* is full\.\nFree some space there/m],
  ['read-only', /^The data folder .* is on a disk that is read-only\.\nMake the folder writable/m],
  ['a file', /^The data folder .* is a file\.$/m],
];

it.for(few(REFUSED, 1))(
  'says in one sentence at start that the data folder is %s',
  async ([how, says], { skip }) => {
    const disk = await mountSmallDisk(8);
    if (disk === null) return skip(NO_DISK);
    const data = join(disk.path, 'data');
    if (how === 'a file') await writeFile(data, 'x');
    else await mkdir(data);
    if (how === 'full') disk.fill();
    if (how === 'read-only') disk.setReadOnly(true);
    const host = serve(data);
    const [code] = await once(host.child, 'close');
    expect(code).toBe(1);
    expect(host.output()).toMatch(says);
    expect(host.output()).not.toMatch(/^\s+at |E[A-Z]{4,}:/m);
    expect(await serversOf(disk.path)).toEqual([]);
    const folder = await letters(1);
    const ran = await runCli(['process', folder, '--data', data]);
    expect(ran.code).toBe(1);
    expect(ran.stderr).toMatch(says);
    const checked = await runCli(['doctor', '--data', data]);
    expect(checked.code).toBe(1);
    expect(checked.stdout).toMatch(/^bad\s+Data folder: /m);
  },
);
