/**
 * Makes one drop of several. The folders of the joined drops move into the new drop's folder, so nothing is read or
 * copied again. The new journal is complete before anything moves, and names the folders that must move: after a crash,
 * the next start finishes the work (`finish-join.ts`).
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Drop } from '../../shared/intake.ts';
import type { Inspection } from '../documents/types.ts';
import { sortInSlices, yieldEvery } from '../util/event-loop.ts';
import { UniqueNames } from '../util/portable-names.ts';
import { renamePatiently } from '../util/rename.ts';
import { isProduction, notReady } from './drop-errors.ts';
import type { Drops } from './drops.ts';
import { folderIndexOf } from './folder-index.ts';
import { fileToLine } from './journal-format.ts';
import { isLocked, LOCKED, lockedMembers } from './locked.ts';
import { pathOrder } from './names.ts';
import { newDrop } from './new-drop.ts';
import { rebuildInventory } from './rebuild.ts';
import type { Expanded, FileRecord } from './records.ts';
import type { DropState } from './state.ts';
import type { Root } from './walk.ts';

/** Choices per line of the journal. */
const SLICE = 1000;

/** One of the drops that are joined, with what its paths become. */
interface Part {
  state: DropState;
  roots: Root[];
  /** What its root numbers grow by. */
  offset: number;
  moved(path: string): string;
}

/**
 * Joins drops whose inventories are complete. The caller holds back other work on them.
 * @throws RedwellError drop_not_ready, disk_full
 */
export async function joinDrops(drops: Drops, states: readonly DropState[]): Promise<DropState> {
  for (const { drop, entries } of states)
    if (drop.status !== 'ready' || entries === null)
      throw notReady(
        drop,
        'be joined with others',
        'Wait until the inventories of all of them are complete.',
      );
  for (const { drop } of states) if (drop.loadFile?.taken === true) throw isProduction(drop);
  const parts = partsOf(states);
  const state = drops.createJoined(
    combinedDrop(states.map(({ drop }) => drop)),
    parts.flatMap(({ roots }) => roots),
  );
  try {
    await fill(state, parts);
    await state.journal.sync();
    await state.journal.writeMeta(state.drop, state.roots, null, idsOf(states));
    for (const part of states) await part.journal.close();
    await moveFolders(state.directory, states);
  } catch (error) {
    drops.states.delete(state.drop.id);
    await state.journal.close();
    await rm(state.directory, { recursive: true, force: true });
    throw error;
  }
  for (const part of states) drops.forget(part);
  await rebuildInventory(state, drops.deps);
  await drops.commit(state, { status: 'ready' });
  return state;
}

const idsOf = (states: readonly DropState[]): string[] => states.map(({ drop }) => drop.id);

function combinedDrop(parts: readonly Drop[]): Drop {
  const [first] = parts;
  const source = parts.some((part) => part.source === 'upload') ? 'upload' : 'path';
  const problems = parts.flatMap((part) => part.problems).slice(0, 100);
  const name = `${first?.name ?? ''} and ${parts.length - 1} more`.slice(0, 500);
  const readBytes = parts.reduce((sum, part) => sum + part.readBytes, 0);
  return { ...newDrop(name, source), status: 'reading', problems, readBytes };
}

/** Gives every folder and file at the top of a drop a name of its own. */
function partsOf(states: readonly DropState[]): Part[] {
  const names = new UniqueNames();
  let offset = 0;
  return states.map((state) => {
    const [only, ...others] = state.roots;
    const isFolder = only?.prefix === '' && others.length === 0;
    const top = isFolder ? names.take(state.drop.name.replaceAll('/', '_')) : '';
    const renamed = new Map<string, string>();
    const moved = (path: string): string => {
      if (isFolder) return path === '' ? top : `${top}/${path}`;
      const end = path.indexOf('/');
      const first = end < 0 ? path : path.slice(0, end);
      const name = renamed.get(first) ?? names.take(first);
      renamed.set(first, name);
      return name + path.slice(first.length);
    };
    const roots = state.roots.map((root) => ({ ...root, prefix: moved(root.prefix) }));
    const part = { state, roots, offset, moved };
    offset += roots.length;
    return part;
  });
}

