/** Opens one named connection per role, and closes them together. */
import { setTimeout } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { RedwellError } from '../../shared/errors.ts';
import { REDIS_ROLES, type RedisRole } from '../../shared/health.ts';
import { Lifetime } from '../util/lifecycle.ts';
import { createKeys, DATABASE_OF_ROLE, type Keys, type Layout } from './keys.ts';
import { createMeter, type Meter } from './meter.ts';

/** A Redis server and how to connect to it. */
export interface RedisTarget {
  /** `redis://`, `rediss://` (TLS, ACL user and password in it), or `unix:///path/to.sock`. */
  url: string;
  /** Certificate authority for `rediss://`, PEM. It is passed here because Electron ignores NODE_OPTIONS. */
  ca?: string;
  namespace?: string;
  /** Overrides the detected layout. The prefix layout works on every server. */
  layout?: Layout;
}

/** Connection options, typed so that both ioredis and BullMQ accept them under exactOptionalPropertyTypes. */
export interface ConnectOptions {
  path?: string;
  host?: string;
  port?: number;
  username?: string;
  password?: string;
  tls?: { ca?: string };
  db?: number;
  connectionName?: string;
  retryStrategy: (times: number) => number;
  connectTimeout: number;
  maxRetriesPerRequest: number | null;
  lazyConnect: boolean;
  enableOfflineQueue?: boolean;
}

export type RedisState = 'connecting' | 'ready' | 'away';

export interface RedisRoles {
  readonly keys: Keys;
  readonly target: RedisTarget;
  readonly roles: Readonly<Record<RedisRole, Redis>>;
  /** Returns options for another connection of a role (blocking connections of BullMQ, subscribers, stream readers). */
  optionsFor(role: RedisRole, name: string): ConnectOptions;
  /** Counts what these connections cost the server. Code that opens another connection adds it with `watch`. */
  readonly meter: Meter;
  state(): RedisState;
  /** Returns the message of the last connection error; null while ready. */
  lastError(): string | null;
  onState(listener: (state: RedisState) => void): () => void;
  dispose(): Promise<void>;
}

/** Returns the address without the password, for the app and for logs. */
export function safeAddress(url: string): string {
  if (url.startsWith('unix:')) return url;
  const parsed = new URL(url);
  if (parsed.password !== '') parsed.password = '***';
  return parsed.toString();
}

const MAX_BACKOFF_MS = 2000;
/** Never gives up: an app that is left open overnight must find Redis again. */
const backOff = (times: number): number =>
  Math.min(MAX_BACKOFF_MS, 50 * 2 ** Math.min(times, 6)) * (0.75 + Math.random() / 2);

/**
 * Makes commands fail at once while Redis is away. With `maxRetriesPerRequest: 1`, ioredis would not reject commands that
 * were under way when the connection broke, and callers would wait until the server is back.
 */
export const FAIL_FAST = { enableOfflineQueue: false, maxRetriesPerRequest: 0 } as const;

/** Returns the options of a server, without a role. @throws TypeError when the URL is not a Redis address */
export function baseOptions(target: RedisTarget): ConnectOptions {
  const common: ConnectOptions = {
    retryStrategy: backOff,
    connectTimeout: 5000,
    maxRetriesPerRequest: null,
    lazyConnect: true,
  };
  if (target.url.startsWith('unix:'))
    return { ...common, path: decodeURIComponent(new URL(target.url).pathname) };
  const url = new URL(target.url);
  if (url.protocol !== 'redis:' && url.protocol !== 'rediss:')
    throw new TypeError(`Not a Redis address: ${safeAddress(target.url)}`);
  return {
    ...common,
    host: url.hostname,
    port: url.port === '' ? 6379 : Number(url.port),
    ...(url.username === '' ? {} : { username: decodeURIComponent(url.username) }),
    ...(url.password === '' ? {} : { password: decodeURIComponent(url.password) }),
    ...(url.protocol === 'rediss:' ? { tls: target.ca === undefined ? {} : { ca: target.ca } } : {}),
  };
}

/**
 * Detects the layout that a server supports. A cluster, or a server that refuses `SELECT 4`, has one database and needs
 * prefixes.
 * @throws RedwellError redis_unavailable when the server does not answer
 */
