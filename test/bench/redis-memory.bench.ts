/**
 * What small documents hold in Redis: at the peak of their batch, when it ends, and when everything that its end lets
 * go is gone. The built-in server has no other users, so all of its memory is counted, by kind of key.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { beforeAll, expect, it } from 'vitest';
import { ensureBuilt } from '../../scripts/lib-build.mjs';
import { submitFolder } from '../../src/core/host/submit-folder.ts';
import { DATABASE_OF_ROLE } from '../../src/core/redis/keys.ts';
import { privateSocketPath } from '../../src/core/util/private-socket.ts';
import { batchEnd, makeDataDir, openTestRedwell, removeDataDir } from '../support/redwell.ts';
import { until } from '../support/until.ts';
import { cpuSeconds } from './processes.ts';
import { printTable, type Row, round } from './table.ts';

const SIZES = (process.env.BENCH_DOCUMENTS ?? '1000,20000').split(',').map(Number);
/** Bytes per document that version 0.1.0 held for 20,000 small texts, hours after the end of their batch. */
const BEFORE = { broker: 12_000, results: 7700, cache: 3400 };
const SAMPLE_MS = 100;
/** Keys whose size is asked for per kind, spread over all of them. */
const SAMPLE_KEYS = 400;
const PEOPLE = [
  'Karen L. Whitfield',
  'Thomas J. Halvorsen',
  'Maria Gonzalez',
  'Peter Okafor',
  'Ruth Lindqvist',
];
const FIRMS = ['Acme Holdings, Inc.', 'Dunmore Properties, LLC', 'Halvorsen & Pike LLP'];

const letter = (n: number): string =>
  [
    `Matter ${1000 + n}`,
    `March ${1 + (n % 28)}, ${2000 + (n % 25)}`,
    ...Array.from(
      { length: 6 },
      (_v, i) =>
        `${PEOPLE[(n + i) % 5]} wrote to ${PEOPLE[(n + 1 + (n % 3)) % 5]} of ${FIRMS[(n + i) % 3]} about item ${n * 6 + i} for $${n * 100 + i}.50.`,
    ),
  ].join('\n');

beforeAll(() => ensureBuilt());

/** Returns the bytes of all keys of a server by role and kind, each measured by a sample of its keys. */
async function byKind(path: string): Promise<Map<string, { keys: number; bytes: number }>> {
  const kinds = new Map<string, { keys: number; bytes: number }>();
  for (const [role, db] of Object.entries(DATABASE_OF_ROLE)) {
    const redis = new Redis({ path, db });
    const names = new Map<string, string[]>();
    let cursor = '0';
    do {
      const [next, keys] = await redis.scan(cursor, 'COUNT', 5000);
      cursor = next;
      for (const key of new Set(keys)) {
        const kind = `${role} ${kindOf(role, key)}`;
        const list = names.get(kind) ?? [];
        list.push(key);
        names.set(kind, list);
      }
    } while (cursor !== '0');
    for (const [kind, keys] of names) {
      const step = Math.max(1, Math.floor(keys.length / SAMPLE_KEYS));
      const sample = keys.filter((_key, i) => i % step === 0);
      const pipeline = redis.pipeline();
      for (const key of sample) pipeline.call('MEMORY', 'USAGE', key, 'SAMPLES', '20');
      const sizes = ((await pipeline.exec()) ?? []).map(([, bytes]) => Number(bytes));
      const mean = sizes.reduce((sum, bytes) => sum + bytes, 0) / sizes.length;
      kinds.set(kind, { keys: keys.length, bytes: mean * keys.length });
    }
    redis.disconnect();
  }
  return kinds;
}

function kindOf(role: string, key: string): string {
  if (role === 'broker') {
    const [, , id = '', part = 'hash'] = key.split(':');
    return id.includes('-r') ? `job ${id.includes('finalize') ? 'parent ' : ''}${part}` : id;
  }
  if (role === 'cache') return key.split(':')[1] ?? key;
  if (role === 'batch' && /:b:[^:]+:/.test(key)) return key.split(':').at(-1) ?? key;
  return key.split(':').slice(1, 2).join(':');
}

/** Returns the memory in use, without connections, cached scripts and what waits to be written to disk. */
async function usedBytes(redis: Redis): Promise<number> {
  const info = await redis.info('memory');
  const field = (name: string): number => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1] ?? 0);
  return ['mem_clients_normal', 'used_memory_scripts_eval', 'mem_aof_buffer'].reduce(
    (rest, part) => rest - field(part),
    field('used_memory'),
  );
}

it.each(SIZES)('measures %i documents', async (count) => {
  const folder = await mkdtemp(join(tmpdir(), 'redwell-memory-'));
  const matter = join(folder, 'matter');
  for (let n = 0; n < count; n += 1) {
    if (n % 1000 === 0) await mkdir(join(matter, `box ${n / 1000}`), { recursive: true });
    await writeFile(join(matter, `box ${Math.floor(n / 1000)}`, `letter ${n}.txt`), letter(n));
  }
  const dataDir = await makeDataDir();
  const redwell = await openTestRedwell(dataDir);
  const path = await privateSocketPath(dataDir, 'redis/redis.sock');
  await until(async () => (await redwell.handlers['health.get']({})).redis.state === 'ready');
  const redis = new Redis({ path });
  await until(async () => (await redwell.handlers['health.get']({})).workers.length > 0);
  const empty = await usedBytes(redis);
  let peak = 0;
  let over = false;
  const sampling = (async () => {
    while (!over) {
      peak = Math.max(peak, (await usedBytes(redis)) - empty);
      await setTimeout(SAMPLE_MS);
    }
  })();
  let submittedAt = 0;
  const { id } = await submitFolder(redwell, matter, {}, async () => {
    submittedAt = performance.now();
  });
  const batch = await batchEnd(redwell, id);
  const took = (performance.now() - submittedAt) / 1000;
  const endedAt = performance.now();
  expect(batch.equation.completed).toBe(count);
  const atEnd = (await usedBytes(redis)) - empty;
  const cpu = cpuSeconds(process.pid);
  await until(() => performance.now() - endedAt > 60_000);
  over = true;
  await sampling;
  const left = (await usedBytes(redis)) - empty;
  const kinds = [...(await byKind(path))].sort((a, b) => b[1].bytes - a[1].bytes);
  // The cache takes more than its keys: also their places in the tables of keys and of expiries.
  await redis.select(DATABASE_OF_ROLE.cache);
  await redis.flushdb();
  const cache = left - ((await usedBytes(redis)) - empty);
  const per = (bytes: number): number => round(bytes / count, 0);
  const before = BEFORE.broker + BEFORE.results;
  const rows: Row[] = [
    { what: 'at the peak', 'bytes a document': per(peak), before: '' },
    { what: 'when the batch ended', 'bytes a document': per(atEnd), before: '' },
    { what: 'a minute later, without the cache', 'bytes a document': per(left - cache), before },
    { what: 'a minute later, the cache', 'bytes a document': per(cache), before: BEFORE.cache },
  ];
  printTable(
    `${count} small texts, ${round(count / took, 0)} documents/s, ${round(cpu, 1)} s of CPU here`,
    rows,
  );
  printTable(
    'what is left, by kind of key',
    kinds.map(([what, { keys, bytes }]) => ({ what, keys, 'bytes a document': per(bytes) })),
  );
  redis.disconnect();
  await redwell.dispose();
  await removeDataDir(dataDir);
  await rm(folder, { recursive: true, force: true });
});