/** Fills the new drop's memory and journal from its parts. */
async function fill(state: DropState, parts: readonly Part[]): Promise<void> {
  const yieldIfDue = yieldEvery();
  const records: FileRecord[] = [];
  for (const part of parts) {
    for (const record of part.state.records) {
      await yieldIfDue();
      records.push(movedRecord(part, record));
    }
    mergeContents(state, part.state);
  }
  state.records = await sortInSlices(records, (a, b) => pathOrder(a.path, b.path));
  state.journal.append({ k: 'walk' });
  for (const record of state.records) {
    await yieldIfDue();
    state.journal.append(fileToLine(record));
  }
  const { inspections, expansions } = state.contents;
  for (const [sha256, inspection] of inspections)
    state.journal.append({ k: 'inspected', sha256, v: withoutPassword(inspection) });
  for (const [sha256, v] of expansions) state.journal.append({ k: 'expanded', sha256, v });
  const paths = parts.flatMap((part) => leftOutOf(part));
  for (let from = 0; from < paths.length; from += SLICE) {
    const choices = paths.slice(from, from + SLICE).map((path) => ({ kind: 'path' as const, path }));
    state.selection.apply({ out: true, choices });
    state.journal.append({ k: 'edit', out: true, choices });
  }
}

/** A file that a password opened is locked again after a restart, as in every journal. */
const withoutPassword = (inspection: Inspection): Inspection =>
  inspection.encrypted && inspection.problem === null ? LOCKED : inspection;

const movedRecord = ({ state, offset, moved }: Part, record: FileRecord): FileRecord => ({
  ...record,
  path: moved(record.path),
  root: record.root < 0 ? record.root : record.root + offset,
  file: record.file === null ? null : `${state.drop.id}/${record.file}`,
});

/** Takes over what is known about contents. Of two results, the one with fewer locked documents is kept. */
function mergeContents(to: DropState, { drop, contents }: DropState): void {
  const { inspections, expansions, opened } = to.contents;
  for (const [sha256, inspection] of contents.inspections) {
    const known = inspections.get(sha256);
    if (known === undefined || isLocked(known)) inspections.set(sha256, inspection);
  }
  for (const [sha256, expanded] of contents.expansions) {
    const known = expansions.get(sha256);
    if (known !== undefined && lockedMembers(known) <= lockedMembers(expanded)) continue;
    expansions.set(sha256, movedMembers(drop.id, expanded));
  }
  for (const [sha256, count] of contents.opened) opened.set(sha256, Math.max(count, opened.get(sha256) ?? 0));
}

const movedMembers = (dropId: string, expanded: Expanded): Expanded => ({
  ...expanded,
  members: expanded.members.map((member) => ({ ...member, file: `${dropId}/${member.file}` })),
});

/** Returns the new paths of what was left out, without what is inside something that was left out. */
function leftOutOf({ state, moved }: Part): string[] {
  if (state.entries === null) return [];
  const { byPath } = folderIndexOf(state.entries);
  return state.entries.flatMap(({ path, parent, leftOut, attached }) =>
    leftOut && !attached && (parent === null || byPath.get(parent)?.leftOut !== true) ? [moved(path)] : [],
  );
}

/** Moves the folders of the parts into the new drop's. @throws the system's error, after moving back what was moved */
async function moveFolders(directory: string, parts: readonly DropState[]): Promise<void> {
  const done: DropState[] = [];
  try {
    for (const part of parts) {
      await renamePatiently(part.directory, join(directory, part.drop.id));
      done.push(part);
    }
  } catch (error) {
    for (const part of done) await renamePatiently(join(directory, part.drop.id), part.directory);
    throw error;
  }
}
