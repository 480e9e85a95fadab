/** Keeps with a batch who gave the last commands about it, so that every console on a shared server can see it. */
import { type CommandRecord, commandRecordSchema } from '../../shared/operator-log.ts';
import type { RedisRoles } from '../redis/connect.ts';

const MOST_KEPT = 100;
/** As long as a batch keeps what a retry needs. */
const TTL_SECONDS = 30 * 24 * 3600;

/** Adds a command to the record of its batch. */
export async function recordCommand(
  redis: RedisRoles,
  batchId: string,
  command: CommandRecord,
): Promise<void> {
  const key = redis.keys.commands(batchId);
  const { who, host, from, what, at, hash } = command;
  await redis.roles.batch
    .multi()
    .lpush(key, JSON.stringify({ who, host, from, what, at, hash }))
    .ltrim(key, 0, MOST_KEPT - 1)
    .expire(key, TTL_SECONDS)
    .exec();
}

/** Returns the last commands about a batch, newest first. What another program wrote there is passed over. */
export async function readCommands(redis: RedisRoles, batchId: string): Promise<CommandRecord[]> {
  const texts = await redis.roles.batch.lrange(redis.keys.commands(batchId), 0, MOST_KEPT - 1);
  return texts.flatMap((text) => {
    try {
      const record = commandRecordSchema.safeParse(JSON.parse(text));
      return record.success ? [record.data] : [];
    } catch {
      return [];
    }
  });
}
