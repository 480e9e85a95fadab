/** What the console shows and does on the desktop, wired from its events; Electron's parts come in as they are. */
import type { BrowserWindow } from 'electron';
import type { Redwell } from '../core/app/types.ts';
import { submitFolder } from '../core/host/submit-folder.ts';
import { Lifetime } from '../core/util/lifecycle.ts';
import { type BridgeHandlers, EVENT_NAMES, type HostInfo } from '../shared/bridge.ts';
import type { Drop } from '../shared/intake.ts';
import { eventSender } from './bridge/ipc.ts';
import { present } from './shell/window.ts';

/** The core's handlers and the two that only this host can answer. */
export function desktopHandlers(
  redwell: Redwell,
  info: HostInfo,
  pick: () => Promise<string[] | null>,
): BridgeHandlers {
  return {
    ...redwell.handlers,
    'host.info': async () => info,
    'intake.pick': () => pickDrop(redwell, pick),
  };
}

async function pickDrop(redwell: Redwell, pick: () => Promise<string[] | null>): Promise<Drop | null> {
  const paths = await pick();
  return paths === null ? null : redwell.handlers['intake.begin']({ kind: 'paths', paths });
}

export interface Page {
  /** Brings the window forward and goes to a page in it. */
  open(to: string): void;
  /** Submits a folder given on a command line and goes to its batch; a failure is shown by `failed`. */
  submit(folder: string): Promise<void>;
  dispose(): Promise<void>;
}

/** Sends the console's events to the window's page for as long as both live. */
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
    dispose: () => lifetime.dispose(),
  };
}
