/**
 * Library: finds Electron's binary, or downloads it. The package does not contain it. Without internet the download
 * fails, so this tries once, with a time limit, and remembers a failure until the dependencies are reinstalled.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { quiet, ROOT } from './lib-run.mjs';
import { say } from './lib-say.mjs';

const PACKAGE = join(ROOT, 'node_modules', 'electron');
const ANSWER = join(ROOT, 'node_modules', '.cache', 'redwell', 'no-electron.json');
/** Enough for about 110 MB over a slow connection. */
const DOWNLOAD_BOUND_MS = 180_000;

const read = (path) => (existsSync(path) ? readFileSync(path, 'utf8').trim() : null);

/** Returns the path of the binary; null if there is none. Importing the package instead would start a download. */
export function findElectron(env = process.env) {
  const name = read(join(PACKAGE, 'path.txt'));
  const folder = env.ELECTRON_OVERRIDE_DIST_PATH || join(PACKAGE, 'dist');
  const usual = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' };
  const path = join(folder, name ?? usual[process.platform] ?? 'electron');
  return existsSync(path) ? path : null;
}

/** Returns why this machine cannot open a desktop window; null if it can. */
export function noDesktop(env = process.env, uid = process.getuid?.()) {
  if (env.REDWELL_ELECTRON === '0') return 'REDWELL_ELECTRON=0 is set';
  if (process.platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY)
    return 'there is no screen (neither DISPLAY nor WAYLAND_DISPLAY is set)';
  if (process.platform === 'linux' && uid === 0) return 'Electron does not run as root with its sandbox on';
  return null;
}

/** Finds or downloads the binary. @returns its `path`, or `why` there is none */
export function ensureElectron() {
  const why = noDesktop();
  if (why) return { path: null, why };
  const found = findElectron();
  if (found) return { path: found, why: null };
  const version = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')).version;
  const kept = read(ANSWER);
  if (kept && JSON.parse(kept).version === version && process.env.REDWELL_ELECTRON !== '1')
    return { path: null, why: 'its download failed before (REDWELL_ELECTRON=1 tries again)' };
  say(`Downloading Electron ${version} (about 110 MB, only once) …`);
  quiet(process.execPath, [join(PACKAGE, 'install.js')], { timeout: DOWNLOAD_BOUND_MS });
  const fetched = findElectron();
  if (fetched) return { path: fetched, why: null };
  mkdirSync(dirname(ANSWER), { recursive: true });
  writeFileSync(ANSWER, `${JSON.stringify({ version, at: new Date().toISOString() })}\n`);
  return { path: null, why: 'its download failed' };
}

/**
 * Finds or downloads the binary for packing, also where no window could open.
 * @returns the `folder` it lies in, or `why` there is none
 */
export function downloadElectron() {
  if (findElectron() === null)
    quiet(process.execPath, [join(PACKAGE, 'install.js')], { timeout: DOWNLOAD_BOUND_MS });
  const found = findElectron();
  if (found === null) return { folder: null, why: 'its download failed' };
  return { folder: process.env.ELECTRON_OVERRIDE_DIST_PATH || join(PACKAGE, 'dist'), why: null };
}
