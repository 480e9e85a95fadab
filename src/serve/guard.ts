/**
 * Who may speak to the loopback host. The address is reachable by every page in every browser on this
 * machine, so each request must name this host (against DNS rebinding), come from our own page (Origin,
 * Sec-Fetch-Site) and carry the session that was bought with a one-time token.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
const secret = (): string => randomBytes(32).toString('base64url');

/** One-time tokens and the sessions they were exchanged for; both live only as long as the process. */
export class Sessions {
  #tokens: Buffer[] = [];
  #sessions: Buffer[] = [];

  /** A new token; earlier ones that were not used stay good. */
  newToken(): string {
    const token = secret();
    this.#tokens.push(digest(token));
    return token;
  }

  /** Spends a token. @returns the session to keep in a cookie, or null when the token is not good (any more) */
  exchange(token: string): string | null {
    const given = digest(token);
    const index = this.#tokens.findIndex((known) => timingSafeEqual(known, given));
    if (index < 0) return null;
    this.#tokens.splice(index, 1);
    const session = secret();
    this.#sessions.push(digest(session));
    return session;
  }

  valid(session: string | undefined): boolean {
    if (session === undefined) return false;
    const given = digest(session);
    return this.#sessions.some((known) => timingSafeEqual(known, given));
  }
}

export interface Origin {
  method: string;
  /** Whether this is a WebSocket handshake. */
  upgrade: boolean;
  host: string | undefined;
  origin: string | undefined;
  site: string | undefined;
}

/**
 * Why a request is refused before anything else is looked at; null: it may go on.
 * @param port the port this host listens on
 */
export function refusal(request: Origin, port: number): string | null {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (request.host === undefined || !hosts.includes(request.host))
    return 'This address is not served under that name.';
  const changes = request.upgrade || (request.method !== 'GET' && request.method !== 'HEAD');
  if (request.origin === undefined ? changes : request.origin !== `http://${request.host}`)
    return 'This request did not come from the console’s own page.';
  if (changes && request.site !== undefined && request.site !== 'same-origin')
    return 'This request did not come from the console’s own page.';
  return null;
}

export const CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CSP,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=()',
};
