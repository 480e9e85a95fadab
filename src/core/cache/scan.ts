/** Walks through the keys of the cache. */
import type { RedisRoles } from '../redis/connect.ts';

/** Keys read per step. A step takes Redis about 1 ms. */
const PAGE = 500;

/** Yields the keys of all entries in pages. While the cache changes, a key may come twice. */
export async function* cacheKeys(redis: RedisRoles): AsyncGenerator<string[]> {
  let cursor = '0';
  do {
    const [next, keys] = await redis.roles.cache.scan(
      cursor,
      'MATCH',
      redis.keys.cacheEntries(),
      'COUNT',
      PAGE,
    );
    yield keys;
    cursor = next;
  } while (cursor !== '0');
}
