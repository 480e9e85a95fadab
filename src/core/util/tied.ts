/** Ties a program to the process that starts it, so that it ends with it, also when that process is killed. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { programFile } from './programs.ts';

/** The kernel reports only the end of a parent that still lives, so the program starts only if it does. */
const IF_PARENT_LIVES = '[ "$PPID" = "$0" ] && exec "$@"';

let canTie: boolean | null = null;

/** Returns whether this system has a setpriv that can tie. Asks once. */
function systemTies(): boolean {
  canTie ??=
    process.platform === 'linux' &&
    spawnSync('setpriv', ['--pdeathsig', 'KILL', 'true'], { stdio: 'ignore' }).status === 0;
  return canTie;
}

/**
 * Returns the command that runs a program which the kernel kills when the calling thread ends. The process ID is that
 * of the program. Only Linux can do this; elsewhere, and for a program that does not exist, the command is unchanged.
 */
export function tied(program: string, args: readonly string[]): { program: string; args: string[] } {
  // The kernel ends all processes of a namespace together with its first one.
  if (process.pid === 1) return { program, args: [...args] };
  // `setpriv` would hide the error of a program that is missing.
  if (!systemTies() || !isRunnable(program)) return { program, args: [...args] };
  return {
    program: 'setpriv',
    args: ['--pdeathsig', 'KILL', 'sh', '-c', IF_PARENT_LIVES, String(process.pid), program, ...args],
  };
}

/** Returns whether a program can be run: a path, or a name on `PATH`. */
export function isRunnable(program: string): boolean {
  const file = programFile(program, process.platform);
  const paths =
    basename(program) === program
      ? (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, file))
      : [file];
  return paths.some((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      // It is not in this folder, or not for us to run.
      return false;
    }
  });
}
