/**
 * Finds exports that were interrupted. Their parts are kept for a while, so that the same export can go on, and then
 * removed; an export that had just become whole is recorded.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { exportReportSchema } from '../../shared/handover.ts';
import type { StartedExport } from '../history/export-log.ts';
import { type FileLock, tryToLock } from '../util/file-lock.ts';
import { namesIn } from '../util/names-in.ts';
import { TAG_MANIFEST } from './bag-files.ts';
import { isGone } from './errors.ts';
import { type JournalRecord, journalPath, readJournal } from './resume/journal.ts';
import { isPartialOf } from './target.ts';
import type { ExportRequest, HandoverDeps } from './types.ts';

/** The last file that an export gets; what it says about itself. */
export const REPORT_FILE = 'redwell-export.json';

/** How long the parts of an interrupted export wait, ms: seven days. */
export const KEPT_MS = 7 * 24 * 3_600_000;

/** Files of exports beside their parts: locks and journals. */
const OWN_FILE = /^(x-[\w-]+)\.(?:lock|journal)$/;
/** ms */
const STRAY_MS = 60_000;

const STOPPED = 'Redwell was stopped while it exported.';

/** What the file of an export holds. Its folder and its root hash are known only when it is complete. */
const exportFileSchema = exportReportSchema.omit({ target: true, rootHash: true }).extend({
  redwell: z.string(),
  startedAt: z.number(),
});
export type ExportFile = z.infer<typeof exportFileSchema>;

export const lockPath = ({ locksDir }: Pick<HandoverDeps, 'locksDir'>, id: string): string =>
  join(locksDir, `${id}.lock`);

/** Marks an export as running, until its process ends. */
export async function lockExport(deps: HandoverDeps, id: string): Promise<FileLock> {
  await mkdir(deps.locksDir, { recursive: true });
  const lock = tryToLock(lockPath(deps, id));
  if (lock === null) throw new Error(`The export ${id} is running already.`);
  return lock;
}

export const removeLock = (deps: HandoverDeps, id: string): Promise<void> =>
  rm(lockPath(deps, id), { force: true });

/** An interrupted export whose parts are there. */
export interface Interrupted {
  left: StartedExport;
  journal: JournalRecord | null;
}

/** Does something with an export that has not ended, unless its process still runs. */
async function whileStopped<T>(
  deps: HandoverDeps,
  { id }: StartedExport,
  work: () => Promise<T>,
): Promise<T | null> {
  await mkdir(deps.locksDir, { recursive: true });
  const lock = tryToLock(lockPath(deps, id));
  if (lock === null) return null;
  try {
    return await work();
  } finally {
    lock.dispose();
    await removeLock(deps, id);
  }
}

/** Records how interrupted exports ended whose parts are not kept. One on a drive that is away keeps waiting. */
export async function cleanLeftovers(deps: HandoverDeps, now = Date.now()): Promise<void> {
  for (const left of deps.history.exports.open())
    await whileStopped(deps, left, async () => {
      try {
        await settle(deps, left, now);
      } catch (error) {
        deps.log?.warn({ error, ...left }, 'the rest of an interrupted export could not be removed');
      }
    });
  await removeStray(deps, now);
}

/**
 * Removes the locks and journals of exports that are not on record as running: their process was killed just before or just
 * after its export was. Another process makes its lock a moment before it records its export, so young ones stay.
 */
async function removeStray(deps: HandoverDeps, now: number): Promise<void> {
  const open = new Set(deps.history.exports.open().map(({ id }) => id));
  for (const name of await namesIn(deps.locksDir)) {
    const id = OWN_FILE.exec(name)?.[1];
    if (id === undefined || open.has(id)) continue;
    const path = join(deps.locksDir, name);
    const facts = await stat(path).catch(() => null);
    if (facts === null || now - facts.mtimeMs < STRAY_MS) continue;
    const lock = tryToLock(lockPath(deps, id));
    if (lock === null) continue;
    lock.dispose();
    await rm(path, { force: true });
    await removeLock(deps, id);
  }
}