export async function detectLayout(target: RedisTarget): Promise<Layout> {
  const probe = new Redis({
    ...baseOptions(target),
    connectionName: 'redwell:probe',
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
  });
  let reason = '';
  probe.on('error', (error: Error) => {
    reason = error.message;
  });
  try {
    await probe.connect();
    const info = await probe.info('server');
    if (target.layout !== undefined) return target.layout;
    if (info.includes('redis_mode:cluster')) return 'prefixes';
    return await probe.select(DATABASE_OF_ROLE.batch).then(
      (): Layout => 'databases',
      (): Layout => 'prefixes',
    );
  } catch (error) {
    const message = reason || (error instanceof Error ? error.message : String(error));
    throw new RedwellError(
      'redis_unavailable',
      `Redis at ${safeAddress(target.url)} does not answer: ${message}`,
      {
        action: 'Check that the server is running and that the address in Settings is correct.',
        cause: error,
      },
    );
  } finally {
    probe.disconnect();
  }
}

/** Calls `connectRoles` until the server answers. @throws RedwellError canceled when `signal` fires */
export async function connectWhenThere(
  target: RedisTarget,
  client: string,
  options: { failFast: boolean },
  signal: AbortSignal,
  onWaiting?: (error: Error) => void,
): Promise<RedisRoles> {
  for (let times = 1; ; times += 1) {
    try {
      return await connectRoles(target, client, options);
    } catch (error) {
      if (!(error instanceof RedwellError)) throw error;
      onWaiting?.(error);
      await setTimeout(backOff(times), undefined, { signal }).catch(() => {
        throw new RedwellError('canceled', 'Stopped while waiting for Redis');
      });
    }
  }
}

/**
 * Opens one connection per role. Once connected, it reconnects for ever.
 * @param client names the connections in CLIENT LIST: `redwell:<client>:<role>`
 * @param failFast whether commands fail at once while Redis is away (apps) or wait for it (workers)
 * @throws RedwellError redis_unavailable when the server does not answer now
 */
export async function connectRoles(
  target: RedisTarget,
  client: string,
  { failFast }: { failFast: boolean },
): Promise<RedisRoles> {
  const layout = await detectLayout(target);
  const keys = createKeys(layout, target.namespace);
  const lifetime = new Lifetime();
  const meter = createMeter();
  const listeners = new Set<(state: RedisState) => void>();
  let state: RedisState = 'connecting';
  let lastError: string | null = null;

  const optionsFor = (role: RedisRole, name: string): ConnectOptions => ({
    ...baseOptions(target),
    db: layout === 'databases' ? DATABASE_OF_ROLE[role] : 0,
    connectionName: `redwell:${client}:${name}`,
    lazyConnect: false,
  });

  const open = (role: RedisRole): Redis => {
    const redis = new Redis({
      ...optionsFor(role, role),
      ...(failFast ? { ...FAIL_FAST, lazyConnect: true } : {}),
    });
    redis.on('error', (error: Error) => {
      lastError = error.message;
    });
    lifetime.defer(() => redis.disconnect());
    meter.watch(redis);
    return redis;
  };
  const roles = Object.fromEntries(REDIS_ROLES.map((role) => [role, open(role)])) as Record<RedisRole, Redis>;

  const updateState = (): void => {
    const ready = REDIS_ROLES.every((role) => roles[role].status === 'ready');
    const next: RedisState = ready ? 'ready' : state === 'connecting' ? 'connecting' : 'away';
    if (ready) lastError = null;
    if (next === state) return;
    state = next;
    for (const listener of listeners) listener(state);
  };
  for (const role of REDIS_ROLES)
    for (const event of ['ready', 'close', 'end'] as const) roles[role].on(event, updateState);
  if (failFast) await Promise.all(REDIS_ROLES.map((role) => roles[role].connect().catch(() => undefined)));

  return {
    keys,
    target,
    roles,
    optionsFor,
    meter,
    state: () => state,
    lastError: () => lastError,
    onState(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispose: () => lifetime.dispose(),
  };
}
