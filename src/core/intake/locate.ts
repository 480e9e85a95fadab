/** Finds the original of one document of a frozen batch. */
import { stat } from 'node:fs/promises';
import { RedwellError } from '../../shared/errors.ts';
import type { Manifest } from '../../shared/manifest.ts';
import { isGone } from './fs-errors.ts';
import type { Vault } from './vault.ts';

export interface SoughtDocument {
  batchId: string;
  id: string;
  sha256: string | null;
}

/**
 * Returns a function that tells where an original is: in the vault, or else where the batch's manifest says. The
 * manifest that was read last is kept, because people look at one batch after another.
 * @throws RedwellError not_found
 */
export function createLocator(
  vault: Vault,
  readManifest: (batchId: string) => Promise<Manifest>,
): (document: SoughtDocument) => Promise<string> {
  let last: { batchId: string; locations: ReadonlyMap<string, string> } | null = null;
  return async ({ batchId, id, sha256 }) => {
    if (sha256 !== null) {
      const inVault = vault.pathOf(sha256);
      if (await exists(inVault)) return inVault;
    }
    if (last?.batchId !== batchId) {
      const { documents } = await readManifest(batchId);
      last = { batchId, locations: new Map(documents.map((document) => [document.id, document.location])) };
    }
    const location = last.locations.get(id);
    if (location === undefined)
      throw new RedwellError('not_found', `The manifest of batch ${batchId} has no document ${id}.`);
    return location;
  };
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
}
