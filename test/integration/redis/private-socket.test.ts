/** The socket of a data folder whose path is too long for one: never where another account can put its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, lstat, mkdir, mkdtemp, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Redis } from 'ioredis';
import pino from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { baseOptions } from '../../../src/core/redis/connect.ts';
import { startEmbeddedRedis } from '../../../src/core/redis/embedded.ts';
import { privateSocketPath } from '../../../src/core/util/private-socket.ts';

const log = pino({ level: 'silent' });
const NOBODY = 65534;
const isRoot = process.getuid?.() === 0;
let base: string;
let dataDir: string;
const made = new Set<string>();
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'redwell-socket-'));
  await chmod(base, 0o755);
  dataDir = join(base, 'a'.repeat(60), 'b'.repeat(60));
  await mkdir(join(dataDir, 'redis'), { recursive: true });
});
afterEach(async () => {
  for (const folder of made) await rm(folder, { recursive: true, force: true });
  made.clear();
  await rm(base, { recursive: true, force: true });
});

async function socketFolder(): Promise<string> {
  const folder = dirname(await privateSocketPath(dataDir, 'redis/redis.sock'));
  made.add(folder);
  return folder;
}

it('leads every process to one private folder with a name that nobody can foresee', async () => {
  const folders = await Promise.all(Array.from({ length: 8 }, socketFolder));
  expect(new Set(folders).size).toBe(1);
  const [folder = ''] = folders;
  expect((await lstat(folder)).mode & 0o777).toBe(0o700);
  expect(await readlink(join(dataDir, 'sockets'))).toBe(folder);
  await rm(join(dataDir, 'sockets'));
  expect(await socketFolder()).not.toBe(folder);
});

/** What a stranger can leave under a name that he saw, after the computer was restarted. */
const SQUATS: Record<string, (path: string) => Promise<void>> = {
  'a folder of another account': async (path) => {
    await mkdir(path, { mode: 0o700 });
    await chown(path, NOBODY, NOBODY);
  },
  'a folder that others may write to': async (path) => {
    await mkdir(path);
    await chmod(path, 0o777);
  },
  'a link to another folder': async (path) => {
    await mkdir(join(base, 'elsewhere'), { mode: 0o700 });
    await symlink(join(base, 'elsewhere'), path);
  },
  'a file': (path) => writeFile(path, ''),
  'nothing any more': async () => undefined,
};

it.runIf(isRoot).each(Object.keys(SQUATS))(
  'chooses another folder when the name leads to %s',
  async (kind) => {
    const old = await socketFolder();
    await rm(old, { recursive: true });
    await SQUATS[kind]?.(old);
    const next = await socketFolder();
    expect(next).not.toBe(old);
    expect(await socketFolder()).toBe(next);
  },
);

it.runIf(isRoot)('never talks to a stranger’s server, in the temporary folder or in its own', async () => {
  const folder = await socketFolder();
  const socket = join(folder, 'redis-redis.sock');
  await chmod(folder, 0o777);
  const stranger = spawn(
    'setpriv',
    [
      '--reuid',
      String(NOBODY),
      '--regid',
      String(NOBODY),
      '--clear-groups',
      'redis-server',
      '--port',
      '0',
    ].concat(['--unixsocket', socket, '--unixsocketperm', '777', '--dir', '/tmp', '--save', '']),
    { stdio: 'ignore' },
  );
  const spy = new Redis({ path: socket, retryStrategy: () => 20 });
  spy.on('error', () => undefined);
  await spy.set('planted', 'by a stranger');
  // Both may happen: the folder stays open, or it is closed again with the stranger's socket in it.
  for (const mode of [0o777, 0o700]) {
    await chmod(folder, mode);
    const server = await startEmbeddedRedis(dataDir, log);
    const own = new Redis(baseOptions({ url: server.url }));
    expect(await own.get('planted')).toBeNull();
    made.add(dirname(String(own.options.path)));
    own.disconnect();
    await server.dispose();
    await rm(join(dataDir, 'sockets'));
    await symlink(folder, join(dataDir, 'sockets'));
  }
  spy.disconnect();
  const gone = once(stranger, 'exit');
  stranger.kill();
  await gone;
});