async function settle(deps: HandoverDeps, left: StartedExport, now: number): Promise<void> {
  const { history } = deps;
  if (!isPartialOf(left.partial, left.id)) return;
  if (!(await isFolder(dirname(left.partial)))) return;
  const endedAt = Date.now();
  const isThere = await isFolder(left.partial);
  const whole = isThere ? null : await wholeExport(left);
  if (whole === null) {
    const journal = isThere ? await readJournal(journalPath(deps, left.id)) : null;
    if (journal === null || now - journal.at > KEPT_MS || history.batch(left.batchId) === null)
      await removeParts(deps, left, STOPPED);
    return;
  }
  const { documents, originals, bytes, leftOut } = whole.file;
  const sum = Object.values(leftOut).reduce((all, n) => all + n, 0);
  history.exports.end(left.id, {
    ...{ target: left.target, outcome: 'completed', endedAt, documents, originals, bytes },
    ...{ leftOut: sum, rootHash: whole.rootHash, error: null },
  });
  await rm(journalPath(deps, left.id), { force: true });
}

/** Removes the parts of an interrupted export for good. @param why for its record */
async function removeParts(deps: HandoverDeps, left: StartedExport, why: string): Promise<void> {
  await rm(left.partial, { recursive: true, force: true });
  deps.history.exports.end(left.id, {
    ...{ target: left.target, outcome: 'interrupted', endedAt: Date.now(), documents: 0, originals: 0 },
    ...{ bytes: 0, leftOut: 0, rootHash: null, error: why },
  });
  await rm(journalPath(deps, left.id), { force: true });
  deps.log?.info({ ...left }, 'removed the rest of an interrupted export');
}

/** Returns the interrupted exports of the same batch and kind in the same folder whose parts are there, newest first. */
export async function interruptedExports(
  deps: HandoverDeps,
  { batchId, kind, into }: Pick<ExportRequest, 'batchId' | 'kind' | 'into'>,
): Promise<Interrupted[]> {
  const found: Interrupted[] = [];
  for (const left of deps.history.exports.open()) {
    if (left.batchId !== batchId || left.kind !== kind || dirname(left.partial) !== resolve(into)) continue;
    if (!isPartialOf(left.partial, left.id) || !(await isFolder(left.partial))) continue;
    const one = await whileStopped(deps, left, async () => ({
      left,
      journal: await readJournal(journalPath(deps, left.id)),
    }));
    if (one !== null) found.unshift(one);
  }
  return found;
}

/** Takes the locks of interrupted exports, so that no other process cleans up or takes over the same. */
export async function lockInterrupted(
  deps: HandoverDeps,
  exports: readonly Interrupted[],
): Promise<{ locked: Interrupted[]; release(): Promise<void> }> {
  const locks: { id: string; lock: FileLock }[] = [];
  const locked: Interrupted[] = [];
  await mkdir(deps.locksDir, { recursive: true });
  for (const one of exports) {
    const lock = tryToLock(lockPath(deps, one.left.id));
    if (lock === null) continue;
    locks.push({ id: one.left.id, lock });
    locked.push(one);
  }
  return {
    locked,
    async release() {
      for (const { id, lock } of locks) {
        lock.dispose();
        await removeLock(deps, id);
      }
    },
  };
}

/** Removes what is left of interrupted exports. Call it while they are locked. @param takenOver whether another export went on */
export async function discard(
  deps: HandoverDeps,
  exports: readonly Interrupted[],
  takenOver: boolean,
): Promise<void> {
  const why = takenOver ? `${STOPPED} A later export took over what was there.` : STOPPED;
  for (const { left } of exports)
    try {
      await removeParts(deps, left, why);
    } catch (error) {
      deps.log?.warn({ error, ...left }, 'the rest of an interrupted export could not be removed');
    }
}

/** Returns what an export says about itself that got its name just before its process was killed. */
async function wholeExport(
  left: StartedExport,
): Promise<{ file: ExportFile; rootHash: string | null } | null> {
  const text = await readIfThere(join(left.target, REPORT_FILE));
  if (text === null) return null;
  const file = readExportFile(text);
  if (file?.id !== left.id) return null;
  const tags = await readIfThere(join(left.target, TAG_MANIFEST));
  return {
    file,
    rootHash: tags === null ? null : createHash('sha256').update(tags).digest('hex'),
  };
}

/** Returns what an export says about itself; null for a file that somebody else has written in its place. */
export function readExportFile(bytes: Buffer): ExportFile | null {
  try {
    return exportFileSchema.safeParse(JSON.parse(bytes.toString())).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** @returns null if there is no such file */
export async function readIfThere(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

/** @returns false if there is nothing */
export async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
}
