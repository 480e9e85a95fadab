/**
 * Closes files inside the data folder that an older version, a restored backup or another program left open to other
 * accounts. The folder itself is closed already, so this need not delay the start.
 */
import type { Stats } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { sep } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { closeToOthers, isOpenToOthers } from './data-folder.ts';

/** What the log says about files whose permissions were closed; `paths` names them. */
export const CLOSED = 'closed files that other accounts could read';

/** Files looked at together. Node reads four at a time, and intake needs some of them. */
const TOGETHER = 32;
/** Names in one line of the log, and in all. */
const NAMED = 50;
const MOST_NAMED = 5000;

export interface RepairModes {
  /** Resolves when everything has been looked at, or after `dispose`. */
  done: Promise<void>;
  dispose(): Promise<void>;
}

/** A pause after each group of files, so that a vault with 100,000 files does not slow down the start. ms */
const BREATH_MS = 4;

/**
 * Starts to look through the folder. What it closed, and what it could not close, is named in the log.
 * @param delayMs how long to leave the disk to others before
 */
export function repairModes(dataDir: string, log: Logger, delayMs = 0): RepairModes {
  const stop = new AbortController();
  const done = begin(dataDir, log, stop.signal, delayMs).catch((error: unknown) =>
    log.error({ error }, 'checking the permissions in the data folder failed'),
  );
  return {
    done,
    async dispose() {
      stop.abort();
      await done;
    },
  };
}

async function begin(dataDir: string, log: Logger, signal: AbortSignal, delayMs: number): Promise<void> {
  // `dispose` ends the wait; `walk` then looks at nothing.
  await sleep(delayMs, undefined, { signal, ref: false }).catch(() => undefined);
  await walk(Buffer.from(dataDir), log, signal);
}

async function walk(dataDir: Buffer, log: Logger, signal: AbortSignal): Promise<void> {
  const closed = new Names(log, CLOSED);
  const refused = new Names(log, 'files that other accounts can read could not be closed');
  const foreign = new Names(log, 'files in the data folder belong to another account');
  const own = process.geteuid?.();
  const folders = [dataDir];
  for (let folder = folders.pop(); folder !== undefined && !signal.aborted; folder = folders.pop()) {
    const names = await namesIn(folder);
    for (let from = 0; from < names.length && !signal.aborted; from += TOGETHER) {
      const paths = names
        .slice(from, from + TOGETHER)
        .map((name) => Buffer.concat([folder as Buffer, Buffer.from(sep), name]));
      for (const [index, found] of (await Promise.all(paths.map(statusOf))).entries()) {
        const path = paths[index];
        if (found === null || path === undefined) continue;
        if (own !== undefined && found.uid !== own) foreign.add(path);
        if (isOpenToOthers(found)) (close(path, found) ? closed : refused).add(path);
        if (found.isDirectory()) folders.push(path);
      }
      if (paths.length === TOGETHER) await sleep(BREATH_MS);
    }
  }
  for (const names of [closed, refused, foreign]) names.end();
}

/** A folder or file that is gone by now needs no repair: Redwell is at work beside this. */
const goneIs =
  <T>(instead: T) =>
  (error: NodeJS.ErrnoException): T => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR' || error.code === 'EACCES') return instead;
    throw error;
  };
const namesIn = (folder: Buffer): Promise<Buffer[]> =>
  readdir(folder, { encoding: 'buffer' }).catch(goneIs<Buffer[]>([]));
const statusOf = (path: Buffer): Promise<Stats | null> => lstat(path).catch(goneIs(null));

function close(path: Buffer, found: Stats): boolean {
  try {
    closeToOthers(path, found);
    return true;
  } catch (error) {
    // The log names what could not be closed. What is gone by now is closed.
    return (error as NodeJS.ErrnoException).code === 'ENOENT';
  }
}

/** Collects paths and logs them in lines that are not too long; of very many, only the first ones and their number. */
class Names {
  readonly #log: Logger;
  readonly #message: string;
  #paths: string[] = [];
  #total = 0;

  constructor(log: Logger, message: string) {
    this.#log = log;
    this.#message = message;
  }

  add(path: Buffer): void {
    this.#total += 1;
    if (this.#total > MOST_NAMED) return;
    this.#paths.push(path.toString());
    if (this.#paths.length >= NAMED) this.#write();
  }

  end(): void {
    this.#write();
    if (this.#total > MOST_NAMED) this.#log.warn({ total: this.#total }, this.#message);
  }

  #write(): void {
    if (this.#paths.length > 0) this.#log.warn({ paths: this.#paths }, this.#message);
    this.#paths = [];
  }
}
