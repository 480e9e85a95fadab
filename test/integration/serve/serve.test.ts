/** The loopback host over real HTTP and WebSocket, with a small Redwell in memory behind it. */
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { SECURITY_HEADERS } from '../../../src/core/host/page-headers.ts';
import { servePage } from '../../../src/main/shell/protocol.ts';
import { type Served, startServe } from '../../../src/serve/server.ts';
import { type RedwellDouble, smallConsole } from '../../doubles/redwell.ts';

let root: string;
let small: RedwellDouble;
let served: Served;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'redwell-serve-'));
  await writeFile(join(root, 'index.html'), '<!doctype html><title>page</title>');
  await writeFile(join(root, 'app.js'), 'export {};');
  await writeFile(join(tmpdir(), 'redwell-outside.txt'), 'a stranger’s file');
  small = smallConsole();
  served = await startServe(small, { rendererDir: root, dataDir: root, version: '1.2.3', port: 0 });
});
afterEach(async () => {
  await served.dispose();
  await rm(root, { recursive: true });
});

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** Sends a request with node:http, because fetch does not let a test forge Host and Origin. */
async function ask(
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: Buffer | string } = {},
): Promise<Answer> {
  const sent = request({
    host: '127.0.0.1',
    port: served.port,
    path,
    method: options.method ?? 'GET',
    headers: { host: `127.0.0.1:${served.port}`, ...options.headers },
  });
  sent.end(options.body);
  const [response] = await once(sent, 'response');
  let body = '';
  for await (const chunk of response.setEncoding('utf8')) body += chunk;
  return { status: response.statusCode, headers: response.headers, body };
}

async function signIn(): Promise<string> {
  const { pathname, search } = new URL(served.newAddress());
  const answer = await ask(`${pathname}${search}`);
  expect(answer.status).toBe(303);
  return String(answer.headers['set-cookie']).split(';')[0] ?? '';
}

function dial(headers: Record<string, string>): WebSocket {
  return new WebSocket(`ws://127.0.0.1:${served.port}/bridge`, { headers });
}
async function refusedWith(socket: WebSocket): Promise<number> {
  const [, response] = await once(socket, 'unexpected-response');
  response.resume();
  socket.on('error', () => undefined);
  socket.terminate();
  return response.statusCode;
}
const own = (): string => served.url;

async function openBridge(): Promise<{ socket: WebSocket; frames: unknown[]; next: () => Promise<unknown> }> {
  const socket = dial({ cookie: await signIn(), origin: own() });
  const frames: unknown[] = [];
  const waiting: Array<(frame: unknown) => void> = [];
  socket.on('message', (data) => {
    const frame: unknown = JSON.parse(data.toString());
    const taker = waiting.shift();
    if (taker) taker(frame);
    else frames.push(frame);
  });
  await once(socket, 'open');
  const next = (): Promise<unknown> =>
    frames.length > 0 ? Promise.resolve(frames.shift()) : new Promise((resolve) => waiting.push(resolve));
  return { socket, frames, next };
}

it('opens once for a one-time address and sets a cookie that scripts cannot read', async () => {
  const { pathname, search } = new URL(served.newAddress());
  const first = await ask(`${pathname}${search}`);
  expect(first.status).toBe(303);
  expect(first.headers.location).toBe('/');
  const cookie = String(first.headers['set-cookie']);
  expect(cookie).toMatch(/HttpOnly/);
  expect(cookie).toMatch(/SameSite=Strict/);
  const again = await ask(`${pathname}${search}`);
  expect(again.status).toBe(401);
  expect(again.body).toMatch(/already been used.*press <kbd>n<\/kbd>/s);
  const page = await ask('/', { headers: { cookie: cookie.split(';')[0] ?? '' } });
  expect([page.status, page.body]).toEqual([200, '<!doctype html><title>page</title>']);
});

it('refuses the page, its files, uploads and the bridge without a session', async () => {
  for (const path of ['/', '/app.js', '/batch/b1', '/bridge']) expect((await ask(path)).status).toBe(401);
  expect((await ask('/upload', { method: 'POST', headers: { origin: own() } })).status).toBe(401);
  expect(await refusedWith(dial({ origin: own() }))).toBe(401);
  expect(await refusedWith(dial({ origin: own(), cookie: `redwell_${served.port}=guess` }))).toBe(401);
});

it('refuses another host name (DNS rebinding) and another page, even with a session', async () => {
  const cookie = await signIn();
  expect((await ask('/', { headers: { cookie, host: `evil.example:${served.port}` } })).status).toBe(403);
  expect((await ask('/', { headers: { cookie, host: '127.0.0.1:1' } })).status).toBe(403);
  expect((await ask('/', { headers: { cookie, origin: 'https://evil.example' } })).status).toBe(403);
  expect((await ask('/', { headers: { cookie, host: `localhost:${served.port}` } })).status).toBe(200);
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
  expect(small.files.size).toBe(0);
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
    root,
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
  small.emit('documents.changed', { batchId: 'b1' });
  expect(await first.next()).toEqual({ seq: 1, event: 'documents.changed', payload: { batchId: 'b1' } });
  const second = await openBridge();
  small.emit('documents.changed', { batchId: 'b2' });
  expect(await first.next()).toMatchObject({ seq: 2 });
  expect(await second.next()).toMatchObject({ seq: 1 });
  served.navigate('/batch/b2');
  expect(await second.next()).toEqual({ seq: 2, event: 'navigate', payload: { to: '/batch/b2' } });
  first.socket.close();
  await once(first.socket, 'close');
  await expect.poll(() => small.listening('documents.changed')).toBe(1);
});

