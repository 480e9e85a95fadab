/** Connections by role, made once each, named, and closed together. */
import { setTimeout } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { RedwellError } from '../../shared/errors.ts';
import { REDIS_ROLES, type RedisRole } from '../../shared/health.ts';
import { Lifetime } from '../util/lifecycle.ts';
import { createKeys, DATABASE_OF_ROLE, type Keys, type Layout } from './keys.ts';
import { createMeter, type Meter } from './meter.ts';

/** Where a server is and how to speak to it; comes from a URL or from the embedded server's socket. */
export interface RedisTarget {
  /** `redis://`, `rediss://` (TLS, ACL user and password in it), or `unix:///path/to.sock`. */
  url: string;
  /** Certificate authority for `rediss://`, PEM; given here because NODE_OPTIONS is off under Electron. */
  ca?: string;
  namespace?: string;
  /** Skip asking the server; the prefix layout works everywhere. */
  layout?: Layout;
}

/** The options we set, in a form that both ioredis and BullMQ take under exactOptionalPropertyTypes. */
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
  /** Options for one more connection of a role (BullMQ's blocking ones, subscribers, stream readers). */
  optionsFor(role: RedisRole, name: string): ConnectOptions;
  /** What these connections cost the server; whoever opens one more watches it too. */
  readonly meter: Meter;
  state(): RedisState;
  /** Last connection error in the server's words; null while ready. */
  lastError(): string | null;
  onState(listener: (state: RedisState) => void): () => void;
  dispose(): Promise<void>;
}

/** The address without its secrets, for screens and logs. */
export function safeAddress(url: string): string {
  if (url.startsWith('unix:')) return url;
  const parsed = new URL(url);
  if (parsed.password !== '') parsed.password = '***';
  return parsed.toString();
}

const MAX_BACKOFF_MS = 2000;
/** Reconnecting never gives up: a console left open overnight must find Redis again by itself. */
const backOff = (times: number): number =>
  Math.min(MAX_BACKOFF_MS, 50 * 2 ** Math.min(times, 6)) * (0.75 + Math.random() / 2);

/**
 * Not 1: from the second attempt on, ioredis no longer has what was under way when the connection broke among what it
 * refuses, and whoever asked would wait until the server is back.
 */
export const FAIL_FAST = { enableOfflineQueue: false, maxRetriesPerRequest: 0 } as const;

/** ioredis options of a target, without role. @throws TypeError on a URL that cannot be parsed */
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
 * Asks the server which layout it can hold: a cluster, or a server that refuses `SELECT 4`, has one
 * database and gets prefixes.
 * @throws RedwellError redis_unavailable when it does not answer
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
    const said = reason || (error instanceof Error ? error.message : String(error));
    throw new RedwellError(
      'redis_unavailable',
      `Redis at ${safeAddress(target.url)} does not answer: ${said}`,
      {
        action: 'Check that the server runs and that the address in Settings is right.',
        cause: error,
      },
    );
  } finally {
    probe.disconnect();
  }
}

/** As `connectRoles`, trying again until the server is there. @throws RedwellError canceled when `signal` fires */
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
 * Opens one connection per role. Asks the server for its layout once, then reconnects for ever.
 * @throws RedwellError redis_unavailable when it does not answer now
 * @param client what the connections are called in CLIENT LIST: `redwell:<client>:<role>`
 * @param failFast a console's commands fail at once while Redis is away; a worker's wait for it
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

  const settle = (): void => {
    const ready = REDIS_ROLES.every((role) => roles[role].status === 'ready');
    const next: RedisState = ready ? 'ready' : state === 'connecting' ? 'connecting' : 'away';
    if (ready) lastError = null;
    if (next === state) return;
    state = next;
    for (const listener of listeners) listener(state);
  };
  for (const role of REDIS_ROLES)
    for (const event of ['ready', 'close', 'end'] as const) roles[role].on(event, settle);
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
