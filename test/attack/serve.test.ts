/** Hostile pages, programs and requests against the loopback host. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import type { Redwell } from '../../src/core/app/types.ts';
import { SECURITY_HEADERS } from '../../src/core/host/page-headers.ts';
import { listedExternal } from '../../src/main/shell/origin.ts';
import { fileOf } from '../../src/main/shell/protocol.ts';
import { refusal, Sessions } from '../../src/serve/guard.ts';
import { browserHandlers } from '../../src/serve/handlers.ts';
import { type BridgeHandlers, REQUEST_NAMES, REQUESTS, type RequestName } from '../../src/shared/bridge.ts';
import { dispatch } from '../../src/shared/dispatch.ts';
import { wireErrorSchema } from '../../src/shared/errors.ts';
import { ask, host, own, raw, serveEachTest, signIn } from '../integration/serve/client.ts';
import { externalPart, pathPart } from '../support/addresses.ts';
import { makeDataDir, openTestRedwell, removeDataDir } from '../support/redwell.ts';
import { until } from '../support/until.ts';
import { held } from './tally.ts';

serveEachTest();

let dataDir: string;
let redwell: Redwell;
let handlers: BridgeHandlers;
beforeAll(async () => {
  dataDir = await makeDataDir();
  redwell = await openTestRedwell(dataDir, { spawnWorker: null });
  handlers = browserHandlers(redwell, { version: 'test', dataDir });
  await until(async () => (await redwell.handlers['health.get']({})).redis.state === 'ready');
});
afterAll(async () => {
  await redwell.dispose();
  await removeDataDir(dataDir);
});

/** Values that programs choke on. */
const nasty = fc.oneof(
  fc.constantFrom(
    ...[
      '',
      '..',
      '../..',
      '/etc/passwd',
      '__proto__',
      'constructor',
      'toString',
      '\0',
      '\ud800',
      '*',
      '%',
      "' OR 1=1 --",
    ],
    ...[
      'b1',
      'redis://127.0.0.1:1/',
      '\u202e',
      '*'.repeat(999),
      '((((((((((',
      '"',
      'NEAR(a b)',
      '99999999999999999999',
      'NaN',
    ],
  ),
  fc.string({ unit: 'binary', maxLength: 60 }),
);
const value = fc.oneof(
  nasty,
  fc.integer(),
  fc.double(),
  fc.constantFrom(null, true, false, -1, 0, 1e308, Number.MAX_SAFE_INTEGER),
  fc.array(nasty, { maxLength: 3 }),
  fc.dictionary(nasty, nasty, { maxKeys: 3 }),
);

interface Schema {
  type?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  enum?: unknown[];
  const?: unknown;
  minimum?: number;
  maximum?: number;
  minItems?: number;
}

/** Returns values that a schema accepts, with contents that nobody expects, and sometimes values that it refuses. */
function accepted(schema: Schema): fc.Arbitrary<unknown> {
  const { type, properties = {}, items = {}, minimum = -9, maximum = 9999 } = schema;
  const choice = schema.anyOf ?? schema.oneOf;
  if (choice !== undefined) return fc.oneof(...choice.map(accepted));
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  switch (type) {
    case 'string':
      return nasty;
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'integer':
      return fc.integer({ min: minimum, max: Math.min(maximum, 2 ** 31) });
    case 'number':
      return fc.double({ min: minimum, max: maximum, noNaN: true });
    case 'array':
      return fc.array(accepted(items), { minLength: schema.minItems ?? 0, maxLength: 4 });
    case 'object':
      return fc.record(
        Object.fromEntries(Object.entries(properties).map(([key, part]) => [key, accepted(part)])),
        { requiredKeys: schema.required ?? [] },
      );
    default:
      return value;
  }
}

/** Returns inputs for a request: mostly such that its schema accepts, so that its handler is reached. */
const inputOf = (name: RequestName): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 1, arbitrary: value },
    {
      weight: 4,
      arbitrary: accepted(
        z.toJSONSchema(REQUESTS[name].input, { io: 'input', unrepresentable: 'any' }) as Schema,
      ),
    },
  );

