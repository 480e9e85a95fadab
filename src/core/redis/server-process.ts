/** The redis-server process of a data folder. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { RedwellError } from '../../shared/errors.ts';

/** What flock says when another process holds the lock; none of redis-server's own. */
export const IN_USE = 75;
/** What flock says when it cannot run the program. */
const NOT_RUN = 69;

const serverArguments = (folder: string, socket: string): string[] => [
  ...['--port', '0', '--unixsocket', socket, '--unixsocketperm', '700', '--dir', folder],
  ...['--appendonly', 'yes', '--appendfsync', 'everysec', '--save', ''],
  ...['--maxmemory-policy', 'noeviction', '--databases', '16'],
  ...['--logfile', join(folder, 'redis.log'), '--daemonize', 'no'],
];

/**
 * Two servers on one append-only file would destroy it, and redis-server itself takes over a socket that is in
 * use. So it holds a lock on its folder for as long as it lives, however it ends, and a second one exits with
 * `IN_USE`. Where the system has no flock(1) (macOS, Windows), it runs without.
 * @returns the process; it may have exited already
 * @throws RedwellError redis_unavailable when it cannot be started
 */
export async function spawnServer(folder: string, socket: string): Promise<ChildProcess> {
  const program = process.env.REDWELL_REDIS_SERVER ?? 'redis-server';
  const own = [program, ...serverArguments(folder, socket)];
  const lock = ['--no-fork', '--nonblock', '--conflict-exit-code', String(IN_USE), join(folder, 'lock')];
  try {
    const locked = process.platform === 'linux' ? await tryToRun('flock', [...lock, ...own]) : null;
    return locked ?? (await run(program, own.slice(1)));
  } catch (error) {
    throw notStarted(error instanceof Error ? error.message : String(error), error);
  }
}

/** @throws RedwellError redis_unavailable when flock said that there is no such program */
export function refuseIfNotRun(child: ChildProcess): void {
  if (child.exitCode === NOT_RUN) throw notStarted('there is no such program', null);
}

const notStarted = (reason: string, cause: unknown): RedwellError =>
  new RedwellError('redis_unavailable', `redis-server could not be started: ${reason}`, {
    action: 'Run "npm run setup", or state a Redis address in Settings.',
    cause,
  });

/** @returns null when there is no such program */
async function tryToRun(program: string, args: string[]): Promise<ChildProcess | null> {
  try {
    return await run(program, args);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

async function run(program: string, args: string[]): Promise<ChildProcess> {
  // A group of its own: Ctrl-C in a terminal must stop the console first and the server last.
  const child = spawn(program, args, { stdio: 'ignore', detached: true });
  await once(child, 'spawn');
  return child;
}
