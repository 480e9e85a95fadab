import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { devPage } from '../../../src/core/host/dev-page.ts';
import { securityHeaders } from '../../../src/core/host/page-headers.ts';
import { servePage } from '../../../src/main/shell/protocol.ts';

let vite: Server;
let origin: string;
let asked: { url: string; headers: IncomingHttpHeaders }[];
beforeEach(async () => {
  asked = [];
  vite = createServer((request, response) => {
    asked.push({ url: request.url ?? '', headers: request.headers });
    response.setHeader('content-type', 'text/javascript').setHeader('set-cookie', 'a=b').end('export {};');
  }).listen(0, '127.0.0.1');
  await once(vite, 'listening');
  origin = `http://127.0.0.1:${(vite.address() as AddressInfo).port}`;
});
afterEach(async () => {
  vite.close();
  await once(vite, 'close');
});

it('is off unless an origin is stated', () => {
  expect(devPage(undefined)).toBeNull();
  expect(devPage('')).toBeNull();
});

it.each([
  'http://example.com:5173',
  'https://127.0.0.1:5173',
  'http://127.0.0.1:5173/path',
  'http://127.0.0.1.example.com',
  'http://user@127.0.0.1:5173',
  'file:///srv',
  '127.0.0.1:5173',
])('refuses an origin that is not plain HTTP on a loopback address: %s', (stated) => {
  expect(() => devPage(stated)).toThrow(expect.objectContaining({ code: 'invalid_input' }));
});

it('allows only its own WebSocket beyond the headers of the product', () => {
  const page = devPage(origin);
  expect(page?.headers).toEqual(securityHeaders(origin.replace('http:', 'ws:')));
  expect(page?.headers['content-security-policy']).toContain(`connect-src 'self' ws://127.0.0.1:`);
});

it('forwards the headers that Vite needs, and returns its reply without cookies', async () => {
  const reply = await devPage(origin)?.load('/a.css?direct', { accept: 'text/css', cookie: 'secret' });
  expect([reply?.status, await reply?.text()]).toEqual([200, 'export {};']);
  expect(Object.fromEntries(reply?.headers ?? [])).toEqual({ 'content-type': 'text/javascript' });
  expect(asked[0]).toMatchObject({ url: '/a.css?direct', headers: { accept: 'text/css' } });
  expect(asked[0]?.headers).not.toHaveProperty('cookie');
});

it.each(['//example.com/a.js', '@example.com/a.js', 'http://example.com/a.js'])(
  'asks no other host: %s',
  async (path) => {
    expect((await devPage(origin)?.load(path, {}))?.status).toBe(200);
    expect(asked).toHaveLength(1);
  },
);

it('gives Electron the development page under its own origin', async () => {
  let handle: (request: Request) => Response | Promise<Response> = () => Response.error();
  const dev = devPage(origin);
  servePage(
    {
      handle: (_scheme, handler) => {
        handle = handler;
      },
    },
    '/nowhere',
    dev,
  );
  const reply = await handle(new Request('redwell://app/main.tsx?t=1'));
  expect([reply.status, await reply.text()]).toEqual([200, 'export {};']);
  expect(Object.fromEntries(reply.headers)).toMatchObject(dev?.headers ?? {});
  expect(asked[0]?.url).toBe('/main.tsx?t=1');
  expect((await handle(new Request('redwell://other/main.tsx'))).status).toBe(404);
});
