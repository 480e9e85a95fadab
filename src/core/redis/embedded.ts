/** Runs the built-in redis-server: one per data folder, on a private unix socket, restarted when it dies. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { RedwellError } from '../../shared/errors.ts';
import { rotateIfLarge } from '../log/rotating-file.ts';
import { closeOwnFolder, privateSocketPath, removeForeignSocket } from '../util/private-socket.ts';
import { runsOwnServer } from '../util/programs.ts';
import { ping } from './misconf.ts';
import { IN_USE, noServerHere, refuseIfNotRun, spawnServer } from './server-process.ts';
import { holdServer } from './users.ts';

export interface EmbeddedRedis {
  readonly url: string;
  /** Whether a server that a crash had left was running, and was ended. Its data is kept. */
  readonly endedLeftover: boolean;
  /** Stops the server unless another Redwell process still uses it. */
  dispose(): Promise<void>;
}

const START_TIMEOUT_MS = 15_000;
/** How often the server's log is looked at. The server opens it again for every line. ms */
const ROTATE_MS = 60_000;
const MAX_RESTART_DELAY_MS = 5000;
/** A server that has not ended this long after the request is killed, ms. */
const END_MS = 5000;
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
  (await probe(path, async (redis) => {
    await ping(redis);
    return true;
  })) === true;

/**
 * Stops the server from keeping a histogram of 28 kB for every command that it knows by now, which nobody reads. Servers
 * older than Redis 7 have none, and refuse the option; as an argument, it would keep them from starting.
 */
const saveMemory = (path: string): Promise<unknown> =>
  probe(path, (redis) => redis.config('SET', 'latency-tracking', 'no'));

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
 * Starts the server of a data folder. If one is already running for another app, it joins that one.
 * It syncs the append-only file every second, so a crash of the machine can lose the last second of work, which is then
 * repeated. With noeviction it never drops data silently.
 * @throws RedwellError redis_unavailable when redis-server is missing or does not start
 */
export async function startEmbeddedRedis(dataDir: string, log: Logger): Promise<EmbeddedRedis> {
  if (!runsOwnServer(process.platform)) throw noServerHere();
  const folder = join(dataDir, 'redis');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (!(await closeOwnFolder(folder)))
    throw new RedwellError('redis_unavailable', `The folder ${folder} belongs to another account.`, {
      action: 'Start Redwell as the account that owns it, or choose another data folder with --data.',
    });
  const socket = await privateSocketPath(dataDir, 'redis/redis.sock');
  if (await removeForeignSocket(socket))
    log.warn({ socket }, 'removed what another account had put in the place of the socket');
  let child: ChildProcess | null = null;
  let stopping = false;
  let restarts = 0;

  const rotateLog = (): void => {
    rotateIfLarge(join(folder, 'redis.log')).catch((error: unknown) =>
      log.warn({ error }, 'the log of redis-server could not be rotated'),
    );
  };
  rotateLog();
  const rotation = setInterval(rotateLog, ROTATE_MS);
  rotation.unref();

  const launch = async (): Promise<void> => {
    const started = await spawnServer(folder, socket);
    child = started;
    await waitUntilAnswers(socket, started);
    await saveMemory(socket);
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

  let endedLeftover = false;
  const user = await holdServer(socket, async () => {
    endedLeftover = await endLeftover(socket, folder);
    if (endedLeftover) log.warn('a redis-server that a crash had left was ended; its data is kept');
  });
  try {
    if (!(await answers(socket))) await launch();
  } catch (error) {
    stopping = true;
    clearInterval(rotation);
    // It may run and not answer, because its folder is gone.
    await end(child);
    user.dispose();
    throw error;
  }

  const stop = async (): Promise<void> => {
    stopping = true;
    clearInterval(rotation);
    if (await staysInUse(socket)) {
      // Leave it running on purpose: it ends with the last process that uses it.
      child?.unref();
      return;
    }
    await shutDown(socket);
    // A server that is still starting or loading its file accepts no commands, but the signal stops it.
    await end(child);
  };
  return {
    url: `unix://${encodeURI(socket)}`,
    endedLeftover,
    dispose: () => stop().finally(() => user.dispose()),
  };
}

/**
 * Ends a server that nobody uses and that nobody else will end, as a crash of an older version or of the machine's
 * tools leaves it. Only the server of this folder is ended: it must answer on our socket and keep its data in `folder`.
 */
async function endLeftover(socket: string, folder: string): Promise<boolean> {
  const place = await probe(socket, (redis) => redis.config('GET', 'dir'));
  if (!Array.isArray(place) || place[1] !== (await realpath(folder))) return false;
  if (await usedByOthers(socket)) return false;
  await shutDown(socket);
  const deadline = Date.now() + START_TIMEOUT_MS;
  while ((await answers(socket)) && Date.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 25));
  return true;
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

/** Ends a server by signals, if it still runs. One that cannot save does not end at the first. */
async function end(server: ChildProcess | null): Promise<void> {
  if (server === null || server.exitCode !== null || server.signalCode !== null) return;
  const gone = once(server, 'exit');
  server.kill('SIGTERM');
  const timer = setTimeout(() => server.kill('SIGKILL'), END_MS);
  await gone;
  clearTimeout(timer);
}
