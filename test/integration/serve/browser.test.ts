/** The loopback host in a real Chromium: it accepts our page and refuses another page on this machine. */
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findChromium } from '../../../scripts/lib-chromium.mjs';
import { type Served, startServe } from '../../../src/serve/server.ts';
import { type RedwellDouble, smallConsole } from '../../doubles/redwell.ts';

/** Our page's script: sends a request, uploads a file, and tries what the policy forbids. */
const PAGE_SCRIPT = `
const result = { csp: [] };
document.addEventListener('securitypolicyviolation', (e) => result.csp.push(e.effectiveDirective));
const socket = new WebSocket('ws://' + location.host + '/bridge');
socket.onopen = () => socket.send(JSON.stringify({ id: 1, name: 'intake.begin', input: { kind: 'upload', name: 'Box' } }));
socket.onmessage = async (message) => {
  result.reply = JSON.parse(message.data);
  const upload = await fetch('/upload?drop=d1&path=Box%2Fa.txt', { method: 'POST', body: 'hello', headers: { 'x-redwell-upload': '1' } });
  result.upload = await upload.json();
  try { new Function('1'); result.eval = 'allowed'; } catch { result.eval = 'refused'; }
  result.cookie = document.cookie;
  await fetch('http://localhost:1/').catch(() => {});
  window.result = result;
};
`;
const PAGE = `<!doctype html><title>page</title><script>window.inline = true</script><script type="module" src="/app.js"></script>`;

/** A page of another program on this machine. To a browser it is the same site, so it sends our cookie. */
const attack = (port: number): string => `<!doctype html><title>stranger</title><script>
window.attack = (async () => {
  const base = 'http://127.0.0.1:${port}';
  const socket = await new Promise((done) => {
    const ws = new WebSocket('ws://127.0.0.1:${port}/bridge');
    ws.onopen = () => done('open');
    ws.onerror = () => done('refused');
  });
  const post = await fetch(base + '/upload?drop=d1&path=evil', { method: 'POST', body: 'x', mode: 'no-cors', credentials: 'include' }).then((r) => r.type, () => 'refused');
  const read = await fetch(base + '/', { credentials: 'include' }).then(() => 'read', () => 'refused');
  const frame = document.createElement('iframe');
  frame.src = base + '/';
  document.body.append(frame);
  await new Promise((done) => { frame.onload = done; });
  let inside; try { inside = frame.contentDocument === null ? 'closed' : 'open'; } catch { inside = 'closed'; }
  return { socket, post, read, inside };
})();
</script><body>`;

let root: string;
let small: RedwellDouble;
let served: Served;
let stranger: Server;
let browser: Browser;
let context: BrowserContext;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'redwell-browser-'));
  await writeFile(join(root, 'index.html'), PAGE);
  await writeFile(join(root, 'app.js'), PAGE_SCRIPT);
  small = smallConsole();
  served = await startServe(small, { rendererDir: root, dataDir: root, version: '1', port: 0 });
  stranger = createServer((_request, response) =>
    response.setHeader('content-type', 'text/html').end(attack(served.port)),
  ).listen(0, '127.0.0.1');
  await once(stranger, 'listening');
  const executablePath = findChromium();
  browser = await chromium.launch({
    ...(executablePath === null ? {} : { executablePath }),
    args: ['--disable-gpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  });
  context = await browser.newContext();
});
afterAll(async () => {
  await browser.close();
  stranger.close();
  await served.dispose();
  await rm(root, { recursive: true });
});

it('lets our page send requests and upload files, and enforces the content policy', async () => {
  const page = await context.newPage();
  await page.goto(served.newAddress());
  expect(page.url()).toBe(`${served.url}/`);
  const result = await page.waitForFunction(() => (window as { result?: unknown }).result);
  expect(await result.jsonValue()).toMatchObject({
    reply: { id: 1, reply: { ok: true, value: { id: 'd1' } } },
    upload: { ok: true, value: { bytes: 5 } },
    eval: 'refused',
    cookie: '',
    csp: expect.arrayContaining(['script-src', 'connect-src']),
  });
  expect(await page.evaluate(() => 'inline' in window)).toBe(false);
  expect(small.files.get('Box/a.txt')?.toString()).toBe('hello');
});

it('refuses a page of another program on this machine, although the browser sends our cookie', async () => {
  const page = await context.newPage();
  await page.goto(`http://127.0.0.1:${(stranger.address() as AddressInfo).port}/`);
  const outcome = await page.evaluate(() => (window as unknown as { attack: Promise<unknown> }).attack);
  expect(outcome).toMatchObject({ socket: 'refused', read: 'refused', inside: 'closed' });
  expect(small.files.has('evil')).toBe(false);
});
