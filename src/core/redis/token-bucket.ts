/** The typed call of lua/token_bucket.lua. */
import type { RedisRoles } from './connect.ts';
import { runScript } from './scripts.ts';

export interface BucketShape {
  /** Most tokens that can be there at once. */
  capacity: number;
  perSecond: number;
}

export interface Taken {
  granted: boolean;
  /** After this long so many would be there if nobody else took any; 0 when granted. */
  waitMs: number;
  /** Whole tokens that are left. */
  left: number;
}

/**
 * Takes `wanted` tokens or none. Everybody who names the same bucket shares it, on whichever machine.
 * @throws ReplyError when `wanted` is not between 1 and the capacity; whatever ioredis throws while Redis is away
 */
export async function takeTokens(
  redis: RedisRoles,
  name: string,
  { capacity, perSecond }: BucketShape,
  wanted: number,
): Promise<Taken> {
  const [granted, waitMs, left] = (await runScript(
    redis.roles.rateLimit,
    'token_bucket',
    { bucket: redis.keys.bucket(name) },
    [capacity, perSecond, wanted],
  )) as [number, number, number];
  return { granted: granted === 1, waitMs, left };
}
