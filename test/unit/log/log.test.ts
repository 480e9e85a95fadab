/** The log: it never blocks, keeps a bounded size, and counts what repeats and what is lost. */
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { BoundedWriter, type Sink } from '../../../src/core/log/bounded-writer.ts';
import { openLog, openOutputLog } from '../../../src/core/log/index.ts';
import { countRepeats } from '../../../src/core/log/repeats.ts';
import { RotatingFile, rotateIfLarge } from '../../../src/core/log/rotating-file.ts';
import { until } from '../../support/until.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redwell-log-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A disk that takes nothing while it is full, and only part of the chunk during which it becomes full. */
function smallDisk() {
  const disk = { written: '', room: Number.POSITIVE_INFINITY, tries: 0 };
  const sink: Sink = {
    async append(chunk) {
      disk.tries += 1;
      const taken = Math.min(chunk.length, disk.room);
      disk.room -= taken;
      disk.written += chunk.subarray(0, taken).toString();
      return taken;
    },
    appendNow: () => undefined,
    close: async () => undefined,
  };
  return { disk, sink };
}

const lost = (count: number): string => `lost ${count}\n`;

it('continues in the middle of a line once the disk has room again, and loses nothing that fits in memory', async () => {
  const { disk, sink } = smallDisk();
  disk.room = 10;
  const writer = new BoundedWriter(sink, lost);
  const lines = Array.from({ length: 50 }, (_, i) => `line ${i}\n`);
  for (const line of lines) writer.write(line);
  await until(() => disk.tries > 0 && disk.room === 0);
  disk.room = Number.POSITIVE_INFINITY;
  await writer.close();
  expect(disk.written).toBe(lines.join(''));
});

it('drops what does not fit in memory, and says how many lines once there is room', async () => {
  const { disk, sink } = smallDisk();
  disk.room = 0;
  const writer = new BoundedWriter(sink, lost);
  const line = `${'x'.repeat(1023)}\n`;
  for (let i = 0; i < 5000; i += 1) writer.write(line);
  await until(() => disk.tries > 0);
  disk.room = Number.POSITIVE_INFINITY;
  await until(() => disk.written.includes('lost'));
  writer.write('after\n');
  await writer.close();
  const said = Number(/lost (\d+)\n/.exec(disk.written)?.[1]);
  expect(disk.written.split(line).length - 1 + said).toBe(5000);
  expect(said).toBeGreaterThan(3000);
  expect(disk.written.endsWith('after\n')).toBe(true);
});

it('closes at once when the disk never takes anything, and while a write hangs', async () => {
  const full = smallDisk();
  full.disk.room = 0;
  const writer = new BoundedWriter(full.sink, lost);
  writer.write('a\n');
  await writer.close();
  const hanging = new BoundedWriter(
    { append: () => new Promise(() => undefined), appendNow: () => undefined, close: async () => undefined },
    lost,
  );
  hanging.write('a\n');
  await hanging.close();
});

it('counts a line that is written over and over, also between other lines', async () => {
  const file = join(folder, 'redwell.log');
  const { log, dispose } = openLog({ file }, 'info', {});
  for (let i = 0; i < 1617; i += 1) {
    log.warn({ error: 'MISCONF Errors writing to the AOF file' }, 'heartbeat failed');
    if (i % 100 === 0) log.info({ i }, 'another line');
  }
  await dispose();
  const lines = (await readFile(file, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const heartbeats = lines.filter(({ msg }) => msg.startsWith('heartbeat failed'));
  expect(heartbeats.map(({ msg, repeated }) => [msg, repeated])).toEqual([
    ['heartbeat failed', undefined],
    ['heartbeat failed (repeated 1,616 times)', 1616],
  ]);
  expect(lines.filter(({ msg }) => msg === 'another line')).toHaveLength(17);
});

it('forgets the oldest of many different lines, and reports what it counted of it', async () => {
  const written: string[] = [];
  const counted = countRepeats({ write: (line) => void written.push(line), close: async () => undefined });
  counted.write('first\n');
  counted.write('first\n');
  for (let i = 0; i < 300; i += 1) counted.write(`line ${i}\n`);
  expect(written).toContain('first (repeated 1 time)\n');
  await counted.close();
  expect(written).toHaveLength(302);
});

it('keeps a bounded number of files of a bounded size, which only the owner can read', async () => {
  const path = join(folder, 'log', 'redwell.log');
  const file = new RotatingFile(path, { maxBytes: 10_000, files: 3 });
  const line = Buffer.from(`${'y'.repeat(999)}\n`);
  for (let i = 0; i < 100; i += 1) expect(await file.append(line)).toBe(1000);
  await file.close();
  expect((await readdir(join(folder, 'log'))).sort()).toEqual([
    'redwell.1.log',
    'redwell.2.log',
    'redwell.log',
  ]);
  for (const name of await readdir(join(folder, 'log'))) {
    const { size, mode } = await stat(join(folder, 'log', name));
    expect(size).toBeLessThanOrEqual(10_000);
    expect(mode & 0o777).toBe(0o600);
  }
});

it('goes on in the new file when another process rotated it or somebody removed it', async () => {
  const path = join(folder, 'redwell.log');
  const limits = { maxBytes: 100, files: 3 };
  const [one, two] = [new RotatingFile(path, limits), new RotatingFile(path, limits)];
  await one.append(Buffer.from('one\n'));
  await two.append(Buffer.from('two\n'));
  await two.append(Buffer.alloc(99, 'z'));
  await one.append(Buffer.from('1'));
  expect(await readFile(path, 'utf8')).toBe(`${'z'.repeat(99)}1`);
  await rm(path);
  await one.append(Buffer.from('again\n'));
  expect(await readFile(path, 'utf8')).toBe('again\n');
  await one.close();
  await two.close();
});

it('does not bring back a data folder that was removed', async () => {
  const file = new RotatingFile(join(folder, 'gone', 'log', 'redwell.log'));
  expect(await file.append(Buffer.from('x\n'))).toBe(0);
  expect(await readdir(folder)).toEqual([]);
});

it('rotates the log of a program that opens it again for each line', async () => {
  const path = join(folder, 'redis.log');
  const file = new RotatingFile(path);
  await file.append(Buffer.alloc(2000, 'r'));
  await file.close();
  await rotateIfLarge(path, { maxBytes: 5000, files: 2 });
  expect(await readdir(folder)).toEqual(['redis.log']);
  await rotateIfLarge(path, { maxBytes: 1000, files: 2 });
  expect(await readdir(folder)).toEqual(['redis.1.log']);
});

it('keeps the output of another program line by line, also without a last line end', async () => {
  const path = join(folder, 'worker.log');
  const output = openOutputLog(path);
  const text = Buffer.from('first é\nsecond\nthird');
  for (const byte of text) output.write(Buffer.from([byte]));
  await output.close();
  expect(await readFile(path, 'utf8')).toBe('first é\nsecond\nthird\n');
});
