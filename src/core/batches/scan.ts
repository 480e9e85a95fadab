/** Reads the states of a batch's documents in pages, so that other clients do not wait for a large batch. */
import type { RedisRoles } from '../redis/connect.ts';
import { unpackState } from './state.ts';

const PAGE = 1000;

/**
 * Yields pages of [document id, packed state]. HSCAN may return a document twice while the hash grows.
 * @throws any ioredis error while Redis is unreachable
 */
export async function* scanStates(
  redis: RedisRoles,
  batchId: string,
): AsyncGenerator<[documentId: string, packed: string][]> {
  let cursor = '0';
  do {
    const [next, flat] = await redis.roles.batch.hscan(redis.keys.documents(batchId), cursor, 'COUNT', PAGE);
    const page: [string, string][] = [];
    for (let i = 0; i + 1 < flat.length; i += 2) page.push([flat[i] ?? '', flat[i + 1] ?? '']);
    yield page;
    cursor = next;
  } while (cursor !== '0');
}

/** Returns the sorted ids of a batch's current exceptions. History gets them a little later. */
export async function failedDocuments(redis: RedisRoles, batchId: string): Promise<string[]> {
  const failed = new Set<string>();
  for await (const page of scanStates(redis, batchId))
    for (const [documentId, packed] of page)
      if (unpackState(packed).status === 'exception') failed.add(documentId);
  return [...failed].sort();
}
