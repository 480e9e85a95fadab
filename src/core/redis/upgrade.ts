/** Upgrades the batches that version 0.1.0 left in Redis to the current spelling, once per server and namespace. */
import type { RedisRoles } from './connect.ts';
import { runScript } from './scripts.ts';

/** The current format of stored batches. Version 0.1.0 stored no format. */
const FORMAT = '2';
const SCAN_COUNT = 1000;

/**
 * Upgrades every batch that is in the old format. Call it after connecting, before anything reads or changes a batch. An
 * interrupted upgrade can be repeated, and two can run at once. The format is stored after the last batch; from then on a
 * call costs one command.
 * @returns how many batches changed
 * @throws whatever ioredis throws while Redis is away
 */
export async function upgradeStoredSpelling(redis: RedisRoles): Promise<number> {
  const { keys, roles } = redis;
  if ((await roles.batch.get(keys.storedFormat())) === FORMAT) return 0;
  let upgraded = 0;
  for (const batchId of await storedBatches(redis)) {
    const changes = await runScript(
      roles.batch,
      'upgrade_batch',
      { batch: keys.batch(batchId), documents: keys.documents(batchId) },
      [],
    );
    if (Number(changes) > 0) upgraded += 1;
  }
  await roles.batch.set(keys.storedFormat(), FORMAT);
  return upgraded;
}

/** Returns the ids of all batches in Redis. No set has the ended ones, so this scans for their hashes. */
export async function storedBatches({ keys, roles }: RedisRoles): Promise<Set<string>> {
  const found = new Set(await roles.batch.zrange(keys.activeBatches(), '0', '-1'));
  const prefix = keys.batch('');
  const pattern = `${prefix.replaceAll(/[\\*?[\]]/g, String.raw`\$&`)}*`;
  let cursor = '0';
  do {
    const [next, names] = await roles.batch.scan(cursor, 'MATCH', pattern, 'COUNT', SCAN_COUNT);
    for (const name of names) {
      const batchId = name.slice(prefix.length);
      // Keys that belong to a batch have a suffix after another colon.
      if (!batchId.includes(':')) found.add(batchId);
    }
    cursor = next;
  } while (cursor !== '0');
  return found;
}
