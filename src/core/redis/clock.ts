/** Compares this computer's clock with the server's. All computers that share a server see the same server clock. */
import { conditionOf } from './condition.ts';
import type { RedisRoles } from './connect.ts';

/**
 * Returns how far this computer's clock is ahead of the server's, ms; null when the user may not ask. The answer is off
 * by at most half a round trip.
 * @throws whatever ioredis throws while Redis is away
 */
export async function clockAheadMs({ roles }: RedisRoles): Promise<number | null> {
  const before = Date.now();
  try {
    const [seconds, micros] = await roles.batch.time();
    return Math.round((before + Date.now()) / 2 - (Number(seconds) * 1000 + Number(micros) / 1000));
  } catch (error) {
    if (conditionOf(error) === 'no_permission') return null;
    throw error;
  }
}
