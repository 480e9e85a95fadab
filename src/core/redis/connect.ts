/** Opens one named connection per role, and closes them together. */
import { setTimeout } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { RedwellError } from '../../shared/errors.ts';
import { REDIS_ROLES, type RedisRole } from '../../shared/health.ts';
import { type RedisCondition, redisConditionText } from '../../shared/redis-condition.ts';
import { Lifetime } from '../util/lifecycle.ts';
import { decodePart, parseAddress, safeAddress } from './address.ts';
import { type CertificateSources, type Certificates, readCertificates } from './certificates.ts';
import { conditionOf } from './condition.ts';
import { AwayReason, whyHungUp } from './first-words.ts';
import { createKeys, DATABASE_OF_ROLE, type Keys, type Layout } from './keys.ts';
import { createMeter, type Meter } from './meter.ts';

/** A Redis server and how to connect to it. */
export interface RedisTarget {
  /** `redis://`, `rediss://` (TLS, ACL user and password in it), or `unix:///path/to.sock`. */
  url: string;
  /** Certificates for `rediss://`. */
  certificates?: CertificateSources;
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
  tls?: Certificates;
  db?: number;
  connectionName?: string;
  retryStrategy: (times: number) => number;
  connectTimeout: number;
  maxRetriesPerRequest: number | null;
  maxLoadingRetryTime: number;
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
  /** Returns what the last connection error means; null while ready. */
  condition(): RedisCondition | null;
  onState(listener: (state: RedisState) => void): () => void;
  dispose(): Promise<void>;
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

/** Returns the options of a server, without a role. @throws RedwellError invalid_input when the URL is not a Redis address */
export function baseOptions(target: RedisTarget, certificates: Certificates = {}): ConnectOptions {
  const common: ConnectOptions = {
    retryStrategy: backOff,
    connectTimeout: 5000,
    maxRetriesPerRequest: null,
    maxLoadingRetryTime: MAX_BACKOFF_MS,
    lazyConnect: true,
  };
  const url = parseAddress(target.url);
  if (url.protocol === 'unix:') return { ...common, path: decodePart(url.pathname) };
  return {
    ...common,
    host: url.hostname,
    port: url.port === '' ? 6379 : Number(url.port),
    ...(url.username === '' ? {} : { username: decodePart(url.username) }),
    ...(url.password === '' ? {} : { password: decodePart(url.password) }),
    ...(url.protocol === 'rediss:' ? { tls: certificates } : {}),
  };
}

/**
 * Detects the layout that a server supports. A cluster, or a server that refuses `SELECT 4`, has one database and needs
 * prefixes.
 * @throws RedwellError redis_unavailable when the server does not answer, with the condition in its details
 */
async function detectLayout(target: RedisTarget, certificates: Certificates): Promise<Layout> {
  const options = baseOptions(target, certificates);
  const probe = new Redis({
    ...options,
    connectionName: 'redwell:probe',
    // The check would wait until the server has read its data, without a word.
    enableReadyCheck: false,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
  });
  let reason: Error | null = null;
  let greeted = false;
  probe.on('error', (error: Error) => {
    reason = error;
  });
  probe.on('connect', () => {
    greeted = true;
  });
  try {
    await probe.connect();
    const info = await probe.info().catch(emptyIfDenied);
    if (/^loading:1\r?$/m.test(info)) throw unreachable(target, 'loading', new Error('loading its data'));
    if (target.layout !== undefined) return target.layout;
    if (info.includes('redis_mode:cluster')) return 'prefixes';
    return await probe.select(DATABASE_OF_ROLE.batch).then(
      (): Layout => 'databases',
      (): Layout => 'prefixes',
    );
  } catch (error) {
    if (error instanceof RedwellError) throw error;
    const found = conditionOf(reason ?? error) ?? 'away';
    const hungUp = found === 'away' ? ((await whyHungUp(options)) ?? (greeted ? 'hung_up' : 'away')) : found;
    throw unreachable(target, hungUp, reason ?? error);
  } finally {
    probe.disconnect();
  }
}

/** A user of an ACL may not be allowed to read INFO. Redwell works without it. */
function emptyIfDenied(error: unknown): string {
  if (conditionOf(error) === 'no_permission') return '';
  throw error;
}

function unreachable(target: RedisTarget, condition: RedisCondition, error: unknown): RedwellError {
  const message = error instanceof Error ? error.message : String(error);
  const { message: sentence, action } = redisConditionText(condition);
  return new RedwellError('redis_unavailable', `${sentence} (${safeAddress(target.url)}: ${message})`, {
    action,
    details: { condition },
    cause: error,
  });
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
      if (!(error instanceof RedwellError) || error.code !== 'redis_unavailable') throw error;
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
  const certificates = await readCertificates(target.certificates ?? { ca: '', cert: '', key: '' });
  const layout = await detectLayout(target, certificates);
  const keys = createKeys(layout, target.namespace);
  const lifetime = new Lifetime();
  const meter = createMeter();
  const listeners = new Set<(state: RedisState) => void>();
  let state: RedisState = 'connecting';
  const reason = new AwayReason(baseOptions(target, certificates));

  const optionsFor = (role: RedisRole, name: string): ConnectOptions => ({
    ...baseOptions(target, certificates),
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
      reason.error = error;
    });
    lifetime.defer(() => redis.disconnect());
    meter.watch(redis);
    return redis;
  };
  const roles = Object.fromEntries(REDIS_ROLES.map((role) => [role, open(role)])) as Record<RedisRole, Redis>;

  const updateState = (): void => {
    const ready = REDIS_ROLES.every((role) => roles[role].status === 'ready');
    const next: RedisState = ready ? 'ready' : state === 'connecting' ? 'connecting' : 'away';
    if (ready) reason.error = null;
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
    lastError: () => reason.error?.message ?? null,
    condition: () => reason.condition(state === 'away'),
    onState(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispose: () => lifetime.dispose(),
  };
}
