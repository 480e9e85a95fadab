/** Starts the redis-server process of a data folder. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { RedwellError } from '../../shared/errors.ts';

/** Exit code of flock when another process holds the lock; redis-server never exits with it. */
export const IN_USE = 75;
/** Exit code of flock when it cannot run the program. */
const NOT_RUN = 69;

const serverArguments = (folder: string, socket: string): string[] => [
  ...['--port', '0', '--unixsocket', socket, '--unixsocketperm', '700', '--dir', folder],
  ...['--appendonly', 'yes', '--appendfsync', 'everysec', '--save', ''],
  ...['--maxmemory-policy', 'noeviction', '--databases', '16'],
  ...['--logfile', join(folder, 'redis.log'), '--daemonize', 'no'],
];

/**
 * Starts redis-server. Two servers would destroy a shared append-only file, and redis-server takes over a socket that is
 * in use. So the server locks its folder for as long as it runs, and a second one exits with `IN_USE`. On systems without
 * flock(1), such as macOS and Windows, there is no lock.
 * @returns the process, which may have exited already
 * @throws RedwellError redis_unavailable when it cannot be started
 */
export async function spawnServer(folder: string, socket: string): Promise<ChildProcess> {
  const program = process.env.REDWELL_REDIS_SERVER ?? 'redis-server';
  const command = [program, ...serverArguments(folder, socket)];
  const lock = ['--no-fork', '--nonblock', '--conflict-exit-code', String(IN_USE), join(folder, 'lock')];
  try {
    const locked = process.platform === 'linux' ? await tryToRun('flock', [...lock, ...command]) : null;
    return locked ?? (await run(program, command.slice(1)));
  } catch (error) {
    throw notStarted(error instanceof Error ? error.message : String(error), error);
  }
}

/** @throws RedwellError redis_unavailable when flock could not find redis-server */
export function refuseIfNotRun(child: ChildProcess): void {
  if (child.exitCode === NOT_RUN) throw notStarted('the program was not found', null);
}

const notStarted = (reason: string, cause: unknown): RedwellError =>
  new RedwellError('redis_unavailable', `redis-server could not be started: ${reason}.`, {
    action: 'Run "npm run setup", or enter the address of a Redis server in Settings.',
    cause,
  });

/** @returns null when the program does not exist */
async function tryToRun(program: string, args: string[]): Promise<ChildProcess | null> {
  try {
    return await run(program, args);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

async function run(program: string, args: string[]): Promise<ChildProcess> {
  // Detached, so that Ctrl-C in a terminal reaches only the app, which stops the server last.
  const child = spawn(program, args, { stdio: 'ignore', detached: true });
  await once(child, 'spawn');
  return child;
}
