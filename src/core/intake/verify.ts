/** Whether the originals of a batch are still what was received. */
import type { Manifest } from '../../shared/manifest.ts';
import { type Buffers, hashFile } from './fingerprint.ts';
import { isGone } from './fs-errors.ts';

/** Each content is read once, however many documents have it. Lists hold the documents' paths. */
export async function verifyOriginals(
  manifest: Manifest,
  buffers: Buffers,
  signal: AbortSignal,
): Promise<{ checked: number; missing: string[]; altered: string[] }> {
  const known = new Map<string, 'intact' | 'missing' | 'altered'>();
  const result = { checked: 0, missing: [] as string[], altered: [] as string[] };
  for (const { path, location, sha256 } of manifest.documents) {
    if (sha256 === null) continue;
    const state = known.get(location) ?? (await look(location, sha256, buffers, signal));
    known.set(location, state);
    result.checked += 1;
    if (state !== 'intact') result[state].push(path);
  }
  return result;
}

async function look(
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
