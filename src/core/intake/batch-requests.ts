/** Requests about batches: freezing a drop, reading manifests, exporting and verifying originals. */
import { readdir, rm } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { RedwellError } from '../../shared/errors.ts';
import type { Manifest } from '../../shared/manifest.ts';
import { handOver } from '../util/private-files.ts';
import { writeBag } from './bag.ts';
import { isAnotherCopy, nothingLeft, notReady } from './drop-errors.ts';
import type { Drops } from './drops.ts';
import type { Buffers } from './fingerprint.ts';
import { type BatchDetails, freezeDrop } from './freeze.ts';
import { createLocator } from './locate.ts';
import { readManifestFile } from './manifest.ts';
import { noContents } from './records.ts';
import { restoreOriginal } from './restore-original.ts';
import { type WhenRoom, whenThereIsRoom } from './room.ts';
import { afterCurrentWork, type DropState } from './state.ts';
import type { Intake } from './types.ts';
import type { Vault } from './vault.ts';
import { verifyOriginals } from './verify.ts';

export interface BatchDeps {
  drops: Drops;
  vault: Vault;
  vaultMode: 'copy' | 'reference';
  batchesDir: string;
  buffers: Buffers;
  /** Fires when Redwell closes. */
  signal: AbortSignal;
}

type BatchRequest =
  | 'freeze'
  | 'restoreOriginal'
  | 'keepsOriginal'
  | 'markSubmitted'
  | 'readManifest'
  | 'unsubmitted'
  | 'exportBag'
  | 'verifyVault'
  | 'locate'
  | 'receipt';

const BATCH_ID = /^[a-z0-9][a-z0-9-]{0,99}$/;

export function batchRequests(deps: BatchDeps): Pick<Intake, BatchRequest> {
  const { drops, buffers, signal } = deps;
  const directoryOf = (batchId: string): string => {
    if (!BATCH_ID.test(batchId))
      throw new RedwellError('invalid_input', `“${batchId}” is not a valid batch number.`);
    return join(deps.batchesDir, batchId);
  };
  const readManifest = (batchId: string): Promise<Manifest> =>
    readManifestFile(directoryOf(batchId), batchId);
  return {
    async freeze(dropId, batch) {
      const state = drops.get(dropId);
      const directory = directoryOf(batch.batchId);
      return afterCurrentWork(state, async () =>
        state.drop.batchId === batch.batchId
          ? readManifest(batch.batchId)
          : freeze(state, batch, directory, deps),
      );
    },
    restoreOriginal: (dropId, sha256) => restoreOriginal(drops.get(dropId), sha256, deps),
    async keepsOriginal(batchId, documentId) {
      const manifest = await readManifest(batchId).catch((error: unknown) => {
        if (error instanceof RedwellError && error.code === 'not_found') return null;
        throw error;
      });
      const listed = manifest?.documents.find(({ id }) => id === documentId);
      return listed !== undefined && isInside(deps.vault.root, listed.location);
    },
    async markSubmitted(dropId, batchId) {
      const state = drops.get(dropId);
      if (state.drop.batchId !== batchId)
        throw new RedwellError('conflict', `“${state.drop.name}” does not belong to batch ${batchId}.`);
      if (state.drop.status === 'submitted') return;
      await drops.commit(state, { status: 'submitted' });
      state.entries = null;
      state.records = [];
      state.production = null;
      state.contents = noContents();
      // The vault holds the originals now.
      for (const entry of await readdir(state.directory, { withFileTypes: true }))
        if (entry.isDirectory())
          await rm(join(state.directory, entry.name), { recursive: true, force: true });
    },
    readManifest,
    locate: createLocator(deps.vault, readManifest),
    receipt(batchId) {
      for (const { drop, roots } of drops.states.values())
        if (drop.batchId === batchId) return { drop, roots };
      return null;
    },
    unsubmitted: () =>
      [...drops.states.values()].flatMap(({ drop }) =>
        drop.status === 'submitting' && drop.batchId !== null
          ? [{ dropId: drop.id, batchId: drop.batchId }]
          : [],
      ),
    async exportBag(batchId, into) {
      const exported = await writeBag(await readManifest(batchId), into, buffers, signal);
      if (!isInside(dirname(deps.batchesDir), into)) await handOver(into);
      return exported;
    },
    verifyVault: async (batchId) => verifyOriginals(await readManifest(batchId), signal),
  };
}

const isInside = (folder: string, path: string): boolean =>
  !relative(folder, path).startsWith('..') && !isAbsolute(relative(folder, path));

async function freeze(
  state: DropState,
  batch: BatchDetails,
  directory: string,
  { drops, vault, vaultMode }: BatchDeps,
): Promise<Manifest> {
  const { drop, entries } = state;
  if (drop.status !== 'ready' || entries === null)
    throw notReady(drop, 'be submitted', 'Wait until its inventory is complete.');
  if ((drop.replaces === undefined) !== (batch.replaces === undefined)) throw isAnotherCopy(drop);
  if (entries.every(({ status }) => status === 'excluded')) throw nothingLeft(drop.name);
  const whenRoom: WhenRoom = (work) =>
    whenThereIsRoom(state, drops.deps.gate, () => drops.deps.onProgress(state), work);
  drop.status = 'submitting';
  drops.emit(state);
  try {
    // The intent is saved first, so that after a crash the drop counts as frozen exactly if the manifest exists.
    await whenRoom(() =>
      state.journal.writeMeta({ ...drop, status: 'ready', error: null }, state.roots, batch.batchId),
    );
    const onProgress = (read: number, total: number): void => {
      Object.assign(drop, { read, total });
      drops.deps.onProgress(state);
    };
    const manifest = await freezeDrop(
      ...([state, entries, batch, vault, vaultMode, directory] as const),
      onProgress,
      whenRoom,
    );
    Object.assign(drop, { batchId: batch.batchId, read: drop.found, total: drop.found });
    await whenRoom(() => drops.commit(state));
    return manifest;
  } catch (error) {
    Object.assign(drop, { status: 'ready', batchId: null, error: null, read: drop.found, total: drop.found });
    drops.emit(state);
    throw error;
  }
}
