/** Disks that become full, empty and full again while a batch runs, and full at every single step of a start. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { submitFolder } from '../../src/core/host/submit-folder.ts';
import { openLog } from '../../src/core/log/index.ts';
import { serversOf } from '../support/processes.ts';
import { batchEnd, openTestRedwell } from '../support/redwell.ts';
import { mountSmallDisk, NO_DISK } from '../support/small-disk.ts';
import { until } from '../support/until.ts';
import { held } from './tally.ts';

const SERVE = join(import.meta.dirname, '..', '..', 'out', 'main', 'serve.js');

it('loses no document while the disk becomes full again and again', async ({ skip }) => {
  const disk = await mountSmallDisk(64);
  if (disk === null) return skip(NO_DISK);
  const folder = await mkdtemp(join(tmpdir(), 'redwell-letters-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (let i = 0; i < 400; i += 1)
    await writeFile(
      join(folder, `${i}.txt`),
      `Letter ${i} of Jane Roe, January ${(i % 28) + 1}, 2020.\n`.repeat(5),
    );
  const redwell = await openTestRedwell(join(disk.path, 'data'));
  onTestFinished(() => redwell.dispose());
  const batch = await submitFolder(redwell, folder);
  const ended = batchEnd(redwell, batch.id);
  const codes = async (): Promise<string[]> =>
    (await redwell.handlers['health.get']({})).warnings.map(({ code }) => code);
  let times = 0;
  for (let completed = 0; times < 4 && completed < 400; times += 1) {
    disk.fill();
    await until(async () => (await codes()).includes('disk_full'));
    await disk.free();
    await until(async () => {
      const { equation } = await redwell.handlers['batches.get']({ batchId: batch.id });
      const more = equation.completed > completed;
      completed = equation.completed;
      return more || equation.pending === 0;
    });
  }
  expect((await ended).equation).toMatchObject({ received: 400, completed: 400, exceptions: 0 });
  held({
    channel: 'a disk that becomes full in a batch',
    tried: times,
    got: 'work waits, 400 of 400 completed',
  });
});

it('starts or says why not, on a disk with any little room, and leaves nothing running', async ({ skip }) => {
  const disk = await mountSmallDisk(4);
  if (disk === null) return skip(NO_DISK);
  const ballast = join(disk.path, 'ballast');
  const said = new Map<string, number>();
  for (const room of [0, 4, 40, 80, 120, 200, 300, 400, 600, 1000]) {
    await rm(ballast, { force: true });
    await writeFile(ballast, Buffer.alloc((await disk.freeBytes()) - room * 1024));
    const data = join(disk.path, `data-${room}`);
    const child = spawn(process.execPath, [SERVE, '--data', data, '--port', '0', '--no-open'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    const gone = once(child, 'close');
    let over = false;
    void gone.then(() => {
      over = true;
    });
    await until(() => over || output.includes('is ready'));
    child.kill('SIGTERM');
    const [code] = await gone;
    expect(output).not.toMatch(/^\s+at /m);
    expect([0, 1]).toContain(code);
    if (code === 1) expect(output).toMatch(/full|free space/i);
    expect(await serversOf(data)).toEqual([]);
    said.set(code === 0 ? 'started and stopped' : 'said why not', room);
    await rm(data, { recursive: true, force: true });
  }
  held({ channel: 'a start on a nearly full disk', tried: 10, got: [...said.keys()].join(', ') });
});

it('keeps a log within its bounds under a flood of equal and of different lines', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'redwell-flood-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const { log, dispose } = openLog({ file: join(folder, 'redwell.log') }, 'info', {});
  for (let i = 0; i < 100_000; i += 1) {
    log.warn({ queue: 'ocr' }, 'worker connection failed');
    log.info({ i, filler: 'x'.repeat(500) }, 'different');
    if (i % 500 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  await dispose();
  const files = await readdir(folder);
  expect(files.length).toBeLessThanOrEqual(5);
  let text = '';
  for (const name of files) text += await readFile(join(folder, name), 'utf8');
  expect(text.length).toBeLessThanOrEqual(5 * 4 * 1024 * 1024);
  expect(text.match(/connection failed/g)?.length ?? 0).toBeLessThan(1000);
  held({ channel: 'a flood of log lines', tried: 200_000, got: `${files.length} files, bounded` });
});
