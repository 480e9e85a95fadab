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
  username?: string;
  password?: string;
}

/** Encodes a command, whatever characters its parts contain. */
const command = (...parts: readonly string[]): string =>
  `*${parts.length}\r\n${parts.map((part) => `$${Buffer.byteLength(part)}\r\n${part}\r\n`).join('')}`;

/** Returns the commands to ask with. A server that has a password says nothing else to a client that did not log in. */
function questions({ username, password }: Place): string[] {
  const ping = 'PING\r\n';
  if (password === undefined) return [ping];
  return [command('AUTH', ...(username === undefined ? [] : [username]), password), ping];
}

/**
 * Returns the first error that the server replies with, or else its last reply; null if it does not reply to all
 * questions; the error of the connection.
 */
function firstWords(socket: Socket, asked: readonly string[]): Promise<string | Error | null> {
  return new Promise((resolve) => {
    let said = '';
    const end = (words: string | Error | null): void => {
      socket.destroy();
      resolve(words);
    };
    socket.setTimeout(WAIT_MS, () => end(null));
    socket.on('error', end);
    socket.on('close', () => end(null));
    socket.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      // What follows the last line break is not complete yet.
      const lines = said.split('\r\n').slice(0, -1);
      const error = lines.find((line) => line.startsWith('-'));
      if (error !== undefined) end(error);
      else if (lines.length >= asked.length) end(lines.at(-1) ?? null);
    });
    socket.write(asked.join(''));
  });
}

/** Returns why the server ends connections, or null if it does not say. */
export async function whyHungUp(place: Place): Promise<RedisCondition | null> {
  const { tls, path, host = 'localhost', port = 6379 } = place;
  const plain = (): Socket => (path === undefined ? connectPlain({ host, port }) : connectPlain({ path }));
  const asked = questions(place);
  const words = await firstWords(tls === undefined ? plain() : connectTls({ ...tls, host, port }), asked);
  if (words instanceof Error) {
    const condition = conditionOf(words);
    if (condition !== null && condition !== 'away') return condition;
  }
  if (typeof words === 'string') return answered(words);
  if (tls === undefined) return null;
  // A server without TLS waits for the rest of what it takes for a command. The password is not for a plain connection.
  return typeof (await firstWords(plain(), questions({}))) === 'string' ? 'tls_none' : null;
}

/** @param words a line of the Redis protocol; an error starts with a minus */
function answered(words: string): RedisCondition | null {
  if (!words.startsWith('-')) return null;
  const error = new Error(words.slice(1));
  error.name = 'ReplyError';
  const condition = replyCondition(error);
  // A user who may not even ask can still be one whose connections work.
  return condition === 'no_permission' ? null : condition;
}

/** The time between two questions to a server that is away, ms. */
const ASK_AGAIN_MS = 2000;
/** Longer than the time between two attempts to connect, each of which fails with an error of its own. ms */
const KEPT_MS = 10_000;

/** Keeps the reason why connections end, which ioredis often does not know, and asks the server for it. */
export class AwayReason {
  #error: Error | null = null;
  #errorAt = 0;
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
    this.#errorAt = Date.now();
  }

  /**
   * Returns what is known now, and asks on if that is little. The answer is for the next call.
   * @param away whether a connection that was there is gone, which need not be an error
   */
  condition(away: boolean): RedisCondition | null {
    if (this.#error === null && !away) return null;
    // A server that takes connections again and is not ready yet causes no new error.
    const isOld = Date.now() - this.#errorAt > KEPT_MS;
    const known = (isOld ? null : conditionOf(this.#error)) ?? 'away';
    if (known !== 'away' && known !== 'refused') return known;
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
    return age < KEPT_MS ? (this.#asked ?? known) : known;
  }
}
