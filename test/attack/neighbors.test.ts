/**
 * Another account on the same computer: it looks for clients' papers while a batch runs, in the data folder and in the
 * temporary folder, and it reads the list of processes. Runs as root, to be able to play the other account.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runCli, startCli } from '../integration/cli/run.ts';
import { makeFolder, makeManyFiles } from '../support/folder.ts';
import { openPaths } from '../support/open-paths.ts';
import { until } from '../support/until.ts';
import { held } from './tally.ts';

const isRoot = process.getuid?.() === 0;
const STRANGER = ['--reuid', '65534', '--regid', '65534', '--clear-groups'];
let base: string;
let dataDir: string;
let temporary: string;
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'rw-near-'));
  await chmod(base, 0o755);
  dataDir = join(base, 'data');
  temporary = join(base, 'tmp');
  await mkdir(temporary);
  await chmod(temporary, 0o1777);
  process.umask(0o022);
});
afterEach(() => rm(base, { recursive: true, force: true }));

/** Repeats a shell command as another account until it is stopped. @returns what it printed, and how often it ran */
function stranger(command: string): { stop(): Promise<{ found: string[]; rounds: number }> } {
  const loop = `while :; do ${command}; echo ==; done`;
  const child: ChildProcess = spawn('setpriv', [...STRANGER, 'sh', '-c', loop], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let text = '';
  child.stdout?.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  return {
    async stop() {
      const gone = once(child, 'close');
      child.kill('SIGKILL');
      await gone;
      const lines = text.split('\n').filter((line) => line !== '');
      return {
        found: [...new Set(lines.filter((line) => line !== '=='))],
        rounds: lines.filter((line) => line === '==').length,
      };
    },
  };
}

it.runIf(isRoot)(
  'finds nothing to read in the data folder or among temporary files while a batch runs',
  async () => {
    const { path } = await makeFolder(join(base, 'matter'));
    await makeManyFiles(join(path, 'many'), 20);
    await chmod(path, 0o700);
    // Whatever it can list or read there; what it cannot even see it does not name.
    const thief = stranger(`find '${dataDir}' '${temporary}' -mindepth 1 -readable 2>/dev/null`);
    const { code, stderr } = await runCli(['process', path, '--data', dataDir, '--json'], {
      TMPDIR: temporary,
    });
    const { found, rounds } = await thief.stop();
    expect(code, stderr).toBe(2);
    expect(found).toEqual([]);
    expect(openPaths(dataDir)).toEqual([]);
    expect(rounds).toBeGreaterThan(20);
    held({ channel: 'Other accounts', tried: rounds, got: 'nothing to read while a batch runs' });
  },
);

it.runIf(isRoot)('cannot squat the place of the socket of a deep data folder', async () => {
  const deep = join(dataDir, 'a'.repeat(60), 'b'.repeat(60));
  const letter = join(base, 'letter.txt');
  await writeFile(letter, 'Ms. Jane Miller of Acme Corp. paid $1,200.00 on March 3, 2021.\n');
  const args = ['process', letter, '--data', deep, '--json'];
  const env = { TMPDIR: temporary };
  expect((await runCli(args, env)).code).toBe(0);
  const link = join(deep, 'sockets');
  const squats = [
    (path: string) => mkdir(path, { mode: 0o777 }),
    (path: string) => symlink('/tmp', path),
    (path: string) => writeFile(path, ''),
  ];
  for (const squat of squats) {
    const known = await readlink(link);
    await rm(known, { recursive: true });
    await squat(known);
    const { code, stderr } = await runCli(args, env);
    expect(code, stderr).toBe(0);
    expect(await readlink(link)).not.toBe(known);
    expect((await stat(await readlink(link))).mode & 0o777).toBe(0o700);
  }
  held({ channel: 'Squatted sockets', tried: squats.length, got: 'another private folder' });
});

it('sees no password of Redis in the list of processes, and none is written down', async () => {
  const secret = 'Tr0ub4dor-and-3';
  const url = `redis://clerk:${secret}@127.0.0.1:1`;
  const live = startCli(['live', '--data', dataDir, '--redis', url]);
  const commandLine = (): Promise<string> => readFile(`/proc/${live.pid}/cmdline`, 'utf8');
  await until(async () => (await commandLine()).startsWith('redwell'));
  expect(await commandLine()).not.toContain(secret);
  const runs = await Promise.all([
    live.ended,
    runCli(['doctor', '--data', dataDir, '--redis', url, '--json']),
    runCli(['doctor', '--data', dataDir, '--json'], { REDWELL_REDIS_URL: url }),
    runCli(['worker'], { REDWELL_REDIS_URL: `redis://clerk:#${secret}@127.0.0.1:1` }),
    runCli(['live', '--data', dataDir, '--redis', `redis://:/${secret}@h`]),
  ]);
  for (const { stdout, stderr } of runs) expect(stdout + stderr).not.toContain(secret);
  const log = await readFile(join(dataDir, 'log', 'redwell.log'), 'utf8');
  expect(log).not.toContain(secret);
  held({ channel: 'Passwords of Redis', tried: runs.length, got: 'in no output and no log' });
});
