/** Serves the page on `redwell://app/`: read-only, from one folder, with the security headers. */
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import type { CustomScheme, Session } from 'electron';
import type { DevPage } from '../../core/host/dev-page.ts';
import { SECURITY_HEADERS } from '../../core/host/page-headers.ts';
import { isOwnAddress, SCHEME } from './origin.ts';

/** Must be registered before the app is ready. Only a standard scheme has an origin, which `'self'` refers to. */
export const PRIVILEGES: CustomScheme = {
  scheme: SCHEME,
  privileges: { standard: true, secure: true, supportFetchAPI: true },
};

const TEXT = 'text/plain; charset=utf-8';
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

/** Returns the file that an address names; null if it is outside the folder or cannot be decoded. */
export function fileOf(root: string, address: string): string | null {
  if (!isOwnAddress(address)) return null;
  let path: string;
  try {
    path = decodeURIComponent(new URL(address).pathname);
  } catch {
    // A broken percent sequence names no file of ours.
    return null;
  }
  // A colon names a drive or a stream on Windows.
  if (/[\0\\:]/.test(path)) return null;
  const base = normalize(root);
  // A path without a file extension is the page.
  const file = normalize(join(base, extname(path) === '' ? 'index.html' : path));
  return file.startsWith(base.endsWith(sep) ? base : base + sep) ? file : null;
}

const answer = (status: number, type: string, body: Uint8Array<ArrayBuffer> | string): Response =>
  new Response(body, { status, headers: { ...SECURITY_HEADERS, 'content-type': type } });

async function fromFolder(root: string, request: Request): Promise<Response> {
  const file = request.method === 'GET' ? fileOf(root, request.url) : null;
  if (file === null) return answer(404, TEXT, 'Not found');
  try {
    const type = TYPES[extname(file)] ?? 'application/octet-stream';
    return answer(200, type, new Uint8Array(await readFile(file)));
  } catch {
    // The build contains every file of the page, so this name does not exist.
    return answer(404, TEXT, 'Not found');
  }
}

async function fromDev(dev: DevPage, request: Request): Promise<Response> {
  if (request.method !== 'GET' || !isOwnAddress(request.url)) return answer(404, TEXT, 'Not found');
  const { pathname, search } = new URL(request.url);
  const reply = await dev.load(pathname + search, Object.fromEntries(request.headers));
  for (const [name, value] of Object.entries(dev.headers)) reply.headers.set(name, value);
  return reply;
}

/** @param root folder of the built page @param dev serves the page from Vite's development server instead */
export function servePage(
  protocol: Pick<Session['protocol'], 'handle'>,
  root: string,
  dev: DevPage | null = null,
): void {
  protocol.handle(SCHEME, (request) => (dev === null ? fromFolder(root, request) : fromDev(dev, request)));
}
