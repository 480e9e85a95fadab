/** Connections to a real redis-server with TLS, a private authority and required client certificates. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { conditionOf } from '../../../src/core/redis/condition.ts';
import { connectRoles } from '../../../src/core/redis/connect.ts';
import type { RedisCondition } from '../../../src/shared/redis-condition.ts';
import { type MadeCertificate, makeAuthority, makeCertificate } from '../../support/certificates.ts';
import { freePort, startTestRedis, type TestRedis } from '../../support/redis.ts';

let folder: string;
let firm: MadeCertificate;
let other: MadeCertificate;
let mine: MadeCertificate;
let foreign: MadeCertificate;
let expiredClient: MadeCertificate;
const servers: Partial<Record<'good' | 'expired' | 'optional', { redis: TestRedis; port: number }>> = {};

async function serve(name: keyof typeof servers, certificate: MadeCertificate, clients: 'yes' | 'no') {
  const port = await freePort();
  const tls = [
    '--tls-port',
    String(port),
    '--tls-cert-file',
    certificate.cert,
    '--tls-key-file',
    certificate.key,
  ];
  const args = [...tls, '--tls-ca-cert-file', firm.cert, '--tls-auth-clients', clients];
  servers[name] = { redis: await startTestRedis({ args }), port };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redwell-tls-'));
  firm = await makeAuthority(folder, 'firm');
  other = await makeAuthority(folder, 'other');
  mine = await makeCertificate(folder, 'mine', firm, 'DNS:desk');
  foreign = await makeCertificate(folder, 'foreign', other, 'DNS:desk');
  expiredClient = await makeCertificate(folder, 'late', firm, 'DNS:desk', -1);
  await serve('good', await makeCertificate(folder, 'good', firm, 'IP:127.0.0.1'), 'yes');
  await serve('optional', await makeCertificate(folder, 'optional', firm, 'IP:127.0.0.1'), 'no');
  await serve('expired', await makeCertificate(folder, 'expired', firm, 'IP:127.0.0.1', -1), 'no');
});
afterAll(async () => {
  for (const server of Object.values(servers)) await server.redis.stop();
  await rm(folder, { recursive: true });
});

interface Try {
  server?: keyof typeof servers;
  host?: string;
  scheme?: 'redis' | 'rediss';
  ca?: string;
  cert?: string;
  key?: string;
}

/** Connects, writes and disconnects. @returns what the error means; null if everything worked */
async function attempt({ server = 'good', host = '127.0.0.1', scheme = 'rediss', ...rest }: Try): Promise<{
  condition: RedisCondition | null;
  message: string;
}> {
  const certificates = { ca: firm.cert, cert: mine.cert, key: mine.key, ...rest };
  const url = `${scheme}://${host}:${servers[server]?.port}`;
  try {
    const redis = await connectRoles({ url, certificates }, 'test', { failFast: true });
    try {
      await redis.roles.batch.set('written', '1');
      expect(redis.state()).toBe('ready');
    } finally {
      await redis.dispose();
    }
    return { condition: null, message: '' };
  } catch (error) {
    return { condition: conditionOf(error), message: (error as Error).message };
  }
}

it('connects with a private authority and a client certificate, from files or as PEM text', async () => {
  expect((await attempt({})).condition).toBeNull();
  const text = {
    ca: await readFile(firm.cert, 'utf8'),
    cert: await readFile(mine.cert, 'utf8'),
    key: await readFile(mine.key, 'utf8'),
  };
  expect((await attempt(text)).condition).toBeNull();
  expect((await attempt({ server: 'optional', cert: '', key: '' })).condition).toBeNull();
});

it('names what is wrong with a certificate', async () => {
  const found: Record<string, RedisCondition | null> = {};
  const tries: Record<string, Try> = {
    'no authority': { ca: '' },
    'another authority': { ca: other.cert },
    'expired server': { server: 'expired' },
    'another name': { host: 'localhost' },
    'no client certificate': { cert: '', key: '' },
    'a client certificate of another authority': { cert: foreign.cert, key: foreign.key },
    'an expired client certificate': { cert: expiredClient.cert, key: expiredClient.key },
    'no TLS spoken to a TLS port': { scheme: 'redis' },
  };
  for (const [name, one] of Object.entries(tries)) found[name] = (await attempt(one)).condition;
  expect(found).toEqual({
    'no authority': 'tls_untrusted',
    'another authority': 'tls_untrusted',
    'expired server': 'tls_expired',
    'another name': 'tls_name',
    'no client certificate': 'tls_client',
    'a client certificate of another authority': 'tls_client',
    'an expired client certificate': 'tls_client',
    'no TLS spoken to a TLS port': 'hung_up',
  });
});

it('names a certificate file that cannot be used, and never shows what is in it', async () => {
  const missing = join(folder, 'missing.pem');
  expect(await attempt({ ca: missing })).toMatchObject({
    condition: 'tls_files',
    message: expect.stringContaining(missing),
  });
  const swapped = await attempt({ cert: mine.key, key: mine.cert });
  expect(swapped).toMatchObject({ condition: 'tls_files', message: expect.stringContaining(mine.key) });
  expect(swapped.message).not.toContain('BEGIN');
  expect(await attempt({ cert: mine.cert, key: foreign.key })).toMatchObject({ condition: 'tls_files' });
  expect(await attempt({ cert: mine.cert, key: '' })).toMatchObject({
    condition: 'tls_files',
    message: expect.stringContaining('client key'),
  });
});

it('says that a server without TLS does not offer it', async () => {
  const port = await freePort();
  const plain = await startTestRedis({ args: ['--port', String(port)] });
  try {
    const url = `rediss://127.0.0.1:${port}`;
    const error = await connectRoles({ url }, 'test', { failFast: true }).catch(
      (failure: unknown) => failure,
    );
    expect(conditionOf(error)).toBe('tls_none');
  } finally {
    await plain.stop();
  }
});
