/**
 * Watches a folder: each folder or file that is put there becomes a batch, once nothing in it has changed for a while.
 * What is taken moves into `Taken by Redwell`, so that it is never taken twice, and stays there with a note.
 */
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { RedwellError, toWireError } from '../../shared/errors.ts';
import type { Redwell } from '../app/types.ts';
import type { WatchOptions } from '../app/watch-options.ts';
import { mayBeHeld, renamePatiently } from '../util/rename.ts';
import { submitFolder } from './submit-folder.ts';

export const TAKEN = 'Taken by Redwell';
/** The note beside what was taken. */
const NOTE = '.redwell.json';

type Submitter = Pick<Redwell, 'handlers' | 'on'>;

/** What was seen of an entry, and since when it is the same. */
interface Seen {
  signature: string;
  since: number;
}

/**
 * Watches until the signal fires. @returns how many entries could not be submitted
 * @throws RedwellError folder_missing, not_a_folder; the system's error when the folder cannot be read any more
 */
export async function watchFolder(redwell: Submitter, options: WatchOptions): Promise<number> {
  const { folder, signal, lookMs, once } = options;
  await expectFolder(folder);
  await mkdir(join(folder, TAKEN), { recursive: true });
  const seen = new Map<string, Seen>();
  let failed = 0;
  while (!signal.aborted) {
    const waiting = await take(options, seen);
    const open = await openEntries(folder);
    for (const name of open)
      if (!signal.aborted && (await isQuiet(join(folder, TAKEN, name), options, seen)))
        failed += (await submit(redwell, options, name)) ? 0 : 1;
    if (once && waiting === 0 && (await openEntries(folder)).length === 0) break;
    await pause(lookMs, signal);
  }
  return failed;
}

async function expectFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => null);
  if (found === null)
    throw new RedwellError('folder_missing', `There is no folder ${folder}.`, {
      action: 'Make the folder, or check its path.',
    });
  if (!found.isDirectory())
    throw new RedwellError('not_a_folder', `${folder} is not a folder.`, {
      action: 'Name the folder that documents are put into.',
    });
}

/** Moves what has been quiet into `Taken by Redwell`. @returns how many entries are not quiet yet */
async function take(options: WatchOptions, seen: Map<string, Seen>): Promise<number> {
  const { folder, onEvent } = options;
  let waiting = 0;
  for (const name of await readdir(folder)) {
    // A name with a dot before it is how many programs mark what they are still writing.
    if (name === TAKEN || name.startsWith('.')) continue;
    const path = join(folder, name);
    if (!(await isQuiet(path, options, seen))) {
      waiting += 1;
      continue;
    }
    const target = await freeName(folder, name);
    try {
      await renamePatiently(path, target);
    } catch (error) {
      if (!mayBeHeld(error, process.platform)) throw error;
      // Somebody still has it open on Windows: it is taken once they have closed it.
      waiting += 1;
      continue;
    }
    const before = seen.get(path);
    seen.delete(path);
    // It stays as quiet as it was: a change after this look still shows.
    if (before !== undefined) seen.set(target, before);
    await onEvent({ event: 'taken', name, path: target });
  }
  return waiting;
}

/** Returns whether nothing in an entry has changed for the quiet time. */
async function isQuiet(
  path: string,
  { quietMs }: Pick<WatchOptions, 'quietMs'>,
  seen: Map<string, Seen>,
): Promise<boolean> {
  const signature = await signatureOf(path);
  const now = performance.now();
  const before = seen.get(path);
  if (signature === null) {
    seen.delete(path);
    return false;
  }
  if (before?.signature !== signature) {
    seen.set(path, { signature, since: now });
    return false;
  }
  return now - before.since >= quietMs;
}

/** Returns text that changes with any name, size or time below a path; null if it is changing just now. */
async function signatureOf(path: string): Promise<string | null> {
  try {
    const facts = await stat(path);
    if (!facts.isDirectory()) return `${facts.size} ${facts.mtimeMs}`;
    const lines: string[] = [];
    for (const entry of await readdir(path, { withFileTypes: true, recursive: true })) {
      const full = join(entry.parentPath, entry.name);
      const { size, mtimeMs } = entry.isSymbolicLink() ? { size: 0, mtimeMs: 0 } : await stat(full);
      lines.push(`${full.slice(path.length)} ${size} ${mtimeMs}`);
    }
    return lines.sort().join('\n');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Returns a path in `Taken by Redwell` that no entry and no drop ever had: its time is in the name. */
async function freeName(folder: string, name: string): Promise<string> {
  const stamp = new Date().toISOString().slice(0, 19).replaceAll(':', '.').replace('T', ' ');
  for (let n = 1; ; n += 1) {
    const target = join(folder, TAKEN, `${stamp}${n === 1 ? '' : ` (${n})`} ${name}`);
    if ((await stat(target).catch(() => null)) === null) return target;
  }
}

/** Returns the names of what was taken and has no note yet, oldest first. */
async function openEntries(folder: string): Promise<string[]> {
  const names = new Set(await readdir(join(folder, TAKEN)));
  return [...names].filter((name) => !name.endsWith(NOTE) && !names.has(name + NOTE)).sort();
}

const STAMP = /^\d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d(?: \(\d+\))? /;

/** Submits an entry unless it was submitted before a kill, and notes how that ended. @returns whether it was submitted */
async function submit(redwell: Submitter, options: WatchOptions, taken: string): Promise<boolean> {
  const { folder, choices, onEvent } = options;
  const path = join(folder, TAKEN, taken);
  const name = taken.replace(STAMP, '');
  try {
    const batchId =
      (await submittedBefore(redwell, basename(path))) ??
      (await submitFolder(redwell, path, { ...choices, name })).id;
    await note(path, { batchId, at: new Date().toISOString() });
    await onEvent({ event: 'submitted', name, batchId });
    return true;
  } catch (error) {
    const { code, message, action } = toWireError(error);
    // These pass by themselves: it is tried again.
    if (code === 'redis_unavailable' || code === 'disk_full') return false;
    await note(path, {
      error: message,
      ...(action === undefined ? {} : { action }),
      at: new Date().toISOString(),
    });
    await onEvent({ event: 'failed', name, message });
    return false;
  }
}

/** Finds the batch that a drop of this name became before a kill, and discards a drop that did not. */
async function submittedBefore(redwell: Submitter, dropName: string): Promise<string | null> {
  const drops = (await redwell.handlers['intake.list']({})).filter(({ name }) => name === dropName);
  const done = drops.find(({ batchId }) => batchId !== null);
  if (done !== undefined) return done.batchId;
  for (const { id } of drops) await redwell.handlers['intake.discard']({ dropId: id });
  return null;
}

async function note(path: string, content: object): Promise<void> {
  const temporary = `${path}${NOTE}.new${NOTE}`;
  await writeFile(temporary, `${JSON.stringify(content, null, 2)}\n`);
  await renamePatiently(temporary, path + NOTE);
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
  });
}
