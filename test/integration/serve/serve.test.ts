/** The loopback host over real HTTP and WebSocket, with a small Redwell in memory behind it. */
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { SECURITY_HEADERS } from '../../../src/core/host/page-headers.ts';
import { servePage } from '../../../src/main/shell/protocol.ts';
import { startServe } from '../../../src/serve/server.ts';
import {
  type Answer,
  ask,
  dial,
  host,
  openBridge,
  own,
  refusedWith,
  serveEachTest,
  signIn,
} from './client.ts';

serveEachTest();

it('opens once for a one-time address and sets a cookie that scripts cannot read', async () => {
  const { pathname, search } = new URL(host.served.newAddress());
  const first = await ask(`${pathname}${search}`);
  expect(first.status).toBe(303);
  expect(first.headers.location).toBe('/');
  const cookie = String(first.headers['set-cookie']);
  expect(cookie).toMatch(/HttpOnly/);
  expect(cookie).toMatch(/SameSite=Strict/);
  const again = await ask(`${pathname}${search}`);
  expect(again.status).toBe(401);
  expect(again.body).toMatch(/cannot be used.*works once.*press <kbd>N<\/kbd>/s);
  const page = await ask('/', { headers: { cookie: cookie.split(';')[0] ?? '' } });
  expect([page.status, page.body]).toEqual([200, '<!doctype html><title>page</title>']);
});

it('refuses the page, its files, uploads and the bridge without a session', async () => {
  for (const path of ['/', '/app.js', '/batch/b1', '/bridge']) expect((await ask(path)).status).toBe(401);
  expect((await ask('/upload', { method: 'POST', headers: { origin: own() } })).status).toBe(401);
  expect(await refusedWith(dial({ origin: own() }))).toBe(401);
  expect(await refusedWith(dial({ origin: own(), cookie: `redwell_${host.served.port}=guess` }))).toBe(401);
});

it('refuses another host name (DNS rebinding) and another page, even with a session', async () => {
  const cookie = await signIn();
  expect((await ask('/', { headers: { cookie, host: `evil.example:${host.served.port}` } })).status).toBe(
    403,
  );
  expect((await ask('/', { headers: { cookie, host: '127.0.0.1:1' } })).status).toBe(403);
  expect((await ask('/', { headers: { cookie, origin: 'https://evil.example' } })).status).toBe(403);
  expect((await ask('/', { headers: { cookie, host: `localhost:${host.served.port}` } })).status).toBe(200);
  const upload = { method: 'POST', body: 'x' };
  const path = '/upload?drop=d1&path=a.txt';
  const mark = { cookie, 'x-redwell-upload': '1' };
  expect((await ask(path, { ...upload, headers: mark })).status).toBe(403);
  expect((await ask(path, { ...upload, headers: { ...mark, origin: 'null' } })).status).toBe(403);
  const site = { ...mark, origin: own(), 'sec-fetch-site': 'cross-site' };
  expect((await ask(path, { ...upload, headers: site })).status).toBe(403);
  expect(await refusedWith(dial({ cookie }))).toBe(403);
  expect(await refusedWith(dial({ cookie, origin: 'http://localhost:3000' }))).toBe(403);
  expect(await refusedWith(dial({ cookie, origin: own(), host: 'evil.example' }))).toBe(403);
  expect(host.small.files.size).toBe(0);
});

it('sends the security headers with every reply, refusals included', async () => {
  const cookie = await signIn();
  for (const headers of [{ cookie }, {}, { host: 'evil.example' }]) {
    const answer = await ask('/', { headers: headers as Record<string, string> });
    expect(answer.headers).toMatchObject(SECURITY_HEADERS);
  }
  expect(SECURITY_HEADERS['content-security-policy']).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'",
  );
});

it('sends the same security headers as Electron’s page', async () => {
  let handle: (request: Request) => Response | Promise<Response> = () => Response.error();
  servePage(
    {
      handle: (_scheme, handler) => {
        handle = handler;
      },
    },
    host.root,
  );
  for (const file of ['index.html', 'missing.js']) {
    const answer = await handle(new Request(`redwell://app/${file}`));
    expect(Object.fromEntries(answer.headers)).toMatchObject(SECURITY_HEADERS);
  }
});

it('serves the page at its own addresses, files at theirs, and nothing outside the folder', async () => {
  const cookie = await signIn();
  const get = (path: string): Promise<Answer> => ask(path, { headers: { cookie } });
  expect((await get('/batch/b-1')).body).toContain('<title>page</title>');
  expect((await get('/app.js')).headers['content-type']).toMatch(/javascript/);
  expect((await get('/missing.js')).status).toBe(404);
  for (const path of ['/../redwell-outside.txt', '/%2e%2e/redwell-outside.txt', '/..%2fredwell-outside.txt'])
    expect((await get(path)).body).not.toContain('stranger');
});

