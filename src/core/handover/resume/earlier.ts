/**
 * Takes over what interrupted exports of the same plan had written. A file is read and proven, then moved into the new
 * export, so that nothing is there twice and nothing unproven is there at all. The rest goes with their folders.
 */
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { type Copied, copyOriginal, type Proof } from '../copy-original.ts';
import type { WrittenFile } from '../written-file.ts';
import type { JournalRecord } from './journal.ts';

export interface Earlier {
  /** Moves a copied original to its place. @param path in the export @returns null if it is not there as it was received */
  takeOriginal(path: string, place: string, proof: Proof, signal: AbortSignal): Promise<Copied | null>;
  /** Moves files to their places if all of them are there as they were written. */
  takeAll(files: readonly WrittenFile[], places: readonly string[], signal: AbortSignal): Promise<boolean>;
  /** Returns the files that a journal has of a document; none if there are none. */
  filesOf(documentId: string): Promise<WrittenFile[]>;
}

/** @param parts where interrupted exports wrote, newest first */
export function takeOver(parts: readonly { folder: string; journal: JournalRecord }[]): Earlier {
  const isThere = async (
    path: string,
    { sha256, bytes }: WrittenFile,
    signal: AbortSignal,
  ): Promise<boolean> =>
    (await copyOriginal(path, null, { sha256, bytes, wantsMd5: false }, signal)).fault === null;
  const findAll = async (files: readonly WrittenFile[], signal: AbortSignal): Promise<string[] | null> => {
    const found: string[] = [];
    for (const file of files) {
      const paths = parts.map(({ folder }) => join(folder, file.path));
      let from: string | null = null;
      for (const path of paths) if (from === null && (await isThere(path, file, signal))) from = path;
      if (from === null) return null;
      found.push(from);
    }
    return found;
  };
  return {
    async takeOriginal(path, place, proof, signal) {
      for (const { folder } of parts) {
        const from = join(folder, path);
        const proven = await copyOriginal(from, null, proof, signal);
        if (proven.fault !== null) continue;
        await rename(from, place);
        return { ...proven, taken: true };
      }
      return null;
    },
    async takeAll(files, places, signal) {
      const found = await findAll(files, signal);
      if (found === null) return false;
      for (const [i, from] of found.entries()) await rename(from, places[i] ?? '');
      return true;
    },
    async filesOf(documentId) {
      for (const { journal } of parts) {
        const files = await journal.filesOf(documentId);
        if (files.length > 0) return files;
      }
      return [];
    },
  };
}
