/** `npm start [-- FOLDER] [--data DIR] [--port N] [--no-open]`: sets up, builds, opens the console. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureBuilt } from './lib-build.mjs';
import { ensureElectron } from './lib-electron.mjs';
import { ROOT } from './lib-run.mjs';
import { say } from './lib-say.mjs';
import { setup } from './setup.mjs';

const HELP = `Usage: npm start -- [FOLDER] [options]

Opens the Redwell console: as a desktop window where Electron runs, otherwise in a
browser from this machine's loopback address, which is always printed.

  FOLDER        submit this folder at once and show its batch
  --data DIR    keep everything in DIR (also: REDWELL_DATA)
  --browser     use the browser even where Electron runs
  --port N      port of the loopback address (7410, or a free one)
  --no-open     do not open a browser
  --help        this text

  REDWELL_REDIS_URL   a shared Redis server instead of the built-in one
  REDWELL_ELECTRON    0: never use Electron; 1: try again to fetch it
`;

/** An Electron that ends badly within this time did not start: libraries or a kernel setting are missing. */
const FAILED_START_MS = 10_000;

/** Runs a program in the foreground, hands signals on, and resolves to how it ended. */
function foreground(program, args, env = process.env) {
  return new Promise((resolve) => {
    const started = Date.now();
    // npm sets INIT_CWD to where the operator stood: a relative FOLDER means from there.
    const child = spawn(program, args, { cwd: process.env.INIT_CWD ?? process.cwd(), stdio: 'inherit', env });
    let signalled = false;
    // Ctrl-C also reaches the child directly; it takes both for one.
    const hand = (signal) => {
      signalled = true;
      child.kill(signal);
    };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, hand);
    const done = (code) => {
      for (const signal of signals) process.off(signal, hand);
      resolve({ code, signalled, ms: Date.now() - started });
    };
    child.once('error', (error) => {
      say(`${program}: ${error.message}`);
      done(127);
    });
    child.once('exit', (code) => done(code ?? 1));
  });
}

async function main() {
  const given = process.argv.slice(2);
  if (given.includes('--help') || given.includes('-h')) {
    process.stdout.write(HELP);
    return 0;
  }
  const args = given.filter((arg) => arg !== '--browser');
  const { redis } = setup(false);
  ensureBuilt();
  const env = redis ? { ...process.env, REDWELL_REDIS_SERVER: redis } : process.env;
  const electron = given.includes('--browser')
    ? { path: null, why: '--browser was given' }
    : ensureElectron();
  if (electron.path) {
    const ended = await foreground(electron.path, [ROOT, '--', ...args], env);
    if (ended.code === 0 || ended.signalled || ended.ms > FAILED_START_MS) return ended.code;
    electron.why = `it ended at once with code ${ended.code}`;
  }
  say(`Serving the console to a browser, without Electron: ${electron.why}.`);
  return (await foreground(process.execPath, [join(ROOT, 'out', 'main', 'serve.js'), ...args], env)).code;
}

process.exitCode = await main();
