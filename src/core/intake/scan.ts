/** Takes a drop from its folders to its inventory. The work can start over at any time. */
import { access, lstat } from 'node:fs/promises';
import type { Logger } from 'pino';
import type { Drop } from '../../shared/intake.ts';
import type { RoomGate } from '../disk/gate.ts';
import type { Sandbox } from '../sandbox/types.ts';
import { allDone, sortInSlices } from '../util/event-loop.ts';
import { UniqueNames } from '../util/portable-names.ts';
import { buildInventory } from './build-inventory.ts';
import { noDocuments } from './drop-errors.ts';
import { type Buffers, FileChanging, type Fingerprint, fingerprint, MostlyHoles } from './fingerprint.ts';
import { isGone, readFailure } from './fs-errors.ts';
import { inspectContents } from './inspect.ts';
import { countInventory, type ExpectedMs } from './inventory-counts.ts';
import { fileToLine } from './journal-format.ts';
import type { IntakeLimits } from './limits.ts';
import { keptBytes, pathOrder } from './names.ts';
import { readLoadFiles } from './production/refresh.ts';
import type { FileRecord, Finding } from './records.ts';
import { whenThereIsRoom } from './room.ts';
import { type DropState, sourceOf } from './state.ts';
import { type Found, RootGone, walk } from './walk.ts';

export interface ScanDeps {
  sandbox: Sandbox;
  limits: IntakeLimits;
  /** Files read at once. */
  concurrency: number;
  buffers: Buffers;
  expectedMs: ExpectedMs;
  log: Logger | undefined;
  /** Redwell's own data folder, which is never read as part of a drop. */
  dataFolder: Buffer;
  /** Called when the drop's counts have changed. Listeners hear of it a few times a second. */
  onProgress(state: DropState): void;
  /** Saves the drop with these changes, then shows them and notifies listeners at once. */
  commit(state: DropState, changes?: Partial<Drop>): Promise<void>;
  /** Holds work back while the disk has too little room. */
  gate: RoomGate;
}

const MAX_PROBLEMS = 100;

export const emptyRecord = (path: string): FileRecord => ({
  path,
  raw: null,
  root: 0,
  file: null,
  bytes: 0,
  modifiedAt: null,
  sha256: null,
  type: 'unknown',
  description: '',
  excluded: null,
  failure: null,
});

/** Marks a file as unreadable, and lists it among the drop's problems. */
export function fail(record: FileRecord, state: DropState, finding: Finding): void {
  record.failure = finding;
  if (state.drop.problems.length < MAX_PROBLEMS)
    state.drop.problems.push({ path: record.path, code: finding.code, message: finding.detail });
}

/**
 * Scans the drop's folders and builds its inventory.
 * @param earlier files of an earlier scan, by path; those that still have the same size and time are not read again
 * @throws RootGone, RedwellError folder_empty, disk_full; AbortError
 */
export async function scanDrop(
  state: DropState,
  earlier: ReadonlyMap<string, FileRecord>,
  deps: ScanDeps,
): Promise<void> {
  const { drop } = state;
  Object.assign(drop, { status: 'walking', found: 0, read: 0, readBytes: 0, total: null, inventory: null });
  drop.members = 0;
  Object.assign(drop, { problems: [], error: null });
  state.records = [];
  state.entries = null;
  await deps.commit(state);
  state.journal.append({ k: 'walk' });
  await findFiles(state, deps);
  drop.status = 'reading';
  drop.total = state.records.length;
  await deps.commit(state);
  await readAll(state, earlier, deps);
  await finishScan(state, deps);
}

/** Inspects the files and builds the inventory: the last step for folders and uploads alike. */
export async function finishScan(state: DropState, deps: ScanDeps): Promise<void> {
  const { drop } = state;
  const records = await sortInSlices(state.records, (a, b) => pathOrder(a.path, b.path));
  drop.total = records.length;
  drop.members = 0;
  await inspectContents(state, records, { ...deps, onProgress: () => deps.onProgress(state) });
  state.records = records;
  await readLoadFiles(state, deps, false);
  const entries = await buildInventory(state, records, deps.limits);
  const inventory = await countInventory(entries, deps.expectedMs);
  if (entries.every((entry) => entry.status === 'excluded' && !entry.leftOut))
    throw noDocuments(drop.name, entries.length);
  await state.journal.sync();
  state.entries = entries;
  // Shown together with the status, so that no total changes while the drop is being read.
  const counts = { found: entries.length, read: entries.length, total: entries.length };
  const ready = { status: 'ready' as const, error: null, ...counts, members: inventory.members, inventory };
  // A drop that can be submitted must not fail afterward because a full disk refused to save it.
  await whenThereIsRoom(
    state,
    deps.gate,
    () => deps.onProgress(state),
    () => deps.commit(state, ready),
  );
}

