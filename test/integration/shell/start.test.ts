/** `npm start` as a program: what it prints, that the folder goes in, and that one Ctrl-C ends everything. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const START = join(ROOT, 'scripts', 'start.mjs');
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rw-start-'));
  await mkdir(join(folder, 'Box 3'));
  await writeFile(join(folder, 'Box 3', 'note.txt'), 'Mr. Jonathan Harker wrote to Mina Murray.');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

interface Started {
  child: ChildProcess;
  printed: (what: RegExp) => Promise<string>;
}

function start(args: string[]): Started {
  const child = spawn(process.execPath, [START, ...args], {
    cwd: folder,
    env: { ...process.env, INIT_CWD: folder, REDWELL_ELECTRON: '0' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let output = '';
  const looks = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      for (const look of looks) look();
    });
  const printed = (what: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = what.exec(output);
        if (found !== null) resolve(found[0]);
      };
      looks.add(look);
      child.once('exit', (code) => reject(new Error(`It ended with ${code}:\n${output}`)));
      look();
    });
  return { child, printed };
}

/** Processes whose command line or environment names our data folder: what Ctrl-C must leave none of. */
function left(): string[] {
  if (!existsSync('/proc/self/cmdline')) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const command = readFileSync(join('/proc', pid, 'cmdline'), 'utf8').replaceAll('\0', ' ');
        return command.includes(folder) ? [command] : [];
      } catch {
        // It ended while we looked.
        return [];
      }
    });
}

test('a folder goes in, the address works, and one Ctrl-C ends the console, its worker and its Redis', async () => {
  const { child, printed } = start(['Box 3', '--data', join(folder, 'data'), '--port', '0', '--no-open']);
  const address = (await printed(/http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/)) ?? '';
  expect(await printed(/Serving the console to a browser, without Electron: .*\n/)).toContain(
    'REDWELL_ELECTRON=0',
  );
  await printed(/Submitted as batch \S+/);
  const answer = await fetch(address, { redirect: 'manual' });
  expect(answer.status).toBe(303);
  child.stdin?.write('n\n');
  expect(await printed(/New address: http\S+/)).not.toContain(address);

  const gone = once(child, 'exit');
  child.kill('SIGINT');
  const [code] = await gone;
  expect(code).toBe(0);
  expect(left()).toEqual([]);
});

test('a folder that is not there is said in a sentence, and the console stays', async () => {
  const { child, printed } = start([
    'No such box',
    '--data',
    join(folder, 'data'),
    '--port',
    '0',
    '--no-open',
  ]);
  const said = await printed(/Submitting [^\n]*No such box\n[^\n]+\n/);
  expect(said.split('\n')[1]).toMatch(/No such box|folder/);
  expect(said).not.toMatch(/\bat .*\.js:\d+|internal/);
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  expect((await gone)[0]).toBe(0);
});

test('help, and what is not understood', () => {
  const help = spawnSync(process.execPath, [START, '--help'], { encoding: 'utf8' });
  expect([help.status, help.stderr]).toEqual([0, '']);
  expect(help.stdout).toMatch(/Usage: npm start -- \[FOLDER\]/);
  const wrong = spawnSync(process.execPath, [START, '--color'], {
    encoding: 'utf8',
    env: { ...process.env, REDWELL_ELECTRON: '0' },
  });
  expect(wrong.status).toBe(1);
  expect(wrong.stderr).toContain("'--color'");
  expect(wrong.stderr).not.toMatch(/\n\s+at /);
});