/** These act on the installation itself. Their inputs are tried without the handler. */
const ONLY_PARSED: ReadonlySet<RequestName> = new Set(['settings.set']);

it('answers random requests on every channel with data that its table allows', async () => {
  const runs = 1000;
  const defects = new Map<string, string>();
  const reached = new Map<RequestName, number>(REQUEST_NAMES.map((name) => [name, 0]));
  for (const name of REQUEST_NAMES) {
    await fc.assert(
      fc.asyncProperty(inputOf(name), async (input) => {
        if (ONLY_PARSED.has(name) && REQUESTS[name].input.safeParse(input).success) return;
        if (REQUESTS[name].input.safeParse(input ?? {}).success)
          reached.set(name, (reached.get(name) ?? 0) + 1);
        const reply = await dispatch(handlers, name, input);
        if (reply.ok) expect(REQUESTS[name].output.safeParse(reply.value).success).toBe(true);
        else {
          const error = wireErrorSchema.parse(reply.error);
          if (error.code === 'internal') defects.set(`${name}: ${error.message}`, JSON.stringify(input));
        }
      }),
      { numRuns: runs },
    );
  }
  expect([...defects]).toEqual([]);
  // Otherwise only the schemas would be tried.
  for (const [name, count] of reached)
    if (!ONLY_PARSED.has(name)) expect([name, count > 50]).toEqual([name, true]);
  held({
    channel: 'bridge, random inputs on all channels',
    tried: runs * REQUEST_NAMES.length,
    got: 'typed replies',
  });
});

it('closes the socket on random frames, or answers them, and stays up', async () => {
  const cookie = await signIn();
  const { WebSocket } = await import('ws');
  let tried = 0;
  const frames = fc.sample(
    fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.json({ maxDepth: 50 })),
    500,
  );
  for (const frame of [
    ...frames,
    '['.repeat(100_000),
    '{"id":1,"name":"__proto__","input":{}}',
    '{"id":1e400,"name":"x"}',
  ]) {
    const socket = new WebSocket(`ws://127.0.0.1:${host.served.port}/bridge`, {
      headers: { cookie, origin: own() },
    });
    await new Promise<void>((resolve) => {
      socket.on('error', () => undefined);
      socket.once('open', () => socket.send(frame));
      socket.once('close', () => resolve());
      socket.once('message', () => socket.terminate());
    });
    tried += 1;
  }
  expect((await ask('/', { headers: { cookie } })).status).toBe(200);
  held({ channel: 'bridge, random frames', tried, got: 'closed with 1008, or an error reply' });
});

const hostPart = fc.constantFrom(
  ...[
    '127.0.0.1',
    'localhost',
    'evil.example',
    '127.0.0.1.',
    'LOCALHOST',
    '[::1]',
    '0.0.0.0',
    '127.1',
    '2130706433',
    '',
  ],
  ...[':7410', ':7411', ':', ':07410', '@', '.', ' ', '\t', ',', '#', '/', '%30'],
);

it('refuses every host and origin but its own', () => {
  const runs = 20_000;
  fc.assert(
    fc.property(
      fc.array(hostPart, { maxLength: 5 }),
      fc.option(
        fc.array(fc.oneof(hostPart, fc.constantFrom('http://', 'https://', 'null')), { maxLength: 5 }),
      ),
      fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'OPTIONS'),
      fc.boolean(),
      fc.constantFrom(undefined, 'same-origin', 'same-site', 'cross-site', 'none'),
      (hostParts, originParts, method, upgrade, site) => {
        const name = hostParts.join('');
        const origin = originParts?.join('');
        const reason = refusal({ method, upgrade, host: name, origin, site }, 7410);
        if (reason !== null) return;
        expect(['127.0.0.1:7410', 'localhost:7410']).toContain(name);
        if (origin !== undefined) expect(origin).toBe(`http://${name}`);
        if (upgrade || !['GET', 'HEAD'].includes(method)) {
          expect(origin).toBe(`http://${name}`);
          expect([undefined, 'same-origin']).toContain(site);
        }
      },
    ),
    { numRuns: runs },
  );
  held({ channel: 'host and origin (DNS rebinding, other sites)', tried: runs, got: 'refused' });
});

