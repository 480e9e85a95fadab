/** Finds exports that a killed process left behind. They are removed, or recorded if they had just become whole. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { exportReportSchema } from '../../shared/handover.ts';
import type { StartedExport } from '../history/export-log.ts';
import { type FileLock, tryToLock } from '../util/file-lock.ts';
import { TAG_MANIFEST } from './bag-files.ts';
import { isGone } from './errors.ts';
import { isPartialOf } from './target.ts';
import type { HandoverDeps } from './types.ts';

/** The last file that an export gets; what it says about itself. */
export const REPORT_FILE = 'redwell-export.json';

/** What the file of an export holds. Its folder and its root hash are known only when it is complete. */
export const exportFileSchema = exportReportSchema.omit({ target: true, rootHash: true }).extend({
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

/** Removes what killed exports left, and records how they ended. An export on a drive that is away keeps waiting. */
export async function cleanLeftovers(deps: HandoverDeps): Promise<void> {
  for (const left of deps.history.exports.open()) {
    await mkdir(deps.locksDir, { recursive: true });
    const lock = tryToLock(lockPath(deps, left.id));
    // Its process still runs.
    if (lock === null) continue;
    try {
      await clean(deps, left);
    } catch (error) {
      deps.log?.warn({ error, ...left }, 'the rest of an interrupted export could not be removed');
    } finally {
      lock.dispose();
    }
    await removeLock(deps, left.id);
  }
}

async function clean({ history, log }: HandoverDeps, left: StartedExport): Promise<void> {
  if (!isPartialOf(left.partial, left.id)) return;
  if (!(await isFolder(dirname(left.partial)))) return;
  const endedAt = Date.now();
  const whole = (await isFolder(left.partial)) ? null : await wholeExport(left);
  if (whole !== null) {
    const { documents, originals, bytes, leftOut } = whole.file;
    const sum = Object.values(leftOut).reduce((all, n) => all + n, 0);
    history.exports.end(left.id, {
      ...{ target: left.target, outcome: 'completed', endedAt, documents, originals, bytes },
      ...{ leftOut: sum, rootHash: whole.rootHash, error: null },
    });
    return;
  }
  await rm(left.partial, { recursive: true, force: true });
  history.exports.end(left.id, {
    ...{ target: left.target, outcome: 'interrupted', endedAt, documents: 0, originals: 0, bytes: 0 },
    ...{ leftOut: 0, rootHash: null, error: 'Redwell was stopped while it exported.' },
  });
  log?.info({ ...left }, 'removed the rest of an interrupted export');
}

/** Returns what an export says about itself that got its name just before its process was killed. */
async function wholeExport(
  left: StartedExport,
): Promise<{ file: ExportFile; rootHash: string | null } | null> {
  const text = await readIfThere(join(left.target, REPORT_FILE));
  if (text === null) return null;
  const parsed = exportFileSchema.safeParse(JSON.parse(text.toString()));
  if (!parsed.success || parsed.data.id !== left.id) return null;
  const tags = await readIfThere(join(left.target, TAG_MANIFEST));
  return {
    file: parsed.data,
    rootHash: tags === null ? null : createHash('sha256').update(tags).digest('hex'),
  };
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

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
}
