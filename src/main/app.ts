/** Connects Redwell to its desktop window. Electron's objects are passed in. */
import type { BrowserWindow, Shell } from 'electron';
import type { Redwell } from '../core/app/types.ts';
import { submitFolder } from '../core/host/submit-folder.ts';
import { Lifetime } from '../core/util/lifecycle.ts';
import { type BridgeHandlers, EVENT_NAMES, type HostInfo } from '../shared/bridge.ts';
import type { Drop } from '../shared/intake.ts';
import { eventSender } from './bridge/ipc.ts';
import { originalHandlers } from './shell/originals.ts';
import { present } from './shell/window.ts';

/** The dialogs answer null when the operator cancels. */
export interface DesktopParts {
  folders(): Promise<string[] | null>;
  target(): Promise<string | null>;
  pack(): Promise<string | null>;
  watched(): Promise<string | null>;
  shell: Pick<Shell, 'openPath' | 'showItemInFolder'>;
}

/** Returns the core's handlers, and those that only this host can answer. */
export function desktopHandlers(
  redwell: Redwell,
  info: HostInfo,
  { folders, target, pack, watched, shell }: DesktopParts,
): BridgeHandlers {
  return {
    ...redwell.handlers,
    'host.info': async () => info,
    'intake.pick': () => pickDrop(redwell, folders),
    ...originalHandlers(redwell, shell),
    'handover.pick': async () => ({ folder: await target() }),
    'watch.pick': async () => ({ folder: await watched() }),
    async 'handover.reveal'({ exportId }) {
      const path = await redwell.exports.folderOf(exportId);
      shell.showItemInFolder(path);
      return { path };
    },
    async 'packs.pick'() {
      const folder = await pack();
      return folder === null ? null : redwell.packs.open(folder);
    },
  };
}

async function pickDrop(redwell: Redwell, pick: () => Promise<string[] | null>): Promise<Drop | null> {
  const paths = await pick();
  return paths === null ? null : redwell.handlers['intake.begin']({ kind: 'paths', paths });
}

export interface Page {
  /** Brings the window forward and shows the page `to`. */
  open(to: string): void;
  /** Submits a folder from a command line and shows its batch. Reports a failure to `failed`. */
  submit(folder: string): Promise<void>;
  /** Shows the check of the pack whose file somebody opened. Reports to `failed` what is no such file. */
  checkPack(file: string): Promise<void>;
  dispose(): Promise<void>;
}

/** Sends events to the window's page until it is disposed. */
export function connectPage(redwell: Redwell, window: BrowserWindow, failed: (error: unknown) => void): Page {
  const lifetime = new Lifetime();
  const send = eventSender(window.webContents);
  for (const name of EVENT_NAMES) lifetime.defer(redwell.on(name, (payload) => send(name, payload)));
  const open = (to: string): void => {
    present(window);
    send('navigate', { to });
  };
  return {
    open,
    async submit(folder) {
      try {
        open(`/batch/${(await submitFolder(redwell, folder)).id}`);
      } catch (error) {
        failed(error);
      }
    },
    async checkPack(file) {
      try {
        open(`/check-pack?pack=${(await redwell.packs.openFile(file)).packId}`);
      } catch (error) {
        failed(error);
      }
    },
    dispose: () => lifetime.dispose(),
  };
}
