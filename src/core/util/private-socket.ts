/** Chooses the path of a data folder's Unix socket: in the data folder, or in a private folder when that path is too long. */
import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/** sockaddr_un holds 108 bytes including the closing zero, 104 on macOS. */
const MAX_SOCKET_PATH = 100;

/** @param name file name of the socket, e.g. `redis/redis.sock` */
export async function privateSocketPath(dataDir: string, name: string): Promise<string> {
  const beside = join(dataDir, name);
  if (Buffer.byteLength(beside) <= MAX_SOCKET_PATH) return beside;
  const short = createHash('sha256').update(dataDir).digest('hex').slice(0, 16);
  const folder = join(tmpdir(), `redwell-${userInfo().uid}-${short}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return join(folder, name.replaceAll('/', '-'));
}
