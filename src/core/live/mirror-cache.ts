/** Copies cache entries to this computer, so that documents need no second processing after the cache was emptied. */
import { readRaw } from '../cache/raw.ts';
import type { CacheMirror, MirrorDocument, MirrorEntry, MirrorKey } from '../history/cache-mirror.ts';
import type { RedisRoles } from '../redis/connect.ts';
import type { StoredResults } from '../results/store.ts';

/** Copies the entries that documents used and that have no copy yet. @param documents whose stages have just ended */
export async function mirrorCacheEntries(
  redis: RedisRoles,
  mirror: CacheMirror,
  documents: readonly StoredResults[],
): Promise<void> {
  const keys = new Map<string, MirrorKey>();
  const links: MirrorDocument[] = [];
  for (const { attempts } of documents) {
    let first: string | null = null;
    let next: string | null = null;
    for (const { stage, outcome, input } of attempts) {
      if (outcome !== 'completed' || input === undefined) continue;
      if (stage === 'ocr') first = input;
      else next = input;
      keys.set(`${stage} ${input}`, { stage, input });
    }
    if (first !== null) links.push({ first, next });
  }
  const missing = mirror.missing([...keys.values()]);
  if (missing.length === 0) return;
  const bodies = await readRaw(redis, missing);
  // An entry that is missing was never cached, or was removed since.
  const entries = missing.flatMap((key, i): MirrorEntry[] => {
    const bytes = bodies[i];
    return bytes === null || bytes === undefined ? [] : [{ ...key, bytes }];
  });
  mirror.keep(entries, links);
}
