/** Watches the folder in Settings while the app is open, and says how that goes. */
import { homedir } from 'node:os';
import { isAbsolute, parse, relative, resolve } from 'node:path';
import type { Logger } from 'pino';
import type { WatchSetting } from '../../shared/bridge-settings.ts';
import type { WatchState } from '../../shared/bridge-watch.ts';
import { RedwellError, toWireError } from '../../shared/errors.ts';
import type { OperatorLog } from '../operator-log/log.ts';
import type { SettingsStore } from './settings.ts';
import type { Redwell, WatchFolder } from './types.ts';
import type { WatchEvent } from './watch-options.ts';

export interface WatchKeeperDeps {
  redwell: Pick<Redwell, 'handlers' | 'on'>;
  watchFolder: WatchFolder;
  settings: Pick<SettingsStore, 'get' | 'reload'>;
  operatorLog: Pick<OperatorLog, 'add'>;
  log: Logger;
  /** How often Settings are read again, and a folder that is gone is looked for, ms. */
  pauseMs?: number;
}

export interface WatchKeeper {
  state(): WatchState;
  /** Reads Settings at once, because they were changed. */
  changed(): void;
  dispose(): Promise<void>;
}

const PAUSE_MS = 5000;
const LONGEST_LOOK_MS = 2000;

const isInside = (folder: string, path: string): boolean => {
  const way = relative(folder, path);
  return way === '' || (!way.startsWith('..') && !isAbsolute(way));
};

/**
 * Refuses folders whose content must not move away: everything in a watched folder does.
 * @throws RedwellError invalid_input
 */
export function refuseWatched(folder: string, dataDir: string): void {
  const refuse = (why: string): never => {
    throw new RedwellError('invalid_input', `Redwell cannot watch ${folder}: ${why}`, {
      action: 'Make a folder that is only for documents that come in, and choose it.',
    });
  };
  if (!isAbsolute(folder) || folder.includes('\0')) refuse('it is not the whole path of a folder.');
  const path = resolve(folder);
  if (path === parse(path).root || isInside(path, homedir()))
    refuse('everything in a watched folder is moved, and this folder has much that is no document.');
  if (isInside(path, resolve(dataDir)) || isInside(resolve(dataDir), path))
    refuse('it has the data folder of Redwell in it, or is in it.');
}

export function keepWatching(deps: WatchKeeperDeps): WatchKeeper {
  const { redwell, watchFolder, settings, operatorLog, log, pauseMs = PAUSE_MS } = deps;
  const closing = new AbortController();
  let current: WatchState = { state: 'off', folder: '', problem: null, last: null };
  let wake = (): void => undefined;
  let stopWatch = (): void => undefined;
  const wanted = (): WatchSetting | null => settings.get().watch;

  const note = (
    phase: 'note' | 'failed',
    batchId: string | null,
    name: string,
    error: string | null,
  ): void => {
    operatorLog
      .add({
        ...{ what: 'watch.folder', phase, error, details: { folder: current.folder, name } },
        batch: batchId === null ? null : { id: batchId, name },
      })
      .catch((failure: unknown) => log.error({ error: failure }, 'the operator log could not be written'));
  };
  const onEvent = async (event: WatchEvent): Promise<void> => {
    const { name } = event;
    const batchId = event.event === 'submitted' ? event.batchId : null;
    const problem = event.event === 'failed' ? event.message : null;
    current = { ...current, last: { name, at: Date.now(), batchId, problem } };
    if (event.event !== 'taken') note(problem === null ? 'note' : 'failed', batchId, name, problem);
  };

  /** Watches until Settings change or the folder is gone. */
  const watch = async (setting: WatchSetting): Promise<void> => {
    const stop = new AbortController();
    stopWatch = () => stop.abort();
    const { folder, quietSeconds, matter, custodian, priority } = setting;
    const quietMs = quietSeconds * 1000;
    const last = current.folder === folder ? current.last : null;
    current = { state: 'watching', folder, problem: null, last };
    const look = setInterval(() => {
      settings.reload().then(
        () => JSON.stringify(wanted()) === JSON.stringify(setting) || stop.abort(),
        (error: unknown) => log.warn({ error }, 'the settings could not be read again'),
      );
    }, pauseMs);
    try {
      await watchFolder(redwell, {
        ...{ folder, quietMs, lookMs: Math.min(LONGEST_LOOK_MS, quietMs / 4), once: false, onEvent },
        ...{
          choices: { matter, custodian, priority },
          signal: AbortSignal.any([stop.signal, closing.signal]),
        },
      });
    } catch (error) {
      const { message } = toWireError(error);
      log.warn({ error, folder }, 'the watched folder cannot be read');
      current = { ...current, state: 'gone', problem: message };
    } finally {
      clearInterval(look);
      stopWatch = () => undefined;
    }
  };

  const pause = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, pauseMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const work = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      await settings.reload();
      const setting = wanted();
      if (setting?.isOn === true) await watch(setting);
      else current = { ...current, state: 'off', folder: setting?.folder ?? '', problem: null };
      const isChanged = JSON.stringify(wanted()) !== JSON.stringify(setting);
      if (!closing.signal.aborted && !isChanged) await pause();
    }
  };
  const done = work().catch((error: unknown) => {
    log.error({ error }, 'watching the folder ended');
    current = { ...current, state: 'gone', problem: toWireError(error).message };
  });
  return {
    state: () => current,
    changed() {
      stopWatch();
      wake();
    },
    async dispose() {
      closing.abort();
      wake();
      await done;
    },
  };
}
