/** What the loopback host does with connections that are no proper request: it answers, with its headers, and closes. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { SECURITY_HEADERS } from '../../../src/core/host/page-headers.ts';
import { dial, host, own, raw, serveEachTest, signIn } from './client.ts';

serveEachTest();

const headersOf = (reply: string): Record<string, string> =>
  Object.fromEntries(
    (reply.split('\r\n\r\n')[0] ?? '')
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(': ', 2) as [string, string])
      .map(([name, value]) => [name.toLowerCase(), value]),
  );
const names = (): string => `Host: 127.0.0.1:${host.served.port}`;

it.each<[string, number, (cookie: string) => string]>([
  ['a broken percent sign', 400, (cookie) => `GET /%zz HTTP/1.1\r\n${names()}\r\nCookie: ${cookie}\r\n\r\n`],
  ['a broken percent sign without a session', 400, () => `GET /%c0%80%zz HTTP/1.1\r\n${names()}\r\n\r\n`],
  ['no host', 403, () => 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n'],
  ['bytes that are not HTTP', 400, () => '\x16\x03\x01\x02\x00\r\n\r\n'],
  [
    'two lengths',
    400,
    () => `POST /upload HTTP/1.1\r\n${names()}\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n`,
  ],
  [
    'length and chunks',
    400,
    () => `POST /upload HTTP/1.1\r\n${names()}\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n`,
  ],
  ['huge headers', 431, () => `GET / HTTP/1.1\r\n${names()}\r\nX: ${'x'.repeat(300_000)}\r\n\r\n`],
  ['an expectation', 417, () => `GET / HTTP/1.1\r\n${names()}\r\nExpect: everything\r\n\r\n`],
  ['CONNECT', 405, () => `CONNECT evil.example:443 HTTP/1.1\r\n${names()}\r\n\r\n`],
  ['another program’s address', 401, () => `GET http://evil.example/ HTTP/1.1\r\n${names()}\r\n\r\n`],
  [
    'an upgrade to something else',
    403,
    (cookie) =>
      `GET / HTTP/1.1\r\n${names()}\r\nCookie: ${cookie}\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n`,
  ],
  [
    'a broken address in a handshake',
    400,
    () =>
      `GET /%zz HTTP/1.1\r\n${names()}\r\nOrigin: ${own()}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
  ],
  [
    'a handshake without a session',
    401,
    () =>
      `GET /bridge HTTP/1.1\r\n${names()}\r\nOrigin: ${own()}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
  ],
  [
    'a handshake without a key',
    400,
    (cookie) =>
      `GET /bridge HTTP/1.1\r\n${names()}\r\nOrigin: ${own()}\r\nCookie: ${cookie}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\r\n`,
  ],
  [
    'an old handshake',
    400,
    (cookie) =>
      `GET /bridge HTTP/1.1\r\n${names()}\r\nOrigin: ${own()}\r\nCookie: ${cookie}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 1\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
  ],
])('answers %s with %i and the security headers, and closes the connection', async (_what, status, text) => {
  const reply = await raw(text(await signIn()));
  expect(reply).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(headersOf(reply)).toMatchObject(SECURITY_HEADERS);
});

it('closes a connection that sends its request too slowly', async () => {
  const socket = connect(host.served.port, '127.0.0.1');
  socket.write('GET / HTTP/1.1\r\n');
  const dripping = setInterval(() => socket.write('X: y\r\n'), 500);
  socket.on('error', () => undefined);
  let reply = '';
  socket.setEncoding('utf8').on('data', (part: string) => {
    reply += part;
  });
  await once(socket, 'close');
  clearInterval(dripping);
  expect(reply).toMatch(/^HTTP\/1.1 408 /);
  expect(headersOf(reply)).toMatchObject(SECURITY_HEADERS);
});

it('does not read the body of a request without a session', async () => {
  const reply = await raw(
    `POST /upload?drop=d1&path=a HTTP/1.1\r\n${names()}\r\nOrigin: ${own()}\r\nContent-Length: 1000000\r\n\r\nx`,
  );
  expect(reply).toMatch(/^HTTP\/1.1 401 /);
});

it('keeps a limit on connections, and serves again when they are gone', async () => {
  const sockets: Socket[] = [];
  for (let i = 0; i < 300; i += 1) {
    const socket = connect(host.served.port, '127.0.0.1');
    socket.on('error', () => undefined);
    sockets.push(socket);
  }
  const closed = new Set<Socket>();
  for (const socket of sockets) socket.once('close', () => closed.add(socket));
  for (const socket of sockets) socket.resume();
  await expect.poll(() => closed.size, { timeout: 8000 }).toBeGreaterThanOrEqual(44);
  for (const socket of sockets) socket.destroy();
  await expect.poll(() => signIn().catch(() => ''), { timeout: 8000 }).toContain('redwell_');
});

it('opens fifty pages and no more', async () => {
  const cookie = await signIn();
  const pages = Array.from({ length: 51 }, () => dial({ cookie, origin: own() }));
  const closed = await Promise.race(pages.map((page) => once(page, 'close')));
  expect(closed[0]).toBe(1013);
  const open = pages.filter((page) => page.readyState === 1);
  expect(open.length).toBeLessThanOrEqual(50);
  for (const page of pages) page.terminate();
});
