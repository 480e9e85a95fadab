/** All drops of this data folder: made, kept, told of, and taken up again after a restart. */
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { RedwellError, toWireError } from '../../shared/errors.ts';
import type { Drop } from '../../shared/intake.ts';
import { sortInSlices } from '../util/event-loop.ts';
import { buildInventory } from './build-inventory.ts';
import { away, cutOff, freshDrop } from './fresh.ts';
import { isGone } from './fs-errors.ts';
import { Journal, type JournalMeta, readJournal, readMeta } from './journal.ts';
import { MANIFEST } from './manifest.ts';
import { pathOrder } from './names.ts';
import { type FileRecord, noContents } from './records.ts';
import { areThere } from './roots.ts';
import { finishScan, type ScanDeps, scanDrop } from './scan.ts';
import type { DropState } from './state.ts';
import { type Root, RootGone } from './walk.ts';

/** At most eight progress events a second and drop. */
const PROGRESS_MS = 125;
/** The journal of a drop that is done is kept this long; the batch's manifest stays. */
const KEEP_SUBMITTED_MS = 30 * 24 * 3600 * 1000;

export class Drops {
  readonly states = new Map<string, DropState>();
  readonly deps: ScanDeps;
  readonly #directory: string;
  readonly #batches: string;
  readonly #listeners = new Set<(drop: Drop) => void>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #drives: NodeJS.Timeout;

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
      onProgress: (state) => this.#tellSoon(state),
      commit: (state) => this.commit(state),
    };
    this.#drives = setInterval(() => this.#lookForDrives(), lookForDriveMs);
    this.#drives.unref();
  }

  onChanged(listener: (drop: Drop) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** @throws RedwellError not_found */
  get(dropId: string): DropState {
    const state = this.states.get(dropId);
    if (state === undefined)
      throw new RedwellError('not_found', 'This drop is not there any more.', {
        action: 'Drop the folder again.',
      });
    return state;
  }

  async make(name: string, source: Drop['source'], roots: Root[]): Promise<DropState> {
    const state = this.#stateOf(freshDrop(name, source), roots);
    await this.commit(state);
    return state;
  }

  /** Keeps the drop on disk, then tells everybody. */
  async commit(state: DropState, freezing: string | null = null): Promise<void> {
    await state.journal.writeMeta(state.drop, state.roots, freezing);
    this.tell(state);
  }

  tell(state: DropState): void {
    clearTimeout(this.#timers.get(state.drop.id));
    this.#timers.delete(state.drop.id);
    const snapshot = structuredClone(state.drop);
    for (const listener of this.#listeners) listener(snapshot);
  }

  /** Begins a drop's work; whatever ends it early becomes the drop's error. */
  begin(state: DropState, work: () => Promise<void>): void {
    state.waiting = false;
    state.working = work().catch((error: unknown) => this.#failed(state, error));
  }

  read(state: DropState, known: ReadonlyMap<string, FileRecord> = new Map()): void {
    this.begin(state, () => scanDrop(state, known, this.deps));
  }

  async remove(state: DropState): Promise<void> {
    state.abort.abort();
    await atRest(state);
    await state.journal.close();
    await rm(state.directory, { recursive: true, force: true });
    this.states.delete(state.drop.id);
    state.drop.status = 'discarded';
    this.tell(state);
  }

  /** Takes up what a restart interrupted. Only the small files are waited for. */
  async restore(): Promise<void> {
    for (const id of await readdir(this.#directory)) {
      const directory = join(this.#directory, id);
      try {
        const meta = await readMeta(directory);
        if (meta === null) continue;
        const { drop } = meta;
        const old = drop.status === 'submitted' && drop.createdAt < Date.now() - KEEP_SUBMITTED_MS;
        if (old || drop.status === 'discarded') await rm(directory, { recursive: true, force: true });
        else await this.#takeUp(this.#stateOf(drop, meta.roots), meta);
      } catch (error) {
        // One damaged journal must not keep the others, and the application, from starting.
        this.deps.log?.error({ error, directory }, 'a drop could not be read and is left where it is');
      }
    }
  }

  async dispose(): Promise<void> {
    clearInterval(this.#drives);
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    for (const state of this.states.values()) state.abort.abort();
    for (const state of this.states.values()) {
      await atRest(state);
      await state.journal.close();
    }
  }

  #stateOf(drop: Drop, roots: Root[]): DropState {
    const directory = join(this.#directory, drop.id);
    const state: DropState = {
      drop,
      directory,
      roots,
      records: [],
      contents: noContents(),
      entries: null,
      journal: new Journal(directory),
      abort: new AbortController(),
      working: Promise.resolve(),
      arriving: new Set(),
      waiting: false,
    };
    this.states.set(drop.id, state);
    return state;
  }

  async #takeUp(state: DropState, { freezing }: JournalMeta): Promise<void> {
    const { drop } = state;
    if (freezing !== null && drop.status === 'ready' && (await this.#isFrozen(freezing))) {
      Object.assign(drop, { status: 'submitting', batchId: freezing });
      await this.commit(state);
    }
    switch (drop.status) {
      case 'walking':
      case 'reading':
        this.begin(state, () => this.#goOn(state));
        return;
      case 'ready':
        this.begin(state, () => this.#reload(state));
        return;
      case 'receiving':
        this.begin(state, () => Promise.reject(cutOff(drop.name)));
        return;
      case 'failed':
        state.waiting = drop.error?.code === 'folder_missing';
        return;
      default:
    }
  }

  async #goOn(state: DropState): Promise<void> {
    const { known, records, contents } = await this.#load(state);
    state.contents = contents;
    if (state.drop.source === 'path') return scanDrop(state, known, this.deps);
    state.records = records;
    return finishScan(state, this.deps);
  }

  async #reload(state: DropState): Promise<void> {
    const { records, contents } = await this.#load(state);
    state.contents = contents;
    const sorted = await sortInSlices(records, (a, b) => pathOrder(a.path, b.path));
    state.entries = await buildInventory(state, sorted, this.deps.limits);
    this.tell(state);
  }

  async #load(state: DropState): ReturnType<typeof readJournal> {
    const loaded = await readJournal(state.directory);
    if (loaded.damaged > 0)
      this.deps.log?.warn({ drop: state.drop.id, lines: loaded.damaged }, 'lines of a drop were cut off');
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
    // Discarded, or the application is closing: the journal says how far it came.
    if (state.abort.signal.aborted) return;
    const { drop } = state;
    state.waiting = error instanceof RootGone;
    drop.status = 'failed';
    drop.error = toWireError(error instanceof RootGone ? away(error) : error);
    if (drop.error.code === 'internal') this.deps.log?.error({ error, drop: drop.id }, 'a drop failed');
    try {
      await this.commit(state);
    } catch (failure) {
      this.deps.log?.error({ error: failure, drop: drop.id }, 'a drop could not be kept');
      this.tell(state);
    }
  }

  #tellSoon(state: DropState): void {
    const { id } = state.drop;
    if (this.#timers.has(id)) return;
    this.#timers.set(
      id,
      setTimeout(() => this.tell(state), PROGRESS_MS),
    );
  }

  #lookForDrives(): void {
    for (const state of this.states.values()) {
      if (!state.waiting) continue;
      state.waiting = false;
      areThere(state.roots).then(
        (back) => {
          if (state.abort.signal.aborted) return;
          if (back) this.begin(state, () => this.#goOn(state));
          else state.waiting = true;
        },
        (error: unknown) =>
          this.deps.log?.error({ error, drop: state.drop.id }, 'a drive cannot be looked for'),
      );
    }
  }
}

/** Nothing writes into the drop's directory any more. What failed has told its caller. */
async function atRest(state: DropState): Promise<void> {
  await state.working;
  await Promise.allSettled(state.arriving);
}
