/** Uploads to the loopback host over real HTTP. */
import { request } from 'node:http';
import { expect, it } from 'vitest';
import { RedwellError } from '../../../src/shared/errors.ts';
import { bundleHead } from '../../../src/shared/upload-bundle.ts';
import { ask, host, own, serveEachTest, signIn } from './client.ts';

serveEachTest();

it('receives an upload whole, under a path of up to 4,000 characters', async () => {
  const cookie = await signIn();
  const started = await host.small.handlers['intake.begin']({ kind: 'upload', name: 'Box' });
  const body = Buffer.alloc(300_000, 7);
  const path = `Box/${'ä'.repeat(3990)}.txt`;
  const url = `/upload?${new URLSearchParams({ drop: started.id, path, modified: '1700000000000' })}`;
  const headers = { cookie, origin: own(), 'x-redwell-upload': '1' };
  const answer = await ask(url, { method: 'POST', headers, body });
  expect([answer.status, JSON.parse(answer.body)]).toEqual([200, { ok: true, value: { bytes: 300_000 } }]);
  expect(host.small.files.get(path)?.equals(body)).toBe(true);
});

it('receives an empty file as an empty file', async () => {
  const cookie = await signIn();
  const started = await host.small.handlers['intake.begin']({ kind: 'upload', name: 'Box' });
  const headers = { cookie, origin: own(), 'x-redwell-upload': '1', 'content-length': '0' };
  const typed = { ...headers, 'content-type': 'application/octet-stream' };
  for (const [path, one] of Object.entries({ untyped: headers, typed })) {
    const url = `/upload?${new URLSearchParams({ drop: started.id, path })}`;
    const answer = await ask(url, { method: 'POST', headers: one });
    expect([path, answer.status, answer.body]).toEqual([path, 200, '{"ok":true,"value":{"bytes":0}}']);
    expect(host.small.files.get(path)?.length).toBe(0);
  }
});

it('refuses an upload without its header, out of its folder, too large, or to an unknown drop', async () => {
  const cookie = await signIn();
  const started = await host.small.handlers['intake.begin']({ kind: 'upload', name: 'Box' });
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
  expect(host.small.files.size).toBe(0);
});

const head = (files: readonly unknown[]): Buffer => Buffer.from(bundleHead(files as never));

it('receives a bundle of small files, and answers for each of them', async () => {
  const cookie = await signIn();
  const started = await host.small.handlers['intake.begin']({ kind: 'upload', name: 'Box' });
  const files = Object.entries({ 'Box/a': 'one', 'Box/empty': '', 'Box/ä': 'three' });
  const accept = host.small.acceptFile;
  host.small.acceptFile = (drop, path, ...rest) => {
    if (path === 'Box/empty') throw new RedwellError('disk_full', 'The disk is full.');
    return accept(drop, path, ...rest);
  };
  const stated = files.map(([path, text], item) => ({ path, item, bytes: Buffer.byteLength(text) }));
  const body = Buffer.concat([head(stated), ...files.map(([, text]) => Buffer.from(text))]);
  const headers = { cookie, origin: own(), 'x-redwell-upload': '1' };
  const answer = await ask(`/upload/bundle?drop=${started.id}`, { method: 'POST', headers, body });
  expect(JSON.parse(answer.body)).toMatchObject({
    ok: true,
    value: {
      files: [
        { ok: true, bytes: 3 },
        { ok: false, error: { code: 'disk_full' } },
        { ok: true, bytes: 5 },
      ],
    },
  });
  expect(Object.fromEntries([...host.small.files].map(([path, bytes]) => [path, bytes.toString()]))).toEqual({
    'Box/a': 'one',
    'Box/ä': 'three',
  });
});

it('takes nothing of a bundle that is not whole, too large, or names a place outside', async () => {
  const cookie = await signIn();
  const started = await host.small.handlers['intake.begin']({ kind: 'upload', name: 'Box' });
  const headers = { cookie, origin: own(), 'x-redwell-upload': '1' };
  const good = { path: 'Box/a', item: 0, bytes: 3 };
  const bundles: Record<string, Buffer> = {
    empty: Buffer.alloc(0),
    'head cut off': head([good]).subarray(0, 10),
    'length of the head': Buffer.from([0xff, 0xff, 0xff, 0xff, 1]),
    'not JSON': Buffer.concat([Buffer.from([0, 0, 0, 2]), Buffer.from('{x')]),
    'no files': head([]),
    'file cut off': Buffer.concat([head([good]), Buffer.from('on')]),
    'more bytes': Buffer.concat([head([good]), Buffer.from('ones')]),
    'negative length': head([{ ...good, bytes: -1 }]),
    'path outside': Buffer.concat([head([{ ...good, path: '../a' }]), Buffer.from('one')]),
    'too many files': head(Array.from({ length: 65 }, (_, item) => ({ ...good, item, bytes: 0 }))),
    'too large': Buffer.concat([head([good]), Buffer.alloc(12 * 1024 * 1024)]),
  };
  for (const [name, body] of Object.entries(bundles)) {
    const { status } = await ask(`/upload/bundle?drop=${started.id}`, { method: 'POST', headers, body });
    expect([name, status]).toEqual([name, 400]);
  }
  const unmarked = { method: 'POST', headers: { cookie, origin: own() }, body: head([good]) };
  expect((await ask(`/upload/bundle?drop=${started.id}`, unmarked)).status).toBe(403);
  expect(
    (await ask('/upload/bundle?drop=d&path=a', { method: 'POST', headers, body: head([good]) })).status,
  ).toBe(400);
  expect(host.small.files.size).toBe(0);
});

it('does not take an interrupted upload for a whole file', async () => {
  const cookie = await signIn();
  const started = await host.small.handlers['intake.begin']({ kind: 'upload', name: 'Box' });
  const sent = request({
    host: '127.0.0.1',
    port: host.served.port,
    path: `/upload?drop=${started.id}&path=half`,
    method: 'POST',
    headers: {
      cookie,
      origin: own(),
      host: `127.0.0.1:${host.served.port}`,
      'x-redwell-upload': '1',
      'content-length': '1000',
    },
  });
  sent.on('error', () => undefined);
  const broken = new Promise<unknown>((resolve) => {
    const accept = host.small.acceptFile;
    host.small.acceptFile = (drop, path, modified, content) => {
      sent.destroy();
      return accept(drop, path, modified, content).catch((error: unknown) => {
        resolve(error);
        throw error;
      });
    };
  });
  sent.write('half');
  expect(String(await broken)).toMatch(/interrupted|aborted|ECONNRESET/);
  expect(host.small.files.size).toBe(0);
});

it('survives an upload that is interrupted before anyone reads it', async () => {
  const cookie = await signIn();
  const sent = request({
    host: '127.0.0.1',
    port: host.served.port,
    path: '/upload?drop=d1&path=half',
    method: 'POST',
    headers: {
      cookie,
      origin: own(),
      host: `127.0.0.1:${host.served.port}`,
      'x-redwell-upload': '1',
      'content-length': '1000',
    },
  });
  sent.on('error', () => undefined);
  const ended = new Promise<void>((resolve) => {
    host.small.acceptFile = async (_drop, _path, _modified, content) => {
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
