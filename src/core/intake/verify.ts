/** Checks that the originals of a batch have not changed since they were received. */
import type { Manifest } from '../../shared/manifest.ts';
import { type OriginalState, originalState } from './original-state.ts';

/** The documents of a batch whose originals are not intact, by path. */
export interface OriginalsReport {
  checked: number;
  missing: string[];
  altered: string[];
}

/**
 * Reads every original again and compares its hash. Documents with the same content share one reading. One that cannot
 * be read is not listed: the stage that reads it says why.
 * @throws the signal's reason
 */
export async function verifyOriginals(manifest: Manifest, signal: AbortSignal): Promise<OriginalsReport> {
  const states = new Map<string, OriginalState>();
  const result: OriginalsReport = { checked: 0, missing: [], altered: [] };
  for (const { path, location, sha256, bytes } of manifest.documents) {
    if (sha256 === null) continue;
    const state = states.get(location) ?? (await originalState(location, { sha256, bytes }, signal));
    states.set(location, state);
    result.checked += 1;
    if (state === 'missing' || state === 'altered') result[state].push(path);
  }
  return result;
}
