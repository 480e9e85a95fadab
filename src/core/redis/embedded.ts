/** Runs the built-in redis-server: one per data folder, on a private unix socket, restarted when it dies. */
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
const USE_CHECKS = 15;
const USE_CHECK_MS = 100;

/** Runs `ask` on a short-lived connection that doesn't retry. @returns null when the server is not running or not ready yet */
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
    // The server is not listening, is still loading its file, or went away. Callers ask again or do without the answer.
    return null;
  } finally {
    redis.disconnect();
  }
}

const answers = async (path: string): Promise<boolean> =>
  (await probe(path, (redis) => redis.ping())) === 'PONG';

/** Waits for the server. A `child` that exits with IN_USE means that another process is starting one, so keep waiting. */
async function waitUntilAnswers(path: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    if (await answers(path)) return;
    refuseIfNotRun(child);
    if (child.exitCode !== null && child.exitCode !== IN_USE) break;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new RedwellError('redis_unavailable', 'The built-in Redis server did not start.', {
    action: 'Check redis/redis.log in the data folder. If redis-server is missing, run "npm run setup".',
  });
}

/**
 * Starts the server of a data folder. If one is already running (for another app, or left by an app that was killed), it
 * joins that one.
 * It syncs the append-only file every second, so a crash of the machine can lose the last second of work, which is then
 * repeated. With noeviction it never drops data silently.
 * @throws RedwellError redis_unavailable when redis-server is missing or does not start
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
    // Another app's server was faster, and that app restarts it.
    if (started.exitCode === IN_USE) child = null;
    else if (started.exitCode !== null || started.signalCode !== null) relaunch(started);
    else started.once('exit', () => relaunch(started));
  };

  const relaunch = ({ exitCode, signalCode }: ChildProcess): void => {
    child = null;
    if (stopping) return;
    const delay = Math.min(MAX_RESTART_DELAY_MS, 100 * 2 ** restarts);
    restarts += 1;
    log.warn({ code: exitCode, signal: signalCode, delay }, 'redis-server exited; restarting it');
    setTimeout(() => {
      if (stopping) return;
      launch().catch((error: unknown) => {
        log.error({ error }, 'redis-server could not be restarted');
        if (child !== null) relaunch(child);
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
        // Leave it running on purpose: the other app stops it.
        child?.unref();
        return;
      }
      await shutDown(socket);
      const server = child;
      if (server === null || server.exitCode !== null || server.signalCode !== null) return;
      // A server that is still starting or loading its file accepts no commands, but the signal stops it.
      const gone = once(server, 'exit');
      server.kill('SIGTERM');
      await gone;
    },
  };
}

/** Whether another process keeps using the server. Closed connections stay listed for a moment, so this checks for a while. */
async function staysInUse(path: string): Promise<boolean> {
  for (let check = 0; check < USE_CHECKS; check += 1) {
    if (!(await usedByOthers(path))) return false;
    await new Promise((resolve) => setTimeout(resolve, USE_CHECK_MS));
  }
  return true;
}

/** Whether an app or a worker has a connection, by the connections' names. */
async function usedByOthers(path: string): Promise<boolean> {
  const clients = await probe(path, (redis) => redis.call('CLIENT', 'LIST'));
  return /name=redwell:(console|worker)/.test(String(clients));
}

/** Stops the server, which answers SHUTDOWN by closing the connection. NOSAVE still flushes the append-only file. */
async function shutDown(path: string): Promise<void> {
  await probe(path, (redis) => redis.call('SHUTDOWN', 'NOSAVE'));
}
