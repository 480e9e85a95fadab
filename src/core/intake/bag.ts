/** Exports a frozen batch as a complete bag, which can be passed on and verified without Redwell. */
import { mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { RedwellError } from '../../shared/errors.ts';
import type { Manifest, ManifestDocument } from '../../shared/manifest.ts';
import { copyBytes } from './copy-bytes.ts';
import type { Buffers } from './fingerprint.ts';
import { isGone, isNotAFile, isRefused, writeFailure } from './fs-errors.ts';
import { bagPaths, writeTagFiles } from './manifest.ts';

/**
 * Copies the originals of a batch into the empty folder `into` and verifies each copy.
 * @throws RedwellError conflict, disk_full, access_restricted; not_found when an original is missing or altered
 */
export async function writeBag(
  manifest: Manifest,
  into: string,
  buffers: Buffers,
  signal: AbortSignal,
): Promise<{ files: number; bytes: number }> {
  try {
    await mkdir(into, { recursive: true });
    if ((await readdir(into)).length > 0)
      throw new RedwellError('conflict', `The folder ${into} is not empty.`, {
        action: 'Choose a new or empty folder.',
      });
    const paths = await bagPaths(manifest.documents);
    let files = 0;
    let bytes = 0;
    for (const document of manifest.documents) {
      const path = paths.get(document.id);
      if (path === undefined) continue;
      await copyVerified(document, join(into, path), buffers, signal);
      files += 1;
      bytes += document.bytes;
    }
    await writeTagFiles(into, manifest, paths, false);
    return { files, bytes };
  } catch (error) {
    if (isRefused(error))
      throw new RedwellError('access_restricted', `You do not have permission to write to ${into}.`, {
        action: 'Choose another folder, or ask for permission to write there.',
        cause: error,
      });
    throw writeFailure(error, `exporting batch ${manifest.batchId}`);
  }
}

/** Copies an original and hashes it on the way. A copy that is not what was received is removed. */
async function copyVerified(
  document: ManifestDocument,
  target: string,
  buffers: Buffers,
  signal: AbortSignal,
): Promise<void> {
  const { location, bytes, sha256 } = document;
  await mkdir(dirname(target), { recursive: true });
  try {
    if ((await copyBytes(location, target, bytes, buffers, signal, false)) !== sha256)
      throw unusable(document, 'was altered', null);
  } catch (error) {
    await rm(target, { force: true });
    if (isNotAFile(error)) throw unusable(document, 'was altered', error);
    if (isGone(error)) throw unusable(document, 'is missing', error);
    throw error;
  }
}

const unusable = (document: ManifestDocument, fault: string, cause: unknown): RedwellError =>
  new RedwellError(
    'not_found',
    `The original of “${document.path}” ${fault}, so the export would be incomplete.`,
    {
      action: 'Verify the batch to see which originals are affected, then restore them from a backup.',
      details: { documentId: document.id },
      cause,
    },
  );
