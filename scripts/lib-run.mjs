/** Runs programs, with or without showing what they say. */
import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    // Not there, or not ours to run: the next candidate is looked at.
    return false;
  }
}

/** Absolute path of the first of `names` (names on PATH, or paths) that can be run; null: none. */
export function findProgram(names, env = process.env) {
  const folders = (env.PATH ?? '').split(delimiter).filter(Boolean);
  // Daemons live where an ordinary user's PATH does not look.
  if (process.platform !== 'win32')
    folders.push('/usr/sbin', '/usr/local/sbin', '/usr/local/bin', '/opt/homebrew/bin');
  for (const name of names) {
    const candidates = /[\\/]/.test(name) ? [name] : folders.map((folder) => join(folder, name));
    const found = candidates
      .flatMap((path) => (process.platform === 'win32' ? [path, `${path}.exe`] : [path]))
      .find(isExecutable);
    if (found) return found;
  }
  return null;
}

/** Runs quietly. `ok` is whether it ended with 0; `output` is everything it said. */
export function quiet(program, args, options = {}) {
  const result = spawnSync(program, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options,
  });
  return {
    ok: result.status === 0,
    status: result.status,
    output: `${result.stdout ?? ''}${result.stderr ?? ''}${result.error ? result.error.message : ''}`,
  };
}

/** Runs with our own terminal. Resolves to the exit code; a signal counts as 1. */
export function shown(program, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: ROOT, stdio: 'inherit', ...options });
    child.once('error', (error) => {
      process.stderr.write(`${program}: ${error.message}\n`);
      resolve(127);
    });
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
