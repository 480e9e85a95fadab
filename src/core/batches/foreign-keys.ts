/** Finds keys of Redwell that another program has overwritten with another type, and moves them out of the way. */
import { QUEUES } from '../../shared/stages.ts';
import { conditionOf } from '../redis/condition.ts';
import type { RedisRoles } from '../redis/connect.ts';
import { storedBatches } from '../redis/upgrade.ts';
import type { Broker } from './broker.ts';

type Role = 'broker' | 'results' | 'cache' | 'batch';

/** Documents whose results are looked at together. */
const PAGE = 1000;

interface Expected {
  role: Role;
  key: string;
  type: string;
  /** null: the key belongs to all batches. */
  batchId: string | null;
}

/** A key with a foreign type. */
export interface ForeignKey extends Expected {
  found: string;
}

const QUEUE_KEYS: readonly (readonly [string, string])[] = [
  ['meta', 'hash'],
  ['wait', 'list'],
  ['paused', 'list'],
  ['active', 'list'],
  ['prioritized', 'zset'],
  ['delayed', 'zset'],
  ['waiting-children', 'zset'],
  ['completed', 'zset'],
  ['failed', 'zset'],
  ['stalled', 'set'],
  ['marker', 'zset'],
  ['pc', 'string'],
  ['id', 'string'],
  ['stalled-check', 'string'],
  ['events', 'stream'],
];

function expectedKeys({ keys }: RedisRoles, broker: Broker, batchIds: readonly string[]): Expected[] {
  const shared: [Role, string, string][] = [
    ['batch', keys.activeBatches(), 'zset'],
    ['batch', keys.events(), 'stream'],
    ['batch', keys.workers(), 'hash'],
    ['batch', keys.heldBatches(), 'set'],
    ['batch', keys.storedFormat(), 'string'],
    ['cache', keys.cacheStats(), 'hash'],
    ...nowKeys(keys),
  ];
  for (const queue of QUEUES)
    for (const [name, type] of QUEUE_KEYS) shared.push(['broker', broker.queues[queue].toKey(name), type]);
  const own = batchIds.flatMap((batchId): Expected[] => [
    { role: 'batch', key: keys.batch(batchId), type: 'hash', batchId },
    { role: 'batch', key: keys.documents(batchId), type: 'hash', batchId },
    { role: 'batch', key: keys.parked(batchId), type: 'set', batchId },
    { role: 'batch', key: keys.repairs(batchId), type: 'hash', batchId },
    { role: 'results', key: keys.keptNames(batchId), type: 'hash', batchId },
  ]);
  return [...shared.map(([role, key, type]) => ({ role, key, type, batchId: null })), ...own];
}

/** The statistics that workers write now and in the next minute. */
function nowKeys(keys: RedisRoles['keys']): [Role, string, string][] {
  const minute = Math.floor(Date.now() / 60_000);
  return [
    ...[minute - 1, minute, minute + 1].map((at): [Role, string, string] => [
      'batch',
      keys.minute(at),
      'hash',
    ]),
    ['batch', keys.hour(Math.floor(minute / 60)), 'hash'],
  ];
}

/**
 * Returns the keys of all batches together, and of the given batches, that have a foreign type.
 * @throws whatever ioredis throws while Redis is away
 */
export async function findForeignKeys(
  redis: RedisRoles,
  broker: Broker,
  batchIds: readonly string[],
): Promise<ForeignKey[]> {
  const expected = expectedKeys(redis, broker, batchIds);
  return withForeignType(redis, expected);
}

/**
 * Returns the results of documents of a batch that have a foreign type.
 * @throws whatever ioredis throws while Redis is away
 */
export async function findForeignResults(redis: RedisRoles, batchId: string): Promise<ForeignKey[]> {
  const { keys, roles } = redis;
  // If the states are foreign too, the batch leaves Redis, and its results with it.
  if ((await roles.batch.type(keys.documents(batchId))) !== 'hash') return [];
  const ids = await roles.batch.hkeys(keys.documents(batchId));
  const found: ForeignKey[] = [];
  for (let from = 0; from < ids.length; from += PAGE)
    found.push(
      ...(await withForeignType(
        redis,
        ids.slice(from, from + PAGE).map((id): Expected => {
          return { role: 'results', key: keys.documentResults(id), type: 'hash', batchId };
        }),
      )),
    );
  return found;
}

async function withForeignType({ roles }: RedisRoles, expected: readonly Expected[]): Promise<ForeignKey[]> {
  const types = await Promise.all(expected.map(({ role, key }) => roles[role].type(key)));
  return expected.flatMap((one, i) => {
    const found = types[i] ?? 'none';
    return found === 'none' || found === one.type ? [] : [{ ...one, found }];
  });
}

/**
 * Renames foreign keys, so that nothing of the other program is lost, and rebuilds the list of active batches. A batch
 * whose states were overwritten leaves Redis altogether: the app that submitted it restores it from its manifest.
 * @returns the ids of those batches
 * @throws whatever ioredis throws while Redis is away
 */
export async function moveForeignKeys(redis: RedisRoles, foreign: readonly ForeignKey[]): Promise<string[]> {
  const { keys } = redis;
  const aside = `:foreign:${Date.now()}`;
  for (const { role, key } of foreign) await renameIfThere(redis, role, key, `${key}${aside}`);
  const states = foreign.filter(
    ({ batchId, key }) => batchId !== null && [keys.batch(batchId), keys.documents(batchId)].includes(key),
  );
  const lost = [...new Set(states.flatMap(({ batchId }) => batchId ?? []))];
  for (const batchId of lost)
    for (const key of [keys.batch(batchId), keys.documents(batchId)])
      await renameIfThere(redis, 'batch', key, `${key}${aside}`);
  if (foreign.some(({ key }) => key === keys.activeBatches())) await rebuildActive(redis);
  return lost;
}

async function renameIfThere({ roles }: RedisRoles, role: Role, key: string, name: string): Promise<void> {
  await roles[role].rename(key, name).catch((error: unknown) => {
    // It has expired, or another repair has renamed it.
    if (!(error instanceof Error) || !error.message.includes('no such key')) throw error;
  });
}

/** Lists every batch that has not ended, by its creation time. */
async function rebuildActive(redis: RedisRoles): Promise<void> {
  const { keys, roles } = redis;
  for (const batchId of await storedBatches(redis)) {
    const [endedAt, createdAt] = await roles.batch
      .hmget(keys.batch(batchId), 'endedAt', 'createdAt')
      .catch((error: unknown) => {
        // Moved aside later, with its own batch.
        if (conditionOf(error) === 'wrong_type') return ['', null];
        throw error;
      });
    if (createdAt !== null && createdAt !== undefined && !endedAt)
      await roles.batch.zadd(keys.activeBatches(), createdAt, batchId);
  }
}
