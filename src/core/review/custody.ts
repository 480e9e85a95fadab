/** Tells how a document came here. What Redwell does not know stays null. */
import { join } from 'node:path';
import type { DocumentDetail } from '../../shared/documents.ts';
import { RedwellError } from '../../shared/errors.ts';
import type { Manifest } from '../../shared/manifest.ts';
import type { Custody } from '../../shared/review.ts';

/** Where the files of a batch came from. */
export interface Received {
  drop: { id: string; name: string; source: 'path' | 'upload'; createdAt: number };
  /** `prefix` precedes the shown path of every file in the folder. */
  roots: readonly { location: string; prefix: string; directory: boolean }[];
}

export interface CustodyDeps {
  /** @returns null when the record of the drop is gone */
  receipt(batchId: string): Received | null;
  /** @throws RedwellError not_found */
  readManifest(batchId: string): Promise<Manifest>;
  /** Whether a file is one of the vault's. */
  isInVault(location: string): boolean;
}

export async function readCustody(document: DocumentDetail, deps: CustodyDeps): Promise<Custody> {
  const { batchId, id, sha256, bytes } = document;
  const receipt = deps.receipt(batchId);
  const manifest = await knownManifest(deps, batchId);
  const listed = manifest?.documents.find((entry) => entry.id === id);
  // What a load file attaches to a document is a file of its own.
  const container =
    listed?.stated === undefined
      ? (manifest?.documents.find((entry) => entry.id === listed?.parentId) ?? null)
      : null;
  // A member has no place on the disk of its own; the outermost container has.
  let outermost = listed;
  while (outermost?.parentId != null && outermost.stated === undefined) {
    const { parentId }: { parentId: string | null } = outermost;
    outermost = manifest?.documents.find((entry) => entry.id === parentId);
  }
  return {
    received: {
      drop:
        receipt === null
          ? null
          : { id: receipt.drop.id, name: receipt.drop.name, at: receipt.drop.createdAt },
      by: receipt?.drop.source ?? null,
      from: receipt === null || outermost === undefined ? null : placeOf(outermost.path, receipt),
      container: container === null ? null : { id: container.id, path: container.path },
    },
    frozenAt: manifest?.createdAt ?? null,
    ...{ sha256, bytes },
    kept:
      listed === undefined || sha256 === null ? null : deps.isInVault(listed.location) ? 'vault' : 'source',
    readAt: lastReading(document),
  };
}

async function knownManifest({ readManifest }: CustodyDeps, batchId: string): Promise<Manifest | null> {
  try {
    return await readManifest(batchId);
  } catch (error) {
    // Of a batch that another computer submitted, only the history is here.
    if (error instanceof RedwellError && error.code === 'not_found') return null;
    throw error;
  }
}

/** Returns where a file was on this computer; null for an upload, whose sender does not say. */
function placeOf(path: string, { drop, roots }: Received): string | null {
  if (drop.source === 'upload') return null;
  for (const { location, prefix, directory } of roots) {
    if (prefix === '') return directory ? join(location, path) : location;
    if (path === prefix) return location;
    if (path.startsWith(`${prefix}/`)) return join(location, path.slice(prefix.length + 1));
  }
  return null;
}

/** The first stage reads a copy that was compared with the fingerprint. A result from the cache read nothing. */
function lastReading({ attempts, contentOf }: DocumentDetail): number | null {
  if (contentOf != null) return null;
  const times = attempts
    .filter(({ stage, outcome, cached }) => stage === 'ocr' && outcome === 'completed' && !cached)
    .map(({ endedAt }) => endedAt);
  return times.length === 0 ? null : Math.max(...times);
}
