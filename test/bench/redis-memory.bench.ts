/**
 * What small documents hold in Redis: when all of them wait, at the peak of their batch, when it ends, and when everything
 * that its end lets go is gone. The built-in server has no other users, so all of its memory is counted, by kind of key.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { beforeAll, expect, it } from 'vitest';
import { ensureBuilt } from '../../scripts/lib-build.mjs';
import type { Redwell } from '../../src/core/app/types.ts';
import { submitFolder } from '../../src/core/host/submit-folder.ts';
import { createKeys, DATABASE_OF_ROLE } from '../../src/core/redis/keys.ts';
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

type Kinds = ReadonlyMap<string, { keys: number; bytes: number }>;

const bytesOf = (kinds: Kinds): number => [...kinds.values()].reduce((sum, { bytes }) => sum + bytes, 0);

function printKinds(title: string, kinds: Kinds, per: (bytes: number) => number): void {
  const rows = [...kinds].toSorted((a, b) => b[1].bytes - a[1].bytes);
  printTable(
    title,
    rows.map(([what, { keys, bytes }]) => ({ what, keys, 'bytes a document': per(bytes) })),
  );
}

/** Returns the bytes of all keys of a server by role and kind, each measured by a sample of its keys. */
async function byKind(path: string): Promise<Kinds> {
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

/**
 * Returns the memory in use, without connections, cached scripts and what waits to be written to disk. The log of slow
 * commands is emptied: its size says how busy the machine is.
 */
async function usedBytes(redis: Redis): Promise<number> {
  await redis.call('SLOWLOG', 'RESET');
  const info = await redis.info('memory');
  const field = (name: string): number => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1] ?? 0);
  return ['mem_clients_normal', 'used_memory_scripts_eval', 'mem_aof_buffer'].reduce(
    (rest, part) => rest - field(part),
    field('used_memory'),
  );
}

/** Waits for the worker. @returns its process ID */
async function workerOf(redwell: Redwell): Promise<number> {
  let id = '';
  await until(async () => {
    id = (await redwell.handlers['health.get']({})).workers[0]?.id ?? '';
    return id !== '';
  });
  return Number(id.split('-').at(-1));
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
  const worker = await workerOf(redwell);
  const empty = await usedBytes(redis);
  let peak = 0;
  let over = false;
  let atPeak: Kinds = new Map();
  const sampling = (async () => {
    while (!over) {
      const used = (await usedBytes(redis)) - empty;
      // Counting keys takes long, so it is repeated only when there is clearly more.
      if (used > 1.03 * bytesOf(atPeak)) atPeak = await byKind(path);
      peak = Math.max(peak, used);
      await setTimeout(SAMPLE_MS);
    }
  })();
  // On a fast machine, documents are submitted faster than they are processed. This is the most that can wait at once.
  process.kill(worker, 'SIGSTOP');
  const { id } = await submitFolder(redwell, matter);
  const batches = new Redis({ path, db: DATABASE_OF_ROLE.batch });
  await until(async () => (await batches.hget(createKeys('databases').batch(id), 'flow')) === '1');
  batches.disconnect();
  const waiting = (await usedBytes(redis)) - empty;
  const submittedAt = performance.now();
  process.kill(worker, 'SIGCONT');
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
  const kinds = await byKind(path);
  // The cache takes more than its keys: also their places in the tables of keys and of expiries.
  await redis.select(DATABASE_OF_ROLE.cache);
  await redis.flushdb();
  const cache = left - ((await usedBytes(redis)) - empty);
  const per = (bytes: number): number => round(bytes / count, 0);
  const before = BEFORE.broker + BEFORE.results;
  const rows: Row[] = [
    { what: 'submitted, none processed', 'bytes a document': per(waiting), before: '' },
    { what: 'at the peak', 'bytes a document': per(peak), before: '' },
    { what: 'when the batch ended', 'bytes a document': per(atEnd), before: '' },
    { what: 'a minute later, without the cache', 'bytes a document': per(left - cache), before },
    { what: 'a minute later, the cache', 'bytes a document': per(cache), before: BEFORE.cache },
  ];
  printTable(
    `${count} small texts, ${round(count / took, 0)} documents/s, ${round(cpu, 1)} s of CPU here`,
    rows,
  );
  printKinds('near the peak, by kind of key', atPeak, per);
  printKinds('what is left, by kind of key', kinds, per);
  redis.disconnect();
  await redwell.dispose();
  await removeDataDir(dataDir);
  await rm(folder, { recursive: true, force: true });
});
