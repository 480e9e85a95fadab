/**
 * Tries passwords on the locked files of a drop before the run. The passwords are not kept, but the archive members
 * that they opened stay in the drop.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { RedwellError } from '../../shared/errors.ts';
import type { LockedFile } from '../../shared/intake.ts';
import type { Inspection } from '../documents/types.ts';
import { yieldEvery } from '../util/event-loop.ts';
import { notReady } from './drop-errors.ts';
import { inspectContents } from './inspect.ts';
import { isLocked, lockedMembers } from './locked.ts';
import { rebuildInventory } from './rebuild.ts';
import type { Entry, Expanded } from './records.ts';
import type { ScanDeps } from './scan.ts';
import type { DropState } from './state.ts';

/** Returns the encrypted files of a drop in path order, each content once, with the result of the passwords so far. */
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
  // A file that a password opened counts as opened, even if it is damaged inside.
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
 * Tries the passwords on everything in the drop that is locked, and builds its inventory again.
 * @param passwords all passwords given for this drop so far
 * @throws RedwellError drop_not_ready, disk_full; canceled when the drop is discarded in the meantime
 */
export async function unlock(state: DropState, passwords: readonly string[], deps: ScanDeps): Promise<void> {
  const { drop, contents, journal } = state;
  if (drop.status !== 'ready' || state.entries === null)
    throw notReady(
      drop,
      'accept passwords',
      'Wait until its inventory is complete. If it has been submitted, open the batch and add the passwords there.',
    );
  const { inspections, expansions } = contents;
  const files = new Map([...inspections].filter(([, inspection]) => isLocked(inspection)));
  const containers = new Map([...expansions].filter(([, expanded]) => lockedMembers(expanded) > 0));
  if (passwords.length === 0 || files.size + containers.size === 0) return;
  for (const sha256 of files.keys()) inspections.delete(sha256);
  for (const sha256 of containers.keys()) expansions.delete(sha256);
  const unused: string[] = [];
  try {
    await journal.sync();
    await inspectContents(state, state.records, { ...deps, passwords, onProgress: () => undefined });
    for (const [sha256, before] of files) keepLocked(state, sha256, before);
    for (const [sha256, before] of containers) unused.push(...keepBetter(state, sha256, before));
    await rebuildInventory(state, deps);
    await journal.sync();
  } catch (error) {
    // Restores the earlier state. The journal keeps what was already opened, and the next attempt finds it.
    for (const [sha256, inspection] of files) inspections.set(sha256, inspection);
    for (const [sha256, expanded] of containers) keepBetter(state, sha256, expanded);
    drop.members = drop.inventory?.members ?? 0;
    if (!state.abort.signal.aborted) throw error;
    throw new RedwellError('canceled', `“${drop.name}” was discarded.`, { cause: error });
  }
  for (const folder of unused) await rm(join(state.directory, folder), { recursive: true, force: true });
  await deps.commit(state);
}

/** Keeps a file locked if the passwords could not be tried, because it took too long or its reader failed. */
function keepLocked({ contents, journal }: DropState, sha256: string, before: Inspection): void {
  const now = contents.inspections.get(sha256);
  if (now?.encrypted === true) return;
  const detail =
    now?.problem == null ? before.problem?.detail : `The passwords could not be tried: ${now.problem.detail}`;
  const kept: Inspection = { ...before, problem: { code: 'encrypted', detail: detail ?? '' } };
  contents.inspections.set(sha256, kept);
  journal.append({ k: 'inspected', sha256, v: kept });
}

/**
 * Keeps the expansion with fewer locked members, in memory and as the journal's last line.
 * @returns folders that are no longer used
 */
function keepBetter({ contents, journal }: DropState, sha256: string, before: Expanded): string[] {
  const { expansions, opened } = contents;
  const now = expansions.get(sha256);
  const gained = now === undefined || now.failure !== null ? 0 : lockedMembers(before) - lockedMembers(now);
  if (now !== undefined && gained > 0) {
    opened.set(sha256, (opened.get(sha256) ?? 0) + gained);
    return foldersOf(before);
  }
  const kept = { ...before, problems: problemsAfter(before, now) };
  expansions.set(sha256, kept);
  journal.append({ k: 'expanded', sha256, v: kept });
  return now === undefined ? [] : foldersOf(now);
}

/** Returns the problems of the members that remain locked, with the details of the last attempt. */
function problemsAfter(before: Expanded, now: Expanded | undefined): Expanded['problems'] {
  if (now === undefined) return before.problems;
  const { failure } = now;
  if (failure === null) return now.problems;
  return before.problems.map((problem) =>
    problem.code === 'encrypted'
      ? { ...problem, detail: `With these passwords: ${failure.detail}` }
      : problem,
  );
}

const foldersOf = ({ members }: Expanded): string[] => [
  ...new Set(members.map(({ file }) => file.slice(0, file.lastIndexOf('/')))),
];
