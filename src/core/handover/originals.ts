/** Brings originals into an export. One that is not what was received is left out and named. */
import type { DocumentContent, DocumentRow } from '../../shared/documents.ts';
import { RedwellError } from '../../shared/errors.ts';
import type { LeftOutReason } from '../../shared/handover.ts';
import type { ExportFolder } from './export-folder.ts';
import type { Work } from './types.ts';

type Asked = Pick<DocumentRow, 'id' | 'path' | 'sha256' | 'bytes'>;

export type CopiedInto = { fault: null; md5: string; taken?: true } | { fault: LeftOutReason };

/** Copies the original of a document to `path`, or says why it is left out. @throws what the disk of the export says */
export async function copyInto(
  { deps, batch, signal }: Work,
  folder: ExportFolder,
  { id, sha256, bytes }: Asked,
  path: string,
  wantsMd5: boolean,
): Promise<CopiedInto> {
  if (sha256 === null) return { fault: 'no_original' };
  const locate = async (): Promise<string | null> => {
    try {
      return await deps.locate({ batchId: batch.id, id, sha256 });
    } catch (error) {
      // Neither the vault nor the manifest knows where it is.
      if (error instanceof RedwellError && error.code === 'not_found') return null;
      throw error;
    }
  };
  return folder.copy(path, locate, { sha256, bytes, wantsMd5 }, signal);
}

/** Whether an interrupted export had copied an original already. */
export const isTaken = (copied: CopiedInto): boolean => copied.fault === null && copied.taken === true;

/** Returns what history knows of a document. @throws RedwellError conflict when it was removed meanwhile */
export function recordOf({ deps }: Work, documentId: string): DocumentContent {
  const document = deps.history.documentContent(documentId);
  if (document !== null) return document;
  throw new RedwellError('conflict', `Document ${documentId} was removed while it was exported.`, {
    action: 'Export again.',
  });
}

/** Notes why an original is left out, if it is. */
export async function noteOriginal(
  { notes }: Work,
  { id, path }: Asked,
  { fault }: CopiedInto,
): Promise<void> {
  if (fault !== null) await notes.leaveOut({ documentId: id, path, what: 'original', reason: fault });
}
