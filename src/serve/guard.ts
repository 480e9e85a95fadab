/**
 * Decides which requests the loopback host accepts. Every page in every browser on this machine can reach its
 * address. A request must therefore name this host (against DNS rebinding), come from our own page (Origin,
 * Sec-Fetch-Site) and carry a session, which a browser gets for a one-time token.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
const secret = (): string => randomBytes(32).toString('base64url');

/** How long tokens and sessions last, ms. A session is renewed by every request, and lasts while a page of it is open. */
export const LIMITS = {
  /** An address that nobody has opened. */
  tokenMs: 12 * 3600_000,
  /** A session without an open page and without a request. */
  idleMs: 12 * 3600_000,
  /** A session since its start, whether or not its page is open. */
  sessionMs: 7 * 24 * 3600_000,
} as const;

/** Only the newest ones stay valid. */
const MAX_TOKENS = 20;
const MAX_SESSIONS = 100;
/** After this many wrong tokens in a minute, none is looked at until the minute has passed. */
const MAX_WRONG = 20;
const WRONG_MS = 60_000;

interface Session {
  readonly digest: Buffer;
  readonly startedAt: number;
  usedAt: number;
  /** Called when the session ends, one for each open page. */
  readonly pages: Set<() => void>;
}

export type SignIn = { session: string } | { refused: 'wrong' | 'wait' };

/** One-time tokens and the sessions exchanged for them. They end after a time, and with the process. */
export class Sessions {
  #tokens: Array<{ digest: Buffer; until: number }> = [];
  #sessions: Session[] = [];
  #wrong: number[] = [];
  readonly #now: () => number;

  /** @param now the clock, Unix ms */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Returns a new token. Earlier tokens stay valid until they are used or too old. */
  newToken(): string {
    const token = secret();
    this.#tokens.push({ digest: digest(token), until: this.#now() + LIMITS.tokenMs });
    this.#tokens = this.#tokens.slice(-MAX_TOKENS);
    return token;
  }

  /** Spends a token. @returns the session for the browser's cookie, or why there is none */
  exchange(token: string): SignIn {
    const now = this.#now();
    this.#wrong = this.#wrong.filter((at) => now - at < WRONG_MS);
    if (this.#wrong.length >= MAX_WRONG) return { refused: 'wait' };
    const given = digest(token);
    const valid = this.#tokens.filter(({ until }) => now < until);
    this.#tokens = valid.filter((token) => !timingSafeEqual(token.digest, given));
    if (this.#tokens.length === valid.length) {
      this.#wrong.push(now);
      return { refused: 'wrong' };
    }
    const session = secret();
    this.#sessions.push({ digest: digest(session), startedAt: now, usedAt: now, pages: new Set() });
    for (const oldest of this.#sessions.slice(0, -MAX_SESSIONS)) this.#end(oldest);
    return { session };
  }

  /** Returns whether a session is valid, and renews it. */
  valid(session: string | undefined): boolean {
    return this.#find(session) !== null;
  }

  /**
   * Keeps a session alive for an open page.
   * @param ended called once if the session ends before the page
   * @returns releases it; null if there is no such session
   */
  hold(session: string | undefined, ended: () => void): (() => void) | null {
    const found = this.#find(session);
    if (found === null) return null;
    found.pages.add(ended);
    return () => {
      if (found.pages.delete(ended)) found.usedAt = this.#now();
    };
  }

  /** Ends the sessions whose time is over, and closes their pages. */
  sweep(): void {
    const now = this.#now();
    for (const session of [...this.#sessions]) {
      const idle = session.pages.size === 0 && now - session.usedAt >= LIMITS.idleMs;
      if (idle || now - session.startedAt >= LIMITS.sessionMs) this.#end(session);
    }
  }

  #find(session: string | undefined): Session | null {
    if (session === undefined) return null;
    this.sweep();
    const given = digest(session);
    const [found] = this.#sessions.filter((session) => timingSafeEqual(session.digest, given));
    if (found === undefined) return null;
    found.usedAt = this.#now();
    return found;
  }

  #end(session: Session): void {
    this.#sessions = this.#sessions.filter((other) => other !== session);
    const pages = [...session.pages];
    session.pages.clear();
    for (const close of pages) close();
  }
}

export interface Origin {
  method: string;
  /** True for a WebSocket handshake. */
  upgrade: boolean;
  host: string | undefined;
  origin: string | undefined;
  site: string | undefined;
}

/**
 * Returns why a request is refused, whatever its session; null when it is not.
 * @param port the port this host listens on
 */
export function refusal(request: Origin, port: number): string | null {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (request.host === undefined || !hosts.includes(request.host))
    return 'Redwell does not answer under this name. Open the address that it printed.';
  const changes = request.upgrade || (request.method !== 'GET' && request.method !== 'HEAD');
  if (request.origin === undefined ? changes : request.origin !== `http://${request.host}`)
    return 'This request did not come from Redwell’s own page.';
  if (changes && request.site !== undefined && request.site !== 'same-origin')
    return 'This request did not come from Redwell’s own page.';
  return null;
}
