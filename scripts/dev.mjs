/**
 * `npm run dev [-- FOLDER] [--data DIR] [--port N] [--browser] [--no-open]`: Redwell with hot reload of its page.
 *
 * Vite's development server serves `src/renderer`. The host (Electron, or the loopback host for a browser) fetches
 * the page from it and serves it under its own origin, so sign-in, bridge and uploads work as in the product. The
 * page connects to Vite directly only for its WebSocket. Everything outside `src/renderer` is built once, into
 * `out-dev/`: after a change there, stop and start again.
 */
import { once } from 'node:events';
import { createServer as createNetServer } from 'node:net';
import { join, resolve } from 'node:path';
import { resolveConfig } from 'electron-vite';
import { build, createServer, mergeConfig } from 'vite';
import { ensureElectron } from './lib-electron.mjs';
import { foreground, ROOT } from './lib-run.mjs';
import { say } from './lib-say.mjs';
import { setup } from './setup.mjs';

const OUT = join(ROOT, 'out-dev');
const RENDERER = join(ROOT, 'src', 'renderer');
const HOST = '127.0.0.1';

const HELP = `Usage: npm run dev -- [FOLDER] [options]

Opens Redwell with hot reload: a change under src/renderer appears in the open page, which
keeps its state. Changes elsewhere need a restart.

  FOLDER          submit this folder at once and show its batch
  --data DIR      keep everything in DIR (default: .redwell/dev in the checkout)
  --browser       use the browser even where Electron runs
  --port N        port of the loopback address (7410, or a free one)
  --no-open       do not open a browser
  --renderer DIR  serve the page from DIR instead of src/renderer
  --help          this text
`;

async function freePort() {
  const server = createNetServer().listen(0, HOST);
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** Takes `--renderer DIR` out of the arguments, because the hosts don't know it. */
function splitArguments(given) {
  const args = given.filter((arg) => arg !== '--browser');
  const at = args.indexOf('--renderer');
  const renderer = at < 0 ? RENDERER : resolve(process.env.INIT_CWD ?? '.', args.splice(at, 2)[1] ?? '.');
  if (!args.includes('--data') && !process.env.REDWELL_DATA)
    args.push('--data', join(ROOT, '.redwell', 'dev'));
  return { args, renderer };
}

/** Builds the hosts in development mode. Only that mode contains the code that reads REDWELL_DEV_ORIGIN. */
async function buildHosts(config, withPreload) {
  const into = (name) => ({ root: ROOT, logLevel: 'error', build: { outDir: join(OUT, name) } });
  await build(mergeConfig(config.main, into('main')));
  if (withPreload) await build(mergeConfig(config.preload, into('preload')));
}

async function startVite(config, renderer) {
  const port = await freePort();
  const server = await createServer(
    mergeConfig(config.renderer, {
      root: renderer,
      ...(renderer === RENDERER ? {} : { cacheDir: join(renderer, '..', '.vite') }),
      logLevel: 'warn',
      clearScreen: false,
      // The page has its host's address, so Vite's client must be told where its WebSocket is.
      server: { host: HOST, port, strictPort: true, hmr: { protocol: 'ws', host: HOST, clientPort: port } },
    }),
  );
  await server.listen();
  return { server, origin: `http://${HOST}:${port}` };
}

async function main() {
  const given = process.argv.slice(2);
  if (given.includes('--help') || given.includes('-h')) {
    process.stdout.write(HELP);
    return 0;
  }
  const { redis } = setup(false);
  const electron = given.includes('--browser')
    ? { path: null, why: '--browser was given' }
    : ensureElectron();
  const { args, renderer } = splitArguments(given);
  const { config } = await resolveConfig({ root: ROOT, logLevel: 'warn' }, 'serve', 'development');
  const [{ server, origin }] = await Promise.all([
    startVite(config, renderer),
    buildHosts(config, electron.path !== null),
  ]);
  const env = {
    ...process.env,
    REDWELL_DEV_ORIGIN: origin,
    ...(redis ? { REDWELL_REDIS_SERVER: redis } : {}),
  };
  try {
    if (electron.path)
      return (await foreground(electron.path, [join(OUT, 'main', 'index.js'), '--', ...args], env)).code;
    say(`Serving Redwell to a browser, without Electron: ${electron.why}.`);
    return (await foreground(process.execPath, [join(OUT, 'main', 'serve.js'), ...args], env)).code;
  } finally {
    await server.close();
  }
}

process.exitCode = await main();
