/** Checks that the originals of a batch have not changed since they were received. */
import type { Manifest } from '../../shared/manifest.ts';
import { type Buffers, hashFile } from './fingerprint.ts';
import { isGone } from './fs-errors.ts';

/**
 * Reads every original again and compares its hash. Documents with the same content share one reading. `missing` and
 * `altered` list document paths.
 */
export async function verifyOriginals(
  manifest: Manifest,
  buffers: Buffers,
  signal: AbortSignal,
): Promise<{ checked: number; missing: string[]; altered: string[] }> {
  const states = new Map<string, 'intact' | 'missing' | 'altered'>();
  const result = { checked: 0, missing: [] as string[], altered: [] as string[] };
  for (const { path, location, sha256 } of manifest.documents) {
    if (sha256 === null) continue;
    const state = states.get(location) ?? (await check(location, sha256, buffers, signal));
    states.set(location, state);
    result.checked += 1;
    if (state !== 'intact') result[state].push(path);
  }
  return result;
}

async function check(
  location: string,
  sha256: string,
  buffers: Buffers,
  signal: AbortSignal,
): Promise<'intact' | 'missing' | 'altered'> {
  try {
    return (await hashFile(location, buffers, signal)) === sha256 ? 'intact' : 'altered';
  } catch (error) {
    if (isGone(error)) return 'missing';
    throw error;
  }
}