it('serves nothing outside the page’s folder, with or without a session', async () => {
  const secret = await mkdtemp(join(tmpdir(), 'redwell-secret-'));
  await writeFile(join(secret, 'secret.txt'), 'a stranger’s file');
  const cookie = await signIn();
  const paths = fc
    .sample(
      fc.array(pathPart('?', '#', 'redwell-outside.txt', secret.slice(1), 'secret.txt'), {
        minLength: 1,
        maxLength: 8,
      }),
      3000,
    )
    .map((parts) => `/${parts.join('/')}`);
  for (const path of paths) {
    const line = path.replace(/[\s#]/g, '_');
    const reply = await raw(
      `GET ${line} HTTP/1.1\r\nHost: 127.0.0.1:${host.served.port}\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`,
    );
    expect(reply).not.toMatch(/stranger|root:/);
    expect(reply.toLowerCase()).toContain(
      `content-security-policy: ${SECURITY_HEADERS['content-security-policy']}`,
    );
    const file = fileOf('/srv/page', `redwell://app${path}`);
    expect(file === null || file.startsWith('/srv/page/')).toBe(true);
  }
  await rm(secret, { recursive: true });
  held({
    channel: 'traversal of the page’s folder, both hosts',
    tried: 2 * paths.length,
    got: 'the page, 404, 400',
  });
});

it('takes no token twice, and none that it did not give', () => {
  let now = 0;
  let tried = 0;
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.constantFrom('new', 'use', 'again', 'wait'), fc.string()), { maxLength: 40 }),
      (steps) => {
        const sessions = new Sessions(() => now);
        const fresh: string[] = [];
        const spent: string[] = [];
        for (const step of steps) {
          tried += 1;
          if (step === 'new') fresh.push(sessions.newToken());
          else if (step === 'wait') now += 61_000;
          else if (step === 'use' && fresh.length > 0) {
            const token = fresh.pop() ?? '';
            if ('session' in sessions.exchange(token)) spent.push(token);
            else fresh.push(token);
          } else
            expect(sessions.exchange(step === 'again' ? (spent.at(-1) ?? '') : step)).toHaveProperty(
              'refused',
            );
        }
      },
    ),
    { numRuns: 2000 },
  );
  held({ channel: 'one-time tokens, in any order', tried, got: 'refused' });
});

it('stores no upload outside its drop, whatever its name and headers say', async () => {
  const cookie = await signIn();
  const started = await host.small.handlers['intake.begin']({ kind: 'upload', name: 'Box' });
  const part = fc.constantFrom(
    '..',
    '.',
    '',
    'a',
    '\0',
    '\\',
    'C:',
    'nul',
    '%2e%2e',
    '\ud800',
    '\u202e',
    ' ',
    'x'.repeat(300),
  );
  const names = fc
    .sample(fc.array(part, { minLength: 1, maxLength: 6 }), 1000)
    .map((parts) => parts.join('/'));
  for (const path of names) {
    const answer = await ask(`/upload?${new URLSearchParams({ drop: started.id, path })}`, {
      method: 'POST',
      headers: { cookie, origin: own(), 'x-redwell-upload': '1' },
      body: 'x',
    });
    expect([200, 400]).toContain(answer.status);
  }
  for (const path of host.small.files.keys()) expect(path.split('/')).not.toContain('..');
  held({ channel: 'upload names', tried: names.length, got: 'accepted under a plain path, or 400' });
});

it('opens no address in which any reader finds another host', () => {
  const runs = 20_000;
  fc.assert(
    fc.property(
      fc.constantFrom('https://', 'https:', 'https:\\\\', 'HTTPS://'),
      fc.array(externalPart, { maxLength: 9 }),
      (scheme, parts) => {
        const opened = listedExternal(scheme + parts.join(''));
        const found = /^https:\/\/([^/?#\\]*)/.exec(opened ?? '')?.[1];
        if (opened !== null) expect(['redis.io', 'www.rfc-editor.org']).toContain(found);
      },
    ),
    { numRuns: runs },
  );
  held({ channel: 'addresses to open in a browser', tried: runs, got: 'a listed host, or refused' });
});
