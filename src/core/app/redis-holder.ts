/** Holds the link to Redis and everything that runs while Redis is connected. Settings may replace both. */
import type { Logger } from 'pino';
import type { Settings } from '../../shared/bridge.ts';
import type { History } from '../history/types.ts';
import type { RedisRoles } from '../redis/connect.ts';
import type { Lifetime } from '../util/lifecycle.ts';
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

  return {
    open() {
      link = connect();
    },
    link: openedLink,
    session: () => session,
    isReady: () => link?.current()?.redis.state() === 'ready',
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async applySettings() {
      const current = openedLink();
      const connected = current.current();
      if (connected !== null) applySubmissionSettings(connected.broker, current.mode, settings.get());
      const wanted = settings.redis(config.redisUrl);
      if (wanted.url === address.url && wanted.unknown === address.unknown) return;
      address = wanted;
      await current.dispose();
      link = connect();
    },
    async dispose() {
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
    REDWELL_LAYOUT: redis.keys.layout,
    ...(config.namespace === undefined ? {} : { REDWELL_NAMESPACE: config.namespace }),
    REDWELL_WORKER_LOCAL: '1',
    REDWELL_SANDBOX: config.sandbox.kind,
    REDWELL_STAGE_TIMEOUT_SECONDS: String(settings.stageTimeoutSeconds),
    REDWELL_MAX_PAGES: String(settings.maxPages),
    ...(settings.concurrency === null ? {} : { REDWELL_CONCURRENCY: String(settings.concurrency) }),
    REDWELL_MAX_BYTES: String(settings.maxDocumentBytes),
    REDWELL_LOG_LEVEL: config.logLevel ?? 'info',
  };
}
