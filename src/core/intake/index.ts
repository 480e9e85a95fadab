/** The intake: drops from the first file to the sealed manifest. */
import { realpath } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { customAlphabet } from 'nanoid';
import type { Logger } from 'pino';
import { RedwellError, toWireError } from '../../shared/errors.ts';
import type { Drop } from '../../shared/intake.ts';
import type { Sandbox } from '../pipeline/types.ts';
import { DropState } from './drop.ts';
import { byPath, newEntry } from './entry.ts';
import { DEFAULT_FAMILY_LIMITS, expandFamily, type FamilyLimits } from './families.ts';
import { gather, scratchFolder } from './gather.ts';
import { toDropEntry } from './inventory.ts';
import { openJournal } from './journal.ts';
import { loadManifest } from './manifest.ts';
import { type ReadContext, readFound } from './read.ts';
import { sealDrop } from './seal.ts';
import type { Intake, Page } from './types.ts';
import { receiveFile } from './upload.ts';
import { openVault } from './vault.ts';
import { problemOf } from './walk.ts';

export interface IntakeOptions {
  dataDir: string;
  sandbox: Sandbox;
  log: Logger;
  vaultMode: 'copy' | 'reference';
  limits?: { maxDocumentBytes?: number; family?: Partial<FamilyLimits> };
}

const dropId = customAlphabet('23456789abcdefghjkmnpqrstuvwxyz', 12);
/** Progress goes out at most this often. */
const PROGRESS_MS = 125;
const DEFAULT_MAX_BYTES = 2 * 1024 ** 3;

