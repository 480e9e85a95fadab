/** `npm start [-- FOLDER] [--data DIR] [--port N] [--browser] [--no-open]`: sets up, builds, and opens Redwell. */
import { join } from 'node:path';
import { ensureBuilt } from './lib-build.mjs';
import { ensureElectron } from './lib-electron.mjs';
import { foreground, ROOT } from './lib-run.mjs';
import { say } from './lib-say.mjs';
import { setup } from './setup.mjs';

const HELP = `Usage: npm start -- [FOLDER] [options]

Opens Redwell in a desktop window where Electron runs, otherwise in a browser, from a
loopback address that is printed.

  FOLDER        submit this folder at once and show its batch
  --data DIR    keep everything in DIR (also: REDWELL_DATA)
  --browser     use the browser even where Electron runs
  --port N      port of the loopback address (7410, or a free one)
  --no-open     do not open a browser
  --help        this text

  REDWELL_REDIS_URL   use a shared Redis server instead of the built-in one
  REDWELL_ELECTRON    0: never use Electron; 1: try again to fetch it
`;

/** An Electron that fails within this time did not start, because a library or a kernel setting is missing. */
const FAILED_START_MS = 10_000;

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
    if (ended.code === 0 || ended.signaled || ended.ms > FAILED_START_MS) return ended.code;
    electron.why = `it exited at once with code ${ended.code}`;
  }
  say(`Serving Redwell to a browser, without Electron: ${electron.why}.`);
  return (await foreground(process.execPath, [join(ROOT, 'out', 'main', 'serve.js'), ...args], env)).code;
}

process.exitCode = await main();
