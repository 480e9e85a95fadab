/**
 * Who uses a built-in server. Every app and worker holds a shared lock on one file, which the system releases when the
 * process ends, however it ends. The server ends as soon as nobody holds it, and nothing starts while it is ending.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { RedwellError } from '../../shared/errors.ts';
import { isRunnable } from '../util/tied.ts';

/** Longer than a server takes to write its file and end. s */
const ENDING_S = 30;
const BUSY = 75;

export interface UserLock {
  dispose(): void;
}

/** @param socket path of the server's Unix socket */
export const usersFile = (socket: string): string => `${socket}.users`;

/** Returns whether this system has the file locks that the lock of the users needs. */
export const canLock = (): boolean => process.platform === 'linux' && isRunnable('flock');

/** Asks flock(1) to lock an open file. The lock stays when the program has ended, because the file is open here too. */
async function flock(fd: number, ...options: string[]): Promise<boolean> {
  const child = spawn('flock', [...options, '--conflict-exit-code', String(BUSY), '3'], {
    stdio: ['ignore', 'ignore', 'ignore', fd],
  });
  const [code] = await once(child, 'exit');
  if (code !== 0 && code !== BUSY) throw new Error(`flock ended with ${code}`);
  return code === 0;
}

/**
 * Takes the lock of a user. Waits while a server that nobody used is ending.
 * @param alone called first if nobody else uses the server, while nobody else can start to
 * @throws RedwellError redis_unavailable when an earlier server does not end
 */
export async function holdServer(
  socket: string,
  alone: () => Promise<void> = async () => undefined,
): Promise<UserLock> {
  if (!canLock()) return { dispose: () => undefined };
  const fd = openSync(usersFile(socket), 'a', 0o600);
  try {
    if (await flock(fd, '--exclusive', '--nonblock')) await alone();
    if (!(await flock(fd, '--shared', '--wait', String(ENDING_S))))
      throw new RedwellError('redis_unavailable', 'An earlier built-in Redis server is still ending.', {
        action: 'Wait a minute and start Redwell again. If that does not help, restart this computer.',
      });
  } catch (error) {
    closeSync(fd);
    throw error;
  }
  let held = true;
  return {
    dispose() {
      if (held) closeSync(fd);
      held = false;
    },
  };
}

/** Takes the lock for the server at an address; does nothing if no app of this computer has started that server. */
export async function holdServerAt(url: string): Promise<UserLock> {
  const socket = url.startsWith('unix://') ? decodeURI(url.slice('unix://'.length)) : null;
  return socket !== null && existsSync(usersFile(socket)) ? holdServer(socket) : { dispose: () => undefined };
}
