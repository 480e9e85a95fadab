/** The embedded redis-server: one per data folder, reached by a private unix socket, restarted when it dies. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { RedwellError } from '../../shared/errors.ts';
import { privateSocketPath } from '../util/private-socket.ts';
import { IN_USE, refuseIfNotRun, spawnServer } from './server-process.ts';

export interface EmbeddedRedis {
  readonly url: string;
  /** Stops the server unless another Redwell process still uses it. */
  dispose(): Promise<void>;
}

const START_TIMEOUT_MS = 15_000;
const MAX_RESTART_DELAY_MS = 5000;
const USE_LOOKS = 15;
const USE_LOOK_MS = 100;

/** One short connection that never tries again. @returns null when the server is not there or not ready yet */
async function probe<T>(path: string, ask: (redis: Redis) => Promise<T>): Promise<T | null> {
  const redis = new Redis({
    path,
    lazyConnect: true,
    retryStrategy: null,
    maxRetriesPerRequest: 0,
    connectionName: 'redwell:probe',
  });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    return await ask(redis);
  } catch {
    // Not listening, still loading its file, or gone while it was asked: callers ask again or do without.
    return null;
  } finally {
    redis.disconnect();
  }
}

const answers = async (path: string): Promise<boolean> =>
  (await probe(path, (redis) => redis.ping())) === 'PONG';

/** @param child one that found the folder in use says that somebody else's server is on its way: it is waited for */
async function waitUntilAnswers(path: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    if (await answers(path)) return;
    refuseIfNotRun(child);
    if (child.exitCode !== null && child.exitCode !== IN_USE) break;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new RedwellError('redis_unavailable', 'The built-in Redis server did not start.', {
    action: 'Look at redis/redis.log in the data folder; run "npm run setup" if redis-server is missing.',
  });
}

/**
 * Starts the server of a data folder, or joins the one that runs there already (another console, or one
 * that a killed console left behind). AOF everysec: a crash of the machine can cost the last second, which
 * is done again; noeviction: nothing is ever silently dropped.
 * @throws RedwellError redis_unavailable when redis-server is missing or does not come up
 */
export async function startEmbeddedRedis(dataDir: string, log: Logger): Promise<EmbeddedRedis> {
  const folder = join(dataDir, 'redis');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  const socket = await privateSocketPath(dataDir, 'redis/redis.sock');
  let child: ChildProcess | null = null;
  let stopping = false;
  let restarts = 0;

  const launch = async (): Promise<void> => {
    const started = await spawnServer(folder, socket);
    child = started;
    await waitUntilAnswers(socket, started);
    restarts = 0;
    // Another console's server was faster: it is that console's to keep.
    if (started.exitCode === IN_USE) child = null;
    else if (started.exitCode !== null || started.signalCode !== null) again(started);
    else started.once('exit', () => again(started));
  };

  const again = ({ exitCode, signalCode }: ChildProcess): void => {
    child = null;
    if (stopping) return;
    const delay = Math.min(MAX_RESTART_DELAY_MS, 100 * 2 ** restarts);
    restarts += 1;
    log.warn({ code: exitCode, signal: signalCode, delay }, 'redis-server ended; starting it again');
    setTimeout(() => {
      if (stopping) return;
      launch().catch((error: unknown) => {
        log.error({ error }, 'redis-server did not start again');
        if (child !== null) again(child);
      });
    }, delay);
  };

  const joined = await answers(socket);
  if (!joined) await launch();

  return {
    url: `unix://${encodeURI(socket)}`,
    async dispose() {
      stopping = true;
      if (await staysInUse(socket)) {
        // It outlives us on purpose: the other console's dispose ends it.
        child?.unref();
        return;
      }
      await shutDown(socket);
      const own = child;
      if (own === null || own.exitCode !== null || own.signalCode !== null) return;
      // While it starts or loads its file it does not take commands yet; the signal means the same.
      const gone = once(own, 'exit');
      own.kill('SIGTERM');
      await gone;
    },
  };
}

/** Connections that were just closed are still listed for a moment: only what stays is somebody's. */
async function staysInUse(path: string): Promise<boolean> {
  for (let look = 0; look < USE_LOOKS; look += 1) {
    if (!(await usedByOthers(path))) return false;
    await new Promise((resolve) => setTimeout(resolve, USE_LOOK_MS));
  }
  return true;
}

/** Whether another process' console or worker holds a connection, by the names they give themselves. */
async function usedByOthers(path: string): Promise<boolean> {
  const clients = await probe(path, (redis) => redis.call('CLIENT', 'LIST'));
  return /name=redwell:(console|worker)/.test(String(clients));
}

/** SHUTDOWN answers by closing the connection; NOSAVE still flushes the append-only file. */
async function shutDown(path: string): Promise<void> {
  await probe(path, (redis) => redis.call('SHUTDOWN', 'NOSAVE'));
}
