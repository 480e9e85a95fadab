/** The drops of a data folder: creates them, saves them, and continues them after a restart. */
import { setMaxListeners } from 'node:events';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { RedwellError, toWireError } from '../../shared/errors.ts';
import type { Drop } from '../../shared/intake.ts';
import { sortInSlices } from '../util/event-loop.ts';
import { folderAway, uploadCutOff } from './drop-errors.ts';
import { DropEvents } from './drop-events.ts';
import { finishJoin } from './finish-join.ts';
import { isGone, writeFailure } from './fs-errors.ts';
import { Journal } from './journal.ts';
import type { JournalMeta } from './journal-format.ts';
import { MANIFEST } from './manifest.ts';
import { pathOrder } from './names.ts';
import { newDrop } from './new-drop.ts';
import { readLoadFiles } from './production/refresh.ts';
import { readJournal, readMeta } from './read-journal.ts';
import { rebuildInventory } from './rebuild.ts';
import { noContents } from './records.ts';
import { areAvailable } from './roots.ts';
import { finishScan, type ScanDeps, scanDrop } from './scan.ts';
import { Selection } from './selection.ts';
import type { DropState } from './state.ts';
import { type Root, RootGone } from './walk.ts';

/** How long a submitted drop is kept. The manifest of its batch stays. */
const KEEP_SUBMITTED_MS = 30 * 24 * 3600 * 1000;

export class Drops {
  readonly states = new Map<string, DropState>();
  readonly deps: ScanDeps;
  readonly #directory: string;
  readonly #batches: string;
  readonly #events = new DropEvents();
  readonly #driveTimer: NodeJS.Timeout;

  constructor(
    directory: string,
    batches: string,
    deps: Omit<ScanDeps, 'onProgress' | 'commit'>,
    lookForDriveMs: number,
  ) {
    this.#directory = directory;
    this.#batches = batches;
    this.deps = {
      ...deps,
      onProgress: ({ drop }) => this.#events.emitSoon(drop),
      commit: (state, changes) => this.commit(state, changes),
    };
    this.#driveTimer = setInterval(() => this.#lookForDrives(), lookForDriveMs);
    this.#driveTimer.unref();
  }

  onChanged(listener: (drop: Drop) => void): () => void {
    return this.#events.onChanged(listener);
  }

  /** @throws RedwellError not_found */
  get(dropId: string): DropState {
    const state = this.states.get(dropId);
    if (state === undefined)
      throw new RedwellError('not_found', 'This drop no longer exists.', {
        action: 'Add the folder again.',
      });
    return state;
  }

  async create(
    name: string,
    source: Drop['source'],
    roots: Root[],
    replaces?: Drop['replaces'],
  ): Promise<DropState> {
    const state = this.#addState(newDrop(name, source, replaces), roots);
    try {
      await this.commit(state);
    } catch (error) {
      this.states.delete(state.drop.id);
      throw writeFailure(error, `adding “${name}”`);
    }
    return state;
  }

  /** Adds a drop that is made of others. Nothing is saved yet. */
  createJoined(drop: Drop, roots: Root[]): DropState {
    return this.#addState(drop, roots);
  }

  /** Forgets a drop whose folder has become part of another drop's. */
  forget(state: DropState): void {
    state.abort.abort();
    this.states.delete(state.drop.id);
    state.drop.status = 'discarded';
    this.emit(state);
  }

  /**
   * Saves the drop on disk, then notifies the listeners.
   * @param changes nobody sees them before they are saved
   */
  async commit(state: DropState, changes: Partial<Drop> = {}): Promise<void> {
    await state.journal.writeMeta({ ...state.drop, ...changes }, state.roots, null);
    Object.assign(state.drop, changes);
    this.emit(state);
  }

  emit({ drop }: DropState): void {
    this.#events.emit(drop);
  }

