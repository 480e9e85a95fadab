/** The console's way to Redis: comes up when the server does, goes on by itself after every interruption. */
import { BrokenCircuitError, ConsecutiveBreaker, circuitBreaker, handleWhen } from 'cockatiel';
import type { Logger } from 'pino';
import { RedwellError } from '../../shared/errors.ts';
import type { Health } from '../../shared/health.ts';
import { type Broker, openBroker } from '../batches/broker.ts';
import { connectWhenThere, type RedisRoles, safeAddress } from '../redis/connect.ts';
import { startEmbeddedRedis } from '../redis/embedded.ts';
import { upgradeStoredSpelling } from '../redis/upgrade.ts';
import { Lifetime } from '../util/lifecycle.ts';
import type { RedisAddress } from './settings.ts';

export interface Connected {
  redis: RedisRoles;
  broker: Broker;
}

export interface RedisLink {
  readonly mode: Health['redis']['mode'];
  /** What to show as the address, before a connection exists too. */
  address(): string;
  /** The open connections, whether or not the server answers at the moment; null before the first contact. */
  current(): Connected | null;
  /**
   * Does something with Redis, behind a circuit breaker: while the server keeps failing, callers are told at
   * once instead of each waiting for it. @throws RedwellError redis_unavailable; what `work` throws as it is
   */
  run<T>(work: (connected: Connected) => Promise<T>): Promise<T>;
  lastError(): string | null;
  dispose(): Promise<void>;
}

export interface RedisLinkOptions {
  dataDir: string;
  address: RedisAddress;
  namespace: string | undefined;
  /** First contact: build what reads from Redis. What it opens is disposed with the link. */
  onConnected(connected: Connected, lifetime: Lifetime): Promise<void>;
  /** Called with every change between ready and away. */
  onState(): void;
  log: Logger;
}

const RETRY_MS = 2000;
/** So many faults in a row open the circuit; after this long one caller may try again. */
const FAULTS = 5;
const HALF_OPEN_MS = 2000;

/** What says that the server is not there, as against an answer that it gave. */
function isConnectionFault(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof RedwellError) return false;
  return (
    error.name === 'MaxRetriesPerRequestError' ||
    /Connection is closed|Stream isn't writeable|Command timed out|ECONNREFUSED|ECONNRESET|EPIPE|ENOENT|LOADING/.test(
      error.message,
    )
  );
}

const unavailable = (cause?: unknown): RedwellError =>
  new RedwellError('redis_unavailable', 'Redis cannot be reached just now.', {
    action: 'Nothing is lost. Wait a moment, or look at Health.',
    ...(cause === undefined ? {} : { cause }),
  });

export function openRedisLink(options: RedisLinkOptions): RedisLink {
  const { log } = options;
  const stop = new AbortController();
  const lifetime = new Lifetime();
  const { unknown } = options.address;
  const mode = options.address.url === null && unknown === null ? 'embedded' : 'shared';
  const breaker = circuitBreaker(handleWhen(isConnectionFault), {
    halfOpenAfter: HALF_OPEN_MS,
    breaker: new ConsecutiveBreaker(FAULTS),
  });
  let connected: Connected | null = null;
  let lastError: string | null = unknown?.message ?? null;
  let url = options.address.url;

  const note = (error: unknown): void => {
    const message = error instanceof Error ? error.message : String(error);
    if (message !== lastError) log.warn({ message }, 'Redis is not there yet');
    lastError = message;
    options.onState();
  };

  const bringUp = async (): Promise<void> => {
    if (url === null) {
      const server = lifetime.own(await startEmbeddedRedis(options.dataDir, log));
      url = server.url;
    }
    const target = { url, ...(options.namespace === undefined ? {} : { namespace: options.namespace }) };
    const redis = lifetime.own(
      await connectWhenThere(target, `console:${process.pid}`, { failFast: true }, stop.signal, note),
    );
    await upgradeStoredSpelling(redis);
    const broker = lifetime.own(openBroker(redis));
    lastError = null;
    connected = { redis, broker };
    redis.onState(() => options.onState());
    await options.onConnected(connected, lifetime);
    options.onState();
  };

  const loop = (async () => {
    while (unknown === null && !stop.signal.aborted && connected === null) {
      try {
        await bringUp();
      } catch (error) {
        if (stop.signal.aborted) return;
        note(error);
        await new Promise((resolve) => {
          const timer = setTimeout(resolve, RETRY_MS);
          stop.signal.addEventListener(
            'abort',
            () => {
              clearTimeout(timer);
              resolve(null);
            },
            { once: true },
          );
        });
      }
    }
  })();

  return {
    mode,
    address() {
      if (unknown !== null) return 'not known';
      return url === null ? 'built in' : safeAddress(url);
    },
    current: () => connected,
    async run(work) {
      if (unknown !== null) throw unknown;
      const now = connected;
      if (now === null || now.redis.state() !== 'ready') throw unavailable();
      try {
        return await breaker.execute(() => work(now));
      } catch (error) {
        if (error instanceof BrokenCircuitError || isConnectionFault(error)) throw unavailable(error);
        throw error;
      }
    },
    lastError: () => connected?.redis.lastError() ?? lastError,
    async dispose() {
      stop.abort();
      await loop;
      await lifetime.dispose();
    },
  };
}