it('keeps an address to open until the first page connects', async () => {
  served.navigate('/batch/b9');
  const { next } = await openBridge();
  expect(await next()).toEqual({ seq: 1, event: 'navigate', payload: { to: '/batch/b9' } });
});

it('receives an upload whole, under a path of up to 4,000 characters', async () => {
  const cookie = await signIn();
  const started = await small.handlers['intake.begin']({ kind: 'upload', name: 'Box' });
  const body = Buffer.alloc(300_000, 7);
  const path = `Box/${'ä'.repeat(3990)}.txt`;
  const url = `/upload?${new URLSearchParams({ drop: started.id, path, modified: '1700000000000' })}`;
  const headers = { cookie, origin: own(), 'x-redwell-upload': '1' };
  const answer = await ask(url, { method: 'POST', headers, body });
  expect([answer.status, JSON.parse(answer.body)]).toEqual([200, { ok: true, value: { bytes: 300_000 } }]);
  expect(small.files.get(path)?.equals(body)).toBe(true);
});

it('receives an empty file as an empty file', async () => {
  const cookie = await signIn();
  const started = await small.handlers['intake.begin']({ kind: 'upload', name: 'Box' });
  const headers = { cookie, origin: own(), 'x-redwell-upload': '1', 'content-length': '0' };
  const typed = { ...headers, 'content-type': 'application/octet-stream' };
  for (const [path, one] of Object.entries({ untyped: headers, typed })) {
    const url = `/upload?${new URLSearchParams({ drop: started.id, path })}`;
    const answer = await ask(url, { method: 'POST', headers: one });
    expect([path, answer.status, answer.body]).toEqual([path, 200, '{"ok":true,"value":{"bytes":0}}']);
    expect(small.files.get(path)?.length).toBe(0);
  }
});

it('refuses an upload without its header, out of its folder, too large, or to an unknown drop', async () => {
  const cookie = await signIn();
  const started = await small.handlers['intake.begin']({ kind: 'upload', name: 'Box' });
  const plain = { cookie, origin: own() };
  const headers = { ...plain, 'x-redwell-upload': '1' };
  const post = (path: string, drop: string, body: Buffer, more = {}) =>
    ask(`/upload?${new URLSearchParams({ drop, path })}`, {
      method: 'POST',
      headers: { ...headers, ...more },
      body,
    });
  const small100 = Buffer.alloc(100);
  const unmarked = await ask(`/upload?drop=${started.id}&path=a`, {
    method: 'POST',
    headers: plain,
    body: 'x',
  });
  expect(unmarked.status).toBe(403);
  for (const path of ['../a', '/a', 'a/../../b', 'a//b', './a', 'a\0b'])
    expect((await post(path, started.id, small100)).status).toBe(400);
  expect((await post('a', 'nowhere', small100)).status).toBe(404);
  const big = Buffer.alloc(1024 * 1024 + 1);
  const stated = await post('big', started.id, big);
  expect([stated.status, JSON.parse(stated.body).error.details.exception]).toEqual([413, 'oversize']);
  expect((await post('big', started.id, big, { 'transfer-encoding': 'chunked' })).status).toBe(413);
  expect(small.files.size).toBe(0);
});

it('does not take an interrupted upload for a whole file', async () => {
  const cookie = await signIn();
  const started = await small.handlers['intake.begin']({ kind: 'upload', name: 'Box' });
  const sent = request({
    host: '127.0.0.1',
    port: served.port,
    path: `/upload?drop=${started.id}&path=half`,
    method: 'POST',
    headers: {
      cookie,
      origin: own(),
      host: `127.0.0.1:${served.port}`,
      'x-redwell-upload': '1',
      'content-length': '1000',
    },
  });
  sent.on('error', () => undefined);
  const broken = new Promise<unknown>((resolve) => {
    const accept = small.acceptFile;
    small.acceptFile = (drop, path, modified, content) => {
      sent.destroy();
      return accept(drop, path, modified, content).catch((error: unknown) => {
        resolve(error);
        throw error;
      });
    };
  });
  sent.write('half');
  expect(String(await broken)).toMatch(/interrupted|aborted|ECONNRESET/);
  expect(small.files.size).toBe(0);
});

it('survives an upload that is interrupted before anyone reads it', async () => {
  const cookie = await signIn();
  const sent = request({
    host: '127.0.0.1',
    port: served.port,
    path: '/upload?drop=d1&path=half',
    method: 'POST',
    headers: {
      cookie,
      origin: own(),
      host: `127.0.0.1:${served.port}`,
      'x-redwell-upload': '1',
      'content-length': '1000',
    },
  });
  sent.on('error', () => undefined);
  const ended = new Promise<void>((resolve) => {
    small.acceptFile = async (_drop, _path, _modified, content) => {
      sent.destroy();
      await new Promise((closed) => content.once('close', closed));
      resolve();
      throw new Error('It was never read.');
    };
  });
  sent.write('half');
  await ended;
  // An error event without a listener would have ended the process.
  expect((await ask('/', { headers: { cookie } })).status).toBe(200);
});

it('reports a requested port that is taken, and replaces the usual port with a free one', async () => {
  const blocker = createServer().listen(0, '127.0.0.1');
  await once(blocker, 'listening');
  const { port } = blocker.address() as AddressInfo;
  const options = { rendererDir: root, dataDir: root, version: '1' };
  await expect(startServe(small, { ...options, port })).rejects.toMatchObject({ code: 'conflict' });
  blocker.close();
  // Whether or not another program uses the usual port, the second host finds it taken.
  const one = await startServe(small, options);
  const two = await startServe(small, options);
  expect(two.port).not.toBe(one.port);
  for (const host of [one, two]) await host.dispose();
});
