/** Asks a server that ends or ignores connections why it does, because ioredis drops what it says before a command. */
import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { RedisCondition } from '../../shared/redis-condition.ts';
import type { Certificates } from './certificates.ts';
import { conditionOf, replyCondition } from './condition.ts';

const WAIT_MS = 2000;

interface Place {
  path?: string;
  host?: string;
  port?: number;
  tls?: Certificates;
}

/** Returns what the server says, or the error of the connection; null if it says nothing. */
function firstWords(socket: Socket): Promise<string | Error | null> {
  return new Promise((resolve) => {
    const end = (words: string | Error | null): void => {
      socket.destroy();
      resolve(words);
    };
    socket.setTimeout(WAIT_MS, () => end(null));
    socket.on('error', end);
    socket.on('close', () => end(null));
    socket.on('data', (bytes) => end(bytes.toString('utf8')));
    socket.write('PING\r\n');
  });
}

/** Returns why the server ends connections, or null if it does not say. */
export async function whyHungUp(place: Place): Promise<RedisCondition | null> {
  const { tls, path, host = 'localhost', port = 6379 } = place;
  const plain = (): Socket => (path === undefined ? connectPlain({ host, port }) : connectPlain({ path }));
  const words = await firstWords(tls === undefined ? plain() : connectTls({ ...tls, host, port }));
  if (words instanceof Error) {
    const condition = conditionOf(words);
    if (condition !== null && condition !== 'away') return condition;
  }
  if (typeof words === 'string') return answered(words);
  if (tls === undefined) return null;
  // A server without TLS waits for the rest of what it takes for a command.
  return typeof (await firstWords(plain())) === 'string' ? 'tls_none' : null;
}

/** @param words a line of the Redis protocol; an error starts with a minus */
function answered(words: string): RedisCondition | null {
  if (!words.startsWith('-')) return null;
  const error = new Error(words.slice(1));
  error.name = 'ReplyError';
  const condition = replyCondition(error);
  // We did not log in to ask, so this is no reason to end connections that did.
  return condition === 'authentication' ? null : condition;
}

/** The time between two questions to a server that is away, ms. */
const ASK_AGAIN_MS = 2000;
const KEPT_MS = 10_000;

/** Keeps the reason why connections end, which ioredis often does not know, and asks the server for it. */
export class AwayReason {
  #error: Error | null = null;
  #asked: RedisCondition | null = null;
  #askedAt = 0;
  readonly #place: Place;

  constructor(place: Place) {
    this.#place = place;
  }

  /** The last error of a connection; null while all are ready. */
  get error(): Error | null {
    return this.#error;
  }

  set error(error: Error | null) {
    this.#error = error;
  }

  /**
   * Returns what is known now, and asks on if that is little. The answer is for the next call.
   * @param away whether a connection that was there is gone, which need not be an error
   */
  condition(away: boolean): RedisCondition | null {
    if (this.#error === null && !away) return null;
    const known = conditionOf(this.#error) ?? 'away';
    if (known !== 'away') return known;
    const age = Date.now() - this.#askedAt;
    if (age >= ASK_AGAIN_MS) {
      this.#askedAt = Date.now();
      void whyHungUp(this.#place)
        // A certificate that cannot be read has its own condition, which the connections themselves report.
        .catch(() => null)
        .then((reason) => {
          this.#asked = reason;
        });
    }
    // An answer from an earlier time says nothing about now.
    return age < KEPT_MS ? (this.#asked ?? 'away') : 'away';
  }
}
