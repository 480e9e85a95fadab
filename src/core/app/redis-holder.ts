/** Holds the link to Redis and everything that runs while Redis is connected. Settings may replace both. */
import { isDeepStrictEqual } from 'node:util';
import type { Logger } from 'pino';
import type { Settings } from '../../shared/bridge.ts';
import type { Health } from '../../shared/health.ts';
import type { History } from '../history/types.ts';
import { certificateVariables } from '../redis/certificates.ts';
import type { RedisRoles } from '../redis/connect.ts';
import type { Lifetime } from '../util/lifecycle.ts';
import { type CacheKeeper, cacheLimitBytes, createCacheKeeper } from './cache-keeper.ts';
import type { PasswordBank } from './password-bank.ts';
import { type Connected, openRedisLink, type RedisLink } from './redis-link.ts';
import { type Session, type SessionEvents, startSession } from './session.ts';
import type { SettingsStore } from './settings.ts';
import { applySubmissionSettings } from './submission-settings.ts';
import type { Supervisor } from './supervisor.ts';
import type { RedwellConfig } from './types.ts';

export interface RedisHolderDeps {
  config: RedwellConfig;
  settings: SettingsStore;
  history: History;
  supervisor: Supervisor;
  passwords: PasswordBank;
  sessionEvents: SessionEvents;
  /** Whether this process owns the data folder. Only the owner trims the event stream. */
  isOwner: boolean;
  log: Logger;
}

export interface RedisHolder {
  /** Starts to connect. Call it once, when every listener is registered. */
  open(): void;
  /** @throws Error before `open`, which is a defect */
  link(): RedisLink;
  /** null before the first contact with Redis, and while Settings switch to another server. */
  session(): Session | null;
  /** Size and limit of the cache; null until it has been measured. */
  cacheSize(): Health['cacheSize'];
  /** Whether Redis answers at the moment. */
  isReady(): boolean;
  /** Calls `listener` whenever Redis becomes ready or goes away. Returns a function that unsubscribes. */
  onChange(listener: () => void): () => void;
  /** Applies changed settings; connects to another server when its address changed. */
  applySettings(): Promise<void>;
  dispose(): Promise<void>;
}

export function createRedisHolder(deps: RedisHolderDeps): RedisHolder {
  const { config, settings, supervisor, log } = deps;
  const listeners = new Set<() => void>();
  let address = settings.redis(config.redisUrl);
  let session: Session | null = null;
  let link: RedisLink | null = null;
  let cache: CacheKeeper | null = null;
  const cacheLimit = (): number | null => cacheLimitBytes(settings.get().cacheMegabytes);

  const openedLink = (): RedisLink => {
    if (link === null) throw new Error('The link to Redis was used before it was opened.');
    return link;
  };

  const onConnected = async (connected: Connected, scope: Lifetime): Promise<void> => {
    const { mode } = openedLink();
    const { history, sessionEvents, passwords } = deps;
    const isOnlyReader = mode === 'embedded' && deps.isOwner;
    session = await startSession(connected, history, isOnlyReader, sessionEvents, scope, log);
    scope.defer(() => {
      session = null;
    });
    cache = scope.own(createCacheKeeper(connected.redis, cacheLimit, log));
    applySubmissionSettings(connected.broker, mode, settings.get());
    supervisor.start(workerEnvironment(config, connected.redis, settings.get()), passwords.messages);
    scope.defer(() => supervisor.stop());
  };

  const connect = (): RedisLink =>
    openRedisLink({
      dataDir: config.dataDir,
      address,
      namespace: config.namespace,
      onConnected,
      onState() {
        for (const listener of listeners) listener();
      },
      log,
    });

  let disposed = false;
  let applying: Promise<void> = Promise.resolve();
  const apply = async (): Promise<void> => {
    const current = openedLink();
    const connected = current.current();
    if (connected !== null) applySubmissionSettings(connected.broker, current.mode, settings.get());
    const wanted = settings.redis(config.redisUrl);
    if (disposed || isDeepStrictEqual(wanted, address)) return;
    address = wanted;
    try {
      await current.dispose();
    } finally {
      // Even if a part did not stop cleanly, the app needs a link.
      if (!disposed) link = connect();
    }
  };

  return {
    open() {
      link = connect();
    },
    link: openedLink,
    session: () => session,
    cacheSize() {
      const size = session === null ? null : (cache?.size() ?? null);
      return size === null ? null : { ...size, limitBytes: cacheLimit() };
    },
    isReady: () => link?.current()?.redis.state() === 'ready',
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    applySettings() {
      // One after another: two links at once would be two workers, and one of them would never be stopped.
      const applied = applying.then(apply);
      // The caller gets the error.
      applying = applied.catch(() => undefined);
      return applied;
    },
    async dispose() {
      disposed = true;
      await applying;
      await link?.dispose();
    },
  };
}

/** Returns the environment variables that tell a local worker where Redis is and what it may do. */
function workerEnvironment(
  config: RedwellConfig,
  redis: RedisRoles,
  settings: Settings,
): Record<string, string> {
  return {
    REDWELL_REDIS_URL: redis.target.url,
    ...certificateVariables(redis.target.certificates ?? { ca: '', cert: '', key: '' }),
    REDWELL_LAYOUT: redis.keys.layout,
    ...(config.namespace === undefined ? {} : { REDWELL_NAMESPACE: config.namespace }),
    REDWELL_WORKER_LOCAL: '1',
    REDWELL_STAGE_TIMEOUT_SECONDS: String(settings.stageTimeoutSeconds),
    REDWELL_MAX_PAGES: String(settings.maxPages),
    ...(settings.concurrency === null ? {} : { REDWELL_CONCURRENCY: String(settings.concurrency) }),
    REDWELL_MAX_BYTES: String(settings.maxDocumentBytes),
    REDWELL_DATA_DIR: config.dataDir,
    ...(settings.reserveBytes === null ? {} : { REDWELL_RESERVE_BYTES: String(settings.reserveBytes) }),
    REDWELL_LOG_LEVEL: config.logLevel ?? 'info',
  };
}