it('sends a script compressed to a browser that takes it, and as it is to another', async () => {
  const script = 'export {};';
  await writeFile(join(host.root, 'app.js.br'), brotliCompressSync(script));
  await writeFile(join(host.root, 'app.js.gz'), gzipSync(script));
  const cookie = await signIn();
  for (const [accepted, sent] of [
    ['gzip, deflate, br', 'br'],
    ['gzip', 'gzip'],
    ['identity', undefined],
  ] as const) {
    const { status, headers } = await ask('/app.js', { headers: { cookie, 'accept-encoding': accepted } });
    expect([status, headers['content-encoding']], accepted).toEqual([200, sent]);
    expect(headers['content-type']).toMatch(/javascript/);
  }
  expect((await ask('/app.js', { headers: { 'accept-encoding': 'br' } })).status).toBe(401);
});

it('passes a bridge request to its handler and returns failures as data', async () => {
  const { socket, next } = await openBridge();
  const ask = async (id: number, name: string, input: unknown): Promise<unknown> => {
    socket.send(JSON.stringify({ id, name, input }));
    return next();
  };
  expect(await ask(1, 'intake.begin', { kind: 'upload', name: 'Box 7' })).toMatchObject({
    id: 1,
    reply: { ok: true, value: { id: 'd1', name: 'Box 7', status: 'receiving' } },
  });
  expect(await ask(2, 'host.info', {})).toMatchObject({
    reply: {
      ok: true,
      value: { capabilities: { localPaths: false }, uploadUrl: '/upload', version: '1.2.3' },
    },
  });
  expect(await ask(3, 'intake.begin', { kind: 'paths', paths: ['/etc'] })).toMatchObject({
    reply: { ok: false, error: { code: 'not_allowed' } },
  });
  const watch = {
    folder: '/etc',
    isOn: true,
    quietSeconds: 1,
    matter: '',
    custodian: '',
    priority: 'normal',
  };
  expect(await ask(7, 'settings.set', { watch })).toMatchObject({
    reply: { ok: false, error: { code: 'not_allowed', action: expect.stringContaining('redwell watch') } },
  });
  expect(await ask(4, 'intake.get', { dropId: 'nope' })).toMatchObject({
    reply: { ok: false, error: { code: 'not_found' } },
  });
  expect(await ask(5, 'constructor', {})).toMatchObject({
    reply: { ok: false, error: { code: 'invalid_input' } },
  });
  expect(await ask(6, 'intake.get', { dropId: 'd1', more: 1 })).toMatchObject({
    reply: { ok: false, error: { code: 'invalid_input' } },
  });
  socket.close();
});

it.each(['not json', '[]', '{"id":"1","name":"host.info"}', '{"id":1,"name":"host.info","extra":1}'])(
  'closes the socket on a message that is not a bridge message: %s',
  async (text) => {
    const { socket } = await openBridge();
    socket.send(text);
    const [code] = await once(socket, 'close');
    expect(code).toBe(1008);
  },
);

it('closes the socket on a message above the limit', async () => {
  const { socket } = await openBridge();
  socket.on('error', () => undefined);
  socket.send(JSON.stringify({ id: 1, name: 'host.info', input: 'x'.repeat(17 * 1024 * 1024) }));
  const [code] = await once(socket, 'close');
  expect(code).toBe(1009);
});

it('numbers events from 1 on each connection and forgets a closed one', async () => {
  const first = await openBridge();
  host.small.emit('documents.changed', { batchId: 'b1' });
  expect(await first.next()).toEqual({ seq: 1, event: 'documents.changed', payload: { batchId: 'b1' } });
  const second = await openBridge();
  host.small.emit('documents.changed', { batchId: 'b2' });
  expect(await first.next()).toMatchObject({ seq: 2 });
  expect(await second.next()).toMatchObject({ seq: 1 });
  host.served.navigate('/batch/b2');
  expect(await second.next()).toEqual({ seq: 2, event: 'navigate', payload: { to: '/batch/b2' } });
  first.socket.close();
  await once(first.socket, 'close');
  await expect.poll(() => host.small.listening('documents.changed')).toBe(1);
});

it('keeps an address to open until the first page connects', async () => {
  host.served.navigate('/batch/b9');
  const { next } = await openBridge();
  expect(await next()).toEqual({ seq: 1, event: 'navigate', payload: { to: '/batch/b9' } });
});

it('reports a requested port that is taken, and replaces the usual port with a free one', async () => {
  const blocker = createServer().listen(0, '127.0.0.1');
  await once(blocker, 'listening');
  const { port } = blocker.address() as AddressInfo;
  const options = { rendererDir: host.root, dataDir: host.root, version: '1' };
  await expect(startServe(host.small, { ...options, port })).rejects.toMatchObject({ code: 'conflict' });
  blocker.close();
  // Whether or not another program uses the usual port, the second host finds it taken.
  const one = await startServe(host.small, options);
  const two = await startServe(host.small, options);
  expect(two.port).not.toBe(one.port);
  for (const host of [one, two]) await host.dispose();
});
