/** Stores the facts about a document that the pipeline needs, beside its results. */
import { randomBytes } from 'node:crypto';
import type { ManifestDocument } from '../../shared/manifest.ts';
import { encode } from '../redis/codec.ts';
import type { RedisRoles } from '../redis/connect.ts';
import { runScript } from '../redis/scripts.ts';
import { callSlices } from '../redis/slices.ts';

/** Two weeks, in which a batch may be retried. */
export const RESULTS_TTL_SECONDS = 14 * 24 * 3600;

export type DocumentFacts = Pick<
  ManifestDocument,
  'path' | 'sha256' | 'bytes' | 'type' | 'location' | 'warnings' | 'parentId'
> & {
  /** When the batch was made, Unix ms; absent in facts of earlier versions. */
  receivedAt?: number;
};

/** Stores the facts of the pending documents; see lua/store_facts.lua. Repeating the call is harmless. */
export async function storeFacts(
  redis: RedisRoles,
  documents: readonly ManifestDocument[],
  receivedAt: number,
): Promise<void> {
  const rows = documents
    .filter((d) => d.status === 'pending')
    .map((d) => {
      const { path, sha256, bytes, type, location, warnings, parentId } = d;
      const facts: DocumentFacts = { path, sha256, bytes, type, location, warnings, parentId, receivedAt };
      return { results: redis.keys.documentResults(d.id), bytes: encode(facts) };
    });
  const stamp = randomBytes(6).toString('base64url');
  // One call after another, so that a batch of 100,000 documents doesn't block other clients.
  for (const slice of callSlices(rows, (row) => row.bytes.length))
    await runScript(redis.roles.results, 'store_facts', { each: slice }, [
      RESULTS_TTL_SECONDS,
      stamp,
      ...slice.map((row) => row.bytes),
    ]);
}
