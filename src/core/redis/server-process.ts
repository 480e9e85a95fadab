/** Starts the redis-server process of a data folder. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { RedwellError } from '../../shared/errors.ts';
import type { RedisCondition } from '../../shared/redis-condition.ts';
import { canLock, usersFile } from './users.ts';

/** Exit code of flock when another process holds the lock; redis-server never exits with it. */
export const IN_USE = 75;
/** Exit codes of the shell when it cannot run the program. */
const NOT_RUN: ReadonlySet<number | null> = new Set([126, 127]);

/**
 * Locks the folder ($1) and becomes the server. Its child waits until nobody holds the lock of the users ($2), ends the
 * server, and keeps the lock until the server is gone: then the kernel kills the child. It never signals a process that
 * is not its parent.
 */
const LOCKED_SERVER = `
exec 9>"$1"
flock --exclusive --nonblock --conflict-exit-code ${IN_USE} 9 || exit $?
setpriv --pdeathsig KILL flock --no-fork --exclusive "$2" sh -c '
  [ "$PPID" = "$0" ] && kill -TERM "$0" && exec sleep 2147483647' $$ 9>&- &
shift 2
exec "$@"`;

const serverArguments = (folder: string, socket: string): string[] => [
  ...['--port', '0', '--unixsocket', socket, '--unixsocketperm', '700', '--dir', folder],
  ...['--appendonly', 'yes', '--appendfsync', 'everysec', '--save', ''],
  ...['--maxmemory-policy', 'noeviction', '--databases', '16'],
  // BullMQ's jobs are small hashes with values a little too long for the compact form under the default limit of 64.
  // This older name of the option is the one that all versions have.
  ...['--hash-max-ziplist-value', '256'],
  ...['--logfile', join(folder, 'redis.log'), '--daemonize', 'no'],
];

/**
 * Starts redis-server. Two servers would destroy a shared append-only file, and redis-server takes over a socket that is
 * in use. So the server locks its folder for as long as it runs, and a second one exits with `IN_USE`. It also ends when
 * the last process that uses it is gone. On systems without flock(1), such as macOS and Windows, it does neither.
 * @returns the process, which may have exited already
 * @throws RedwellError redis_unavailable when it cannot be started
 */
export async function spawnServer(folder: string, socket: string): Promise<ChildProcess> {
  const program = process.env.REDWELL_REDIS_SERVER ?? 'redis-server';
  const args = serverArguments(folder, socket);
  const locked = ['-c', LOCKED_SERVER, 'sh', join(folder, 'lock'), usersFile(socket), program, ...args];
  try {
    return await (canLock() ? run('sh', locked) : run(program, args));
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw notStarted(error instanceof Error ? error.message : String(error), error, isMissing);
  }
}

/** @throws RedwellError redis_unavailable when the shell could not run redis-server */
export function refuseIfNotRun(child: ChildProcess): void {
  if (NOT_RUN.has(child.exitCode)) throw notStarted('the program was not found', null, true);
}

const notStarted = (reason: string, cause: unknown, isMissing: boolean): RedwellError =>
  new RedwellError('redis_unavailable', `redis-server could not be started: ${reason}.`, {
    action: 'Run "npm run setup", or enter the address of a Redis server in Settings.',
    ...(isMissing ? { details: { condition: 'not_installed' satisfies RedisCondition } } : {}),
    cause,
  });

/** Returns the error for a system that has no redis-server. The first page says what to do instead. */
export const noServerHere = (): RedwellError =>
  new RedwellError('redis_unavailable', 'There is no redis-server for Windows.', {
    action: 'Enter the address of a Redis server in Settings: one of your office, or one in WSL.',
    details: { condition: 'not_installed' satisfies RedisCondition },
  });

async function run(program: string, args: string[]): Promise<ChildProcess> {
  // Detached, so that Ctrl-C in a terminal reaches only the app, which stops the server last.
  const child = spawn(program, args, { stdio: 'ignore', detached: true });
  await once(child, 'spawn');
  return child;
}
