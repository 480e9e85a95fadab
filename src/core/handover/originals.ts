/** Brings originals into an export. One that is not what was received is left out and named. */
import type { DocumentRow } from '../../shared/documents.ts';
import { RedwellError } from '../../shared/errors.ts';
import type { LeftOutReason } from '../../shared/handover.ts';
import type { ExportFolder } from './export-folder.ts';
import type { Work } from './types.ts';

type CopiedInto = { fault: null; md5: string } | { fault: LeftOutReason };

/** Copies the original of a document to `path`, or notes why it is left out. @throws what the disk of the export says */
export async function copyInto(
  work: Work,
  folder: ExportFolder,
  document: Pick<DocumentRow, 'id' | 'path' | 'sha256' | 'bytes'>,
  path: string,
): Promise<CopiedInto> {
  const copied = await copyProven(work, folder, document, path);
  if (copied.fault !== null)
    await work.notes.leaveOut({
      ...{ documentId: document.id, path: document.path },
      ...{ what: 'original', reason: copied.fault },
    });
  return copied;
}

async function copyProven(
  { deps, batch, signal }: Work,
  folder: ExportFolder,
  { id, sha256, bytes }: Pick<DocumentRow, 'id' | 'sha256' | 'bytes'>,
  path: string,
): Promise<CopiedInto> {
  if (sha256 === null) return { fault: 'no_original' };
  let location: string;
  try {
    location = await deps.locate({ batchId: batch.id, id, sha256 });
  } catch (error) {
    // Neither the vault nor the manifest knows where it is.
    if (error instanceof RedwellError && error.code === 'not_found') return { fault: 'original_missing' };
    throw error;
  }
  return folder.copy(path, location, { sha256, bytes }, signal);
}