  /** Starts work on a drop. An error that ends the work becomes the drop's error. */
  start(state: DropState, work: () => Promise<void>): void {
    state.waiting = false;
    state.working = work().catch((error: unknown) => this.#failed(state, error));
  }

  async remove(state: DropState): Promise<void> {
    state.abort.abort();
    await workEnded(state);
    await state.journal.close();
    await rm(state.directory, { recursive: true, force: true });
    this.states.delete(state.drop.id);
    state.drop.status = 'discarded';
    this.emit(state);
  }

  /** Restores the drops after a restart, and continues them in the background. */
  async restore(): Promise<void> {
    await this.#finishJoins();
    for (const id of await readdir(this.#directory)) {
      const directory = join(this.#directory, id);
      try {
        const meta = await readMeta(directory);
        if (meta === null) continue;
        const { drop } = meta;
        const old = drop.status === 'submitted' && drop.createdAt < Date.now() - KEEP_SUBMITTED_MS;
        if (old || drop.status === 'discarded') await rm(directory, { recursive: true, force: true });
        else await this.#resume(this.#addState(drop, meta.roots), meta);
      } catch (error) {
        // One damaged journal must not keep Redwell from starting.
        this.deps.log?.error({ error, directory }, 'drop could not be read and was skipped');
      }
    }
  }

  async #finishJoins(): Promise<void> {
    for (const id of await readdir(this.#directory)) {
      const directory = join(this.#directory, id);
      try {
        const meta = await readMeta(directory);
        if (meta !== null) await finishJoin(this.#directory, id, meta.joins);
      } catch (error) {
        this.deps.log?.error({ error, directory }, 'joined drops could not be moved together');
      }
    }
  }

  async dispose(): Promise<void> {
    clearInterval(this.#driveTimer);
    this.#events.dispose();
    for (const state of this.states.values()) state.abort.abort();
    for (const state of this.states.values()) {
      await workEnded(state);
      await state.journal.close();
    }
  }

  #addState(drop: Drop, roots: Root[]): DropState {
    const directory = join(this.#directory, drop.id);
    const abort = new AbortController();
    // Each file that arrives or is read listens until it ends. A browser sends 24 at once; Node expects at most 10.
    setMaxListeners(0, abort.signal);
    const state: DropState = {
      drop,
      directory,
      roots,
      records: [],
      selection: new Selection(),
      contents: noContents(),
      entries: null,
      production: null,
      journal: new Journal(directory),
      abort,
      working: Promise.resolve(),
      arriving: new Set(),
      waiting: false,
    };
    this.states.set(drop.id, state);
    return state;
  }

  async #resume(state: DropState, { freezing }: JournalMeta): Promise<void> {
    const { drop } = state;
    if (freezing !== null && drop.status === 'ready' && (await this.#isFrozen(freezing))) {
      Object.assign(drop, { status: 'submitting', batchId: freezing });
      await this.commit(state);
    }
    switch (drop.status) {
      case 'walking':
      case 'reading':
        this.start(state, () => this.#continueScan(state));
        return;
      case 'ready':
        this.start(state, () => this.#reload(state));
        return;
      case 'receiving':
        this.start(state, () => Promise.reject(uploadCutOff(drop.name)));
        return;
      case 'failed':
        state.waiting = isTemporary(drop.error);
        return;
      default:
    }
  }

  async #continueScan(state: DropState): Promise<void> {
    // On a disk that was full, lines may still wait to be written.
    await state.journal.sync();
    const { fingerprinted, records } = await this.#load(state);
    if (state.drop.source === 'path') return scanDrop(state, fingerprinted, this.deps);
    state.records = records;
    return finishScan(state, this.deps);
  }

  async #reload(state: DropState): Promise<void> {
    const { records } = await this.#load(state);
    state.records = await sortInSlices(records, (a, b) => pathOrder(a.path, b.path));
    if (state.drop.loadFile !== undefined) await readLoadFiles(state, this.deps, true);
    // Counted again: a change may have been saved just before Redwell was stopped.
    await rebuildInventory(state, this.deps);
    this.emit(state);
  }

  async #load(state: DropState): ReturnType<typeof readJournal> {
    const loaded = await readJournal(state.directory);
    if (loaded.damaged > 0)
      this.deps.log?.warn({ drop: state.drop.id, lines: loaded.damaged }, 'damaged journal lines skipped');
    state.contents = loaded.contents;
    state.selection = loaded.selection;
    return loaded;
  }

  async #isFrozen(batchId: string): Promise<boolean> {
    try {
      await stat(join(this.#batches, batchId, MANIFEST));
      return true;
    } catch (error) {
      if (isGone(error)) return false;
      throw error;
    }
  }

  async #failed(state: DropState, error: unknown): Promise<void> {
    // The drop was discarded or Redwell is closing. A closed drop continues from its journal.
    if (state.abort.signal.aborted) return;
    const { drop } = state;
    drop.status = 'failed';
    drop.error = toWireError(
      error instanceof RootGone ? folderAway(error) : writeFailure(error, `reading “${drop.name}”`),
    );
    state.waiting = isTemporary(drop.error);
    if (drop.error.code === 'internal') this.deps.log?.error({ error, drop: drop.id }, 'drop failed');
    try {
      await this.commit(state);
    } catch (failure) {
      this.deps.log?.error({ error: failure, drop: drop.id }, 'failed drop could not be saved');
      this.emit(state);
    }
  }

  #lookForDrives(): void {
    for (const state of this.states.values()) {
      if (!state.waiting) continue;
      state.waiting = false;
      this.#canContinue(state).then(
        (available) => {
          if (state.abort.signal.aborted) return;
          if (available) this.start(state, () => this.#continueScan(state));
          else state.waiting = true;
        },
        (error: unknown) =>
          this.deps.log?.error({ error, drop: state.drop.id }, 'check for a missing drive failed'),
      );
    }
  }

  async #canContinue({ drop, roots }: DropState): Promise<boolean> {
    if (drop.error?.code === 'disk_full') return (await this.deps.gate.paused()) === null;
    return areAvailable(roots);
  }
}

/** Whether the work can continue by itself: when the drive is back, or the disk has room. */
const isTemporary = (error: Drop['error']): boolean =>
  error?.code === 'folder_missing' || error?.code === 'disk_full';

/** Waits until nothing writes into the drop's directory anymore. Errors have reached their callers already. */
async function workEnded(state: DropState): Promise<void> {
  await state.working;
  await Promise.allSettled(state.arriving);
}
