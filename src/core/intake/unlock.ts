/**
 * Passwords offered for a drop: what was locked is looked at again with them, before the run. Passwords come
 * with the call and leave with it; what they opened of an archive stays, as any member does.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { RedwellError } from '../../shared/errors.ts';
import type { LockedFile } from '../../shared/intake.ts';
import type { Inspection } from '../documents/types.ts';
import { sortInSlices, yieldEvery } from '../util/event-loop.ts';
import { buildInventory } from './build-inventory.ts';
import { isLocked, lockedMembers } from './findings.ts';
import { inspectContents } from './inspect.ts';
import { countInventory } from './inventory-figures.ts';
import { readJournal } from './journal.ts';
import { pathOrder } from './names.ts';
import type { Entry, Expanded } from './records.ts';
import type { ScanDeps } from './scan.ts';
import type { DropState } from './state.ts';

/** The encrypted files of a drop in path order, each content once, and how the passwords given so far fared. */
export async function lockedFiles(state: DropState): Promise<LockedFile[]> {
  const files: LockedFile[] = [];
  const yieldIfDue = yieldEvery();
  for (const entry of state.entries ?? []) {
    await yieldIfDue();
    const file = lockedFile(state, entry);
    if (file !== null) files.push(file);
  }
  return files;
}

function lockedFile({ contents }: DropState, entry: Entry): LockedFile | null {
  const { path, type, bytes, sha256 } = entry;
  if (sha256 === null || entry.status === 'duplicate' || entry.status === 'excluded') return null;
  const expansion = contents.expansions.get(sha256);
  if (expansion !== undefined) {
    const [locked, opened] = [lockedMembers(expansion), contents.opened.get(sha256) ?? 0];
    const detail = expansion.problems.find(({ code }) => code === 'encrypted')?.detail ?? '';
    if (locked + opened > 0) return { path, type, bytes, locked, opened, detail };
  }
  const inspection = contents.inspections.get(sha256);
  if (inspection?.encrypted !== true) return null;
  const locked = isLocked(inspection);
  // Opened, and then found to be wrong in another way, is opened.
  return {
    path,
    type,
    bytes,
    locked: locked ? 1 : 0,
    opened: locked ? 0 : 1,
    detail: inspection.problem?.detail ?? '',
  };
}

/**
 * Tries the passwords on everything of the drop that is locked, and takes its inventory again.
 * @param passwords every one that was given for this drop so far
 * @throws RedwellError drop_not_ready, disk_full, canceled when the drop is discarded meanwhile
 */
export async function unlock(state: DropState, passwords: readonly string[], deps: ScanDeps): Promise<void> {
  const { drop, contents, journal } = state;
  if (drop.status !== 'ready' || state.entries === null)
    throw new RedwellError('drop_not_ready', `“${drop.name}” is ${drop.status}: it takes no passwords now.`, {
      action: 'Wait until its inventory stands. When it was submitted, open the batch and add them there.',
    });
  const { inspections, expansions } = contents;
  const files = new Map([...inspections].filter(([, inspection]) => isLocked(inspection)));
  const containers = new Map([...expansions].filter(([, expanded]) => lockedMembers(expanded) > 0));
  if (passwords.length === 0 || files.size + containers.size === 0) return;
  for (const sha256 of files.keys()) inspections.delete(sha256);
  for (const sha256 of containers.keys()) expansions.delete(sha256);
  const left: string[] = [];
  try {
    await journal.sync();
    const { records } = await readJournal(state.directory);
    const sorted = await sortInSlices(records, (a, b) => pathOrder(a.path, b.path));
    await inspectContents(state, sorted, { ...deps, passwords, onProgress: () => undefined });
    for (const [sha256, before] of files) keepLocked(state, sha256, before);
    for (const [sha256, before] of containers) left.push(...keepBetter(state, sha256, before));
    state.entries = await buildInventory(state, sorted, deps.limits);
    drop.inventory = await countInventory(state.entries, deps.expectedMs);
    await journal.sync();
  } catch (error) {
    // As it was; what was opened on the way is in the journal, and is found by the next try.
    for (const [sha256, inspection] of files) inspections.set(sha256, inspection);
    for (const [sha256, expanded] of containers) keepBetter(state, sha256, expanded);
    if (!state.abort.signal.aborted) throw error;
    throw new RedwellError('canceled', `“${drop.name}” was discarded.`, { cause: error });
  } finally {
    const { length } = state.entries;
    Object.assign(drop, { found: length, read: length, total: length });
  }
  for (const folder of left) await rm(join(state.directory, folder), { recursive: true, force: true });
  await deps.commit(state);
}

/** A file that could not be tried (it took too long, its reader failed) is as locked as it was. */
function keepLocked({ contents, journal }: DropState, sha256: string, before: Inspection): void {
  const now = contents.inspections.get(sha256);
  if (now?.encrypted === true) return;
  const detail =
    now?.problem == null ? before.problem?.detail : `It could not be tried: ${now.problem.detail}`;
  const kept: Inspection = { ...before, problem: { code: 'encrypted', detail: detail ?? '' } };
  contents.inspections.set(sha256, kept);
  journal.append({ k: 'inspected', sha256, v: kept });
}

/** Keeps the expansion with fewer locked members, the last word of the journal too. @returns folders not in use any more */
function keepBetter({ contents, journal }: DropState, sha256: string, before: Expanded): string[] {
  const { expansions, opened } = contents;
  const now = expansions.get(sha256);
  const gained = now === undefined || now.failure !== null ? 0 : lockedMembers(before) - lockedMembers(now);
  if (now !== undefined && gained > 0) {
    opened.set(sha256, (opened.get(sha256) ?? 0) + gained);
    return foldersOf(before);
  }
  const kept = { ...before, problems: wordedBy(before, now) };
  expansions.set(sha256, kept);
  journal.append({ k: 'expanded', sha256, v: kept });
  return now === undefined ? [] : foldersOf(now);
}

/** What stays locked, in the words of the last try. */
function wordedBy(before: Expanded, now: Expanded | undefined): Expanded['problems'] {
  if (now === undefined) return before.problems;
  const { failure } = now;
  if (failure === null) return now.problems;
  return before.problems.map((problem) =>
    problem.code === 'encrypted'
      ? { ...problem, detail: `With the passwords offered: ${failure.detail}` }
      : problem,
  );
}

const foldersOf = ({ members }: Expanded): string[] => [
  ...new Set(members.map(({ file }) => file.slice(0, file.lastIndexOf('/')))),
];
