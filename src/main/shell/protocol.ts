/** Serves the built page on `redwell://app/`: read-only, inside one folder, with the security headers. */
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import type { CustomScheme, Session } from 'electron';
import { CSP, isOwnAddress, SCHEME } from './origin.ts';

/** To be registered before the app is ready. A standard scheme has an origin, so that `'self'` means it. */
export const PRIVILEGES: CustomScheme = {
  scheme: SCHEME,
  privileges: { standard: true, secure: true, supportFetchAPI: true },
};

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.map': 'application/json',
};

/** The file an address stands for; null when it points outside the folder or cannot be decoded. */
export function fileOf(root: string, address: string): string | null {
  if (!isOwnAddress(address)) return null;
  let path: string;
  try {
    path = decodeURIComponent(new URL(address).pathname);
  } catch {
    // A broken percent sequence names no file of ours.
    return null;
  }
  if (path.includes('\0') || path.includes('\\')) return null;
  const base = normalize(root);
  // The page's own addresses (`/batch/…`) have no file; the page itself answers for them.
  const file = normalize(join(base, extname(path) === '' ? 'index.html' : path));
  return file.startsWith(base.endsWith(sep) ? base : base + sep) ? file : null;
}

const answer = (status: number, type: string, body: Uint8Array<ArrayBuffer> | string): Response =>
  new Response(body, {
    status,
    headers: {
      'content-type': type,
      'content-security-policy': CSP,
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
    },
  });

export function servePage(protocol: Session['protocol'], root: string): void {
  protocol.handle(SCHEME, async (request) => {
    const file = request.method === 'GET' ? fileOf(root, request.url) : null;
    if (file === null) return answer(404, 'text/plain; charset=utf-8', 'Not found');
    try {
      return answer(
        200,
        TYPES[extname(file)] ?? 'application/octet-stream',
        new Uint8Array(await readFile(file)),
      );
    } catch {
      // Every file of the page is in the build; another name is simply not there.
      return answer(404, 'text/plain; charset=utf-8', 'Not found');
    }
  });
}
