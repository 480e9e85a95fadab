/**
 * Removes results of ended documents once history has them. A result that is stored meanwhile, by a rerun or a late
 * worker, is never removed with them: each removal names what its caller read, as a token.
 */
import type { RedisRoles } from '../redis/connect.ts';
import { runScript } from '../redis/scripts.ts';

/** Documents per script call. A call takes Redis less than 1 ms. */
const SLICE = 250;

/** A document, and the token of what was read of it. */
export interface Readout {
  documentId: string;
  token: string;
}

/** Returns what lua/release_results.lua compares. @param fields how many fields the document's hash has */
export const tokenOf = (
  stamp: Buffer | string | null | undefined,
  readyAt: Buffer | string | null | undefined,
  fields: number,
): string => `${stamp?.toString() ?? ''}|${readyAt?.toString() ?? ''}|${fields}`;

/**
 * Removes results of documents that have ended.
 * @param what `most` keeps what the batch's resolution reads
 * @returns of how many documents; those that have changed since they were read are skipped
 * @throws any ioredis error while Redis is unreachable; calling again is harmless
 */
export async function releaseResults(
  redis: RedisRoles,
  documents: readonly Readout[],
  what: 'all' | 'most',
): Promise<number> {
  let removed = 0;
  for (let i = 0; i < documents.length; i += SLICE) {
    const slice = documents.slice(i, i + SLICE);
    const each = slice.map(({ documentId }) => ({ results: redis.keys.documentResults(documentId) }));
    const tokens = slice.map(({ token }) => token);
    removed += (await runScript(redis.roles.results, 'release_results', { each }, [
      what,
      ...tokens,
    ])) as number;
  }
  return removed;
}

/** Returns the tokens of documents that have results or facts. */
export async function readTokens(redis: RedisRoles, documentIds: readonly string[]): Promise<Readout[]> {
  const pipeline = redis.roles.results.pipeline();
  for (const id of documentIds) {
    const key = redis.keys.documentResults(id);
    pipeline.hmget(key, 'stamp', 'readyAt');
    pipeline.hlen(key);
  }
  const replies = ((await pipeline.exec()) ?? []).map(([error, reply]) => {
    if (error) throw error;
    return reply;
  });
  return documentIds.flatMap((documentId, i): Readout[] => {
    const [stamp, readyAt] = replies[i * 2] as (string | null)[];
    const fields = replies[i * 2 + 1] as number;
    return fields === 0 ? [] : [{ documentId, token: tokenOf(stamp, readyAt, fields) }];
  });
}
