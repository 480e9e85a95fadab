/** The console's way to Redis: comes up when the server does, goes on by itself after every interruption. */
import type { Logger } from 'pino';
import { RedwellError } from '../../shared/errors.ts';
import type { Health } from '../../shared/health.ts';
import { type Broker, openBroker } from '../batches/broker.ts';
import { Lifetime } from '../lifecycle.ts';
import { connectWhenThere, type RedisRoles, safeAddress } from '../redis/connect.ts';
import { startEmbeddedRedis } from '../redis/embedded.ts';

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
  /** The connections, known to be answering. @throws RedwellError redis_unavailable */
  require(): Connected;
  lastError(): string | null;
  dispose(): Promise<void>;
}

export interface LinkOptions {
  dataDir: string;
  /** null: the embedded server */
  url: string | null;
  namespace: string | undefined;
  /** First contact: build what reads from Redis. What it opens is disposed with the link. */
  onConnected(connected: Connected, lifetime: Lifetime): Promise<void>;
  /** Called with every change between ready and away. */
  onState(): void;
  log: Logger;
}

const RETRY_MS = 2000;

export function openLink(options: LinkOptions): RedisLink {
  const { log } = options;
  const stop = new AbortController();
  const lifetime = new Lifetime();
  const mode = options.url === null ? 'embedded' : 'shared';
  let connected: Connected | null = null;
  let lastError: string | null = null;
  let url = options.url;

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
    const broker = lifetime.own(openBroker(redis));
    lastError = null;
    connected = { redis, broker };
    redis.onState(() => options.onState());
    await options.onConnected(connected, lifetime);
    options.onState();
  };

  const loop = (async () => {
    while (!stop.signal.aborted && connected === null) {
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
    address: () => (url === null ? 'built in' : safeAddress(url)),
    current: () => connected,
    require() {
      if (connected === null || connected.redis.state() !== 'ready') {
        throw new RedwellError('redis_unavailable', 'Redis cannot be reached just now.', {
          action: 'Nothing is lost. Wait a moment, or look at Health.',
        });
      }
      return connected;
    },
    lastError: () => connected?.redis.lastError() ?? lastError,
    async dispose() {
      stop.abort();
      await loop;
      await lifetime.dispose();
    },
  };
}
