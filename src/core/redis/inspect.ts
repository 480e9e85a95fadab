/** Asks the server whether it takes data at the moment. */
import type { RedisCondition } from '../../shared/redis-condition.ts';
import { conditionOf } from './condition.ts';
import type { RedisRoles } from './connect.ts';

const CHECK_MS = 60_000;

/**
 * Returns the condition that keeps the server from taking data, or null. It writes one small value, because INFO does
 * not say everything that makes a server refuse: memory, replicas, a full disk, a cluster, a user's rights.
 * @throws an error that no condition explains
 */
export async function refusesData({ keys, roles }: RedisRoles): Promise<RedisCondition | null> {
  try {
    await roles.batch.set(keys.check(), '1', 'PX', CHECK_MS);
    return null;
  } catch (error) {
    const condition = conditionOf(error);
    if (condition === null) throw error;
    // Another program took the key itself: that does not keep anything from being written.
    return condition === 'wrong_type' ? null : condition;
  }
}
