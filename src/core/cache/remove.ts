/** Removes the results of contents from the cache, so that nothing of a deleted document is left there. */
import type { Stage } from '../../shared/stages.ts';
import type { RedisRoles } from '../redis/connect.ts';
import { cacheKeys } from './scan.ts';

/** Keys that are removed at once. */
const PAGE = 500;
const FIRST_STAGE: Stage = 'ocr';

export interface Sought {
  sha256s: ReadonlySet<string>;
  /** Inputs of the later stages, as far as they are known. */
  digests: ReadonlySet<string>;
  /** Returns the input of the later stages for a first stage's entry; null if it cannot be read. */
  digestOf(entry: Buffer): string | null;
}

/** Removes every entry of these contents, under all versions and limits. @returns how many there were */
export async function removeCached(
  redis: RedisRoles,
  { sha256s, digests, digestOf }: Sought,
): Promise<number> {
  const { cache } = redis.roles;
  const inputs = new Set(digests);
  const firsts: string[] = [];
  for await (const keys of cacheKeys(redis)) {
    const own = keys.filter((key) => stageOf(redis, key) === FIRST_STAGE && sha256s.has(inputOf(redis, key)));
    for (const key of own) {
      const entry = await cache.getBuffer(key);
      const digest = entry === null ? null : digestOf(entry);
      if (digest !== null) inputs.add(digest);
    }
    firsts.push(...own);
  }
  let removed = 0;
  for await (const keys of cacheKeys(redis)) {
    const own = keys.filter((key) => stageOf(redis, key) !== FIRST_STAGE && inputs.has(inputOf(redis, key)));
    if (own.length > 0) removed += await cache.unlink(...own);
  }
  // Last, because the others are found through them: after a crash another call still finds all.
  for (let i = 0; i < firsts.length; i += PAGE) removed += await cache.unlink(...firsts.slice(i, i + PAGE));
  return removed;
}

/** What follows the namespace in a key: the stage, then the input and the versions. */
function partsOf(redis: RedisRoles, key: string): string[] {
  const prefix = redis.keys.cacheEntry('', '').length - ':'.length;
  return key.slice(prefix).split(':');
}
const stageOf = (redis: RedisRoles, key: string): string | undefined => partsOf(redis, key)[0];
/** The hash of the content, or of the first stage's result. */
const inputOf = (redis: RedisRoles, key: string): string => partsOf(redis, key)[1] ?? '';
