/** A small Redwell in memory behind the loopback host, for each test of a file, and ways to talk to it. */
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import { WebSocket } from 'ws';
import { Sessions } from '../../../src/serve/guard.ts';
import { type Served, startServe } from '../../../src/serve/server.ts';
import { type RedwellDouble, smallConsole } from '../../doubles/redwell.ts';

/** Replaced before each test. */
export const host = {} as { root: string; small: RedwellDouble; served: Served; sessions: Sessions };

/** The clock of the host's tokens and sessions, Unix ms. A test may move it. */
export const clock = { now: 0 };

/** Registers the hooks that start and stop the host. */
export function serveEachTest(): void {
  beforeEach(async () => {
    host.root = await mkdtemp(join(tmpdir(), 'redwell-serve-'));
    await writeFile(join(host.root, 'index.html'), '<!doctype html><title>page</title>');
    await writeFile(join(host.root, 'app.js'), 'export {};');
    await writeFile(join(tmpdir(), 'redwell-outside.txt'), 'a stranger’s file');
    host.small = smallConsole();
    clock.now = Date.now();
    host.sessions = new Sessions(() => clock.now);
    host.served = await startServe(host.small, {
      rendererDir: host.root,
      dataDir: host.root,
      version: '1.2.3',
      port: 0,
      sessions: host.sessions,
    });
  });
  afterEach(async () => {
    await host.served.dispose();
    await rm(host.root, { recursive: true });
  });
}

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** Sends a request with node:http, because fetch does not let a test forge Host and Origin. */
export async function ask(
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: Buffer | string } = {},
): Promise<Answer> {
  const sent = request({
    host: '127.0.0.1',
    port: host.served.port,
    path,
    method: options.method ?? 'GET',
    headers: { host: `127.0.0.1:${host.served.port}`, ...options.headers },
  });
  sent.end(options.body);
  const [response] = await once(sent, 'response');
  let body = '';
  for await (const chunk of response.setEncoding('utf8')) body += chunk;
  return { status: response.statusCode, headers: response.headers, body };
}

export async function signIn(): Promise<string> {
  const { pathname, search } = new URL(host.served.newAddress());
  const answer = await ask(`${pathname}${search}`);
  expect(answer.status).toBe(303);
  return String(answer.headers['set-cookie']).split(';')[0] ?? '';
}

export function dial(headers: Record<string, string>): WebSocket {
  return new WebSocket(`ws://127.0.0.1:${host.served.port}/bridge`, { headers });
}
/** @returns status of the refused handshake */
export async function refusedWith(socket: WebSocket): Promise<number> {
  const [, response] = await once(socket, 'unexpected-response');
  response.resume();
  socket.on('error', () => undefined);
  socket.terminate();
  return response.statusCode;
}
/** Returns the origin of our page. */
export const own = (): string => host.served.url;

export async function openBridge(): Promise<{
  socket: WebSocket;
  frames: unknown[];
  next: () => Promise<unknown>;
}> {
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

/** Sends bytes as they are and returns everything that comes back until the host closes the connection. */
export async function raw(text: string): Promise<string> {
  const socket = connect(host.served.port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(text);
  let reply = '';
  socket.setEncoding('utf8').on('data', (part: string) => {
    reply += part;
  });
  await once(socket, 'close');
  return reply;
}
