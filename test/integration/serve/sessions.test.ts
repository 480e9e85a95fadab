/** How long a browser stays signed in to the loopback host, and what an address is good for. */
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { LIMITS } from '../../../src/serve/guard.ts';
import { ask, clock, dial, host, openBridge, own, refusedWith, serveEachTest, signIn } from './client.ts';

serveEachTest();

const HOUR = 3600_000;
const opens = async (address: string): Promise<number> => {
  const { pathname, search } = new URL(address);
  return (await ask(`${pathname}${search}`)).status;
};

it('signs a browser out that was not open for 12 hours, and says what to do in plain words', async () => {
  const cookie = await signIn();
  clock.now += LIMITS.idleMs - 1;
  expect((await ask('/', { headers: { cookie } })).status).toBe(200);
  // The request has renewed the session.
  clock.now += LIMITS.idleMs - 1;
  expect((await ask('/session', { headers: { cookie } })).status).toBe(204);
  clock.now += LIMITS.idleMs;
  const answer = await ask('/', { headers: { cookie } });
  expect(answer.status).toBe(401);
  expect(answer.body).toMatch(/You are signed out.*window in which Redwell was started/s);
  expect(answer.body).not.toMatch(/terminal|session|token|cookie/i);
  expect((await ask('/session', { headers: { cookie } })).status).toBe(401);
  expect(await refusedWith(dial({ cookie, origin: own() }))).toBe(401);
});

it('keeps an open page signed in, and closes it after seven days', async () => {
  const { socket } = await openBridge();
  const other = await openBridge();
  for (let hour = 0; hour < 7 * 24 - 1; hour += 6) {
    clock.now += 6 * HOUR;
    host.sessions.sweep();
    expect([hour, socket.readyState]).toEqual([hour, hour + 6 < 7 * 24 ? 1 : 2]);
    if (hour + 12 >= 7 * 24) break;
  }
  const ends = [once(socket, 'close'), once(other.socket, 'close')];
  clock.now += 12 * HOUR;
  host.sessions.sweep();
  for (const end of ends) expect((await end)[0]).toBe(4401);
});

it('lets a page go on for 12 hours after it was closed', async () => {
  const cookie = await signIn();
  const socket = dial({ cookie, origin: own() });
  await once(socket, 'open');
  clock.now += 48 * HOUR;
  socket.close();
  await once(socket, 'close');
  await expect.poll(() => host.small.listening('navigate')).toBe(0);
  clock.now += 11 * HOUR;
  expect((await ask('/', { headers: { cookie } })).status).toBe(200);
  clock.now += 12 * HOUR;
  expect((await ask('/', { headers: { cookie } })).status).toBe(401);
});

it('refuses an address that is 12 hours old, and all but the newest twenty', async () => {
  const old = host.served.newAddress();
  clock.now += LIMITS.tokenMs;
  expect(await opens(old)).toBe(401);
  const addresses = Array.from({ length: 21 }, () => host.served.newAddress());
  expect(await opens(addresses[0] ?? '')).toBe(401);
  expect(await opens(addresses[1] ?? '')).toBe(303);
});

it('looks at no more than twenty wrong addresses a minute, and keeps browsers signed in meanwhile', async () => {
  const cookie = await signIn();
  const good = host.served.newAddress();
  for (let guess = 0; guess < 20; guess += 1) expect((await ask(`/?token=${guess}`)).status).toBe(401);
  expect(await opens(good)).toBe(429);
  expect((await ask('/', { headers: { cookie } })).status).toBe(200);
  clock.now += 60_000;
  expect(await opens(good)).toBe(303);
});
