/** The app's connection to Redis. It connects as soon as the server answers, and again after every interruption. */
import { BrokenCircuitError, ConsecutiveBreaker, circuitBreaker, handleWhen } from 'cockatiel';
import type { Logger } from 'pino';
import { RedwellError } from '../../shared/errors.ts';
import type { Health } from '../../shared/health.ts';
import type { RedisCondition } from '../../shared/redis-condition.ts';
import { type Broker, openBroker } from '../batches/broker.ts';
import { safeAddress } from '../redis/address.ts';
import { conditionError, conditionOf } from '../redis/condition.ts';
import { connectWhenThere, type RedisRoles, type RedisTarget } from '../redis/connect.ts';
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
  /** Returns the address to show, also before there is a connection. */
  address(): string;
  /** Returns the open connections, whether or not the server answers now; null before the first contact. */
  current(): Connected | null;
  /**
   * Runs `work` behind a circuit breaker: while the server keeps failing, callers get the error at once instead of
   * each waiting for a timeout. @throws RedwellError redis_unavailable; any other error of `work` as it is
   */
  run<T>(work: (connected: Connected) => Promise<T>): Promise<T>;
  lastError(): string | null;
  /** Returns what the last connection error means; null while connected. */
  condition(): RedisCondition | null;
  /** Whether a built-in server that a crash had left was ended at this start. */
  endedLeftover(): boolean;
  dispose(): Promise<void>;
}

export interface RedisLinkOptions {
  dataDir: string;
  address: RedisAddress;
  namespace: string | undefined;
  /** Called at the first contact, to open what reads from Redis. `lifetime` ends with the link. */
  onConnected(connected: Connected, lifetime: Lifetime): Promise<void>;
  /** Called whenever Redis becomes ready or goes away. */
  onState(): void;
  log: Logger;
}

const RETRY_MS = 2000;
/** This many faults in a row open the circuit; after HALF_OPEN_MS one caller may try again. */
const FAULTS = 5;
const HALF_OPEN_MS = 2000;

const AWAY: readonly (RedisCondition | null)[] = ['away', 'refused', 'unknown_host', 'hung_up', 'loading'];

/** Returns whether an error means that the server is away, as opposed to an error that the server answered. */
const isConnectionFault = (error: unknown): boolean =>
  !(error instanceof RedwellError) && AWAY.includes(conditionOf(error));

/** Returns the error for work that needs Redis before there is a connection. */
export const redisUnavailable = (): RedwellError =>
  new RedwellError('redis_unavailable', 'The processing engine cannot be reached right now.', {
    action: 'Nothing is lost. Wait a moment and try again, or open the Health page.',
  });

const createBreaker = () =>
  circuitBreaker(handleWhen(isConnectionFault), {
    halfOpenAfter: HALF_OPEN_MS,
    breaker: new ConsecutiveBreaker(FAULTS),
  });

export function openRedisLink(options: RedisLinkOptions): RedisLink {
  const stop = new AbortController();
  const lifetime = new Lifetime();
  const { unknown } = options.address;
  const mode = options.address.url === null && unknown === null ? 'embedded' : 'shared';
  const breaker = createBreaker();
  let connected: Connected | null = null;
  let lastError: string | null = unknown?.message ?? null;
  let lastCondition: RedisCondition | null = null;
  let { url } = options.address;
  let endedLeftover = false;

  const noteError = (error: unknown): void => {
    const message = error instanceof Error ? error.message : String(error);
    if (message !== lastError) options.log.warn({ message }, 'Redis cannot be used yet');
    lastError = message;
    lastCondition = conditionOf(error);
    options.onState();
  };

  /** Connects and opens what reads from Redis. A later part that fails closes the earlier ones. */
  const connect = async (): Promise<void> => {
    if (url === null) {
      const server = lifetime.own(await startEmbeddedRedis(options.dataDir, options.log));
      ({ url, endedLeftover } = server);
    }
    const target = targetOf(options, url);
    const attempt = new Lifetime();
    try {
      const redis = attempt.own(
        await connectWhenThere(target, `console:${process.pid}`, { failFast: true }, stop.signal, noteError),
      );
      await upgradeStoredSpelling(redis);
      connected = { redis, broker: attempt.own(openBroker(redis)) };
      lastError = null;
      lastCondition = null;
      redis.onState(() => options.onState());
      await options.onConnected(connected, attempt);
    } catch (error) {
      connected = null;
      await attempt.dispose();
      throw error;
    }
    lifetime.own(attempt);
    options.onState();
  };

  const conditionNow = (): RedisCondition | null => connected?.redis.condition() ?? lastCondition;
  const unavailable = (): RedwellError => {
    const condition = conditionNow();
    return condition === null ? redisUnavailable() : conditionError(condition, mode === 'embedded');
  };

  const connecting = (async () => {
    while (unknown === null && !stop.signal.aborted && connected === null) {
      try {
        await connect();
      } catch (error) {
        if (stop.signal.aborted) return;
        noteError(error);
        await pause(RETRY_MS, stop.signal);
      }
    }
  })();

  return {
    mode,
    address: () => (unknown === null ? shownAddress(url) : 'not known'),
    current: () => connected,
    async run(work) {
      if (unknown !== null) throw unknown;
      const ready = connected;
      if (ready === null || ready.redis.state() !== 'ready') throw unavailable();
      try {
        return await breaker.execute(() => work(ready));
      } catch (error) {
        if (error instanceof BrokenCircuitError) throw unavailable();
        const condition = error instanceof RedwellError ? null : conditionOf(error);
        throw condition === null ? error : conditionError(condition, mode === 'embedded', error);
      }
    },
    lastError: () => connected?.redis.lastError() ?? lastError,
    condition: conditionNow,
    endedLeftover: () => endedLeftover,
    async dispose() {
      stop.abort();
      await connecting;
      await lifetime.dispose();
    },
  };
}

function targetOf({ address, namespace }: RedisLinkOptions, url: string): RedisTarget {
  const { certificates } = address;
  return { url, certificates, ...(namespace === undefined ? {} : { namespace }) };
}

const shownAddress = (url: string | null): string => (url === null ? 'built in' : safeAddress(url));

/** Resolves after `ms`, or as soon as the signal aborts. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}