async function findFiles(state: DropState, deps: ScanDeps): Promise<void> {
  const names = new UniqueNames();
  for await (const found of walk(state.roots, deps.dataFolder, state.abort.signal)) {
    const record = toRecord(state, found, names.take(found.path));
    state.records.push(record);
    state.drop.found += 1;
    deps.onProgress(state);
  }
}

function toRecord(state: DropState, found: Found, path: string): FileRecord {
  const record = emptyRecord(path);
  record.root = state.roots.findIndex(
    ({ prefix }) => prefix === '' || found.path === prefix || found.path.startsWith(`${prefix}/`),
  );
  // The shown path leads to the file, unless its name is not UTF-8 or was changed to be unique.
  record.raw = path === found.path ? keptBytes(found.raw) : found.raw;
  if (found.kind === 'excluded') record.excluded = found.reason;
  else if (found.kind === 'failed') {
    record.raw = found.raw;
    fail(record, state, found.failure);
  }
  return record;
}

/** Reads all files with a few parallel readers, whose number bounds open files and memory. */
async function readAll(
  state: DropState,
  earlier: ReadonlyMap<string, FileRecord>,
  deps: ScanDeps,
): Promise<void> {
  let next = 0;
  let failed = false;
  const reader = async (): Promise<void> => {
    for (let record = state.records[next]; record && !failed; record = state.records[next]) {
      next += 1;
      state.abort.signal.throwIfAborted();
      if (record.excluded !== null) await measure(state, record);
      else if (record.failure === null) await readOne(state, record, earlier.get(record.path), deps);
      state.journal.append(fileToLine(record));
      state.drop.read += 1;
      if (record.excluded === null) state.drop.readBytes += record.bytes;
      deps.onProgress(state);
    }
  };
  const stopOthers = (error: unknown): never => {
    failed = true;
    throw error;
  };
  await allDone(Array.from({ length: deps.concurrency }, () => reader().catch(stopOthers)));
}

/** Takes the size and time of a file that is left out. For a link, these are the link's own. */
async function measure(state: DropState, record: FileRecord): Promise<void> {
  try {
    const { size, mtimeMs } = await lstat(sourceOf(state, record));
    record.bytes = size;
    record.modifiedAt = Math.trunc(mtimeMs);
  } catch (error) {
    // The file is left out either way. This only rethrows errors that are not the system's.
    readFailure(error, 'file');
  }
}

async function readOne(
  state: DropState,
  record: FileRecord,
  earlier: FileRecord | undefined,
  deps: ScanDeps,
): Promise<void> {
  const unchanged = (bytes: number, modifiedAt: number): Fingerprint | null =>
    earlier?.sha256 != null && earlier.bytes === bytes && earlier.modifiedAt === modifiedAt
      ? { sha256: earlier.sha256, bytes, modifiedAt, type: earlier.type, description: earlier.description }
      : null;
  try {
    const source = sourceOf(state, record);
    Object.assign(
      record,
      await fingerprint(
        source,
        record.path,
        deps.buffers,
        state.abort.signal,
        unchanged,
        deps.limits.maxDocumentBytes,
      ),
    );
  } catch (error) {
    if (state.abort.signal.aborted) throw error;
    if (error instanceof FileChanging) {
      fail(record, state, {
        code: 'source_missing',
        detail: `${error.message}. Close the program that is changing it, then add the folder again.`,
      });
      return;
    }
    if (error instanceof MostlyHoles) {
      await measure(state, record);
      fail(record, state, {
        code: 'oversize',
        detail: `The file claims ${grouped(error.bytes)} bytes, but has only ${grouped(error.onDisk)} bytes on the disk: the rest is empty space. Redwell did not read or copy it. Check which program made it, and add a copy without the empty space.`,
      });
      return;
    }
    const failure = readFailure(error, 'file');
    if (isGone(error)) await assertRootAvailable(state, record);
    fail(record, state, failure);
  }
}

/** Tells a missing file from a missing drive, which stops the whole drop. @throws RootGone when the root is missing */
async function assertRootAvailable(state: DropState, record: FileRecord): Promise<void> {
  const root = state.roots[record.root];
  if (root?.directory !== true) return;
  try {
    await access(root.location);
  } catch (error) {
    if (isGone(error)) throw new RootGone(root.location, error);
  }
}

const grouped = (value: number): string => value.toLocaleString('en-US');
