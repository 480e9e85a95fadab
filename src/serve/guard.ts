/**
 * Decides which requests the loopback host accepts. Every page in every browser on this machine can reach its
 * address. A request must therefore name this host (against DNS rebinding), come from our own page (Origin,
 * Sec-Fetch-Site) and carry a session, which a browser gets for a one-time token.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
const secret = (): string => randomBytes(32).toString('base64url');

/** One-time tokens and the sessions exchanged for them. Both are gone when the process ends. */
export class Sessions {
  #tokens: Buffer[] = [];
  #sessions: Buffer[] = [];

  /** Returns a new token. Earlier tokens stay valid until they are used. */
  newToken(): string {
    const token = secret();
    this.#tokens.push(digest(token));
    return token;
  }

  /** Spends a token. @returns the session for the browser's cookie; null if the token is unknown or spent */
  exchange(token: string): string | null {
    const given = digest(token);
    const index = this.#tokens.findIndex((token) => timingSafeEqual(token, given));
    if (index < 0) return null;
    this.#tokens.splice(index, 1);
    const session = secret();
    this.#sessions.push(digest(session));
    return session;
  }

  valid(session: string | undefined): boolean {
    if (session === undefined) return false;
    const given = digest(session);
    return this.#sessions.some((session) => timingSafeEqual(session, given));
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
