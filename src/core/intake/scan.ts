/** The work on a drop of local folders: walk, fingerprint, look inside, settle. It can be begun again at any time. */
import { access, lstat } from 'node:fs/promises';
import type { Logger } from 'pino';
import { RedwellError } from '../../shared/errors.ts';
import type { Sandbox } from '../sandbox/types.ts';
import { allDone, sortInSlices } from '../util/event-loop.ts';
import { buildInventory } from './build-inventory.ts';
import { type Buffers, FileChanging, type Fingerprint, fingerprint } from './fingerprint.ts';
import { isGone, readFailure } from './fs-errors.ts';
import { inspectContents } from './inspect.ts';
import { countInventory, type ExpectedMs } from './inventory-figures.ts';
import { fileToLine, type Journal } from './journal.ts';
import type { IntakeLimits } from './limits.ts';
import { keptBytes, pathOrder, UniqueNames } from './names.ts';
import type { FileRecord, Finding } from './records.ts';
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
  /** A folder that is never taken in: Redwell's own data. */
  ownData: Buffer;
  /** The drop's figures have changed; told again and again, it is passed on a few times a second. */
  onProgress(state: DropState): void;
  /** The drop's status has changed: kept on disk, then told at once. */
  commit(state: DropState): Promise<void>;
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
  what: '',
  excluded: null,
  failure: null,
});

export function fail(record: FileRecord, state: DropState, finding: Finding): void {
  record.failure = finding;
  if (state.drop.problems.length < MAX_PROBLEMS)
    state.drop.problems.push({ path: record.path, code: finding.code, message: finding.detail });
}

/**
 * Takes the drop from its folders to its inventory.
 * @param known files of an earlier run by path: those of the same size and time are not read again
 * @throws RootGone, RedwellError folder_empty, disk_full; AbortError
 */
export async function scanDrop(
  state: DropState,
  known: ReadonlyMap<string, FileRecord>,
  deps: ScanDeps,
): Promise<void> {
  const { drop } = state;
  Object.assign(drop, { status: 'walking', found: 0, read: 0, readBytes: 0, total: null, inventory: null });
  Object.assign(drop, { problems: [], error: null });
  state.records = [];
  state.entries = null;
  await deps.commit(state);
  state.journal.append({ k: 'walk' });
  await find(state, deps);
  drop.status = 'reading';
  drop.total = state.records.length;
  await deps.commit(state);
  await readAll(state, known, deps);
  await finishScan(state, deps);
}

/** What every drop ends with, however its files came: what is inside them, then the inventory. */
export async function finishScan(state: DropState, deps: ScanDeps): Promise<void> {
  const { drop } = state;
  const records = await sortInSlices(state.records, (a, b) => pathOrder(a.path, b.path));
  await inspectContents(state, records, {
    ...deps,
    onProgress() {
      drop.total = Math.max(drop.total ?? 0, drop.found);
      deps.onProgress(state);
    },
  });
  const entries = await buildInventory(state, records, deps.limits);
  const inventory = await countInventory(entries, deps.expectedMs);
  if (entries.every((entry) => entry.status === 'excluded')) throw emptyFolder(drop.name, entries.length);
  await state.journal.sync();
  state.records = [];
  state.entries = entries;
  Object.assign(drop, { found: entries.length, read: entries.length, total: entries.length, inventory });
  drop.status = 'ready';
  await deps.commit(state);
}

function emptyFolder(name: string, excluded: number): RedwellError {
  const left =
    excluded === 1 ? 'only one file that is not a document' : `only ${excluded} files that are not documents`;
  return new RedwellError(
    'folder_empty',
    excluded === 0 ? `“${name}” holds no files.` : `“${name}” holds no documents, ${left}.`,
    { action: 'Check that it is the right folder, then drop it again.' },
  );
}

async function find(state: DropState, deps: ScanDeps): Promise<void> {
  const names = new UniqueNames();
  for await (const found of walk(state.roots, deps.ownData, state.abort.signal)) {
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
  // The shown path says where the file is, unless its name is not UTF-8 or had to be told from another.
  record.raw = path === found.path ? keptBytes(found.raw) : found.raw;
  if (found.kind === 'excluded') record.excluded = found.reason;
  else if (found.kind === 'failed') {
    record.raw = found.raw;
    fail(record, state, found.failure);
  }
  return record;
}

/** A few readers share the list; a bound on them is a bound on open files and memory. */
async function readAll(
  state: DropState,
  known: ReadonlyMap<string, FileRecord>,
  deps: ScanDeps,
): Promise<void> {
  let next = 0;
  let failed = false;
  const reader = async (): Promise<void> => {
    for (let record = state.records[next]; record && !failed; record = state.records[next]) {
      next += 1;
      state.abort.signal.throwIfAborted();
      if (record.excluded !== null) await measure(state, record);
      else if (record.failure === null) await readOne(state, record, known.get(record.path), deps);
      keep(state.journal, record);
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

/** What is left out is not read, only measured; a link by itself, not by what it points to. */
async function measure(state: DropState, record: FileRecord): Promise<void> {
  try {
    const { size, mtimeMs } = await lstat(sourceOf(state, record));
    record.bytes = size;
    record.modifiedAt = Math.trunc(mtimeMs);
  } catch (error) {
    // It is listed with its reason whether or not it can still be measured.
    readFailure(error, 'file');
  }
}

const keep = (journal: Journal, record: FileRecord): void => journal.append(fileToLine(record));

async function readOne(
  state: DropState,
  record: FileRecord,
  before: FileRecord | undefined,
  deps: ScanDeps,
): Promise<void> {
  const unchanged = (bytes: number, modifiedAt: number): Fingerprint | null =>
    before?.sha256 != null && before.bytes === bytes && before.modifiedAt === modifiedAt
      ? { sha256: before.sha256, bytes, modifiedAt, type: before.type, what: before.what }
      : null;
  try {
    const source = sourceOf(state, record);
    Object.assign(
      record,
      await fingerprint(source, record.path, deps.buffers, state.abort.signal, unchanged),
    );
  } catch (error) {
    if (state.abort.signal.aborted) throw error;
    if (error instanceof FileChanging) {
      fail(record, state, {
        code: 'source_missing',
        detail: `${error.message}. Close the program that writes it, then drop the folder again.`,
      });
      return;
    }
    const failure = readFailure(error, 'file');
    if (isGone(error)) await assertRoot(state, record);
    fail(record, state, failure);
  }
}

/** One missing file is that file's exception; a missing drive is not the fault of the files on it. */
async function assertRoot(state: DropState, record: FileRecord): Promise<void> {
  const root = state.roots[record.root];
  if (root?.directory !== true) return;
  try {
    await access(root.location);
  } catch (error) {
    if (isGone(error)) throw new RootGone(root.location, error);
  }
}
