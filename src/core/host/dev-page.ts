/**
 * The page from Vite's development server, under `npm run dev` only. The host fetches every file from Vite and
 * serves it under its own origin, so sessions, cookies and origin checks work as in the product. Only the page's
 * content policy differs. Production builds leave this module out.
 */
import { RedwellError } from '../../shared/errors.ts';
import { securityHeaders } from './page-headers.ts';

export interface DevPage {
  readonly headers: Readonly<Record<string, string>>;
  /** Fetches what the page asks its host for. @param path starts with `/` and includes the query string */
  load(path: string, headers: Readonly<Record<string, string | undefined>>): Promise<Response>;
}

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);
/** Vite decides by these whether a style sheet is a module, and whether a file has changed. */
const FORWARDED = ['accept', 'if-none-match', 'sec-fetch-dest'] as const;
/** The headers that the host takes over from Vite's reply. */
const RETURNED = ['content-type', 'etag', 'cache-control'] as const;

/**
 * Returns the development page that `scripts/dev.mjs` announces; null when there is none.
 * @param origin value of `REDWELL_DEV_ORIGIN`
 * @throws RedwellError invalid_input when the origin is not plain HTTP on a loopback address
 */
export function devPage(origin: string | undefined): DevPage | null {
  if (!origin) return null;
  const url = URL.canParse(origin) ? new URL(origin) : null;
  if (url === null || url.protocol !== 'http:' || !LOOPBACK.has(url.hostname) || url.origin !== origin)
    throw new RedwellError('invalid_input', `REDWELL_DEV_ORIGIN must be a loopback origin, not ${origin}.`);
  return {
    headers: securityHeaders(`ws://${url.host}`),
    async load(path, headers) {
      const sent = FORWARDED.flatMap((name) => {
        const value = headers[name];
        return value === undefined ? [] : [[name, value] as [string, string]];
      });
      // Appended as text, because `new URL` would take `//name` for another host.
      const reply = await fetch(url.origin + (path.startsWith('/') ? path : '/'), { headers: sent });
      const kept = RETURNED.flatMap((name) => {
        const value = reply.headers.get(name);
        return value === null ? [] : [[name, value] as [string, string]];
      });
      return new Response(reply.body, { status: reply.status, headers: kept });
    },
  };
}
