/** Library: finds and runs programs, with or without showing their output. */
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
    // It does not exist, or this user may not run it.
    return false;
  }
}

/** Returns the absolute path of the first of `names` (names on PATH, or paths) that can be run; null: none. */
export function findProgram(names, env = process.env) {
  const folders = (env.PATH ?? '').split(delimiter).filter(Boolean);
  // Daemons are in folders that are not on every user's PATH.
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

/** Runs a program without showing its output. @returns `ok`: whether it exited with 0; `output`: stdout and stderr */
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

/** Runs a program in our terminal. Resolves to its exit code; 1 if a signal ended it. */
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

/**
 * Runs a program in our terminal, in the folder that the operator called npm from, and passes signals on.
 * @returns its exit code, whether it was signaled, and its run time in ms
 */
export function foreground(program, args, env = process.env) {
  return new Promise((resolve) => {
    const started = Date.now();
    // npm changes the folder and keeps the operator's in INIT_CWD. A relative FOLDER is relative to that.
    const cwd = process.env.INIT_CWD ?? process.cwd();
    // Node's own channel tells our hosts when we are killed. Electron has none.
    const channel = program === process.execPath ? ['ipc'] : [];
    const child = spawn(program, args, { cwd, stdio: ['inherit', 'inherit', 'inherit', ...channel], env });
    let signaled = false;
    // Ctrl-C reaches the child directly as well. It counts the two as one.
    const pass = (signal) => {
      signaled = true;
      child.kill(signal);
    };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, pass);
    const done = (code) => {
      for (const signal of signals) process.off(signal, pass);
      resolve({ code, signaled, ms: Date.now() - started });
    };
    child.once('error', (error) => {
      process.stderr.write(`${program}: ${error.message}\n`);
      done(127);
    });
    child.once('exit', (code) => done(code ?? 1));
  });
}
