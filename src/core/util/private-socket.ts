/**
 * Chooses the path of a data folder's Unix socket: in the data folder, or, when that path is too long for a socket, in a
 * private folder of the system's temporary folder.
 */
import { chmod, lstat, mkdtemp, readlink, realpath, rename, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { whileLocked } from './file-lock.ts';

/** sockaddr_un holds 108 bytes including the closing zero, 104 on macOS. */
const MAX_SOCKET_PATH = 100;
/** The link in the data folder that leads every process of this account to the same folder. */
const LINK = 'sockets';

/**
 * @param name file name of the socket, e.g. `redis/redis.sock`
 * @throws the system's error when a private folder cannot be made
 */
export async function privateSocketPath(dataDir: string, name: string): Promise<string> {
  const beside = join(dataDir, name);
  if (Buffer.byteLength(beside) <= MAX_SOCKET_PATH) return beside;
  const link = join(dataDir, LINK);
  const short =
    (await privateTarget(link)) ??
    (await whileLocked(join(dataDir, `${LINK}.lock`), async () => {
      // Another process may have made it while this one waited.
      return (await privateTarget(link)) ?? (await makeTarget(link));
    }));
  return join(short, name.replaceAll('/', '-'));
}

/** Closes a folder to other accounts. @returns false when it belongs to another account, which could replace its files */
export async function closeOwnFolder(folder: string): Promise<boolean> {
  const own = process.geteuid?.();
  if (own !== undefined && (await stat(folder)).uid !== own) return false;
  await chmod(folder, 0o700);
  return true;
}

/** Removes a socket that another account left where ours belongs, so that nobody connects to a stranger's server. */
export async function removeForeignSocket(path: string): Promise<boolean> {
  const own = process.geteuid?.();
  // The server says what it cannot reach.
  const found = await lstat(path).catch(() => null);
  if (found === null || own === undefined || (found.isSocket() && found.uid === own)) return false;
  await rm(path, { recursive: true, force: true });
  return true;
}

/** Returns the folder that the link names, if it is still ours alone; else null. */
async function privateTarget(link: string): Promise<string | null> {
  // No link yet, or something else in its place: a new one replaces it.
  const target = await readlink(link).catch(() => null);
  return target !== null && (await isOurs(target)) ? target : null;
}

/**
 * Whether a path is a folder, no link, of this account, and closed to all others. After a restart of the computer anyone
 * may have made one of the same name.
 */
async function isOurs(path: string): Promise<boolean> {
  // Gone, or out of reach: either way it is not ours.
  const found = await lstat(path).catch(() => null);
  if (found === null || !found.isDirectory()) return false;
  const own = process.geteuid?.();
  return own === undefined || (found.uid === own && (found.mode & 0o077) === 0);
}

/** Makes a folder whose name nobody can know before it exists, and links it. */
async function makeTarget(link: string): Promise<string> {
  const target = await mkdtemp(join(await realpath(shortTemporary()), 'redwell-'));
  await rm(`${link}.new`, { force: true });
  await symlink(target, `${link}.new`);
  await rename(`${link}.new`, link);
  return target;
}

/** The temporary folder, unless its own path leaves no room for a socket. */
function shortTemporary(): string {
  const usual = tmpdir();
  return Buffer.byteLength(usual) < MAX_SOCKET_PATH / 2 ? usual : '/tmp';
}
