/**
 * Packs that are checked without their batch, as somebody who received one does it. Pages know them by a number: only
 * the host names a folder, after a person has opened or chosen it, or because it is among what was handed over here.
 */
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { RedwellError } from '../../shared/errors.ts';
import type { PackCheck } from '../../shared/handover.ts';
import type { KnownPack } from '../../shared/packs.ts';
import { packFolder, packOfFile } from '../handover/pack-file.ts';
import { type HandoverDesk, OWN_FOLDER } from './handover-desk.ts';
import type { RunningJob } from './handover-thread.ts';

export interface PackDesk {
  /** Makes a pack known. @throws RedwellError not_found when the folder is none */
  open(folder: string): Promise<KnownPack>;
  /** Makes the pack known whose file somebody opened. @throws RedwellError not_found */
  openFile(argument: string): Promise<KnownPack>;
  /** Returns the packs that were opened, and those among what was handed over from this data folder. */
  list(): Promise<KnownPack[]>;
  /** @throws RedwellError not_found for a number that names no pack; conflict; canceled; the system's error as not_found */
  check(packId: string, root: string | null): Promise<PackCheck>;
  /** Does nothing unless the pack is being checked. */
  stop(packId: string): void;
  dispose(): Promise<void>;
}

/** As many as anybody opens between two starts. The oldest is forgotten. */
const MOST = 100;

export function createPackDesk(dataDir: string, { prove }: Pick<HandoverDesk, 'prove'>): PackDesk {
  const folders = new Map<string, string>();
  const running = new Map<string, RunningJob<PackCheck>>();
  let made = 0;
  const know = (folder: string): KnownPack => {
    const known = [...folders].find(([, one]) => one === folder)?.[0];
    made += known === undefined ? 1 : 0;
    const packId = known ?? String(made);
    folders.set(packId, folder);
    const [oldest] = folders.keys();
    if (folders.size > MOST && oldest !== undefined) folders.delete(oldest);
    return { packId, folder, name: basename(folder) };
  };
  const open = async (folder: string): Promise<KnownPack> => know(await packFolder(folder));
  return {
    open,
    openFile: async (argument) => know(await packOfFile(argument)),
    async list() {
      for (const folder of await ownPacks(join(dataDir, OWN_FOLDER))) know(folder);
      return [...folders].map(([packId, folder]) => ({ packId, folder, name: basename(folder) }));
    },
    async check(packId, root) {
      if (running.has(packId))
        throw new RedwellError('conflict', 'This pack is being checked already.', {
          action: 'Wait for the result.',
        });
      const folder = folders.get(packId);
      if (folder === undefined)
        throw new RedwellError('not_found', 'Redwell does not know this pack any more.', {
          action: 'Open it again.',
        });
      const job = prove(folder, root);
      running.set(packId, job);
      try {
        return await job.answer;
      } catch (error) {
        throw refusal(error, folder);
      } finally {
        running.delete(packId);
      }
    },
    stop: (packId) => running.get(packId)?.stop(),
    async dispose() {
      for (const { stop } of running.values()) stop();
      await Promise.allSettled([...running.values()].map(({ answer }) => answer));
    },
  };
}

function refusal(error: unknown, folder: string): RedwellError {
  if (error instanceof RedwellError && error.code === 'canceled')
    return new RedwellError('canceled', 'The check was stopped, so nobody knows whether the pack is whole.');
  return new RedwellError('not_found', `The pack could not be read at ${folder}.`, {
    action: 'Check that its drive is connected, and that it was not moved.',
    cause: error,
  });
}

/** Returns the packs in the folder of a host whose pages may send no paths. */
async function ownPacks(own: string): Promise<string[]> {
  const names = await readdir(own).catch((error: NodeJS.ErrnoException) => {
    // Nothing was handed over yet.
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const found = await Promise.all(names.map((name) => packFolder(join(own, name)).catch(() => null)));
  return found.filter((folder) => folder !== null).sort();
}