/** Opens the intake and goes on with drops that a quit or a crash interrupted. */
export async function createIntake(options: IntakeOptions): Promise<Intake> {
  const { dataDir, sandbox, log } = options;
  const journal = openJournal(dataDir);
  const vault = openVault(dataDir);
  const limits = { ...DEFAULT_FAMILY_LIMITS, ...options.limits?.family };
  const drops = new Map<string, DropState>();
  const listeners = new Set<(drop: Drop) => void>();
  const lastSent = new Map<string, number>();

  const send = (state: DropState): void => {
    lastSent.set(state.drop.id, Date.now());
    for (const listener of listeners) listener(state.drop);
  };
  const progress = (state: DropState): void => {
    if (Date.now() - (lastSent.get(state.drop.id) ?? 0) >= PROGRESS_MS) send(state);
  };
  const save = async (state: DropState): Promise<void> => {
    const { inventory: _inventory, ...drop } = state.drop;
    await journal.save({ drop, paths: [...state.paths] });
    send(state);
  };
  const find = (id: string): DropState => {
    const state = drops.get(id);
    if (state === undefined)
      throw new RedwellError('not_found', 'This drop is not there any more.', {
        action: 'Drop the folder again.',
      });
    return state;
  };
  const contextOf = (state: DropState): ReadContext => ({
    sandbox,
    maxDocumentBytes: options.limits?.maxDocumentBytes ?? DEFAULT_MAX_BYTES,
    scratch: scratchFolder(journal, state.drop.id),
    signal: state.abort.signal,
  });

  /** Ends a drop's reading, well or with a sentence; never rejects. */
  const conclude = async (state: DropState, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
      if (state.abort.signal.aborted) return;
      if (state.entries.length === 0)
        throw new RedwellError('folder_empty', `There is nothing in ${state.drop.name}.`, {
          action: 'Drop a folder that has files in it.',
        });
      state.complete();
      await save(state);
    } catch (error) {
      if (state.abort.signal.aborted) return;
      log.warn({ error, drop: state.drop.id }, 'a drop failed');
      state.change({ status: 'failed', error: toWireError(error) });
      await save(state).catch((failure: unknown) =>
        log.error({ failure }, 'the drop journal cannot be written'),
      );
    }
  };

  const startReading = (state: DropState): void => {
    state.entries = [];
    state.change({
      status: 'walking',
      found: 0,
      read: 0,
      readBytes: 0,
      total: null,
      problems: [],
      error: null,
    });
    state.working = conclude(state, () =>
      gather({ state, journal, context: contextOf(state), limits, onProgress: () => progress(state) }),
    );
  };

  const begin = async (
    name: string,
    source: Drop['source'],
    paths: readonly string[],
  ): Promise<DropState> => {
    const drop: Drop = {
      id: dropId(),
      name,
      source,
      status: source === 'path' ? 'walking' : 'receiving',
      createdAt: Date.now(),
      found: 0,
      read: 0,
      readBytes: 0,
      total: null,
      inventory: null,
      problems: [],
      batchId: null,
      error: null,
    };
    const state = new DropState(drop, paths);
    drops.set(drop.id, state);
    await save(state);
    return state;
  };

  await restore();

  async function restore(): Promise<void> {
    const { records, unreadable } = await journal.load();
    for (const name of unreadable) log.warn({ drop: name }, 'a drop of the journal cannot be read');
    for (const { drop, paths } of records) {
      const state = new DropState({ ...drop, inventory: null }, paths);
      drops.set(drop.id, state);
      if (drop.status === 'walking' || drop.status === 'reading') startReading(state);
      else if (drop.status === 'receiving') {
        state.change({
          status: 'failed',
          error: {
            code: 'cancelled',
            message: `Redwell was closed before all of ${drop.name} had arrived.`,
            action: 'Drop the folder again.',
          },
        });
        await save(state);
      } else if (drop.status === 'ready' || drop.status === 'submitting') {
        state.entries = await journal.entries(drop.id);
        const { status, batchId } = drop;
        state.complete();
        // Sealed on disk: it goes to Redis from the manifest. Not sealed: the operator submits once more.
        if (status === 'submitting' && batchId !== null && (await loadManifest(dataDir, batchId)) !== null)
          state.change({ status: 'submitting', batchId });
        else state.change({ batchId: null });
      }
    }
  }

  return {
    async beginPaths(paths) {
      const real = await Promise.all(
        paths.map(async (path) => {
          const absolute = resolve(path);
          return realpath(absolute).catch((error: unknown) => {
            const problem = problemOf(error, absolute);
            if (problem.code === 'access_restricted')
              throw new RedwellError('access_restricted', problem.detail, {
                action: 'Ask for permission to read the folder, then drop it again.',
              });
            throw new RedwellError(
              'folder_missing',
              problem.code === 'source_missing' ? problem.detail : `${absolute} could not be opened.`,
              { action: 'Check that the drive is connected and the folder is still there.', cause: error },
            );
          });
        }),
      );
      const first = basename(real[0] ?? '') || 'drive';
      const state = await begin(
        real.length === 1 ? first : `${first} and ${real.length - 1} more`,
        'path',
        real,
      );
      startReading(state);
      return state.drop;
    },
    async beginUpload(name) {
      return (await begin(name, 'upload', [])).drop;
    },
    async acceptFile(id, path, modifiedAt, content) {
      const state = find(id);
      if (state.drop.status !== 'receiving')
        throw new RedwellError('conflict', 'This drop does not take files any more.');
      const file = await receiveFile(join(journal.folder(id), 'tree'), path, modifiedAt, content);
      const context = contextOf(state);
      const entry = await readFound(
        {
          path: file.path,
          location: Buffer.from(file.location),
          bytes: file.bytes,
          modifiedAt,
          excluded: null,
          problem: null,
        },
        context,
      );
      entry.ours = true;
      const family = [entry, ...(await expandFamily(entry, context, limits))];
      state.entries.push(...family);
      state.change({
        found: state.entries.length,
        read: state.entries.length,
        readBytes: state.drop.readBytes + file.bytes,
      });
      await journal.append(id, family);
      progress(state);
      return { bytes: file.bytes };
    },
    async finishUpload(id, files, skipped) {
      const state = find(id);
      if (state.drop.status !== 'receiving') return state.drop;
      const arrived = state.entries.filter((entry) => entry.parent === null).length;
      if (arrived < files)
        throw new RedwellError('conflict', `Only ${arrived} of ${files} files arrived.`, {
          action: 'Drop the folder again.',
        });
      for (const { path, reason } of skipped) {
        const entry = newEntry(path, '', 0, null);
        entry.exception = { code: 'access_restricted', detail: `The browser could not read it: ${reason}` };
        state.entries.push(entry);
        state.addProblem(path, entry.exception);
        await journal.append(id, [entry]);
      }
      await conclude(state, async () => undefined);
      return state.drop;
    },
    list: () =>
      [...drops.values()]
        .map((state) => state.drop)
        .filter((drop) => drop.status !== 'discarded')
        .sort((a, b) => b.createdAt - a.createdAt),
    get: (id) => find(id).drop,
    entries(id, filter, cursor, limit) {
      const state = find(id);
      const wanted = [...state.entries].sort(byPath).filter((entry) => {
        if (filter === 'problems')
          return entry.exception !== null || entry.encrypted || entry.warnings.length > 0;
        if (filter === 'duplicates') return state.duplicates.has(entry.path);
        return filter !== 'excluded' || entry.excluded !== null;
      });
      const from = cursor === null ? 0 : Number(cursor);
      const items = wanted
        .slice(from, from + limit)
        .map((entry) => toDropEntry(entry, state.duplicates.get(entry.path) ?? null));
      const page: Page<(typeof items)[number]> = {
        items,
        next: from + limit < wanted.length ? String(from + limit) : null,
        total: wanted.length,
      };
      return page;
    },
    async discard(id) {
      const state = find(id);
      if (state.drop.status === 'submitting')
        throw new RedwellError('conflict', 'This drop is being submitted.');
      state.abort.abort();
      await state.working;
      drops.delete(id);
      await journal.remove(id);
      state.change({ status: 'discarded' });
      send(state);
    },
    async seal(id, batch) {
      const state = find(id);
      const resuming = state.drop.status === 'submitting' && state.drop.batchId === batch.batchId;
      if (state.drop.status !== 'ready' && !resuming)
        throw new RedwellError('drop_not_ready', `${state.drop.name} is not ready to be submitted.`, {
          action: 'Wait until every file has been read.',
        });
      const { read, total } = state.drop;
      state.change({ status: 'submitting', batchId: batch.batchId, read: 0 });
      await save(state);
      try {
        return await sealDrop(state, batch, {
          dataDir,
          vault,
          mode: options.vaultMode,
          onProgress(done) {
            state.change({ read: done });
            progress(state);
          },
        });
      } catch (error) {
        state.change({ status: 'ready', batchId: null, read, total });
        await save(state);
        throw error;
      }
    },
    async markSubmitted(id, batchId) {
      const state = find(id);
      state.change({ status: 'submitted', batchId });
      state.entries = [];
      send(state);
      drops.delete(id);
      await journal.remove(id);
    },
    async readManifest(batchId) {
      const manifest = await loadManifest(dataDir, batchId);
      if (manifest === null)
        throw new RedwellError('not_found', `Batch ${batchId} has no manifest on this machine.`);
      return manifest;
    },
    unsubmitted: () =>
      [...drops.values()].flatMap(({ drop }) =>
        drop.status === 'submitting' && drop.batchId !== null
          ? [{ dropId: drop.id, batchId: drop.batchId }]
          : [],
      ),
    onChanged(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async dispose() {
      for (const state of drops.values()) state.abort.abort();
      await Promise.all([...drops.values()].map((state) => state.working));
    },
  };
}
