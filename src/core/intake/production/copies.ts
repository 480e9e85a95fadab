/** Keeps the load files of a drop in the drop's own folder, so that they can be read again without the sender's disk. */
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { RedwellError } from '../../../shared/errors.ts';
import { isLoadFile } from '../../load-file-import/read.ts';
import { copyBytes } from '../copy-bytes.ts';
import type { Buffers } from '../fingerprint.ts';
import { isGone } from '../fs-errors.ts';
import { type FileRecord, LOAD_FILES } from '../records.ts';
import { type DropState, sourceOf } from '../state.ts';

/** A file of a drop and where its copy is. */
export interface CopiedFile {
  record: FileRecord;
  sha256: string;
  copy: string;
}

/**
 * Returns the load files of a drop (`.dat`) with their lists of page images (`.opt`), in path order.
 * @param again the drop was read before: only what was copied then is a load file
 * @throws RedwellError conflict when a load file changed since it was fingerprinted; what the disk says
 */
export async function loadFilesOf(
  state: DropState,
  records: readonly FileRecord[],
  buffers: Buffers,
  again: boolean,
): Promise<{ volumes: CopiedFile[]; opts: CopiedFile[] }> {
  const named = (extension: RegExp): CopiedFile[] =>
    records.flatMap((record) => {
      const { path, sha256, excluded, failure } = record;
      if (!extension.test(path) || sha256 === null || excluded !== null || failure !== null) return [];
      return [{ record, sha256, copy: join(state.directory, LOAD_FILES, sha256) }];
    });
  const volumes: CopiedFile[] = [];
  for (const file of named(/\.dat$/i)) {
    if (await exists(file.copy)) volumes.push(file);
    else if (!again && (await looksLikeOne(state, file.record))) {
      await copy(state, file, buffers);
      volumes.push(file);
    }
  }
  const opts: CopiedFile[] = [];
  for (const file of volumes.length === 0 ? [] : named(/\.opt$/i)) {
    if (!(await exists(file.copy))) await copy(state, file, buffers);
    opts.push(file);
  }
  return { volumes, opts };
}

async function looksLikeOne(state: DropState, record: FileRecord): Promise<boolean> {
  const source = sourceOf(state, record);
  return typeof source === 'string' && (await isLoadFile(source));
}

async function copy(
  state: DropState,
  { record, sha256, copy: into }: CopiedFile,
  buffers: Buffers,
): Promise<void> {
  await mkdir(join(state.directory, LOAD_FILES), { recursive: true });
  const part = `${into}.part`;
  await rm(part, { force: true });
  const { signal } = state.abort;
  const copied = await copyBytes(sourceOf(state, record), part, record.bytes, buffers, signal, true);
  if (copied !== sha256) {
    await rm(part, { force: true });
    throw new RedwellError(
      'conflict',
      `The load file “${record.path}” changed while Redwell was reading it.`,
      {
        action: 'Close the program that is changing it, then add the folder again.',
      },
    );
  }
  await rename(part, into);
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
