/** Calls lua/token_bucket.lua. */
import type { RedisRoles } from './connect.ts';
import { runScript } from './scripts.ts';

export interface BucketShape {
  /** The most tokens that the bucket holds. */
  capacity: number;
  perSecond: number;
}

export interface TakeResult {
  granted: boolean;
  /** Time until the bucket has enough tokens if no other client takes any; 0 when granted. */
  waitMs: number;
  /** Whole tokens left in the bucket. */
  left: number;
}

/**
 * Takes `tokens` tokens or none. All clients that name the same bucket share it, across machines.
 * @throws ReplyError when `tokens` is not between 1 and the capacity; whatever ioredis throws while Redis is away
 */
export async function takeTokens(
  redis: RedisRoles,
  name: string,
  { capacity, perSecond }: BucketShape,
  tokens: number,
): Promise<TakeResult> {
  const [granted, waitMs, left] = (await runScript(
    redis.roles.rateLimit,
    'token_bucket',
    { bucket: redis.keys.bucket(name) },
    [capacity, perSecond, tokens],
  )) as [number, number, number];
  return { granted: granted === 1, waitMs, left };
}
