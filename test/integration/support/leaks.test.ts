/** The leak check itself, in a run of Vitest on files that leave something open and files that do not. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const LIFECYCLE = join(ROOT, 'src', 'core', 'util', 'lifecycle.ts');

const LEAKY = `import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { Worker } from 'node:worker_threads';
import { it } from 'vitest';
import { Lifetime } from ${JSON.stringify(LIFECYCLE)};
it('passes', async () => {
  new Lifetime();
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  await once(connect(server.address().port), 'connect');
  spawn('sleep', ['10']);
  new Worker('setInterval(() => undefined, 1000)', { eval: true });
  setInterval(() => undefined, 1000);
});
`;

const CLEAN = `import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, it } from 'vitest';
import { Lifetime } from ${JSON.stringify(LIFECYCLE)};
const lifetime = new Lifetime();
beforeAll(() => {
  const child = spawn('sleep', ['10']);
  const timer = setInterval(() => undefined, 1000);
  lifetime.defer(() => clearInterval(timer));
  lifetime.defer(() => void child.kill());
});
afterAll(() => lifetime.dispose());
it('passes', async () => once(spawn('true'), 'exit'));
`;

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'redwell-leaks-'));
  await mkdir(join(root, 'test'));
  await writeFile(join(root, 'test', 'leaky.test.ts'), LEAKY);
  await writeFile(join(root, 'test', 'clean.test.ts'), CLEAN);
  const setup = join(ROOT, 'test', 'support', 'leaks.ts');
  await writeFile(
    join(root, 'vitest.config.mjs'),
    `export default { resolve: { alias: { vitest: ${JSON.stringify(join(ROOT, 'node_modules', 'vitest'))} } }, test: { setupFiles: [${JSON.stringify(setup)}] } };`,
  );
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** Runs files. @returns whether it passed, and what Vitest printed */
const run = (...files: string[]): Promise<{ passed: boolean; output: string }> =>
  new Promise((resolve) => {
    const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
    const args = [vitest, 'run', '--root', root, ...files];
    execFile(
      process.execPath,
      args,
      { cwd: root, env: { ...process.env, NO_COLOR: '1' } },
      (error, out, err) => resolve({ passed: error === null, output: out + err }),
    );
  });

it('names everything that a file has left open, and the line that opened it', async () => {
  const { passed, output } = await run('leaky');
  expect(passed).toBe(false);
  expect(output).toContain('This file left something open:');
  for (const line of [
    /a Lifetime, opened at test\/leaky\.test\.ts:8/,
    /a server on .+, opened at test\/leaky\.test\.ts:9/,
    /a socket to 127\.0\.0\.1, opened at test\/leaky\.test\.ts:11/,
    /the process "sleep 10", opened at test\/leaky\.test\.ts:12/,
    /a thread, opened at test\/leaky\.test\.ts:13/,
    /a timer of 1000 ms, opened at test\/leaky\.test\.ts:14/,
  ])
    expect(output).toMatch(line);
});

it('passes a file that has closed everything', async () => {
  expect(await run('clean')).toMatchObject({ passed: true });
});

it('blames no file for what an earlier one in the same process has left open', async () => {
  // The larger file runs first.
  const { output } = await run('--no-isolate', '--maxWorkers=1', 'leaky', 'clean');
  expect(output).toMatch(/FAIL +test\/leaky\.test\.ts/);
  expect(output).toMatch(/Test Files +1 failed \| 1 passed/);
});
