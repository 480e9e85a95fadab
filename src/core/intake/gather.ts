/** Gathers the entries of a drop from folders of this machine, several files at a time. */
import { lstat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import pLimit from 'p-limit';
import type { DropState } from './drop.ts';
import type { Entry } from './entry.ts';
import { expandFamily, type FamilyLimits } from './families.ts';
import type { Journal } from './journal.ts';
import { type ReadContext, readFound } from './read.ts';
import { type Found, walk } from './walk.ts';

/** Reads under way; four saturate a disk in the measurements, more only wait. */
const READS = 4;
/** Found and not yet read: beyond this the walk waits, so that memory follows the reading. */
const AHEAD = 2000;
const JOURNAL_MS = 500;

/** Each dropped path keeps its own name; two of the same name are told apart by a number. */
function topNames(paths: readonly string[]): string[] {
  const used = new Map<string, number>();
  return paths.map((path) => {
    const name = basename(path) || 'drive';
    const times = (used.get(name) ?? 0) + 1;
    used.set(name, times);
    return times === 1 ? name : `${name} (${times})`;
  });
}

export interface GatherOptions {
  state: DropState;
  journal: Journal;
  context: ReadContext;
  limits: FamilyLimits;
  onProgress(): void;
}

/** Walks and reads everything; what an earlier attempt has read already is taken from the journal. */
export async function gather({ state, journal, context, limits, onProgress }: GatherOptions): Promise<void> {
  const { drop } = state;
  const known = await familiesOf(await journal.entries(drop.id));
  const limit = pLimit(READS);
  let unwritten: Entry[] = [];
  let lastWrite = Date.now();

  const keep = async (entries: readonly Entry[], fresh: boolean): Promise<void> => {
    state.entries.push(...entries);
    const [first] = entries;
    for (const entry of entries)
      if (
        entry.exception !== null &&
        ['access_restricted', 'source_missing', 'infrastructure'].includes(entry.exception.code)
      )
        state.addProblem(entry.path, entry.exception);
    state.change({
      read: state.drop.read + entries.length,
      found: state.drop.found + entries.length - 1,
      readBytes: state.drop.readBytes + (first?.bytes ?? 0),
    });
    onProgress();
    if (!fresh) return;
    unwritten.push(...entries);
    if (Date.now() - lastWrite < JOURNAL_MS) return;
    const batch = unwritten;
    unwritten = [];
    lastWrite = Date.now();
    await journal.append(drop.id, batch);
  };

  const read = async (found: Found): Promise<void> => {
    if (context.signal.aborted) return;
    const before = known.get(found.path);
    if (
      before?.[0] &&
      before[0].bytes === found.bytes &&
      before[0].modifiedAt === found.modifiedAt &&
      before[0].exception?.code !== 'source_missing'
    )
      return keep(before, false);
    const entry = await readFound(found, context);
    await keep([entry, ...(await expandFamily(entry, context, limits))], true);
  };

  const running = new Set<Promise<void>>();
  let failure: unknown;
  for (const [i, name] of topNames(state.paths).entries()) {
    const path = state.paths[i];
    if (path === undefined) continue;
    for await (const found of walk(Buffer.from(path), name, context.signal)) {
      state.change({ found: state.drop.found + 1 });
      onProgress();
      const task = limit(() => read(found)).catch((error: unknown) => {
        failure ??= error;
      });
      running.add(task);
      task.finally(() => running.delete(task));
      if (running.size >= AHEAD) await Promise.race(running);
      if (failure !== undefined) throw failure;
    }
  }
  state.change({ status: 'reading', total: state.drop.found });
  onProgress();
  await Promise.all(running);
  if (failure !== undefined) throw failure;
  await journal.append(drop.id, unwritten);
}

/** A file with everything that was inside it, by the file's path. */
async function familiesOf(entries: readonly Entry[]): Promise<Map<string, Entry[]>> {
  const families = new Map<string, Entry[]>();
  const rootOf = new Map<string, string>();
  for (const entry of entries) {
    // A member's bytes are in the drop's scratch folder; without them its family is read again.
    const root = entry.parent === null ? entry.path : (rootOf.get(entry.parent) ?? entry.parent);
    rootOf.set(entry.path, root);
    const family = families.get(root);
    if (family === undefined) families.set(root, [entry]);
    else family.push(entry);
  }
  for (const [root, family] of families) {
    const there = await Promise.all(
      family
        .filter((e) => e.ours && e.location !== '')
        .map((e) =>
          lstat(e.location).then(
            () => true,
            () => false,
          ),
        ),
    );
    if (there.includes(false) || family[0]?.path !== root) families.delete(root);
  }
  return families;
}

/** Where a drop's own copies live until the vault has them. */
export const scratchFolder = (journal: Journal, dropId: string): string =>
  join(journal.folder(dropId), 'scratch');
