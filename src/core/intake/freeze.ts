/** Freezes an inventory into a batch: copies the originals into the vault, then writes the manifest atomically. */
import { mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import pLimit from 'p-limit';
import type { DocumentException } from '../../shared/documents.ts';
import type { StatedRecord } from '../../shared/load-file-record.ts';
import type { Manifest, ManifestDocument } from '../../shared/manifest.ts';
import { isRefusal } from '../disk/refusals.ts';
import { MAX_DETAIL_CHARACTERS } from '../documents/limits.ts';
import { allDone, yieldEvery } from '../util/event-loop.ts';
import { renamePatiently } from '../util/rename.ts';
import { syncDirectory } from './durable.ts';
import { readFailure, writeFailure } from './fs-errors.ts';
import { bagPaths, writeTagFiles } from './manifest.ts';
import { shownName } from './names.ts';
import type { Entry, Finding } from './records.ts';
import type { WhenRoom } from './room.ts';
import type { DropState } from './state.ts';
import type { Intake } from './types.ts';
import { ContentChanged, type Vault, type VaultBatch, type VaultSource } from './vault.ts';
import { refuseWithoutSpace } from './vault-space.ts';

export type BatchDetails = Parameters<Intake['freeze']>[1];

/** Simultaneous copies, enough to fill a disk's queue. */
const COPIES = 8;

interface Content {
  bytes: number;
  sources: VaultSource[];
  /** Why none of the sources still has the bytes that were fingerprinted. */
  lost: Finding | null;
}

/**
 * Freezes a drop and returns the manifest.
 * @param directory of the batch; it appears atomically, with everything in it
 * @param onProgress called with the number of contents that were copied, and the total
 * @param whenRoom does a part of the work when the disk has room for it
 * @throws RedwellError disk_full; AbortError
 */
export async function freezeDrop(
  state: DropState,
  entries: readonly Entry[],
  batch: BatchDetails,
  vault: Vault,
  mode: 'copy' | 'reference',
  directory: string,
  onProgress: (done: number, of: number) => void,
  whenRoom: WhenRoom,
): Promise<Manifest> {
  const contents = contentsOf(entries, mode);
  try {
    await refuseWithoutSpace(vault, contents, state.drop.name);
    await copyIntoVault(vault, contents, state.abort.signal, onProgress, whenRoom);
    const manifest: Manifest = {
      ...batch,
      createdAt: Date.now(),
      documents: await listDocuments(entries, batch.batchId, contents, vault),
    };
    await whenRoom(() => writeBatch(directory, manifest));
    return manifest;
  } catch (error) {
    throw writeFailure(error, `copying the originals of “${state.drop.name}”`);
  }
}

/** Writes the batch's directory, which appears with everything in it or not at all. @throws the system's error */
async function writeBatch(directory: string, manifest: Manifest): Promise<void> {
  const temporary = `${directory}.part`;
  await rm(temporary, { recursive: true, force: true });
  await mkdir(temporary, { recursive: true });
  try {
    await writeTagFiles(temporary, manifest, await bagPaths(manifest.documents), true);
    await syncDirectory(temporary);
    await renamePatiently(temporary, directory);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw error;
  }
  await syncDirectory(dirname(directory));
}

/**
 * Returns the contents that the vault must hold. With `reference`, these are only Redwell's own files, and files whose
 * name is not valid text, because a manifest cannot state their location.
 */
export function contentsOf(entries: readonly Entry[], mode: 'copy' | 'reference'): Map<string, Content> {
  const contents = new Map<string, Content>();
  for (const { sha256, source, movable, bytes, status, isCompanion } of entries) {
    if (sha256 === null || source === null || (status === 'excluded' && !isCompanion)) continue;
    if (mode === 'reference' && !movable && typeof source === 'string') continue;
    const content = contents.get(sha256) ?? { bytes, sources: [], lost: null };
    content.sources.push({ location: source, movable });
    contents.set(sha256, content);
  }
  return contents;
}

async function copyIntoVault(
  vault: Vault,
  contents: Map<string, Content>,
  signal: AbortSignal,
  onProgress: (done: number, of: number) => void,
  whenRoom: WhenRoom,
): Promise<void> {
  let done = 0;
  onProgress(done, contents.size);
  const limit = pLimit(COPIES);
  const batch = vault.begin();
  let failed = false;
  const copied = allDone(
    [...contents].map(([sha256, content]) =>
      limit(async () => {
        if (failed) return;
        try {
          content.lost = await whenRoom(() => storeFromAny(batch, sha256, content, signal));
          done += 1;
          onProgress(done, contents.size);
        } catch (error) {
          failed = true;
          throw error;
        }
      }),
    ),
  );
  try {
    await copied;
    await whenRoom(() => batch.publish(signal));
  } catch (error) {
    await batch.abandon();
    throw error;
  }
}

/** Stores a content from the first source that still has it. @returns why no source has it, or null */
async function storeFromAny(
  batch: VaultBatch,
  sha256: string,
  content: Content,
  signal: AbortSignal,
): Promise<Finding | null> {
  let lost: Finding | null = null;
  for (const source of content.sources) {
    try {
      await batch.store(sha256, content.bytes, source, signal);
      return null;
    } catch (error) {
      if (signal.aborted) throw error;
      if (error instanceof ContentChanged) {
        lost ??= {
          code: 'altered',
          detail: `${error.message} and before it was submitted. Add the folder again to use the current version.`,
        };
        continue;
      }
      if (isRefusal(error)) throw error;
      lost ??= readFailure(error, 'file');
    }
  }
  return lost;
}

async function listDocuments(
  entries: readonly Entry[],
  batchId: string,
  contents: Map<string, Content>,
  vault: Vault,
): Promise<ManifestDocument[]> {
  const yieldIfDue = yieldEvery();
  const idOf = (i: number): string => `${batchId}-d${String(i + 1).padStart(5, '0')}`;
  const ids = new Map(entries.map((entry, i) => [entry.path, idOf(i)]));
  const idAt = (path: string | null): string | null => (path === null ? null : (ids.get(path) ?? null));
  const documents: ManifestDocument[] = [];
  for (const [i, entry] of entries.entries()) {
    await yieldIfDue();
    const excluded = entry.status === 'excluded';
    const isKept = !excluded || entry.isCompanion;
    const content = entry.sha256 === null ? undefined : contents.get(entry.sha256);
    const lost = entry.status === 'pending' ? (content?.lost ?? null) : null;
    const exception = entry.exception ?? lost;
    documents.push({
      id: idOf(i),
      path: entry.path,
      sha256: isKept && !content?.lost ? entry.sha256 : null,
      bytes: entry.bytes,
      type: entry.type,
      modifiedAt: entry.modifiedAt,
      parentId: idAt(entry.parent),
      duplicateOf: idAt(entry.duplicateOf),
      status: lost === null ? entry.status : 'exception',
      ...(excluded ? { excluded: entry.excluded } : {}),
      exception: exception === null ? null : atIntake(exception),
      warnings: entry.warnings.map(atIntake),
      pages: entry.pages,
      pagesToOcr: entry.pagesToOcr,
      location:
        isKept && content !== undefined && entry.sha256 !== null && content.lost === null
          ? vault.pathOf(entry.sha256)
          : locationOf(entry.source),
      ...(entry.stated === null ? {} : { stated: statedOf(entry.stated, idAt) }),
    });
  }
  return documents;
}

const statedOf = (
  { textPath, ...stated }: NonNullable<Entry['stated']>,
  idAt: (path: string | null) => string | null,
): StatedRecord => ({ ...stated, textId: idAt(textPath) });

const locationOf = (source: string | Buffer | null): string =>
  source === null ? '' : typeof source === 'string' ? source : shownName(source);

const atIntake = ({ code, detail }: Finding): DocumentException => ({
  code,
  stage: null,
  detail: detail.slice(0, MAX_DETAIL_CHARACTERS),
  attempt: 0,
});
