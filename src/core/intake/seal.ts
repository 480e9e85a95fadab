/** Seals a drop: originals into the vault, ids in path order, the manifest on disk. */
import type { Priority } from '../../shared/batches.ts';
import { RedwellError } from '../../shared/errors.ts';
import type { Manifest, ManifestDocument } from '../../shared/manifest.ts';
import type { DropState } from './drop.ts';
import type { Entry, IntakeProblem } from './entry.ts';
import { loadManifest, writeManifest } from './manifest.ts';
import type { Vault } from './vault.ts';
import { problemOf } from './walk.ts';

export interface SealRequest {
  batchId: string;
  name: string;
  matter: string;
  custodian: string;
  priority: Priority;
}

export interface SealOptions {
  dataDir: string;
  vault: Vault;
  mode: 'copy' | 'reference';
  onProgress(done: number): void;
}

const documentId = (batchId: string, number: number): string =>
  `${batchId}-d${String(number).padStart(5, '0')}`;
const atIntake = (problem: IntakeProblem) => ({
  code: problem.code,
  stage: null,
  detail: problem.detail,
  attempt: 0,
});

/** Calling it again for a batch that is sealed gives its manifest back, unchanged. @throws RedwellError disk_full, folder_empty */
export async function sealDrop(
  state: DropState,
  request: SealRequest,
  options: SealOptions,
): Promise<Manifest> {
  const sealed = await loadManifest(options.dataDir, request.batchId);
  if (sealed !== null) return sealed;
  if (state.entries.length === 0)
    throw new RedwellError('folder_empty', `There is nothing in ${state.drop.name}.`, {
      action: 'Drop a folder that has files in it.',
    });
  const idOf = new Map(state.entries.map((entry, i) => [entry.path, documentId(request.batchId, i + 1)]));
  const documents: ManifestDocument[] = [];
  for (const entry of state.entries) {
    const location = await intoVault(entry, options);
    documents.push(toDocument(entry, location, idOf, state.duplicates));
    options.onProgress(documents.length);
  }
  const manifest: Manifest = { ...request, createdAt: Date.now(), documents };
  await writeManifest(options.dataDir, manifest);
  return manifest;
}

/** Where the bytes are from now on. A file that vanished or changed becomes an exception; the others go on. */
async function intoVault(entry: Entry, { vault, mode }: SealOptions): Promise<string> {
  if (entry.sha256 === null || entry.excluded !== null) return entry.location;
  if (mode === 'reference' && !entry.ours) return entry.location;
  try {
    return await vault.take(entry.location, entry.sha256, entry.ours);
  } catch (error) {
    if (error instanceof RedwellError && error.code !== 'conflict') throw error;
    entry.exception =
      error instanceof RedwellError
        ? { code: 'source_missing', detail: `${entry.path} changed after it was read. Drop it again.` }
        : problemOf(error, entry.path);
    return entry.location;
  }
}

function toDocument(
  entry: Entry,
  location: string,
  idOf: ReadonlyMap<string, string>,
  duplicates: ReadonlyMap<string, string>,
): ManifestDocument {
  const original = duplicates.get(entry.path);
  return {
    id: idOf.get(entry.path) ?? '',
    path: entry.path,
    sha256: entry.sha256,
    bytes: entry.bytes,
    type: entry.type,
    modifiedAt: entry.modifiedAt,
    parentId: entry.parent === null ? null : (idOf.get(entry.parent) ?? null),
    duplicateOf: original === undefined ? null : (idOf.get(original) ?? null),
    status:
      entry.excluded !== null
        ? 'excluded'
        : entry.exception !== null
          ? 'exception'
          : original !== undefined
            ? 'duplicate'
            : 'pending',
    exception: entry.exception === null ? null : atIntake(entry.exception),
    warnings: entry.warnings.map(atIntake),
    pages: entry.pages,
    pagesToOcr: entry.pagesToOcr,
    location,
  };
}
