/** Intake: from a dropped folder to a sealed batch. */
import { mkdir, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { RedwellError } from '../../shared/errors.ts';
import type { Manifest } from '../../shared/manifest.ts';
import type { Sandbox } from '../sandbox/types.ts';
import { writeBag } from './bag.ts';
import { Drops } from './drops.ts';
import { Buffers } from './fingerprint.ts';
import { type BatchDetails, freezeDrop } from './freeze.ts';
import { type ExpectedMs, pageOfEntries } from './inventory-figures.ts';
import { DEFAULT_LIMITS, type IntakeLimits } from './limits.ts';
import { readManifestFile } from './manifest.ts';
import { MEMBERS, NAMED, noContents, UPLOADS } from './records.ts';
import { openRoots } from './roots.ts';
import { finishScan } from './scan.ts';
import type { DropState } from './state.ts';
import type { Intake } from './types.ts';
import { lockedFiles, unlock } from './unlock.ts';
import { Upload } from './upload.ts';
import { Vault } from './vault.ts';
import { verifyOriginals } from './verify.ts';

export interface IntakeOptions {
  /** `vault/`, `drops/` and `batches/` are kept in it. */
  dataDir: string;
  sandbox: Sandbox;
  log?: Logger;
  limits?: Partial<IntakeLimits>;
  /** `reference` leaves originals where they are, for sets too large to copy. */
  vaultMode: 'copy' | 'reference';
  /** Files read at once; four saturate two cores and one disk. */
  concurrency?: number;
  /** Take up what was under way when the application last stopped; false beside another console of this folder. */
  resume?: boolean;
  /** What the inventory says of the time; absent: nothing. */
  expectedMs?: ExpectedMs;
  /** How often a drive that was taken away is looked for, ms. */
  lookForDriveMs?: number;
}

const CONCURRENCY = 4;
const LOOK_FOR_DRIVE_MS = 5000;
const BATCH_ID = /^[a-z0-9][a-z0-9-]{0,99}$/;

/** Takes up what was under way when the application last stopped. */
export async function createIntake(options: IntakeOptions): Promise<Intake> {
  const { dataDir, sandbox, log, vaultMode } = options;
  const at = (name: string): string => join(dataDir, name);
  for (const name of ['vault', 'drops', 'batches']) await mkdir(at(name), { recursive: true });
  const buffers = new Buffers();
  const vault = new Vault(at('vault'), buffers);
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const concurrency = options.concurrency ?? CONCURRENCY;
  const ownData = Buffer.from(await realpath(dataDir));
  const drops = new Drops(
    at('drops'),
    at('batches'),
    { sandbox, limits, concurrency, buffers, log, ownData, expectedMs: options.expectedMs ?? (() => null) },
    options.lookForDriveMs ?? LOOK_FOR_DRIVE_MS,
  );
  const uploads = new Map<string, Upload>();
  const closing = new AbortController();
  if (options.resume ?? true) await drops.restore();

  const batchDirectory = (batchId: string): string => {
    if (!BATCH_ID.test(batchId)) throw new RedwellError('invalid_input', `“${batchId}” is no batch.`);
    return join(at('batches'), batchId);
  };
  const readManifest = (batchId: string): Promise<Manifest> =>
    readManifestFile(batchDirectory(batchId), batchId);
  const uploadOf = (dropId: string): { state: DropState; upload: Upload } => {
    const state = drops.get(dropId);
    const upload = uploads.get(dropId);
    if (upload === undefined || state.drop.status !== 'receiving')
      throw new RedwellError('drop_not_ready', `“${state.drop.name}” takes no more files.`, {
        action: 'Drop the folder again.',
      });
    return { state, upload };
  };

  return {
    async beginPaths(paths) {
      const { name, roots } = await openRoots(paths);
      const state = await drops.make(name, 'path', roots);
      drops.read(state);
      return structuredClone(state.drop);
    },
    async beginUpload(name) {
      const state = await drops.make(name, 'upload', []);
      uploads.set(state.drop.id, new Upload(state, buffers, () => drops.deps.onProgress(state)));
      return structuredClone(state.drop);
    },
    acceptFile: async (dropId, path, modifiedAt, content) =>
      uploadOf(dropId).upload.accept(path, modifiedAt, content),
    async finishUpload(dropId, files, skipped) {
      const { state, upload } = uploadOf(dropId);
      upload.finish(files, skipped);
      uploads.delete(dropId);
      drops.begin(state, async () => {
        await upload.keep();
        await drops.commit(state);
        await finishScan(state, drops.deps);
      });
      return structuredClone(state.drop);
    },
    list: () =>
      [...drops.states.values()]
        .map(({ drop }) => structuredClone(drop))
        .sort((a, b) => b.createdAt - a.createdAt),
    get: (dropId) => structuredClone(drops.get(dropId).drop),
    entries: (dropId, filter, cursor, limit) => pageOfEntries(drops.get(dropId), filter, cursor, limit),
    lockedFiles: (dropId) => lockedFiles(drops.get(dropId)),
    async unlock(dropId, passwords) {
      const state = drops.get(dropId);
      await inTurn(state, () => unlock(state, passwords, drops.deps));
      return lockedFiles(state);
    },
    async discard(dropId) {
      const state = drops.get(dropId);
      if (state.drop.status === 'submitting')
        throw new RedwellError('conflict', `“${state.drop.name}” is being submitted.`, {
          action: 'Wait until the batch is on its way; it can then be canceled.',
        });
      uploads.delete(dropId);
      await drops.remove(state);
    },
    async freeze(dropId, batch) {
      const state = drops.get(dropId);
      const directory = batchDirectory(batch.batchId);
      return inTurn(state, async () =>
        state.drop.batchId === batch.batchId
          ? readManifest(batch.batchId)
          : freeze(drops, state, batch, vault, vaultMode, directory),
      );
    },
    async markSubmitted(dropId, batchId) {
      const state = drops.get(dropId);
      if (state.drop.batchId !== batchId)
        throw new RedwellError('conflict', `“${state.drop.name}” is not batch ${batchId}.`);
      if (state.drop.status === 'submitted') return;
      state.drop.status = 'submitted';
      state.entries = null;
      state.contents = noContents();
      await drops.commit(state);
      // What was taken in is in the vault now.
      for (const name of [UPLOADS, MEMBERS, NAMED])
        await rm(join(state.directory, name), { recursive: true, force: true });
    },
    readManifest,
    unsubmitted: () =>
      [...drops.states.values()].flatMap(({ drop }) =>
        drop.status === 'submitting' && drop.batchId !== null
          ? [{ dropId: drop.id, batchId: drop.batchId }]
          : [],
      ),
    async exportBag(batchId, into) {
      return writeBag(await readManifest(batchId), into, buffers, closing.signal);
    },
    async verifyVault(batchId) {
      return verifyOriginals(await readManifest(batchId), buffers, closing.signal);
    },
    onChanged: (listener) => drops.onChanged(listener),
    async dispose() {
      closing.abort();
      await drops.dispose();
    },
  };
}

/** Does something to a drop when what is under way with it has ended, and before whatever comes next. */
function inTurn<T>(state: DropState, work: () => Promise<T>): Promise<T> {
  const done = state.working.then(work);
  state.working = done.then(
    () => undefined,
    () => undefined, // Told to the caller.
  );
  return done;
}

async function freeze(
  drops: Drops,
  state: DropState,
  batch: BatchDetails,
  vault: Vault,
  mode: IntakeOptions['vaultMode'],
  directory: string,
): Promise<Manifest> {
  const { drop, entries } = state;
  if (drop.status !== 'ready' || entries === null)
    throw new RedwellError(
      'drop_not_ready',
      `“${drop.name}” is ${drop.status} and cannot be submitted now.`,
      {
        action: 'Wait until its inventory is complete.',
      },
    );
  drop.status = 'submitting';
  drops.tell(state);
  try {
    // The intent is kept first: after a crash the drop is submitting exactly when the manifest stands.
    await state.journal.writeMeta({ ...drop, status: 'ready' }, state.roots, batch.batchId);
    const manifest = await freezeDrop(state, entries, batch, vault, mode, directory, (read, total) => {
      Object.assign(drop, { read, total });
      drops.deps.onProgress(state);
    });
    Object.assign(drop, { batchId: batch.batchId, read: drop.found, total: drop.found });
    await drops.commit(state);
    return manifest;
  } catch (error) {
    Object.assign(drop, { status: 'ready', batchId: null, read: drop.found, total: drop.found });
    drops.tell(state);
    throw error;
  }
}
