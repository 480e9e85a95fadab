/**
 * Electron's binary. Its package carries none and fetches it when asked; on a machine without internet
 * that fails, so it is tried once, within a bound, and a "no" is kept until the dependencies are installed anew.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { quiet, ROOT } from './lib-run.mjs';
import { say } from './lib-say.mjs';

const PACKAGE = join(ROOT, 'node_modules', 'electron');
const ANSWER = join(ROOT, 'node_modules', '.cache', 'redwell', 'no-electron.json');
/** About 110 MB on a slow line. */
const DOWNLOAD_BOUND_MS = 180_000;

const read = (path) => (existsSync(path) ? readFileSync(path, 'utf8').trim() : null);

/** Path of the binary; null: none. Asking the package itself would start a download. */
export function findElectron(env = process.env) {
  const name = read(join(PACKAGE, 'path.txt'));
  const folder = env.ELECTRON_OVERRIDE_DIST_PATH || join(PACKAGE, 'dist');
  const usual = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' };
  const path = join(folder, name ?? usual[process.platform] ?? 'electron');
  return existsSync(path) ? path : null;
}

/** Why a desktop window cannot open here at all; null: it can. */
export function noDesktop(env = process.env, uid = process.getuid?.()) {
  if (env.REDWELL_ELECTRON === '0') return 'REDWELL_ELECTRON=0 says not to use Electron';
  if (process.platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY)
    return 'there is no screen (neither DISPLAY nor WAYLAND_DISPLAY is set)';
  if (process.platform === 'linux' && uid === 0)
    return 'Electron keeps its sandbox on and so does not run as root';
  return null;
}

/** @returns `{path}` of the binary, or `{why}` there is none */
export function ensureElectron() {
  const why = noDesktop();
  if (why) return { path: null, why };
  const found = findElectron();
  if (found) return { path: found, why: null };
  const version = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')).version;
  const kept = read(ANSWER);
  if (kept && JSON.parse(kept).version === version && process.env.REDWELL_ELECTRON !== '1')
    return { path: null, why: 'its program could not be fetched (REDWELL_ELECTRON=1 tries again)' };
  say(`Fetching Electron ${version}, once (about 110 MB) …`);
  quiet(process.execPath, [join(PACKAGE, 'install.js')], { timeout: DOWNLOAD_BOUND_MS });
  const fetched = findElectron();
  if (fetched) return { path: fetched, why: null };
  mkdirSync(dirname(ANSWER), { recursive: true });
  writeFileSync(ANSWER, `${JSON.stringify({ version, at: new Date().toISOString() })}\n`);
  return { path: null, why: 'its program could not be fetched' };
}
