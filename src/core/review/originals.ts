/** Finds the originals that people look at. */
import type { DocumentDetail } from '../../shared/documents.ts';
import { RedwellError } from '../../shared/errors.ts';
import type { FileToRead } from '../documents/types.ts';
import type { Sandbox } from '../sandbox/types.ts';

export interface ViewerDeps {
  sandbox: Sandbox;
  /** @returns null for a document that is not on this computer */
  document(documentId: string): DocumentDetail | null;
  /** Returns where the original of a document is. @throws RedwellError not_found */
  locate(document: { batchId: string; id: string; sha256: string | null }): Promise<string>;
  passwords(batchId: string): readonly string[];
}

export interface Originals {
  readonly sandbox: Sandbox;
  /** @throws RedwellError not_found */
  find(documentId: string): DocumentDetail;
  /** Returns the original for the sandbox, which proves it before anything of it is shown. @throws RedwellError not_found */
  fileOf(found: DocumentDetail): Promise<FileToRead>;
}

export const createOriginals = ({ sandbox, document, locate, passwords }: ViewerDeps): Originals => ({
  sandbox,
  find(documentId) {
    const found = document(documentId);
    if (found === null)
      throw new RedwellError('not_found', `Document ${documentId} is not on this computer.`);
    return found;
  },
  async fileOf(found) {
    const { batchId, path, sha256, bytes, type } = found;
    const location = await locate(found);
    return { location, type, passwords: passwords(batchId), proof: { path, sha256, bytes } };
  },
});
