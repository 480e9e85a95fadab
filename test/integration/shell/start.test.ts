/** `npm start` as a program: it prints an address, submits a folder, and stops everything on one Ctrl-C. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

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
  printed: (pattern: RegExp) => Promise<string>;
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
  const printed = (pattern: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = pattern.exec(output);
        if (found !== null) resolve(found[0]);
      };
      looks.add(look);
      child.once('exit', (code) => reject(new Error(`It ended with ${code}:\n${output}`)));
      look();
    });
  return { child, printed };
}

/** Returns the command lines of running processes that name our data folder. */
function left(): string[] {
  if (!existsSync('/proc/self/cmdline')) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const command = readFileSync(join('/proc', pid, 'cmdline'), 'utf8').replaceAll('\0', ' ');
        return command.includes(folder) ? [command] : [];
      } catch {
        // The process ended in the meantime.
        return [];
      }
    });
}

it('submits a folder, opens at its address, and stops with its worker and Redis on one Ctrl-C', async () => {
  const { child, printed } = start(['Box 3', '--data', join(folder, 'data'), '--port', '0', '--no-open']);
  const address = (await printed(/http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/)) ?? '';
  expect(await printed(/Serving Redwell to a browser, without Electron: .*\n/)).toContain(
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

it('names a missing folder in a sentence and keeps running', async () => {
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

it('prints its help, and a sentence about an unknown option', () => {
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
