/** `redwell watch`: the built command, over real folders. */
import { appendFile, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TAKEN } from '../../../src/core/host/watch-folder.ts';
import { runCli, startCli } from './run.ts';

let root: string;
let inbox: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'redwell-watch-'));
  inbox = join(root, 'inbox');
  await mkdir(inbox);
});
afterEach(() => rm(root, { recursive: true, force: true }));

const watching = (...args: string[]): string[] => [
  'watch',
  inbox,
  '--data',
  join(root, 'data'),
  '--json',
  ...args,
];
const linesOf = (stdout: string) =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

async function box(name: string, text: string): Promise<void> {
  await mkdir(join(root, name));
  await writeFile(join(root, name, 'letter.txt'), text);
  await rename(join(root, name), join(inbox, name));
}

describe('redwell watch', () => {
  it('submits each folder and file once, names what failed, and takes nothing again', async () => {
    await box('Box 1', 'On March 3, 2025 Dana Whitfield paid $1.00.');
    await writeFile(join(inbox, 'note.txt'), 'Note of April 4, 2025.');
    await mkdir(join(inbox, 'Empty'));
    await writeFile(join(inbox, '.half-copied'), 'x');
    const ran = await runCli(watching('--once', '--quiet', '1', '--matter', 'Tulip'));
    const events = linesOf(ran.stdout);
    expect(events.filter(({ event }) => event === 'taken').map(({ name }) => name)).toEqual([
      'Box 1',
      'Empty',
      'note.txt',
    ]);
    expect(events.filter(({ event }) => event === 'submitted').map(({ name }) => name)).toEqual([
      'Box 1',
      'note.txt',
    ]);
    expect(events.filter(({ event }) => event === 'failed').map(({ name }) => name)).toEqual(['Empty']);
    expect(ran.code).toBe(2);
    expect((await readdir(inbox)).sort()).toEqual(['.half-copied', TAKEN]);
    const again = await runCli(watching('--once', '--quiet', '1'));
    expect([again.code, again.stdout]).toEqual([0, '']);
    const { stdout } = await runCli(['batches', '--data', join(root, 'data'), '--json']);
    expect(
      linesOf(stdout)
        .map(({ name, matter }) => [name, matter])
        .sort(),
    ).toEqual([
      ['Box 1', 'Tulip'],
      ['note.txt', 'Tulip'],
    ]);
  });

  it('waits for a file that is still being written, and continues after a kill', async () => {
    await box('Slow', 'The first line.\n');
    const path = join(inbox, 'Slow', 'letter.txt');
    const running = startCli(watching('--quiet', '2'));
    const started = Date.now();
    // Written to for longer than the quiet time, in steps that are shorter.
    while (Date.now() - started < 4000) {
      await appendFile(path, 'Another line of May 5, 2025.\n');
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    expect(await readdir(inbox)).toContain('Slow');
    await running.printed(/"taken"/);
    running.kill('SIGKILL');
    await running.ended;
    const ran = await runCli(watching('--once', '--quiet', '1'));
    expect(ran.code).toBe(0);
    const [taken = ''] = (await readdir(join(inbox, TAKEN))).filter((name) => !name.endsWith('.json'));
    const note = JSON.parse(await readFile(join(inbox, TAKEN, `${taken}.redwell.json`), 'utf8'));
    const { stdout } = await runCli(['batches', '--data', join(root, 'data'), '--json']);
    expect(linesOf(stdout).map(({ id }) => id)).toEqual([note.batchId]);
  });
});
